/* The counts of sentences; see ascribe/labels/counts.py, which defines them.
 *
 * The word lists come from there as patterns. Which of them can begin with a word is
 * worked out once for each word and remembered.
 */
#include "tally.h"

#define MOST_LISTS 56
#define PLACES 32768 /* for words, in each generation: a power of two */
#define LARGE_TEXT 16384

#define LOGS 64

static double log1p_of[LOGS];

/* Patterns that are no list; the order is that of `labels/counts.py`. */
enum {
  CREDIT,
  SAID,
  SAID_AT_END,
  SCANNED, /* those before are looked for where words begin, */
  HE_AT_START = SCANNED,
  DEICTIC,
  QUESTION_WORD,
  IMPERATIVE,
  REMEMBERED, /* and these where the text begins */
  HEADLINE_SOURCE = REMEMBERED,
  ADDRESS,
  NUMBER,
  CAPITAL_WORD,
  ALL_CAPITALS,
  INITIAL_SPEECH,
  ANY_WORD,
  OTHERS
};
/* What follows the lists in a row of counts; kinds follow it. */
static const char *const NAMES =
    "quoted_share quoted_all quote_count quote_short quote_long begins_quoted "
    "ends_quoted opens_inside ends_inside quote_then_said said_at_end headline_source "
    "no_marker charged_unmarked judgement_unmarked he_at_start deictic question "
    "question_word exclamation imperative ellipsis dash colon ends_in_colon no_stop "
    "parenthesis comma credit address number money capital_share all_capitals "
    "speaker_label length very_short short word_length";
#define NAMED 39
#define MOST_CHARGED 8

/* What is known of a word, or of a word and the two characters behind it: a bit for each
 * list. */
typedef struct {
  uint64_t word;
  uint64_t lists; /* a match could begin with it */
  uint64_t sure;  /* a match does, and ends in it, whatever follows */
} Memory;

/* A word of a text. */
typedef struct {
  uint64_t key;
  uint32_t start, end;
} Word;

/* What the lists find in a text. */
typedef struct {
  uint32_t counts[MOST_LISTS + SCANNED];
  uint64_t seen; /* lists that could begin with some word */
  Memory first;  /* what is known of the word that the text begins with */
} Found;

typedef struct {
  PyObject_HEAD
  Pattern lists[MOST_LISTS];
  Py_ssize_t list_count;
  Pattern others[OTHERS];
  uint64_t inside;  /* lists that are counted inside quotation marks as well, */
  Py_ssize_t order[MOST_LISTS], inside_count; /* in this order */
  uint64_t markers; /* lists that say that somebody else speaks */
  Py_ssize_t charged, judgement;
  Py_ssize_t early, early_like; /* a list that needs a word of another; or -1 */
  Py_ssize_t kinds;
  Memory *now, *before; /* PLACES each */
  size_t remembered;    /* in `now` */
  GROWING(Word, words);
  TallyMemory tally;
  Stack stack;
  GROWING(Py_UCS4, text);
  GROWING(Py_UCS4, outside);
  GROWING(Py_UCS4, lower);
  GROWING(Py_UCS4, within);
  GROWING(Py_UCS4, quoted); /* within, in lower case */
} Counter;

/* The pattern with a bit of its own. */
static const Pattern *pattern_of(const Counter *c, int bit) {
  return bit < c->list_count ? &c->lists[bit] : &c->others[bit - c->list_count];
}

/* How many are looked for where words begin; those of the start follow them. */
static int scanned(const Counter *c) { return (int)c->list_count + SCANNED; }

static double log_of(uint64_t count) {
  return count < LOGS ? log1p_of[count] : log1p((double)count);
}

/* ---- lists ------------------------------------------------------------------------ */

/* The place of a key in a generation, or the empty one where it would be. */
static inline Memory *place_of(Memory *generation, uint64_t key) {
  size_t at = (size_t)key & (PLACES - 1);
  while (generation[at].word && generation[at].word != key) at = (at + 1) & (PLACES - 1);
  return &generation[at];
}

/* When this generation is full another begins, and the one before is forgotten: what
 * pages say again and again passes from each to the next. */
static void remember(Counter *c, Memory known) {
  if (c->remembered >= PLACES * 3 / 4) {
    Memory *oldest = c->before;
    c->before = c->now;
    c->now = oldest;
    memset(c->now, 0, PLACES * sizeof *c->now);
    c->remembered = 0;
  }
  *place_of(c->now, known.word) = known;
  c->remembered++;
}

/* What is remembered of a key; its word is 0 where nothing is. */
static Memory known_of(Counter *c, uint64_t key) {
  Memory known = *place_of(c->now, key);
  if (known.word) return known;
  known = *place_of(c->before, key);
  if (known.word) remember(c, known);
  return known;
}

/* Work out what is known of a word, whatever stands behind it; 0, or -1 with an error. */
static int look_at(Counter *c, const Py_UCS4 *word, size_t length, Memory *known) {
  Py_UCS4 first = word[0];
  for (int i = 0; i < (int)c->list_count + REMEMBERED; i++) {
    const Pattern *pattern = pattern_of(c, i);
    int starts = i >= scanned(c);
    if (!(starts || pattern->at_word) ||
        (first > 127 ? !pattern->first_other
                     : !(pattern->first[first >> 6] >> (first & 63) & 1)))
      continue;
    size_t end;
    int could = ascribe_could_match(pattern, &c->stack, word, length, &end);
    if (could < 0) return -1;
    if (could) known->lists |= UINT64_C(1) << i;
    if (could == 1 && (starts || !pattern->has_start)) known->sure |= UINT64_C(1) << i;
  }
  return 0;
}

/* See whether the two characters behind a word settle what it leaves open: after most
 * words that begin a phrase of a list, another one follows. */
static int look_behind(Counter *c, const Py_UCS4 *word, size_t length, Memory *known) {
  uint64_t open = known->lists & ~known->sure;
  uint64_t key = ascribe_hash_more(known->word, word[length]);
  known->word = ascribe_hash_end(ascribe_hash_more(key, word[length + 1]));
  Memory before = known_of(c, known->word);
  if (before.word) {
    *known = before;
    return 0;
  }
  for (uint64_t left = open; left; left &= left - 1) {
    int i = lowest_bit(left);
    size_t end;
    const Pattern *pattern = pattern_of(c, i);
    if (i >= scanned(c) || pattern->has_start) continue;
    int could = ascribe_could_begin(pattern, &c->stack, word, length + 2, &end);
    if (could < 0) return -1;
    if (!could) known->lists &= ~(UINT64_C(1) << i);
    /* One that ends behind the word is looked for by itself, so that its end is known. */
    if (could == 1 && end <= length) known->sure |= UINT64_C(1) << i;
  }
  remember(c, *known);
  return 0;
}

/* Count all matches of the patterns of `wanted` that begin where words begin. */
static int scan(Counter *c, const Py_UCS4 *text, size_t length, uint64_t wanted,
                Found *found) {
  size_t over[MOST_LISTS + SCANNED]; /* where the last match of each ended */
  uint64_t ended = 0;                /* which have one */
  size_t count = 0;
  memset(found->counts, 0, (size_t)scanned(c) * sizeof *found->counts);
  memset(&found->first, 0, sizeof found->first);
  found->seen = 0;
  wanted &= (UINT64_C(1) << scanned(c)) - 1;
  if (RESERVE(c->words, length / 2 + 1)) return -1;
  for (size_t at = 0, end; at < length; at = end) {
    end = at + 1;
    if (!ascribe_is_word(text[at])) continue;
    uint64_t key = ascribe_hash_start;
    for (end = at; end < length && ascribe_is_word(text[end]); end++)
      key = ascribe_hash_more(key, text[end]);
    key = ascribe_hash_end(key);
    SOON(&c->now[(size_t)key & (PLACES - 1)]);
    c->words[count++] = (Word){key, (uint32_t)at, (uint32_t)end};
  }
  for (size_t word = 0; word < count; word++) {
    size_t at = c->words[word].start, end = c->words[word].end;
    Memory known = known_of(c, c->words[word].key);
    if (!known.word) {
      known = (Memory){c->words[word].key, 0, 0};
      if (look_at(c, text + at, end - at, &known)) return -1;
      remember(c, known);
    }
    if (!at) found->first = known;
    found->seen |= known.lists;
    if (known.lists & ~known.sure & wanted && end + 1 < length &&
        look_behind(c, text + at, end - at, &known))
      return -1;
    for (uint64_t left = known.lists & wanted; left; left &= left - 1) {
      int i = lowest_bit(left);
      if (ended >> i & 1 && over[i] > at) continue;
      if (known.sure >> i & 1) {
        found->counts[i]++;
        continue;
      }
      int more = ascribe_match_at(pattern_of(c, i), &c->stack, text, length, at, &over[i]);
      if (more < 0) return -1;
      found->counts[i] += (uint32_t)more;
      ended |= (uint64_t)more << i;
    }
  }
  return 0;
}

/* How many matches there are; -1 with an error. */
static long count_all(Counter *c, const Pattern *p, const Py_UCS4 *text, size_t length) {
  size_t start, end = 0;
  long count = 0;
  for (;; count++) {
    int found = ascribe_search(p, &c->stack, text, length, end, &start, &end);
    if (found <= 0) return found ? -1 : count;
  }
}

/* The counts of all lists over one text; -1 with an error. */
static int count_lists(Counter *c, const Py_UCS4 *text, size_t length, uint64_t wanted,
                       Found *found) {
  if (scan(c, text, length, wanted, found)) return -1;
  for (Py_ssize_t i = 0; i < c->list_count; i++) {
    const Pattern *pattern = &c->lists[i];
    if (!(wanted >> i & 1) || pattern->at_word) continue;
    if (i == c->early && !(found->seen >> c->early_like & 1)) continue;
    long count = count_all(c, pattern, text, length);
    if (count < 0) return -1;
    found->counts[i] = (uint32_t)count;
  }
  return 0;
}

/* ---- one sentence ----------------------------------------------------------------- */

/* Copy a text in lower case, with straight apostrophes; its length or -1. */
static Py_ssize_t lowered(Py_UCS4 **to, size_t *size, const Py_UCS4 *from, size_t length) {
  uint32_t letters = 0; /* whether any beyond ASCII but punctuation is there */
  if (reserve((void **)to, size, length + 1, sizeof **to)) return -1;
  for (size_t i = 0; i < length; i++) {
    Py_UCS4 c = from[i];
    letters |= (c > 127) & (c >> 7 != 0x2000 >> 7);
    c += (Py_UCS4)(c - 'A' < 26) << 5;
    (*to)[i] = c == 0x2019 ? '\'' : c;
  }
  if (!letters) return (Py_ssize_t)length;
  memcpy(*to, from, length * sizeof *from);
  Py_ssize_t count = ascribe_lower(to, size, length);
  for (Py_ssize_t i = 0; i < count; i++)
    if ((*to)[i] == 0x2019) (*to)[i] = '\'';
  return count;
}

typedef struct {
  size_t length, outside, within, spans, quoted, first, last;
  int has_short, has_long;
} Parts;

/* Copy the sentence, and apart what stands outside and inside quotation marks. */
static int cut(Counter *c, PyObject *text, PyObject *spans, Parts *parts) {
  if (!PyUnicode_Check(text) || !PyTuple_Check(spans)) {
    PyErr_SetString(PyExc_TypeError, "a sentence is a str and has a tuple of spans");
    return -1;
  }
  size_t length = (size_t)PyUnicode_GET_LENGTH(text);
  size_t count = (size_t)PyTuple_GET_SIZE(spans);
  if (length > UINT32_MAX / 64 || count > UINT32_MAX / 64) {
    PyErr_SetString(PyExc_OverflowError, "the sentence is too long");
    return -1;
  }
  memset(parts, 0, sizeof *parts);
  parts->length = length;
  parts->spans = count;
  if (RESERVE(c->text, length + 1) ||
      !PyUnicode_AsUCS4(text, c->text, (Py_ssize_t)length + 1, 1))
    return -1;
  if (!count) {
    parts->outside = length; /* all of it */
    return 0;
  }
  if (RESERVE(c->outside, length + count + 1) || RESERVE(c->within, length + count + 1))
    return -1;
  size_t at = 0;
  for (size_t i = 0; i <= count; i++) {
    long start = (long)length, end = start;
    if (i < count &&
        !PyArg_ParseTuple(PyTuple_GET_ITEM(spans, (Py_ssize_t)i), "ll", &start, &end))
      return -1;
    if (start < (long)at || end < start || end > (long)length) {
      PyErr_SetString(PyExc_ValueError, "quoted spans lie in the sentence, in order");
      return -1;
    }
    if (i) c->outside[parts->outside++] = ' ';
    memcpy(c->outside + parts->outside, c->text + at,
           ((size_t)start - at) * sizeof(Py_UCS4));
    parts->outside += (size_t)start - at;
    if (i == count) break;
    size_t size = (size_t)(end - start);
    if (i) c->within[parts->within++] = ' ';
    memcpy(c->within + parts->within, c->text + start, size * sizeof(Py_UCS4));
    parts->within += size;
    parts->quoted += size;
    if (!i) parts->first = (size_t)start;
    parts->last = at = (size_t)end;
    size_t words = 1;
    for (long place = start; place < end; place++) words += c->text[place] == ' ';
    parts->has_short |= words <= 3;
    parts->has_long |= words >= 8;
  }
  return 0;
}

#define SEARCH(which, text, length) \
  ascribe_search(&c->others[which], &c->stack, text, length, 0, &start, &end)
#define MATCHES(which, text, length) \
  ascribe_match_at(&c->others[which], &c->stack, text, length, 0, &end)

/* Whether a pattern matches where the text in lower case begins; -1 with an error. */
static int starts_with(Counter *c, int which, size_t length, const Memory *first) {
  size_t end;
  uint64_t bit = UINT64_C(1) << (c->list_count + which);
  /* Without a first word the text begins with something else. */
  if (first->word && !(first->lists & bit)) return 0;
  if (first->sure & bit) return 1;
  return MATCHES(which, c->lower, length);
}

/* Fill one row. */
static int count_sentence(Counter *c, PyObject *text, PyObject *spans, long flags,
                          long kind, double *row) {
  Parts parts;
  if (cut(c, text, spans, &parts)) return -1;
  const Py_UCS4 *whole = c->text, *outside = parts.spans ? c->outside : whole;
  size_t length = parts.length, left = parts.outside, start, end;
  Py_ssize_t lower_length = lowered(&c->lower, &c->lower_size, outside, left);
  if (lower_length < 0) return -1;
  size_t low = (size_t)lower_length;
  Found found, within;
  if (count_lists(c, c->lower, low, ~UINT64_C(0), &found)) return -1;
  memset(within.counts, 0, sizeof within.counts);
  if (parts.within) {
    Py_ssize_t size = lowered(&c->quoted, &c->quoted_size, c->within, parts.within);
    if (size < 0 || count_lists(c, c->quoted, (size_t)size, c->inside, &within)) return -1;
  }
  Tally all, own; /* of the whole sentence, and of what stands outside */
  if (ascribe_tally(&c->tally, &c->stack, whole, length, &all)) return -1;
  if (!parts.spans)
    own = all;
  else if (ascribe_tally(&c->tally, &c->stack, outside, left, &own))
    return -1;
  int any = parts.spans > 0;
  int opens = flags & 1, ends_inside = flags >> 1 & 1;
  int begins = any && parts.first <= 1;
  int ends = any && length - parts.last <= 2;
  Py_UCS4 last = length ? whole[length - 1] : ' ';
  int no_stop = Py_UNICODE_ISALNUM(last) != 0;
  int unmarked = !any && !opens;
  for (Py_ssize_t i = 0; i < c->list_count; i++)
    if (c->markers >> i & 1 && found.counts[i]) unmarked = 0;
  for (Py_ssize_t i = 0; i < c->list_count; i++) *row++ = log_of(found.counts[i]);
  for (Py_ssize_t i = 0; i < c->inside_count; i++)
    *row++ = log_of(within.counts[c->order[i]]);
  const uint32_t *others = found.counts + c->list_count;
  /* What is not looked for where words begin, one by one; each can fail. */
  int headline = no_stop ? SEARCH(HEADLINE_SOURCE, c->lower, low) : 0;
  int he = starts_with(c, HE_AT_START, low, &found.first);
  int deictic = starts_with(c, DEICTIC, low, &found.first);
  int question = starts_with(c, QUESTION_WORD, low, &found.first);
  int imperative = starts_with(c, IMPERATIVE, low, &found.first);
  int label = MATCHES(INITIAL_SPEECH, whole, length);
  if ((headline | he | deictic | question | imperative | label) < 0) return -1;
  double total = all.words ? (double)all.words : 1.0;
  uint32_t charged = found.counts[c->charged];
  *row++ = (double)parts.quoted / (length ? (double)length : 1.0);
  *row++ = parts.quoted + 3 >= length;
  *row++ = log_of(parts.spans);
  *row++ = parts.has_short;
  *row++ = parts.has_long;
  *row++ = begins;
  *row++ = ends;
  *row++ = opens;
  *row++ = ends_inside;
  *row++ = begins && others[SAID];
  *row++ = others[SAID_AT_END] > 0;
  *row++ = headline;
  *row++ = unmarked;
  *row++ = unmarked ? (double)(charged < MOST_CHARGED ? charged : MOST_CHARGED) : 0.0;
  *row++ = unmarked ? log_of(found.counts[c->judgement]) : 0.0;
  *row++ = he;
  *row++ = deictic;
  *row++ = (own.marks & QUESTION) != 0;
  *row++ = question;
  *row++ = (own.marks & EXCLAMATION) != 0;
  *row++ = imperative;
  *row++ = (all.marks & ELLIPSIS) != 0;
  *row++ = own.marks & (LONG_DASH | LONE_DASH) || all.marks & DOUBLE_HYPHEN;
  *row++ = (own.marks & COLON) != 0;
  *row++ = length && last == ':';
  *row++ = no_stop;
  *row++ = (own.marks & PARENTHESIS) != 0;
  *row++ = log_of(all.commas);
  *row++ = log_of(others[CREDIT]);
  *row++ = (all.marks & ADDRESSED) != 0;
  *row++ = log_of(own.numbers);
  *row++ = (all.marks & MONEY) != 0;
  *row++ = (double)all.capitals / total;
  *row++ = log_of(all.loud);
  *row++ = label;
  *row++ = log_of(all.words);
  *row++ = all.words <= 4;
  *row++ = all.words <= 10;
  *row++ = (double)all.letters / total / 10;
  for (Py_ssize_t i = 0; i < c->kinds; i++) *row++ = i == kind;
  return 0;
}

/* ---- the type --------------------------------------------------------------------- */

static Py_ssize_t width_of(const Counter *c) {
  return c->list_count + c->inside_count + NAMED + c->kinds;
}

static PyObject *counter_counts(PyObject *self, PyObject *args) {
  Counter *c = (Counter *)self;
  PyObject *texts, *spans, *flags, *kinds;
  if (!PyArg_ParseTuple(args, "O!O!O!O!", &PyList_Type, &texts, &PyList_Type, &spans,
                        &PyList_Type, &flags, &PyList_Type, &kinds))
    return NULL;
  Py_ssize_t count = PyList_GET_SIZE(texts), width = width_of(c);
  if (PyList_GET_SIZE(spans) != count || PyList_GET_SIZE(flags) != count ||
      PyList_GET_SIZE(kinds) != count) {
    PyErr_SetString(PyExc_ValueError, "each sentence has spans, flags and a kind");
    return NULL;
  }
  PyObject *result =
      PyBytes_FromStringAndSize(NULL, count * width * (Py_ssize_t)sizeof(double));
  if (!result) return NULL;
  double *rows = (double *)(void *)PyBytes_AS_STRING(result);
  for (Py_ssize_t i = 0; i < count; i++, rows += width) {
    long flag = PyLong_AsLong(PyList_GET_ITEM(flags, i));
    long kind = PyLong_AsLong(PyList_GET_ITEM(kinds, i));
    if (PyErr_Occurred() || count_sentence(c, PyList_GET_ITEM(texts, i),
                                           PyList_GET_ITEM(spans, i), flag, kind, rows)) {
      Py_CLEAR(result);
      break;
    }
    /* A sentence as long as a book comes once; its memory is not kept. */
    if (c->text_size > LARGE_TEXT) {
      RELEASE(c->text);
      RELEASE(c->outside);
      RELEASE(c->lower);
      RELEASE(c->within);
      RELEASE(c->quoted);
      RELEASE(c->words);
      RELEASE(c->stack.backs);
    }
  }
  return result;
}

static void counter_dealloc(PyObject *self) {
  Counter *c = (Counter *)self;
  for (int i = 0; i < MOST_LISTS; i++) ascribe_free_pattern(&c->lists[i]);
  for (int i = 0; i < OTHERS; i++) ascribe_free_pattern(&c->others[i]);
  PyMem_Free(c->now);
  PyMem_Free(c->before);
  PyMem_Free(c->stack.backs);
  PyMem_Free(c->text);
  PyMem_Free(c->outside);
  PyMem_Free(c->lower);
  PyMem_Free(c->within);
  PyMem_Free(c->quoted);
  PyMem_Free(c->words);
  ascribe_free_tally(&c->tally);
  Py_TYPE(self)->tp_free(self);
}

static PyObject *counter_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *lists, *others, *inside;
  unsigned long long markers;
  Py_ssize_t charged, judgement, early, early_like, kinds;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "Counter takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "O!O!O!Knnnnn", &PyTuple_Type, &lists, &PyTuple_Type,
                        &others, &PyTuple_Type, &inside, &markers, &charged, &judgement, &early,
                        &early_like, &kinds))
    return NULL;
  Py_ssize_t count = PyTuple_GET_SIZE(lists);
  if (count < 1 || count > MOST_LISTS || PyTuple_GET_SIZE(inside) > MOST_LISTS || PyTuple_GET_SIZE(others) != OTHERS ||
      charged < 0 || charged >= count || judgement < 0 || judgement >= count ||
      early < 0 || early >= count || early_like < 0 || early_like >= count || kinds < 0 ||
      kinds > 64) {
    PyErr_SetString(PyExc_ValueError, "the lists do not fit together");
    return NULL;
  }
  Counter *c = (Counter *)type->tp_alloc(type, 0);
  if (!c) return NULL;
  c->list_count = count;
  c->inside_count = PyTuple_GET_SIZE(inside);
  c->markers = markers;
  c->charged = charged;
  c->judgement = judgement;
  c->early = early;
  c->early_like = early_like;
  c->kinds = kinds;
  c->now = PyMem_Calloc(PLACES, sizeof *c->now);
  c->before = PyMem_Calloc(PLACES, sizeof *c->before);
  int failed = !c->now || !c->before;
  if (failed) PyErr_NoMemory();
  for (Py_ssize_t i = 0; !failed && i < c->inside_count; i++) {
    Py_ssize_t at = c->order[i] = PyLong_AsSsize_t(PyTuple_GET_ITEM(inside, i));
    failed = at < 0 || at >= count;
    if (!failed) c->inside |= UINT64_C(1) << at;
    if (failed && !PyErr_Occurred())
      PyErr_SetString(PyExc_ValueError, "the lists do not fit together");
  }
  for (Py_ssize_t i = 0; !failed && i < count; i++)
    failed = ascribe_compile(&c->lists[i], PyTuple_GET_ITEM(lists, i));
  for (Py_ssize_t i = 0; !failed && i < OTHERS; i++)
    failed = ascribe_compile(&c->others[i], PyTuple_GET_ITEM(others, i));
  if (!failed)
    failed = ascribe_fill_tally(
        &c->tally, (Tallied){&c->others[ANY_WORD], &c->others[CAPITAL_WORD],
                             &c->others[ALL_CAPITALS], &c->others[NUMBER],
                             &c->others[ADDRESS]});
  for (int i = HE_AT_START; !failed && i < REMEMBERED; i++)
    if (!c->others[i].at_start) {
      PyErr_SetString(PyExc_ValueError, "a pattern has to begin where the text does");
      failed = 1;
    }
  for (int i = 0; !failed && i < SCANNED; i++)
    if (!c->others[i].at_word) {
      PyErr_SetString(PyExc_ValueError, "a pattern has to begin where a word begins");
      failed = 1;
    }
  if (failed) Py_CLEAR(c);
  return (PyObject *)c;
}

static PyMethodDef counter_methods[] = {
    {"counts", counter_counts, METH_VARARGS,
     "counts(texts, spans, flags, kinds) -> bytes of doubles, a row for each text"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject counter_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.Counter",
    .tp_basicsize = sizeof(Counter),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "Counter(lists, others, inside, markers, charged, judgement, ...)",
    .tp_new = counter_new,
    .tp_dealloc = counter_dealloc,
    .tp_methods = counter_methods,
};

/* A pattern by itself: the tests hold it against Python's re. */
static PyObject *spans_of(PyObject *Py_UNUSED(module), PyObject *args) {
  PyObject *source, *given, *result = NULL;
  if (!PyArg_ParseTuple(args, "OU", &source, &given)) return NULL;
  Pattern pattern = {0};
  Stack stack = {0};
  Py_UCS4 *text = PyUnicode_AsUCS4Copy(given);
  if (text && !ascribe_compile(&pattern, source)) result = PyList_New(0);
  size_t length = (size_t)PyUnicode_GET_LENGTH(given), start, end = 0;
  while (result) {
    int found = ascribe_search(&pattern, &stack, text, length, end, &start, &end);
    if (!found) break;
    PyObject *item = found < 0 ? NULL : Py_BuildValue("(nn)", (Py_ssize_t)start, (Py_ssize_t)end);
    if (!item || PyList_Append(result, item)) Py_CLEAR(result);
    Py_XDECREF(item);
  }
  ascribe_free_pattern(&pattern);
  PyMem_Free(stack.backs);
  PyMem_Free(text);
  return result;
}

static PyMethodDef functions[] = {
    {"spans_of", spans_of, METH_VARARGS,
     "spans_of(pattern, text) -> [(start, end)], as re.finditer gives them"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_counter(PyObject *module) {
  for (int i = 0; i < LOGS; i++) log1p_of[i] = log1p(i);
  if (PyType_Ready(&counter_type) < 0 || PyModule_AddFunctions(module, functions) < 0)
    return -1;
  if (PyModule_AddStringConstant(module, "COUNTED", NAMES) < 0) return -1;
  return PyModule_AddObjectRef(module, "Counter", (PyObject *)&counter_type);
}
