/* The counts of sentences; see ascribe/labels/counts.py, which defines them and hands in
 * the word lists as patterns. */
#include "phrases.h"
#include "reading.h"

#define MOST_LISTS 56
#define LARGE_TEXT 16384

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

typedef struct {
  PyObject_HEAD
  Pattern lists[MOST_LISTS];
  Py_ssize_t list_count;
  Pattern others[OTHERS];
  uint64_t inside;  /* lists that are counted inside quotation marks as well, */
  Py_ssize_t order[MOST_LISTS], inside_count; /* in this order */
  uint64_t markers; /* lists that say that somebody else speaks */
  Py_ssize_t charged, judgement;
  PyObject *kinds; /* a tuple of their names */
  Py_ssize_t kind_count;
  Phrases phrases;
  Stack stack;
  GROWING(Py_UCS4, text);
  GROWING(Py_UCS4, outside);
  GROWING(Py_UCS4, lower);
  GROWING(Py_UCS4, within);
} Counter;

/* ---- one sentence ----------------------------------------------------------------- */

/* Copy a text in lower case, with straight apostrophes; 0, or -1 with an error. */
static int lowered(Py_UCS4 **to, size_t *size, const Py_UCS4 *from, size_t length,
                   Lowered *lower) {
  uint32_t letters = 0; /* whether any beyond ASCII but punctuation is there */
  if (reserve((void **)to, size, length + 1, sizeof **to)) return -1;
  for (size_t i = 0; i < length; i++) {
    Py_UCS4 c = from[i];
    letters |= (c > 127) & (c >> 7 != 0x2000 >> 7);
    c += (Py_UCS4)(c - 'A' < 26) << 5;
    (*to)[i] = c == 0x2019 ? '\'' : c;
  }
  *lower = (Lowered){*to, length, 1};
  if (!letters) return 0;
  for (size_t i = 0; i < length; i++)
    if (ascribe_is_odd(from[i])) lower->alike = 0;
  memcpy(*to, from, length * sizeof *from);
  Py_ssize_t count = ascribe_lower(to, size, length);
  for (Py_ssize_t i = 0; i < count; i++)
    if ((*to)[i] == 0x2019) (*to)[i] = '\'';
  *lower = (Lowered){*to, (size_t)count, lower->alike};
  return count < 0 ? -1 : 0;
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
static int starts_with(Counter *c, int which, const Lowered *lower, const Found *found) {
  size_t end;
  int bit = (int)c->list_count + which;
  if (found->asked >> bit & 1) return (int)(found->started >> bit & 1);
  return MATCHES(which, lower->text, lower->length);
}

/* Fill one row. */
static int count_sentence(Counter *c, PyObject *text, PyObject *spans, long flags,
                          Py_ssize_t kind, double *row) {
  Parts parts;
  if (cut(c, text, spans, &parts)) return -1;
  const Py_UCS4 *whole = c->text, *outside = parts.spans ? c->outside : whole;
  size_t length = parts.length, left = parts.outside, start, end;
  Lowered lower;
  Found all, found, within; /* in the whole, and in what stands outside and inside */
  memset(&within, 0, sizeof within);
  if (parts.within &&
      (lowered(&c->lower, &c->lower_size, c->within, parts.within, &lower) ||
       ascribe_count_phrases(&c->phrases, &c->stack, c->within, parts.within, &lower,
                             c->inside, &within)))
    return -1;
  if (parts.spans && (lowered(&c->lower, &c->lower_size, whole, length, &lower) ||
                      ascribe_count_phrases(&c->phrases, &c->stack, whole, length, &lower,
                                            0, &all)))
    return -1;
  if (lowered(&c->lower, &c->lower_size, outside, left, &lower) ||
      ascribe_count_phrases(&c->phrases, &c->stack, outside, left, &lower, ~UINT64_C(0),
                            &found))
    return -1;
  Tally own = found.tally, every = parts.spans ? all.tally : own;
  int any = parts.spans > 0;
  int opens = flags & 1, ends_inside = flags >> 1 & 1;
  int begins = any && parts.first <= 1;
  int ends = any && length - parts.last <= 2;
  Py_UCS4 last = length ? whole[length - 1] : ' ';
  int no_stop = Py_UNICODE_ISALNUM(last) != 0;
  int unmarked = !any && !opens;
  for (Py_ssize_t i = 0; i < c->list_count; i++)
    if (c->markers >> i & 1 && found.counts[i]) unmarked = 0;
  for (Py_ssize_t i = 0; i < c->list_count; i++) *row++ = ascribe_log1p(found.counts[i]);
  for (Py_ssize_t i = 0; i < c->inside_count; i++)
    *row++ = ascribe_log1p(within.counts[c->order[i]]);
  const uint32_t *others = found.counts + c->list_count;
  /* What is not looked for where words begin, one by one; each can fail. */
  int headline = no_stop ? SEARCH(HEADLINE_SOURCE, lower.text, lower.length) : 0;
  int he = starts_with(c, HE_AT_START, &lower, &found);
  int deictic = starts_with(c, DEICTIC, &lower, &found);
  int question = starts_with(c, QUESTION_WORD, &lower, &found);
  int imperative = starts_with(c, IMPERATIVE, &lower, &found);
  int label = MATCHES(INITIAL_SPEECH, whole, length);
  if ((headline | he | deictic | question | imperative | label) < 0) return -1;
  double total = every.words ? (double)every.words : 1.0;
  uint32_t charged = found.counts[c->charged];
  *row++ = (double)parts.quoted / (length ? (double)length : 1.0);
  *row++ = parts.quoted + 3 >= length;
  *row++ = ascribe_log1p(parts.spans);
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
  *row++ = unmarked ? ascribe_log1p(found.counts[c->judgement]) : 0.0;
  *row++ = he;
  *row++ = deictic;
  *row++ = (own.marks & QUESTION) != 0;
  *row++ = question;
  *row++ = (own.marks & EXCLAMATION) != 0;
  *row++ = imperative;
  *row++ = (every.marks & ELLIPSIS) != 0;
  *row++ = own.marks & (LONG_DASH | LONE_DASH) || every.marks & DOUBLE_HYPHEN;
  *row++ = (own.marks & COLON) != 0;
  *row++ = length && last == ':';
  *row++ = no_stop;
  *row++ = (own.marks & PARENTHESIS) != 0;
  *row++ = ascribe_log1p(every.commas);
  *row++ = ascribe_log1p(others[CREDIT]);
  *row++ = (every.marks & ADDRESSED) != 0;
  *row++ = ascribe_log1p(own.numbers);
  *row++ = (every.marks & MONEY) != 0;
  *row++ = (double)every.capitals / total;
  *row++ = ascribe_log1p(every.loud);
  *row++ = label;
  *row++ = ascribe_log1p(every.words);
  *row++ = every.words <= 4;
  *row++ = every.words <= 10;
  *row++ = (double)every.letters / total / 10;
  for (Py_ssize_t i = 0; i < c->kind_count; i++) *row++ = i == kind;
  return 0;
}

/* ---- the type --------------------------------------------------------------------- */

static Py_ssize_t width_of(const Counter *c) {
  return c->list_count + c->inside_count + NAMED + c->kind_count;
}

/* Which kind a name is; -1 for none of them, -2 with an error. */
static Py_ssize_t kind_of(const Counter *c, PyObject *name) {
  if (!PyUnicode_Check(name)) {
    PyErr_SetString(PyExc_TypeError, "a kind is a str");
    return -2;
  }
  for (Py_ssize_t i = 0; i < c->kind_count; i++)
    if (!PyUnicode_Compare(PyTuple_GET_ITEM(c->kinds, i), name)) return i;
  return -1;
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
  PyObject *name = NULL;
  Py_ssize_t kind = -1;
  for (Py_ssize_t i = 0; i < count; i++, rows += width) {
    long flag = PyLong_AsLong(PyList_GET_ITEM(flags, i));
    /* Most are of the same kind as the one before. */
    if (name != PyList_GET_ITEM(kinds, i))
      kind = kind_of(c, name = PyList_GET_ITEM(kinds, i));
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
      RELEASE(c->stack.backs);
    }
  }
  return result;
}

static void counter_dealloc(PyObject *self) {
  Counter *c = (Counter *)self;
  for (int i = 0; i < MOST_LISTS; i++) ascribe_free_pattern(&c->lists[i]);
  for (int i = 0; i < OTHERS; i++) ascribe_free_pattern(&c->others[i]);
  ascribe_free_phrases(&c->phrases);
  Py_XDECREF(c->kinds);
  PyMem_Free(c->stack.backs);
  PyMem_Free(c->text);
  PyMem_Free(c->outside);
  PyMem_Free(c->lower);
  PyMem_Free(c->within);
  Py_TYPE(self)->tp_free(self);
}

/* 0, or -1 with an error. */
static int fill_phrases(Counter *c) {
  int count = (int)c->list_count + REMEMBERED;
  for (int i = 0; i < count; i++)
    c->phrases.patterns[i] =
        i < c->list_count ? &c->lists[i] : &c->others[i - c->list_count];
  c->phrases.tallied = (Tallied){&c->others[ANY_WORD], &c->others[CAPITAL_WORD],
                                 &c->others[ALL_CAPITALS], &c->others[NUMBER],
                                 &c->others[ADDRESS]};
  return ascribe_fill_phrases(&c->phrases, count, (int)c->list_count + SCANNED);
}

static PyObject *counter_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *lists, *others, *inside, *kinds;
  unsigned long long markers;
  Py_ssize_t charged, judgement, early, early_like;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "Counter takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "O!O!O!KnnnnO!", &PyTuple_Type, &lists, &PyTuple_Type,
                        &others, &PyTuple_Type, &inside, &markers, &charged,
                        &judgement, &early, &early_like, &PyTuple_Type, &kinds))
    return NULL;
  Py_ssize_t count = PyTuple_GET_SIZE(lists);
  if (count < 1 || count > MOST_LISTS || PyTuple_GET_SIZE(inside) > MOST_LISTS ||
      PyTuple_GET_SIZE(others) != OTHERS ||
      charged < 0 || charged >= count || judgement < 0 || judgement >= count ||
      early < 0 || early >= count || early_like < 0 || early_like >= count) {
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
  c->phrases.early = (int)early;
  c->phrases.early_like = (int)early_like;
  c->kinds = Py_NewRef(kinds);
  c->kind_count = PyTuple_GET_SIZE(kinds);
  int failed = 0;
  for (Py_ssize_t i = 0; !failed && i < c->kind_count; i++)
    if (!PyUnicode_Check(PyTuple_GET_ITEM(kinds, i))) {
      PyErr_SetString(PyExc_TypeError, "a kind is a str");
      failed = 1;
    }
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
  if (!failed) failed = fill_phrases(c);
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

int ascribe_add_counter(PyObject *module) {
  if (PyType_Ready(&counter_type) < 0 ||
      PyModule_AddStringConstant(module, "COUNTED", NAMES) < 0)
    return -1;
  return PyModule_AddObjectRef(module, "Counter", (PyObject *)&counter_type);
}
