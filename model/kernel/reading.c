/* See reading.h. One pass over the characters, with nothing to guess: whatever comes
 * later asks for words and their hashes, and need not look at characters again. */
#include "reading.h"

uint64_t ascribe_powers[MOST_POWERS];
static unsigned char small_of[128];

void ascribe_fill_reading_tables(void) {
  ascribe_powers[0] = 1;
  for (int i = 1; i < MOST_POWERS; i++)
    ascribe_powers[i] = ascribe_powers[i - 1] * ASCRIBE_HASH_BASE;
  for (Py_UCS4 c = 0; c < 128; c++) {
    Py_UCS4 one = ascribe_folded(c);
    small_of[c] = (unsigned char)(one >= 'A' && one <= 'Z' ? one + 32 : one);
  }
}

int ascribe_read(Reading *r, PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "a sentence is a str");
    return -1;
  }
  size_t length = r->length = (size_t)PyUnicode_GET_LENGTH(text);
  size_t words = length / 64 + 1;
  if (length > UINT32_MAX / 64) {
    PyErr_SetString(PyExc_OverflowError, "the sentence is too long");
    return -1;
  }
  if (RESERVE(r->text, length + 1) || RESERVE(r->small, length + 1) ||
      RESERVE(r->sums, length + 1) || RESERVE(r->letters, words) ||
      RESERVE(r->digits, words) || RESERVE(r->spaces, words) ||
      !PyUnicode_AsUCS4(text, r->text, (Py_ssize_t)length + 1, 1))
    return -1;
  r->has_odd = r->has_pairs = 0;
  uint64_t sum = r->sums[0] = ascribe_hash_start;
  for (size_t word = 0, at = 0; word < words; word++) {
    uint64_t letters = 0, digits = 0, spaces = 0;
    size_t end = at + 64 < length ? at + 64 : length;
    for (uint64_t bit = 1; at < end; at++, bit <<= 1) {
      Py_UCS4 c = r->text[at], small;
      unsigned char class;
      if (c < 128) {
        small = small_of[c];
        class = ascribe_ascii_class[c];
      } else {
        small = ascribe_folded(c);
        if (ascribe_is_odd(small))
          r->has_odd = 1;
        else
          small = Py_UNICODE_TOLOWER(small);
        class = class_of_any(c);
      }
      /* The text ends with a 0. */
      r->has_pairs |= c == r->text[at + 1] && ascribe_pairs_up(c);
      letters |= class & LETTER ? bit : 0;
      digits |= class & DECIMAL ? bit : 0;
      spaces |= class & SPACE ? bit : 0;
      r->small[at] = small;
      r->sums[at + 1] = sum = ascribe_hash_more(sum, small);
    }
    r->letters[word] = letters;
    r->digits[word] = digits;
    r->spaces[word] = spaces;
  }
  return 0;
}

void ascribe_forget_reading(Reading *r) {
  RELEASE(r->text);
  RELEASE(r->small);
  RELEASE(r->sums);
  RELEASE(r->letters);
  RELEASE(r->digits);
  RELEASE(r->spaces);
}
