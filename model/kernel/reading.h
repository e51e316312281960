/* A sentence as the kernel reads it: its characters, what sort each is, how the views
 * see each, and a hash of any part of that without reading it again.
 *
 * See ascribe/text/views.py, which defines the views. */
#ifndef ASCRIBE_READING_H
#define ASCRIBE_READING_H

#include "kernel.h"

typedef struct {
  uint32_t start, end;
} Span;

typedef struct {
  size_t length;
  GROWING(Py_UCS4, text);
  GROWING(Py_UCS4, small); /* text, folded and in lower case; what is odd stays */
  GROWING(uint64_t, sums); /* sums[i] is the hash of small[0..i) */
  /* A bit for each character, and one more that is in none. */
  GROWING(uint64_t, letters);
  GROWING(uint64_t, digits);
  GROWING(uint64_t, spaces);
  int has_odd;   /* a character whose lower case depends on others, or is longer */
  int has_pairs; /* two single glyphs beside each other, which make a double one */
} Reading;

/* Read a str; 0, or -1 with an error. */
int ascribe_read(Reading *reading, PyObject *text);
void ascribe_forget_reading(Reading *reading);
void ascribe_fill_reading_tables(void);

#define MOST_POWERS 64
extern uint64_t ascribe_powers[MOST_POWERS];

/* The base to the power of a number of characters. */
static inline uint64_t ascribe_power(size_t length) {
  if (length < MOST_POWERS) return ascribe_powers[length];
  uint64_t power = 1;
  for (size_t i = 0; i < length; i++) power *= ASCRIBE_HASH_BASE;
  return power;
}

/* The hash that ascribe_hash_more gives, character by character, of small[start..end). */
static inline uint64_t ascribe_hash_of(const Reading *reading, size_t start, size_t end) {
  return reading->sums[end] - reading->sums[start] * ascribe_power(end - start);
}

/* The hash of one text behind another of so many characters. */
static inline uint64_t ascribe_hash_behind(uint64_t first, uint64_t second, size_t length) {
  return first * ascribe_power(length) + second;
}

static inline int ascribe_has(const uint64_t *bits, size_t at) {
  return (int)(bits[at >> 6] >> (at & 63) & 1);
}

/* Where the run of bits at `at` ends: the first that is not set. There is one. */
static inline size_t ascribe_end_of(const uint64_t *bits, size_t at) {
  uint64_t left = ~bits[at >> 6] >> (at & 63);
  if (left) return at + (size_t)lowest_bit(left);
  for (at = (at >> 6) + 1; !~bits[at];) at++;
  return at * 64 + (size_t)lowest_bit(~bits[at]);
}

/* The first bit that is set at or behind `at`, or `length`. */
static inline size_t ascribe_next_of(const uint64_t *bits, size_t at, size_t length) {
  if (at >= length) return length;
  uint64_t left = bits[at >> 6] >> (at & 63);
  if (left) return at + (size_t)lowest_bit(left);
  for (size_t word = (at >> 6) + 1; word * 64 < length; word++)
    if (bits[word]) return word * 64 + (size_t)lowest_bit(bits[word]);
  return length;
}

static inline int ascribe_is_double_glyph(Py_UCS4 c) {
  return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F ||
         c == 0xAB || c == 0xBB || c == 0xFF02;
}

static inline int ascribe_is_single_glyph(Py_UCS4 c) {
  return c == 0x2018 || c == 0x2019 || c == 0x201A || c == 0x2039 || c == 0x203A;
}

/* Glyphs and digits of one character, as views.normalise gives them. */
static inline Py_UCS4 ascribe_folded(Py_UCS4 c) {
  if (c < 128) return c >= '0' && c <= '9' ? '0' : c;
  if (ascribe_is_double_glyph(c)) return '"';
  if (ascribe_is_single_glyph(c)) return '\'';
  return Py_UNICODE_ISDECIMAL(c) ? '0' : c;
}

/* Single glyphs of which two beside each other make a double one. */
static inline int ascribe_pairs_up(Py_UCS4 c) {
  return c == '\'' || c == '`' || c == 0x2019 || c == 0x2018;
}

/* Their lower case depends on their neighbours, or is longer than they are. */
static inline int ascribe_is_odd(Py_UCS4 c) { return c == 0x130 || c == 0x3A3; }

#endif
