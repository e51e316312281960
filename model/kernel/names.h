/* Sets of words, and the names of a sentence. */
#ifndef ASCRIBE_NAMES_H
#define ASCRIBE_NAMES_H

#include "reading.h"

/* Words known by the 64 bits of their hash alone. */
typedef struct {
  uint64_t *hashes; /* 0 is an empty place */
  size_t mask;
  uint64_t first[2]; /* which ASCII characters words begin with */
  int first_other;   /* whether others do */
} WordSet;

typedef struct {
  WordSet capitalised; /* in lower case: names where they are written with a capital */
  WordSet small;       /* names where they are written without */
  GROWING(Span, words);
  GROWING(Span, spans);
  size_t count; /* of spans */
  GROWING(Py_UCS4, lower);
} Names;

static inline int ascribe_in_set(const WordSet *set, uint64_t hash) {
  for (size_t at = (size_t)hash & set->mask; set->hashes[at]; at = (at + 1) & set->mask)
    if (set->hashes[at] == hash) return 1;
  return 0;
}

/* Whether a word of the set begins with a character. */
static inline int ascribe_may_begin(const WordSet *set, Py_UCS4 c) {
  return c < 128 ? (int)(set->first[c >> 6] >> (c & 63) & 1) : set->first_other;
}

/* Fill a set with the words of a tuple; 0, or -1 with an error. */
int ascribe_fill_set(WordSet *set, PyObject *words);
/* Find the names of a sentence; see ascribe/text/names.py. 0, or -1 with an error. */
int ascribe_find_names(Names *names, const Reading *reading);
void ascribe_forget_names(Names *names);
void ascribe_free_names(Names *names);

#endif
