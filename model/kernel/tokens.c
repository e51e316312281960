/* Cuts a text into tokens; see tokens.h. */
#include "tokens.h"

#define LARGE_TEXT 16384

/* Where a character has its bit in a set of marks; NOWHERE where it can have none. */
#define NOWHERE 3
static inline size_t place_of(Py_UCS4 c) {
  /* ASCII, and the block with quotation marks and dashes. */
  return c < 128 ? c >> 6 : c >> 6 == 0x2000 >> 6 ? 2 : NOWHERE;
}

static int keep_marks(uint64_t *marks, PyObject *these) {
  for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(these); i++) {
    Py_UCS4 c = PyUnicode_READ_CHAR(these, i);
    if (place_of(c) == NOWHERE) {
      PyErr_SetString(PyExc_ValueError, "a mark is in ASCII, or a quotation mark or dash");
      return -1;
    }
    marks[place_of(c)] |= UINT64_C(1) << (c & 63);
  }
  return 0;
}

/* Keep which marks end a run of at least so many characters: {mark: (any, small)}. */
static int keep_least(TokenCut *cut, PyObject *least_before) {
  PyObject *mark, *least;
  for (Py_ssize_t at = 0; PyDict_Next(least_before, &at, &mark, &least);) {
    if (!PyTuple_Check(least) || PyTuple_GET_SIZE(least) != 2) {
      PyErr_SetString(PyExc_TypeError, "a mark has the least of any run and of a small one");
      return -1;
    }
    for (int is_small = 0; is_small < 2; is_small++) {
      long count = PyLong_AsLong(PyTuple_GET_ITEM(least, is_small));
      if (count == -1 && PyErr_Occurred()) return -1;
      if (!PyUnicode_Check(mark) || PyUnicode_GET_LENGTH(mark) != 1 ||
          PyUnicode_READ_CHAR(mark, 0) >= 128 || count < 1 || count > UCHAR_MAX) {
        PyErr_SetString(PyExc_ValueError,
                        "an ASCII mark ends runs of one character or more");
        return -1;
      }
      cut->least_before[is_small][PyUnicode_READ_CHAR(mark, 0)] = (unsigned char)count;
    }
  }
  return 0;
}

int ascribe_fill_cut(TokenCut *cut, PyObject *pattern, PyObject *ends, PyObject *marks,
                     PyObject *least_before, const char *opens) {
  if (strlen(opens) >= sizeof cut->opens) {
    PyErr_SetString(PyExc_ValueError, "a word that goes on has fewer characters");
    return -1;
  }
  strcpy(cut->opens, opens);
  if (keep_marks(cut->plain_ends, ends) || keep_marks(cut->plain_marks, marks)) return -1;
  return keep_least(cut, least_before) || ascribe_compile(&cut->pattern, pattern) ? -1 : 0;
}

void ascribe_free_cut(TokenCut *cut) {
  ascribe_free_pattern(&cut->pattern);
  PyMem_Free(cut->stack.backs);
  PyMem_Free(cut->text);
}

int ascribe_take_text(TokenCut *cut, PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "a sentence is a str");
    return -1;
  }
  cut->length = (size_t)PyUnicode_GET_LENGTH(text);
  if (cut->length > UINT32_MAX / 64) {
    PyErr_SetString(PyExc_OverflowError, "the sentence is too long");
    return -1;
  }
  if (RESERVE(cut->text, cut->length + 1)) return -1;
  return PyUnicode_AsUCS4(text, cut->text, (Py_ssize_t)cut->length + 1, 1) ? 0 : -1;
}

void ascribe_drop_text(TokenCut *cut) {
  if (cut->text_size > LARGE_TEXT) RELEASE(cut->text);
}

static inline int is_among(const uint64_t *marks, Py_UCS4 c) {
  size_t place = place_of(c);
  return place != NOWHERE && marks[place] >> (c & 63) & 1;
}

/* Whether a run is the word that may go on behind white space. */
static int may_go_on(const TokenCut *cut, const Py_UCS4 *run, size_t length) {
  size_t same = 0;
  while (same < length && cut->opens[same] && run[same] == (Py_UCS4)cut->opens[same]) same++;
  return same && same == length && !cut->opens[same];
}

/* Whether a run of what words are made of, or one mark where there is none, is a token by
 * itself, given what stands behind it. The end is as good as white space: no token but a
 * word that may go on takes any in. */
static int is_plain(const TokenCut *cut, const Py_UCS4 *run, size_t length,
                    const Py_UCS4 *behind, size_t left) {
  if (!left || class_of(*behind) == SPACE) return 1;
  Py_UCS4 c = *behind;
  if (!length || is_among(cut->plain_ends, c)) return length > 0;
  if (c >= 128) return 0;
  size_t least = cut->least_before[*run - 'a' < 26][c];
  return least && length >= least && !(left > 1 && class_of(behind[1]) == DECIMAL);
}

/* Most are plain and need no pattern: a mark that is always alone, or a run of what words
 * are made of, with white space behind it or a mark that ends such a run. */
int ascribe_next_token(TokenCut *cut, size_t from, TokenPlace *token) {
  const Py_UCS4 *text = cut->text;
  const size_t length = cut->length;
  while (from < length && class_of(text[from]) == SPACE) from++;
  if (from == length) return 0;
  uint64_t key = ascribe_hash_start;
  size_t to = from;
  for (; to < length && ascribe_is_word(text[to]); to++)
    key = ascribe_hash_more(key, text[to]);
  size_t behind = to > from ? to : to + 1;
  int plain = (to == from && is_among(cut->plain_marks, text[from])) ||
              is_plain(cut, text + from, to - from, text + behind, length - behind);
  if (plain && !may_go_on(cut, text + from, to - from)) {
    if (to == from) key = ascribe_hash_more(key, text[from]);
    *token = (TokenPlace){ascribe_hash_end(key), from, behind};
    return 1;
  }
  size_t start, end;
  int found =
      ascribe_search(&cut->pattern, &cut->stack, text, length, from, &start, &end);
  if (found > 0) *token = (TokenPlace){ascribe_hash(text + start, end - start), start, end};
  return found;
}
