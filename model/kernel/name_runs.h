/* Where proper names stand in the words of a page. */
#ifndef ASCRIBE_NAME_RUNS_H
#define ASCRIBE_NAME_RUNS_H

#include "kernel.h"

/* The word lists, by their names in ascribe/attribution/name_words.py. */
#define WORD_LISTS(X)                                                              \
  X(ENDS_RUN) X(PARTICLES) X(AMPERSAND) X(OF) X(APOSTROPHES) X(POSSESSIVES)        \
  X(POSSESSORS) X(ORGANISATION_NAME_WORDS) X(TITLES) X(INNER_TITLES)               \
  X(GIVEN_NAMES) X(LEADS) X(WEEKDAYS) X(CALENDAR) X(NO_NAMES_ALONE) X(JOINING)     \
  X(BEFORE_PERSONS) X(SUFFIXES) X(PREPOSITIONS) X(NO_PERSON_AFTER) X(IN) X(THE)    \
  X(PERSON_NOUNS) X(ORGANISATION_NOUNS) X(DETERMINERS) X(ARTICLES) X(COMMA)        \
  X(WHO) X(WHOSE) X(WHICH) X(AGED) X(ENDS_APPOSITION) X(CLAUSE_WORDS) X(CLOSES)    \
  X(NO_HEADLINE_ENDS) X(SPEECH_VERBS)

#define AS_PLACE(name) AT_##name,
#define AS_BIT(name) static const uint64_t name = UINT64_C(1) << AT_##name;
enum { WORD_LISTS(AS_PLACE) LISTS };
WORD_LISTS(AS_BIT)

/* A page is PageWords; rows run from one break to another, and a break is empty. */
typedef struct {
  PyObject *lists; /* the bits of the lists that hold a word, by the word */
  PyObject **written, **lower;
  PyObject *small;
  uint64_t *known; /* those bits, by row in lower case; 0 where not looked up yet */
} NamePage;

/* The bits of the lists that hold a word. */
static inline uint64_t ascribe_lists_of(const NamePage *page, PyObject *word) {
  PyObject *found = PyDict_GetItemWithError(page->lists, word);
  return found ? PyLong_AsUnsignedLongLongMask(found) : 0;
}

static inline uint64_t ascribe_lower_lists(const NamePage *page, Py_ssize_t row) {
  const uint64_t looked_up = UINT64_C(1) << 63;
  if (!page->known[row])
    page->known[row] = ascribe_lists_of(page, page->lower[row]) | looked_up;
  return page->known[row];
}

static inline uint64_t ascribe_written_lists(const NamePage *page, Py_ssize_t row) {
  return page->written[row] == page->lower[row]
             ? ascribe_lower_lists(page, row)
             : ascribe_lists_of(page, page->written[row]);
}

static inline int ascribe_begins_upper(PyObject *word) {
  return PyUnicode_GET_LENGTH(word) && Py_UNICODE_ISUPPER(PyUnicode_READ_CHAR(word, 0));
}

/* These give what the functions of ascribe/attribution/name_runs.py give. */
Py_ssize_t ascribe_run_end(const NamePage *page, Py_ssize_t first);
Py_ssize_t ascribe_behind_titles(const NamePage *page, Py_ssize_t first, Py_ssize_t last);
int ascribe_is_introduced(const NamePage *page, Py_ssize_t at);
int ascribe_is_headline(const NamePage *page, Py_ssize_t first, Py_ssize_t end);
/* NULL for none; without an error. */
PyObject *ascribe_group_before(const NamePage *page, Py_ssize_t start, Py_ssize_t last);
#define APPOSITION_WORDS 14
/* The rows of the roles that an apposition gives; their number. */
int ascribe_apposition(const NamePage *page, Py_ssize_t last,
                       Py_ssize_t roles[APPOSITION_WORDS], long *person);

#endif
