/* The names of a sentence; see ascribe/text/names.py, which defines them. */
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
