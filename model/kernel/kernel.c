/* The hot loops of scoring: n-grams looked up, weighed, projected, and traced back.
 *
 * Gives what ascribe/labels/ngrams.py, views.py and evidence.py give, which define it;
 * tests/model/test_kernel.py holds the two together. Knows no files and no model
 * format: it is handed bytes and arrays.
 *
 * One call holds the interpreter's lock from end to end, so that the working memory of
 * a Kernel is never shared by two threads.
 */
#include "names.h"

#define LABELS 4
#define NAME 0xA4 /* what stands for a name; see views.py */
#define SHORTEST 2 /* character n-grams, as in ngrams.py */
#define LONGEST 5
#define LOGS 64
#define LARGE_TEXT 16384 /* code points */
#define MEMORY 16384     /* places for runs that are remembered, a power of two */
#define REMEMBERED 200000 /* columns: 0.8 MB */

unsigned char ascribe_ascii_class[128];
static double log_of[LOGS];

/* ---- vocabularies ----------------------------------------------------------------- */

/* A term is known by 42 bits of its hash, and by where it stands: that one of the
 * 30,000 n-grams of a page is taken for another has a chance of one in 100 million, and
 * a look at the letters would cost another two reads from slow memory. The other 22
 * bits are its column plus 1; 0 is an empty slot. */
typedef uint64_t Slot;
#define COLUMN_BITS 22
#define COLUMN_MASK ((UINT64_C(1) << COLUMN_BITS) - 1)

/* All that is known of a term. */
typedef struct {
  float idf;
  float weights[LABELS];
  /* Of the sentence at hand, cleared after it: */
  uint32_t count; /* how often the term occurs */
  uint32_t first; /* which occurrence was its first */
} Term;

typedef struct {
  uint32_t size;
  Slot *slots;
  uint32_t mask;
  uint64_t *bits; /* see two_bits */
  size_t bits_mask;
  Term *terms;
  GROWING(uint32_t, found); /* columns of all occurrences, in order */
  size_t found_count;
  uint64_t *seen, *again; /* bits of the sentence at hand, by column: see weigh_runs */
} Vocabulary;

/* Spread what differs over all bits, and lose nothing. */
static inline uint64_t spread(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= UINT64_C(0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

/* A pair of words is known by what its words are known by. */
static inline uint64_t paired(uint64_t first, uint64_t second) {
  return (first ^ (second << 21 | second >> 43)) * UINT64_C(0xd6e8feb86659fd93);
}

/* Two bits of one place say whether a hash may be known: most pairs of words are not,
 * and these places fit into a cache that the slots do not fit into. */
static inline uint64_t two_bits(uint64_t hash) {
  return UINT64_C(1) << (hash >> 58) | UINT64_C(1) << (hash >> 52 & 63);
}

static inline size_t place_of_bits(const Vocabulary *v, uint64_t hash) {
  return (size_t)(hash >> 22) & v->bits_mask;
}

/* Return the column of a term, or -1; `hash` is spread. */
static inline int64_t column_at(const Vocabulary *v, uint64_t hash) {
  for (uint32_t at = (uint32_t)hash & v->mask;; at = (at + 1) & v->mask) {
    Slot slot = v->slots[at];
    if (!slot) return -1;
    if (!((slot ^ hash) >> COLUMN_BITS)) return (int64_t)(slot & COLUMN_MASK) - 1;
  }
}

static inline int may_know(const Vocabulary *v, uint64_t hash) {
  uint64_t bits = two_bits(hash);
  return (v->bits[place_of_bits(v, hash)] & bits) == bits;
}

/* Note one occurrence. `found` has room. */
static inline void occur(Vocabulary *v, uint32_t column) {
  Term *term = &v->terms[column];
  if (!term->count++) term->first = (uint32_t)v->found_count;
  v->found[v->found_count++] = column;
}

static void forget(Vocabulary *v) {
  for (size_t i = 0; i < v->found_count; i++) v->terms[v->found[i]].count = 0;
  v->found_count = 0;
}

static inline double damped(uint32_t count) {
  return 1.0 + (count < LOGS ? log_of[count] : log((double)count));
}

/* Return 1 / the Euclidean length of the sentence at hand, 0 for none. */
static double inverse_length(const Vocabulary *v) {
  double square = 0;
  for (size_t i = 0; i < v->found_count; i++) {
    const Term *term = &v->terms[v->found[i]];
    if (term->first != i) continue;
    double value = damped(term->count) * term->idf;
    square += value * value;
  }
  return square > 0 ? 1.0 / sqrt(square) : 0;
}

static void add_scores(const Vocabulary *v, double *scores) {
  double scale = inverse_length(v);
  double sums[LABELS] = {0};
  for (size_t i = 0; i < v->found_count; i++) {
    const Term *term = &v->terms[v->found[i]];
    if (term->first != i) continue;
    double value = damped(term->count) * term->idf;
    for (int label = 0; label < LABELS; label++)
      sums[label] += value * term->weights[label];
  }
  for (int label = 0; label < LABELS; label++) scores[label] += scale * sums[label];
}

/* What one occurrence of `column` adds to the log-odds of `label`. */
static inline double share(const Vocabulary *v, uint32_t column, double scale,
                           int label) {
  const Term *term = &v->terms[column];
  return damped(term->count) * term->idf * scale * term->weights[label] / term->count;
}

/* Take a character off UTF-8, as `as_lines` writes it: lone surrogates too. */
static Py_UCS4 next_of(const unsigned char *bytes, size_t length, size_t *at) {
  Py_UCS4 c = bytes[(*at)++];
  int more = c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
  if (more) c &= 0x3Fu >> more;
  for (; more && *at < length; more--) c = c << 6 | (bytes[(*at)++] & 0x3F);
  return c;
}

/* What a line of a vocabulary is known by; `*at` gets to its end. */
static uint64_t hash_of_line(const unsigned char *bytes, size_t length, size_t *at,
                             int has_pairs) {
  uint64_t hash = ascribe_hash_start, first = 0;
  int pair = 0;
  while (*at < length && bytes[*at] != '\n') {
    Py_UCS4 c = next_of(bytes, length, at);
    if (has_pairs && c == ' ') {
      first = hash;
      hash = ascribe_hash_start;
      pair = 1;
    } else
      hash = ascribe_hash_more(hash, c);
  }
  return spread(pair ? paired(first, hash) : hash);
}

static int fill_vocabulary(Vocabulary *v, PyObject *lines, Py_buffer *idf,
                           Py_buffer *weights, int has_pairs) {
  size_t size = (size_t)idf->len / sizeof(float);
  size_t length = (size_t)PyBytes_GET_SIZE(lines);
  if (length >= UINT32_MAX || size >= COLUMN_MASK ||
      (size_t)weights->len != size * LABELS * sizeof(float)) {
    PyErr_SetString(PyExc_ValueError, "the arrays of a vocabulary do not fit together");
    return -1;
  }
  const unsigned char *bytes = (const unsigned char *)PyBytes_AS_STRING(lines);
  v->size = (uint32_t)size;
  size_t slots = 64;
  /* Full to three quarters at most: a longer search costs less than more memory. */
  while (slots < size * 13 / 10) slots *= 2;
  v->mask = (uint32_t)slots - 1;
  v->bits_mask = slots / 8 - 1;
  v->slots = PyMem_Calloc(slots, sizeof *v->slots);
  v->bits = PyMem_Calloc(slots / 8, sizeof *v->bits);
  v->terms = PyMem_Calloc(size + 1, sizeof *v->terms);
  v->seen = PyMem_Calloc(size / 64 + 1, sizeof *v->seen);
  v->again = PyMem_Calloc(size / 64 + 1, sizeof *v->again);
  if (!v->slots || !v->bits || !v->terms || !v->seen || !v->again) {
    PyErr_NoMemory();
    return -1;
  }
  for (size_t i = 0; i < size; i++) {
    v->terms[i].idf = ((const float *)idf->buf)[i];
    memcpy(v->terms[i].weights, (const float *)weights->buf + i * LABELS,
           sizeof v->terms[i].weights);
  }
  size_t term = 0;
  for (size_t at = 0; size && at <= length; at++) {
    if (term == size) {
      term++; /* one too many */
      break;
    }
    uint64_t hash = hash_of_line(bytes, length, &at, has_pairs);
    uint32_t slot = (uint32_t)hash & v->mask;
    while (v->slots[slot]) slot = (slot + 1) & v->mask;
    v->slots[slot] = (hash & ~COLUMN_MASK) | ++term;
    v->bits[place_of_bits(v, hash)] |= two_bits(hash);
  }
  if (term != size) {
    PyErr_SetString(PyExc_ValueError, "a vocabulary has as many terms as weights");
    return -1;
  }
  return 0;
}

static void free_vocabulary(Vocabulary *v) {
  PyMem_Free(v->slots);
  PyMem_Free(v->bits);
  PyMem_Free(v->terms);
  PyMem_Free(v->found);
  PyMem_Free(v->seen);
  PyMem_Free(v->again);
}

/* ---- a sentence as views.py sees it ----------------------------------------------- */

typedef struct {
  uint32_t start, end; /* code points in the sentence */
} Token;

/* A run without white space and its character n-grams, as if each stood once. */
typedef struct {
  uint64_t key;         /* 0 is an empty place */
  uint32_t from, count; /* of Kernel.columns */
  double square;        /* of the length of its vector */
  double sums[LABELS];  /* what it adds to the log-odds, before that is made 1 */
} Run;

#define SORTS 3 /* of places: words, pairs of words, runs */

typedef struct {
  double weight;
  uint64_t order; /* ties are broken as Python's dicts are filled */
  uint32_t start, end;
} Place;

typedef struct {
  PyObject_HEAD
  Vocabulary words, characters;
  GROWING(Py_UCS4, text);
  size_t length; /* of text */
  GROWING(Py_UCS4, view);
  GROWING(Token, tokens);
  size_t token_count;
  GROWING(uint64_t, words_of); /* what each token is known by, not yet spread */
  GROWING(uint64_t, hashes);   /* of the words of the sentence, then of the pairs */
  GROWING(int64_t, found);   /* their columns, or -1 */
  GROWING(uint64_t, keys);   /* of the runs of the sentence */
  GROWING(Span, ends);       /* of the runs in the view */
  Names names;
  GROWING(Run, runs);
  size_t run_count;
  GROWING(uint32_t, columns); /* of the n-grams of all runs that are remembered */
  size_t column_count;
  Run *memory;
  size_t remembered;
  GROWING(Place, places);
  size_t place_count;
  size_t first_place[SORTS - 1]; /* of pairs, of runs; words come first */
  GROWING(Place, sums); /* of all that falls on one place */
  size_t sum_count;
} Kernel;

static inline int is_double_glyph(Py_UCS4 c) {
  return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F ||
         c == 0xAB || c == 0xBB || c == 0xFF02;
}

static inline int is_single_glyph(Py_UCS4 c) {
  return c == 0x2018 || c == 0x2019 || c == 0x201A || c == 0x2039 || c == 0x203A;
}

/* Glyphs and digits of one character, as `normalise` gives them. */
static inline Py_UCS4 folded(Py_UCS4 c) {
  if (c < 128) return c >= '0' && c <= '9' ? '0' : c;
  if (is_double_glyph(c)) return '"';
  if (is_single_glyph(c)) return '\'';
  return Py_UNICODE_ISDECIMAL(c) ? '0' : c;
}

/* ASCII folded and in lower case; filled when the module is loaded. */
static unsigned char small_of[128];

/* Their lower case depends on their neighbours, or is longer than they are. */
static inline int is_odd(Py_UCS4 c) { return c == 0x130 || c == 0x3A3; }

/* One character of a view, but for those that are odd: they stay. */
static inline Py_UCS4 viewed(Py_UCS4 c) {
  if (c < 128) return small_of[c];
  c = folded(c);
  return is_odd(c) ? c : Py_UNICODE_TOLOWER(c);
}

Py_ssize_t ascribe_lower(Py_UCS4 **text, size_t *size, size_t count) {
  int by_python = 0;
  for (size_t i = 0; i < count; i++) {
    Py_UCS4 c = (*text)[i];
    if (is_odd(c)) by_python = 1;
  }
  if (!by_python) {
    for (size_t i = 0; i < count; i++) {
      Py_UCS4 c = (*text)[i];
      (*text)[i] = c < 128 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : Py_UNICODE_TOLOWER(c);
    }
    return (Py_ssize_t)count;
  }
  PyObject *upper =
      PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, *text, (Py_ssize_t)count);
  PyObject *lower = upper ? PyObject_CallMethod(upper, "lower", NULL) : NULL;
  Py_XDECREF(upper);
  if (!lower) return -1;
  Py_ssize_t length = PyUnicode_GET_LENGTH(lower);
  if (reserve((void **)text, size, (size_t)length + 1, sizeof **text) ||
      !PyUnicode_AsUCS4(lower, *text, length + 1, 0))
    length = -1;
  Py_DECREF(lower);
  return length;
}

static int read_text(Kernel *k, PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "a sentence is a str");
    return -1;
  }
  k->length = (size_t)PyUnicode_GET_LENGTH(text);
  if (k->length > UINT32_MAX / 64) {
    PyErr_SetString(PyExc_OverflowError, "the sentence is too long");
    return -1;
  }
  if (RESERVE(k->text, k->length + 1) || RESERVE(k->view, 3 * k->length + 4)) return -1;
  return PyUnicode_AsUCS4(text, k->text, (Py_ssize_t)k->length + 1, 1) ? 0 : -1;
}

/* End of the token that begins at `at`, or `at` where none does. */
static size_t token_end(const Kernel *k, size_t at) {
  const Py_UCS4 *text = k->text;
  size_t end = at + 1;
  switch (class_of(text[at])) {
    case SPACE:
      return at;
    case DECIMAL:
      while (end < k->length && class_of(text[end]) == DECIMAL) end++;
      return end;
    case LETTER:
      for (;;) {
        while (end < k->length && class_of(text[end]) == LETTER) end++;
        if (end + 1 < k->length && (text[end] == '\'' || text[end] == 0x2019) &&
            class_of(text[end + 1]) == LETTER)
          end++;
        else
          return end;
      }
    default:
      return end;
  }
}

static void add_token(Kernel *k, size_t start, size_t end, uint64_t hash) {
  k->tokens[k->token_count] = (Token){(uint32_t)start, (uint32_t)end};
  k->words_of[k->token_count++] = hash;
}

static uint64_t hash_on(uint64_t hash, const char *text) {
  for (; *text; text++) hash = ascribe_hash_more(hash, (unsigned char)*text);
  return hash;
}

/* Go on with the hash of a token as the view has it; 0, or -1 with an error. */
static int hash_token(Kernel *k, size_t start, size_t end, int is_name, uint64_t *hash) {
  const Py_UCS4 *text = k->text;
  if (is_name) {
    *hash = ascribe_hash_more(*hash, NAME);
    if (end - start >= 2 && folded(text[end - 2]) == '\'' && viewed(text[end - 1]) == 's')
      *hash = hash_on(*hash, "'s");
    return 0;
  }
  int odd = 0;
  uint64_t plain = *hash;
  for (size_t at = start; at < end; at++) {
    Py_UCS4 c = viewed(text[at]);
    odd |= is_odd(c);
    plain = ascribe_hash_more(plain, c);
  }
  if (odd) {
    plain = *hash;
    for (size_t at = start; at < end; at++) k->view[at - start] = folded(text[at]);
    Py_ssize_t size = ascribe_lower(&k->view, &k->view_size, end - start);
    if (size < 0) return -1;
    for (Py_ssize_t at = 0; at < size; at++) plain = ascribe_hash_more(plain, k->view[at]);
  }
  *hash = plain;
  return 0;
}

/* Find the tokens of the sentence and what they are known by; see views.word_view. */
static int find_words(Kernel *k, PyObject *quoted) {
  Vocabulary *v = &k->words;
  if (!PyTuple_Check(quoted)) {
    PyErr_SetString(PyExc_TypeError, "quoted spans are a tuple");
    return -1;
  }
  Py_ssize_t spans = PyTuple_GET_SIZE(quoted), span = -1;
  long left = 0, right = -1; /* the span at hand */
  const Span *name = k->names.spans, *last_name = name + k->names.count;
  k->token_count = 0;
  if (RESERVE(k->tokens, k->length + 2) || RESERVE(k->words_of, k->length + 2)) return -1;
  add_token(k, 0, 0, hash_on(ascribe_hash_start, "<s>"));
  for (size_t at = 0; at < k->length;) {
    size_t end = token_end(k, at);
    if (end == at) {
      at++;
      continue;
    }
    while (span < spans && right <= (long)at) {
      if (++span == spans) break;
      if (!PyArg_ParseTuple(PyTuple_GET_ITEM(quoted, span), "ll", &left, &right))
        return -1;
    }
    while (name < last_name && name->end <= at) name++;
    uint64_t hash = ascribe_hash_start;
    if (span < spans && left <= (long)at) hash = ascribe_hash_more(hash, '"');
    if (hash_token(k, at, end, name < last_name && name->start < end, &hash)) return -1;
    add_token(k, at, end, hash);
    at = end;
  }
  add_token(k, k->length, k->length, hash_on(ascribe_hash_start, "</s>"));
  return RESERVE(v->found, 2 * k->token_count);
}

/* Note each known 1-gram, then each known 2-gram; `at_token` gets where each begins. */
static int occur_words(Kernel *k, size_t *first_pair, uint32_t *at_token) {
  Vocabulary *v = &k->words;
  size_t count = k->token_count, grams = 2 * count - 1;
  if (RESERVE(k->hashes, grams) || RESERVE(k->found, grams)) return -1;
  for (size_t i = 0; i < grams; i++) {
    size_t at = i < count ? i : i - count;
    uint64_t hash = k->words_of[at];
    k->hashes[i] = spread(i < count ? hash : paired(hash, k->words_of[at + 1]));
    SOON(&v->bits[place_of_bits(v, k->hashes[i])]);
  }
  for (size_t i = 0; i < grams; i++) {
    k->found[i] = may_know(v, k->hashes[i]) ? 0 : -1;
    if (!k->found[i]) SOON(&v->slots[(uint32_t)k->hashes[i] & v->mask]);
  }
  for (size_t i = 0; i < grams; i++) {
    if (k->found[i] < 0) continue;
    k->found[i] = column_at(v, k->hashes[i]);
    if (k->found[i] >= 0) SOON(&v->terms[k->found[i]]);
  }
  for (size_t i = 0; i < grams; i++) {
    if (i == count && first_pair) *first_pair = v->found_count;
    if (k->found[i] < 0) continue;
    if (at_token) at_token[v->found_count] = (uint32_t)(i < count ? i : i - count);
    occur(v, (uint32_t)k->found[i]);
  }
  return 0;
}

/* The character at a place of a run that has a space on both sides. */
static inline Py_UCS4 padded(const Py_UCS4 *run, size_t length, size_t at) {
  return at && at <= length ? run[at - 1] : ' ';
}

/* Look up the n-grams of a run, which has a space on both sides. */
static int look_up(Kernel *k, Run *run, const Py_UCS4 *text, size_t length) {
  Vocabulary *v = &k->characters;
  size_t points = length + 2;
  if (RESERVE(k->columns, k->column_count + points * (LONGEST - SHORTEST + 1))) return -1;
  memset(run, 0, sizeof *run);
  run->from = (uint32_t)k->column_count;
  for (size_t n = SHORTEST; n <= LONGEST; n++) {
    size_t last = points > n ? points - n : 0;
    for (size_t start = 0; start <= last; start++) {
      size_t stop = start + n < points ? start + n : points;
      uint64_t hash = ascribe_hash_start;
      for (size_t at = start; at < stop; at++)
        hash = ascribe_hash_more(hash, padded(text, length, at));
      hash = spread(hash);
      int64_t column = may_know(v, hash) ? column_at(v, hash) : -1;
      if (column < 0) continue;
      const Term *term = &v->terms[column];
      k->columns[k->column_count++] = (uint32_t)column;
      double idf = term->idf;
      run->square += idf * idf;
      for (int label = 0; label < LABELS; label++)
        run->sums[label] += idf * term->weights[label];
    }
    if (!last) break;
  }
  run->count = (uint32_t)k->column_count - run->from;
  return 0;
}

/* Fill view with the sentence as views.character_view has it; its length, or -1. */
static Py_ssize_t view_characters(Kernel *k) {
  const Py_UCS4 *text = k->text;
  const Span *name = k->names.spans, *last_name = name + k->names.count;
  size_t count = 0;
  int odd = 0;
  for (size_t at = 0; at < k->length; at++) {
    if (name < last_name && at == name->start) {
      k->view[count++] = NAME;
      at = name++->end - 1;
      continue;
    }
    Py_UCS4 c = text[at];
    /* Two single glyphs make a double one. A name has none, so it cannot part them. */
    if ((c == '\'' || c == '`' || c == 0x2019 || c == 0x2018) && at + 1 < k->length &&
        text[at + 1] == c) {
      k->view[count++] = '"';
      at++;
      continue;
    }
    c = viewed(c);
    odd |= is_odd(c);
    k->view[count++] = c;
  }
  return odd ? ascribe_lower(&k->view, &k->view_size, count) : (Py_ssize_t)count;
}

/* Fill runs. A page says the same words again and again: what was looked up is
 * remembered, until there is too much of it. */
static int find_runs(Kernel *k) {
  Py_ssize_t size = view_characters(k);
  if (size < 0 || RESERVE(k->runs, (size_t)size / 2 + 1)) return -1;
  k->run_count = 0;
  if (RESERVE(k->keys, (size_t)size / 2 + 1) || RESERVE(k->ends, (size_t)size / 2 + 1))
    return -1;
  if (k->column_count > REMEMBERED || k->remembered > MEMORY / 2) {
    memset(k->memory, 0, MEMORY * sizeof *k->memory);
    k->column_count = k->remembered = 0;
    if (k->columns_size > 2 * REMEMBERED) RELEASE(k->columns);
  }
  size_t count = 0;
  for (size_t at = 0, end; at < (size_t)size; at = end) {
    end = at + 1;
    if (class_of(k->view[at]) == SPACE) continue;
    uint64_t key = ascribe_hash_start;
    for (end = at; end < (size_t)size && class_of(k->view[end]) != SPACE; end++)
      key = ascribe_hash_more(key, k->view[end]);
    k->keys[count] = ascribe_hash_end(key);
    SOON(&k->memory[(size_t)k->keys[count] & (MEMORY - 1)]);
    k->ends[count++] = (Span){(uint32_t)at, (uint32_t)end};
  }
  for (size_t i = 0; i < count; i++) {
    size_t at = k->ends[i].start, end = k->ends[i].end;
    uint64_t key = k->keys[i];
    size_t place = (size_t)key & (MEMORY - 1);
    while (k->memory[place].key && k->memory[place].key != key)
      place = (place + 1) & (MEMORY - 1);
    Run *run = &k->runs[k->run_count++];
    if (k->memory[place].key) {
      *run = k->memory[place];
      SOON(k->columns + run->from);
      continue;
    }
    if (look_up(k, run, k->view + at, end - at)) {
      k->run_count--;
      return -1;
    }
    /* In one endless sentence the table may fill up; the rest is not remembered. */
    if (k->remembered < MEMORY * 3 / 4) {
      k->memory[place] = *run;
      k->memory[place].key = key;
      k->remembered++;
    }
  }
  return 0;
}

/* Weigh the character n-grams of the sentence at hand: return 1 / the length of their
 * vector, and add what they give to `scores` if that is not NULL.
 *
 * The runs know what their n-grams give if each stood once. Only those that stand again
 * are looked at by themselves: `again` has a bit for each of them, and their terms know
 * how often they stand. */
static double weigh_runs(Kernel *k, double *scores) {
  Vocabulary *v = &k->characters;
  double square = 0, sums[LABELS] = {0};
  size_t most = 0;
  for (size_t i = 0; i < k->run_count; i++) most += k->runs[i].count;
  v->found_count = 0;
  if (RESERVE(v->found, most + 1)) return -1;
  uint32_t *found = v->found;
  size_t count = 0, kept = 0;
  for (size_t i = 0; i < k->run_count; i++) {
    const Run *run = &k->runs[i];
    const uint32_t *columns = k->columns + run->from;
    for (uint32_t j = 0; j < run->count; j++) {
      /* Written in any case, and kept if it stands again: nothing to guess wrong. */
      uint32_t column = columns[j];
      uint64_t *bits = &v->seen[column >> 6];
      found[count] = column;
      count += *bits >> (column & 63) & 1;
      *bits |= UINT64_C(1) << (column & 63);
    }
    square += run->square;
    for (int label = 0; label < LABELS; label++) sums[label] += run->sums[label];
  }
  for (size_t i = 0; i < count; i++) {
    uint32_t column = found[i];
    uint64_t bit = UINT64_C(1) << (column & 63);
    if (!(v->again[column >> 6] & bit)) {
      v->again[column >> 6] |= bit;
      v->terms[column].count = 1;
      found[kept++] = column;
    }
    v->terms[column].count++;
  }
  v->found_count = kept;
  for (size_t i = 0; i < v->found_count; i++) {
    const Term *term = &v->terms[v->found[i]];
    double value = damped(term->count), idf = term->idf;
    square += (value * value - term->count) * idf * idf;
    for (int label = 0; label < LABELS; label++)
      sums[label] += (value - term->count) * idf * term->weights[label];
  }
  double scale = most ? 1.0 / sqrt(square) : 0;
  for (int label = 0; scores && label < LABELS; label++)
    scores[label] += scale * sums[label];
  return scale;
}

/* What a run adds to the log-odds of a label, after weigh_runs. */
static double share_of_run(const Kernel *k, const Run *run, double scale, int label) {
  const Vocabulary *v = &k->characters;
  double sum = run->sums[label];
  for (uint32_t i = run->from; i < run->from + run->count; i++) {
    uint32_t column = k->columns[i];
    if (!(v->again[column >> 6] >> (column & 63) & 1)) continue;
    const Term *term = &v->terms[column];
    sum += (damped(term->count) / term->count - 1) * term->idf * term->weights[label];
  }
  return scale * sum;
}

static void forget_runs(Kernel *k) {
  Vocabulary *v = &k->characters;
  if (k->run_count > 2000) {
    memset(v->seen, 0, (v->size / 64 + 1) * sizeof *v->seen);
  } else
    for (size_t i = 0; i < k->run_count; i++)
      for (uint32_t j = 0; j < k->runs[i].count; j++) {
        uint32_t column = k->columns[k->runs[i].from + j];
        v->seen[column >> 6] = 0;
      }
  for (size_t i = 0; i < v->found_count; i++) {
    uint32_t column = v->found[i];
    v->terms[column].count = 0;
    v->again[column >> 6] = 0;
  }
  v->found_count = k->run_count = 0;
}

/* ---- scoring ---------------------------------------------------------------------- */

static int sequences(PyObject *texts, PyObject *others, Py_ssize_t *count) {
  *count = PyList_GET_SIZE(texts);
  if (PyList_GET_SIZE(others) == *count) return 0;
  PyErr_SetString(PyExc_ValueError, "each sentence has its quoted spans");
  return -1;
}

static void forget_all(Kernel *k) {
  forget(&k->words);
  forget_runs(k);
  /* A sentence as long as a book comes once; its memory is not kept. */
  if (k->text_size <= LARGE_TEXT) return;
  RELEASE(k->text);
  RELEASE(k->view);
  RELEASE(k->tokens);
  RELEASE(k->words_of);
  RELEASE(k->hashes);
  RELEASE(k->found);
  RELEASE(k->keys);
  RELEASE(k->ends);
  RELEASE(k->runs);
  RELEASE(k->places);
  RELEASE(k->sums);
  ascribe_forget_names(&k->names);
  RELEASE(k->words.found);
  RELEASE(k->characters.found);
}

static PyObject *kernel_score(PyObject *self, PyObject *args) {
  Kernel *k = (Kernel *)self;
  PyObject *texts, *quoted;
  Py_ssize_t count;
  if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &texts, &PyList_Type, &quoted) ||
      sequences(texts, quoted, &count))
    return NULL;
  PyObject *result =
      PyBytes_FromStringAndSize(NULL, count * LABELS * (Py_ssize_t)sizeof(double));
  if (!result) return NULL;
  double *scores = (double *)(void *)PyBytes_AS_STRING(result);
  memset(scores, 0, (size_t)PyBytes_GET_SIZE(result));
  for (Py_ssize_t i = 0; i < count; i++, scores += LABELS) {
    if (read_text(k, PyList_GET_ITEM(texts, i)) || ascribe_find_names(&k->names, k->text, k->length) ||
        find_words(k, PyList_GET_ITEM(quoted, i)))
      goto failed;
    if (occur_words(k, NULL, NULL) || find_runs(k)) goto failed;
    add_scores(&k->words, scores);
    if (weigh_runs(k, scores) < 0) goto failed;
    forget_all(k);
  }
  return result;
failed:
  forget_all(k);
  Py_DECREF(result);
  return NULL;
}

/* ---- evidence --------------------------------------------------------------------- */

static int by_place(const void *a, const void *b) {
  const Place *one = a, *other = b;
  if (one->start != other->start) return one->start < other->start ? -1 : 1;
  if (one->end != other->end) return one->end < other->end ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

static int by_weight(const void *a, const void *b) {
  const Place *one = a, *other = b;
  if (one->weight != other->weight) return one->weight > other->weight ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

static void place(Kernel *k, uint32_t start, uint32_t end, double weight,
                  uint64_t order) {
  Place *at = &k->places[k->place_count++];
  at->start = start;
  at->end = end;
  at->weight = weight;
  at->order = order;
}

/* Gather the places of the sentence at hand and what each adds to `label`. */
static int gather(Kernel *k, PyObject *quoted, int label) {
  k->place_count = 0;
  if (find_words(k, quoted)) return -1;
  size_t first_pair = 0;
  uint32_t *at_token = PyMem_Malloc((2 * k->token_count + 1) * sizeof *at_token);
  if (!at_token) {
    PyErr_NoMemory();
    return -1;
  }
  Vocabulary *v = &k->words;
  int failed = occur_words(k, &first_pair, at_token) ||
               RESERVE(k->places, v->found_count + k->length + 1);
  double scale = inverse_length(v);
  k->first_place[0] = k->first_place[1] = 0;
  for (size_t i = 0; !failed && i < v->found_count; i++) {
    if (i == first_pair) k->first_place[0] = k->place_count;
    uint32_t column = v->found[i];
    const Token *first = &k->tokens[at_token[i]];
    const Token *last = first + (i >= first_pair);
    if (first->start < last->end)
      place(k, first->start, last->end, share(v, column, scale, label),
            (uint64_t)v->terms[column].first << 32 | i);
  }
  PyMem_Free(at_token);
  if (first_pair >= v->found_count) k->first_place[0] = k->place_count;
  k->first_place[1] = k->place_count;
  if (failed || find_runs(k) || RESERVE(k->places, k->place_count + k->run_count))
    return -1;
  scale = weigh_runs(k, NULL);
  if (scale < 0) return -1;
  size_t at = 0;
  for (size_t run = 0; run < k->run_count; run++) {
    while (class_of(k->text[at]) == SPACE) at++;
    size_t start = at;
    while (at < k->length && class_of(k->text[at]) != SPACE) at++;
    place(k, (uint32_t)start, (uint32_t)at, share_of_run(k, &k->runs[run], scale, label),
          UINT64_MAX / 2 + run);
  }
  return 0;
}

/* Add up what falls on one place; leave out what is below `least`. The places come in
 * three sorted rows: words, pairs of words, runs. */
static int merge(Kernel *k, double least) {
  size_t at[SORTS] = {0, k->first_place[0], k->first_place[1]};
  const size_t end[SORTS] = {k->first_place[0], k->first_place[1], k->place_count};
  if (RESERVE(k->sums, k->place_count)) return -1;
  k->sum_count = 0;
  Place sum = {0};
  for (int any = 0;; any = 1) {
    int next = -1;
    for (int i = 0; i < SORTS; i++)
      if (at[i] < end[i] &&
          (next < 0 || by_place(&k->places[at[i]], &k->places[at[next]]) < 0))
        next = i;
    const Place *one = next < 0 ? NULL : &k->places[at[next]++];
    if (any && one && one->start == sum.start && one->end == sum.end) {
      sum.weight += one->weight;
      continue;
    }
    if (any && sum.weight >= least) k->sums[k->sum_count++] = sum;
    if (!one) return 0;
    sum = *one;
  }
}

/* The heaviest place, then the heaviest of those that do not overlap it, and so on. */
static PyObject *strongest(Kernel *k, Py_ssize_t most) {
  PyObject *result = PyList_New(0);
  for (Py_ssize_t found = 0; result && found < most && k->sum_count; found++) {
    Place best = k->sums[0];
    for (size_t i = 1; i < k->sum_count; i++)
      if (by_weight(&k->sums[i], &best) < 0) best = k->sums[i];
    size_t kept = 0;
    for (size_t i = 0; i < k->sum_count; i++)
      if (k->sums[i].end <= best.start || best.end <= k->sums[i].start)
        k->sums[kept++] = k->sums[i];
    k->sum_count = kept;
    PyObject *item = Py_BuildValue("(IId)", best.start, best.end, best.weight);
    if (!item || PyList_Append(result, item)) Py_CLEAR(result);
    Py_XDECREF(item);
  }
  return result;
}

static PyObject *kernel_evidence(PyObject *self, PyObject *args) {
  Kernel *k = (Kernel *)self;
  PyObject *texts, *quoted, *labels;
  Py_ssize_t count, most;
  double least;
  if (!PyArg_ParseTuple(args, "O!O!O!nd", &PyList_Type, &texts, &PyList_Type,
                        &quoted, &PyList_Type, &labels, &most, &least) ||
      sequences(texts, quoted, &count) || sequences(texts, labels, &count))
    return NULL;
  PyObject *result = PyList_New(count);
  for (Py_ssize_t i = 0; result && i < count; i++) {
    long label = PyLong_AsLong(PyList_GET_ITEM(labels, i));
    PyObject *found = NULL;
    if (label < 0 || label >= LABELS) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "no such label");
    } else if (!read_text(k, PyList_GET_ITEM(texts, i)) &&
               !ascribe_find_names(&k->names, k->text, k->length) &&
               !gather(k, PyList_GET_ITEM(quoted, i), (int)label)) {
      found = merge(k, least) ? NULL : strongest(k, most);
    }
    forget_all(k);
    if (found)
      PyList_SET_ITEM(result, i, found);
    else
      Py_CLEAR(result);
  }
  return result;
}

/* ---- the type --------------------------------------------------------------------- */

static PyObject *kernel_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *lines[2], *capitalised, *small;
  Py_buffer idf[2], weights[2];
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "Kernel takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "Sy*y*Sy*y*OO", &lines[0], &idf[0], &weights[0],
                        &lines[1], &idf[1], &weights[1], &capitalised, &small))
    return NULL;
  Kernel *k = (Kernel *)type->tp_alloc(type, 0);
  if (k && (fill_vocabulary(&k->words, lines[0], &idf[0], &weights[0], 1) ||
            fill_vocabulary(&k->characters, lines[1], &idf[1], &weights[1], 0) ||
            ascribe_fill_set(&k->names.capitalised, capitalised) ||
            ascribe_fill_set(&k->names.small, small)))
    Py_CLEAR(k);
  if (k && !(k->memory = PyMem_Calloc(MEMORY, sizeof *k->memory))) {
    PyErr_NoMemory();
    Py_CLEAR(k);
  }
  for (int i = 0; i < 2; i++) {
    PyBuffer_Release(&idf[i]);
    PyBuffer_Release(&weights[i]);
  }
  return (PyObject *)k;
}

static void kernel_dealloc(PyObject *self) {
  Kernel *k = (Kernel *)self;
  free_vocabulary(&k->words);
  free_vocabulary(&k->characters);
  PyMem_Free(k->text);
  PyMem_Free(k->view);
  PyMem_Free(k->tokens);
  PyMem_Free(k->words_of);
  PyMem_Free(k->hashes);
  PyMem_Free(k->found);
  PyMem_Free(k->keys);
  PyMem_Free(k->ends);
  PyMem_Free(k->runs);
  PyMem_Free(k->columns);
  PyMem_Free(k->memory);
  PyMem_Free(k->places);
  PyMem_Free(k->sums);
  ascribe_free_names(&k->names);
  Py_TYPE(self)->tp_free(self);
}

static PyMethodDef kernel_methods[] = {
    {"score", kernel_score, METH_VARARGS,
     "score(texts, quoted) -> bytes of doubles, shape (n, 4)"},
    {"evidence", kernel_evidence, METH_VARARGS,
     "evidence(texts, quoted, labels, most, least) -> [[(start, end, weight)]]"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject kernel_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.Kernel",
    .tp_basicsize = sizeof(Kernel),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "Kernel(word_lines, word_idf, word_weights, character_lines, ...)",
    .tp_new = kernel_new,
    .tp_dealloc = kernel_dealloc,
    .tp_methods = kernel_methods,
};

/* Runs without white space that hold a letter or a digit; see sentences.words_in. */
static PyObject *words_in(PyObject *Py_UNUSED(module), PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "words_in takes a str");
    return NULL;
  }
  int kind = PyUnicode_KIND(text);
  const void *data = PyUnicode_DATA(text);
  Py_ssize_t count = 0, size = PyUnicode_GET_LENGTH(text);
  int counted = 0;
  for (Py_ssize_t i = 0; i < size; i++) {
    unsigned char class = class_of(PyUnicode_READ(kind, data, i));
    if (class == SPACE)
      counted = 0;
    else if (!counted && (class & (LETTER | DECIMAL))) {
      counted = 1;
      count++;
    }
  }
  return PyLong_FromSsize_t(count);
}

/* Whether str.casefold leaves a character beyond ASCII as it is: the marks of ordinary
 * text; for all others Python is asked. */
static inline int is_mark_of_text(Py_UCS4 c) {
  return (c >= 0x2000 && c < 0x2070) || (c >= 0xA0 && c < 0xAA) || c == 0xAB ||
         (c > 0xAB && c < 0xB5) || (c > 0xB5 && c < 0xBA) || (c > 0xBA && c < 0xC0);
}

/* One space between words, small letters; see page/summary.py. */
static PyObject *folded_text(PyObject *Py_UNUSED(module), PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "folded takes a str");
    return NULL;
  }
  int kind = PyUnicode_KIND(text);
  const void *data = PyUnicode_DATA(text);
  Py_ssize_t size = PyUnicode_GET_LENGTH(text), used = 0;
  if (kind == PyUnicode_4BYTE_KIND || size > LARGE_TEXT) Py_RETURN_NONE;
  uint16_t few[512], *to = few;
  if ((size_t)size > sizeof few / sizeof *few && !(to = PyMem_Malloc(2 * (size_t)size)))
    return PyErr_NoMemory();
  int apart = 0;
  PyObject *result = NULL;
  for (Py_ssize_t i = 0; i < size; i++) {
    Py_UCS4 c = PyUnicode_READ(kind, data, i);
    if (class_of(c) == SPACE) {
      apart = used > 0;
      continue;
    }
    if (c >= 128 && !is_mark_of_text(c)) {
      result = Py_NewRef(Py_None);
      break;
    }
    if (apart) to[used++] = ' ';
    apart = 0;
    to[used++] = (uint16_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  if (!result) result = PyUnicode_FromKindAndData(PyUnicode_2BYTE_KIND, to, used);
  if (to != few) PyMem_Free(to);
  return result;
}

static PyMethodDef functions[] = {
    {"folded", folded_text, METH_O,
     "folded(text) -> one space between words, small letters; None: ask Python"},
    {"words_in", words_in, METH_O, "words_in(text) -> number of words"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "ascribe._kernel",
    .m_doc = "The hot loops of scoring, compiled.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit__kernel(void) {
  for (Py_UCS4 c = 0; c < 128; c++) {
    ascribe_ascii_class[c] = class_of_any(c);
    Py_UCS4 one = folded(c);
    small_of[c] = (unsigned char)(one >= 'A' && one <= 'Z' ? one + 32 : one);
  }
  for (int i = 1; i < LOGS; i++) log_of[i] = log(i);
  if (PyType_Ready(&kernel_type) < 0) return NULL;
  PyObject *made = PyModule_Create(&module);
  if (!made) return NULL;
  if (PyModule_AddObjectRef(made, "Kernel", (PyObject *)&kernel_type) < 0 ||
      ascribe_add_network(made) < 0 || ascribe_add_counter(made) < 0 || ascribe_add_language(made) < 0 ||
      ascribe_add_rows(made) < 0 || ascribe_add_context(made) < 0 ||
      ascribe_add_runs(made) < 0 || ascribe_add_steps(made) < 0) {
    Py_DECREF(made);
    return NULL;
  }
  return made;
}
