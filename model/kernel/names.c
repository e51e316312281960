/* The names of a sentence, and how English a text is; see ascribe/text/names.py and
 * language.py, which define them. */
#include "names.h"

#define LONG 4
#define FEWEST_LONG 3

int ascribe_fill_set(WordSet *set, PyObject *words) {
  if (!PyTuple_Check(words)) {
    PyErr_SetString(PyExc_TypeError, "words are a tuple");
    return -1;
  }
  size_t count = (size_t)PyTuple_GET_SIZE(words), places = 64;
  while (places < 4 * count) places *= 2;
  set->mask = places - 1;
  set->hashes = PyMem_Calloc(places, sizeof *set->hashes);
  if (!set->hashes) {
    PyErr_NoMemory();
    return -1;
  }
  for (size_t i = 0; i < count; i++) {
    PyObject *word = PyTuple_GET_ITEM(words, (Py_ssize_t)i);
    if (!PyUnicode_Check(word)) {
      PyErr_SetString(PyExc_TypeError, "a word is a str");
      return -1;
    }
    Py_UCS4 *text = PyUnicode_AsUCS4Copy(word);
    if (!text) return -1;
    uint64_t hash = ascribe_hash(text, (size_t)PyUnicode_GET_LENGTH(word));
    if (text[0] < 128)
      set->first[text[0] >> 6] |= UINT64_C(1) << (text[0] & 63);
    else
      set->first_other = 1;
    PyMem_Free(text);
    size_t at = (size_t)hash & set->mask;
    while (set->hashes[at]) at = (at + 1) & set->mask;
    set->hashes[at] = hash;
  }
  return 0;
}

/* The last character before an offset that is no white space; 0 for none. */
static Py_UCS4 mark_before(const Reading *r, size_t at) {
  while (at && ascribe_has(r->spaces, at - 1)) at--;
  return at ? r->text[at - 1] : 0;
}

/* After one of these a capital may be that of a sentence. */
static int opens(Py_UCS4 c) {
  return c == '.' || c == '!' || c == '?' || c == ':' || c == 0x201C || c == '"' ||
         c == 0x2018 || c == '\'' || c == '(';
}

static inline int is_upper(Py_UCS4 c) {
  return c < 128 ? c >= 'A' && c <= 'Z' : Py_UNICODE_ISUPPER(c);
}

/* Whether the word is in the set when it is in lower case; -1 with an error. */
static int is_listed(Names *n, const Reading *r, Span word) {
  if (!r->has_odd)
    return ascribe_may_begin(&n->capitalised, r->small[word.start]) &&
           ascribe_in_set(&n->capitalised,
                          ascribe_hash_end(ascribe_hash_of(r, word.start, word.end)));
  size_t length = word.end - word.start;
  if (RESERVE(n->lower, length + 1)) return -1;
  memcpy(n->lower, r->text + word.start, length * sizeof *n->lower);
  Py_ssize_t size = ascribe_lower(&n->lower, &n->lower_size, length);
  if (size < 0) return -1;
  return ascribe_in_set(&n->capitalised, ascribe_hash(n->lower, (size_t)size));
}

/* Whether the word is in the set as it stands. */
static int is_small_name(const Names *n, const Reading *r, Span word) {
  if (!ascribe_may_begin(&n->small, r->text[word.start]) ||
      !ascribe_in_set(&n->small, ascribe_hash_end(ascribe_hash_of(r, word.start, word.end))))
    return 0;
  /* The hash is that of its small letters. */
  for (size_t at = word.start; at < word.end; at++)
    if (r->text[at] != r->small[at]) return 0;
  return 1;
}

int ascribe_find_names(Names *n, const Reading *r) {
  size_t length = r->length, count = 0, longer = 0, small = 0;
  const Py_UCS4 *text = r->text;
  n->count = 0;
  if (RESERVE(n->words, length / 2 + 1) || RESERVE(n->spans, length / 2 + 1)) return -1;
  for (size_t at = 0; (at = ascribe_next_of(r->letters, at, length)) < length;) {
    size_t end = ascribe_end_of(r->letters, at);
    while (text[end] == '-' && end + 1 < length && ascribe_has(r->letters, end + 1))
      end = ascribe_end_of(r->letters, end + 1);
    int is_long = end - at >= LONG;
    longer += (size_t)is_long;
    small += (size_t)(is_long & !is_upper(text[at]));
    n->words[count++] = (Span){(uint32_t)at, (uint32_t)end};
    at = end;
  }
  /* So few words are written small that capitals do not mark names. */
  int headline = longer >= FEWEST_LONG && (double)small <= 0.2 * (double)longer;
  for (size_t i = 0; i < count; i++) {
    Span word = n->words[i];
    size_t size = word.end - word.start;
    int found;
    if (is_upper(text[word.start])) {
      found = i && !headline && !(size == 1 && text[word.start] == 'I') &&
              !opens(mark_before(r, word.start));
      if (!found) found = is_listed(n, r, word);
      if (found < 0) return -1;
    } else
      found = is_small_name(n, r, word);
    if (found) n->spans[n->count++] = word;
  }
  return 0;
}

void ascribe_forget_names(Names *n) {
  RELEASE(n->words);
  RELEASE(n->spans);
  RELEASE(n->lower);
}

void ascribe_free_names(Names *n) {
  PyMem_Free(n->capitalised.hashes);
  PyMem_Free(n->small.hashes);
  ascribe_forget_names(n);
}

/* ---- language --------------------------------------------------------------------- */

#define MOST_LETTERS 16 /* of a word that is known */

static WordSet english; /* set once, when the words are read */

/* Keep the commonest English words. */
static PyObject *know_english(PyObject *Py_UNUSED(module), PyObject *words) {
  WordSet set = {0};
  for (Py_ssize_t i = 0; PyTuple_Check(words) && i < PyTuple_GET_SIZE(words); i++) {
    PyObject *word = PyTuple_GET_ITEM(words, i);
    if (PyUnicode_Check(word) && PyUnicode_GET_LENGTH(word) > MOST_LETTERS) {
      PyErr_SetString(PyExc_ValueError, "a common word is short");
      return NULL;
    }
  }
  if (ascribe_fill_set(&set, words)) {
    PyMem_Free(set.hashes);
    return NULL;
  }
  PyMem_Free(english.hashes);
  english = set;
  Py_RETURN_NONE;
}

/* (words, known words, letters, ASCII letters, ASCII letters in lower case) of a text;
 * None where its lower case is longer than it is, or no words are known. */
static PyObject *language_of(PyObject *Py_UNUSED(module), PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "language_of takes a str");
    return NULL;
  }
  int kind = PyUnicode_KIND(text);
  const void *data = PyUnicode_DATA(text);
  Py_ssize_t size = PyUnicode_GET_LENGTH(text);
  Py_ssize_t words = 0, known = 0, letters = 0, ascii = 0, lower_ascii = 0;
  if (!english.hashes) Py_RETURN_NONE;
  for (Py_ssize_t at = 0; at < size;) {
    Py_UCS4 word[MOST_LETTERS];
    size_t length = 0;
    Py_ssize_t begin = at;
    int apostrophe = 0;
    for (; at < size; at++) {
      Py_UCS4 c = PyUnicode_READ(kind, data, at), lower = c;
      if (c < 128) {
        if (c >= 'A' && c <= 'Z') lower = c + 32;
        int is_letter = lower >= 'a' && lower <= 'z';
        letters += is_letter;
        ascii += is_letter;
        lower_ascii += is_letter;
      } else {
        /* Their lower case depends on their neighbours, or is longer than they are. */
        if (c == 0x130 || c == 0x3A3) Py_RETURN_NONE;
        lower = Py_UNICODE_TOLOWER(c);
        letters += Py_UNICODE_ISALPHA(c) != 0;
        lower_ascii += lower < 128 && Py_UNICODE_ISALPHA(lower);
      }
      if (class_of(lower) != LETTER) {
        /* One apostrophe, between letters. */
        int between = (c == '\'' || c == 0x2019) && !apostrophe && at > begin &&
                      at + 1 < size;
        Py_UCS4 next = between ? PyUnicode_READ(kind, data, at + 1) : 0;
        if (!between || class_of(Py_UNICODE_TOLOWER(next)) != LETTER) break;
        if (next == 0x130 || next == 0x3A3) Py_RETURN_NONE;
        apostrophe = 1;
        lower = '\'';
      }
      if (length < MOST_LETTERS) word[length] = lower;
      length++;
    }
    if (at > begin) {
      words++;
      known += length <= MOST_LETTERS && ascribe_in_set(&english, ascribe_hash(word, length));
    }
    /* What ended the word is counted already. */
    if (at < size) at++;
  }
  return Py_BuildValue("(nnnnn)", words, known, letters, ascii, lower_ascii);
}

static PyMethodDef functions[] = {
    {"know_english", know_english, METH_O, "know_english(words)"},
    {"language_of", language_of, METH_O,
     "language_of(text) -> (words, known, letters, ascii, lower_ascii) or None"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_language(PyObject *module) {
  return PyModule_AddFunctions(module, functions);
}
