/* Patterns as Python's re writes and reads them: the part of it that is needed here.
 *
 * Literals, classes, groups, alternatives, repetitions, lazy ones too, \b, ^ and $,
 * looking ahead, and back by one character; no flags, no captures. A pattern that needs
 * more, or that can match nothing at all, is refused, and plain Python serves.
 */
#ifndef ASCRIBE_PATTERNS_H
#define ASCRIBE_PATTERNS_H

#include "kernel.h"

enum { CHARACTER, IN_SET, LOOP, SPLIT, JUMP, START, END, EDGE, AHEAD, BEHIND, MATCH };

typedef struct {
  uint8_t op, possessive;
  uint16_t set;
  Py_UCS4 c;
  uint32_t least, most;
  uint32_t first, other; /* where to go on */
  uint32_t skip;         /* of a fork: where its part of skips begins */
} Step;

typedef struct {
  uint64_t ascii[2];
  uint8_t negated, categories;
  uint8_t beyond; /* may hold what is no part of a word */
  uint32_t range, ranges; /* for what is not ASCII */
} Set;

typedef struct {
  Py_UCS4 from, to;
} Range;

typedef struct {
  uint32_t step, at, least;
} Back;

typedef struct {
  GROWING(Step, steps);
  uint32_t step_count;
  GROWING(Set, sets);
  uint32_t set_count;
  GROWING(Range, ranges);
  uint32_t range_count;
  GROWING(uint16_t, skips); /* of each fork, by letter: the first that is worth trying */
  uint32_t skip_count;
  uint64_t first[2];  /* ASCII characters that a match can begin with */
  int first_other;    /* whether others can */
  int at_start;       /* a match begins at the start of the text */
  int at_word;        /* a match begins where a word begins */
} Pattern;

typedef struct {
  GROWING(Back, backs);
} Stack;

/* 0, or -1 with ValueError for what is not known here. */
int ascribe_compile(Pattern *pattern, PyObject *text);
void ascribe_free_pattern(Pattern *pattern);

/* Whether a match begins at `from`; `*end` gets where it ends. -1 with an error. */
int ascribe_match_at(const Pattern *pattern, Stack *stack, const Py_UCS4 *text,
                     size_t length, size_t from, size_t *end);
/* Whether one could begin with the text, which is a word and whatever follows is none: 1,
 * 0, or -1 with an error. */
int ascribe_could_match(const Pattern *pattern, Stack *stack, const Py_UCS4 *text,
                        size_t length);
/* Whether a character is in a set of the pattern. */
int ascribe_holds(const Pattern *pattern, uint16_t set, Py_UCS4 c);
/* Whether a match can begin with a character. */
static inline int ascribe_could_begin(const Pattern *pattern, Py_UCS4 c) {
  return c < 128 ? (int)(pattern->first[c >> 6] >> (c & 63) & 1) : pattern->first_other;
}
/* The first match at or behind `from`: 1, 0, or -1 with an error. */
int ascribe_search(const Pattern *pattern, Stack *stack, const Py_UCS4 *text,
                   size_t length, size_t from, size_t *start, size_t *end);

#endif
