/* What the search for the names of a page has found so far. */
#ifndef ASCRIBE_FOUND_NAMES_H
#define ASCRIBE_FOUND_NAMES_H

#include "name_runs.h"

typedef struct {
  PyObject *words, *key; /* as they stand, and in lower case */
  PyObject *roles;       /* a set, or NULL */
  PyObject *groups;
  long count, person;
  int place;
} Facts;

/* What is answered; see the attributes of FoundNames. */
enum { FACTS, BY_LAST, BY_FIRST, OF_SENTENCE, ALONE, GOVERNED, PARTS };

typedef struct {
  NamePage page;
  PyObject *starts;
  PyObject *parts[PARTS];
  PyObject *places; /* of a name in `facts`, by its key */
  GROWING(Facts, facts);
  size_t count;
} NameSearch;

/* Note a name and what stands around it; 0, or -1 with an error. It begins at `start`,
 * behind its titles, which begin at `first`. */
int ascribe_note_name(NameSearch *search, Py_ssize_t sentence, Py_ssize_t first,
                      Py_ssize_t start, Py_ssize_t last);

#endif
