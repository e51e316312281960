/* What compiling a pattern and matching it have in common. */
#ifndef ASCRIBE_PATTERN_PARTS_H
#define ASCRIBE_PATTERN_PARTS_H

#include "patterns.h"

/* Of a set. */
enum { WORD = 1, NOT_WORD = 2, DIGIT = 4, NOT_DIGIT = 8, BLANK = 16, NOT_BLANK = 32 };
#define LETTERS 26 /* of a fork's skips */

/* Whether a character is in a set, by its categories and ranges. */
int ascribe_holds_slowly(const Pattern *pattern, const Set *set, Py_UCS4 c);
/* Work out from the steps of a pattern what saves time in matching; -1 with an error,
 * also where a match can be nothing. */
int ascribe_find_hints(Pattern *pattern);

static inline int refuse(const char *what) {
  PyErr_Format(PyExc_ValueError, "a pattern has %s, which is not known here", what);
  return -1;
}

#endif
