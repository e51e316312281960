/* What a page says of its names; see ``_noted`` of
 * ascribe/attribution/found_names.py, which defines it. */
#include "found_names.h"

static PyObject *tuple_of(PyObject **rows, Py_ssize_t first, Py_ssize_t last) {
  PyObject *tuple = PyTuple_New(last - first);
  for (Py_ssize_t i = first; tuple && i < last; i++)
    PyTuple_SET_ITEM(tuple, i - first, Py_NewRef(rows[i]));
  return tuple;
}

static int add_to(PyObject **set, PyObject *word) {
  if (!*set && !(*set = PySet_New(NULL))) return -1;
  return PySet_Add(*set, word);
}

static int append_by(PyObject *index, PyObject *word, PyObject *key) {
  PyObject *same = PyDict_GetItemWithError(index, word);
  if (same) return PyList_Append(same, key);
  PyObject *list = PyErr_Occurred() ? NULL : PyList_New(1);
  if (!list) return -1;
  PyList_SET_ITEM(list, 0, Py_NewRef(key));
  int failed = PyDict_SetItem(index, word, list);
  Py_DECREF(list);
  return failed;
}

/* List a name of several words by its ends but "Jr.". */
static int list_by_ends(NameSearch *s, PyObject *key) {
  PyObject *first = NULL, *last = NULL;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(key); i++) {
    PyObject *word = PyTuple_GET_ITEM(key, i);
    if (ascribe_lists_of(&s->page, word) & SUFFIXES) continue;
    if (!first) first = word;
    last = word;
  }
  if (PyTuple_GET_SIZE(key) < 2 || !first) return 0;
  if (append_by(s->parts[BY_LAST], last, key)) return -1;
  return append_by(s->parts[BY_FIRST], first, key);
}

/* The facts of a name whose words are these rows; NULL with an error. */
static Facts *facts_of(NameSearch *s, Py_ssize_t start, Py_ssize_t last) {
  PyObject *key = tuple_of(s->page.lower, start, last);
  if (!key) return NULL;
  PyObject *place = PyDict_GetItemWithError(s->places, key);
  if (place) {
    Py_DECREF(key);
    return &s->facts[PyLong_AsSsize_t(place)];
  }
  Facts *facts = NULL;
  if (!PyErr_Occurred() && !RESERVE(s->facts, s->count + 1)) {
    facts = &s->facts[s->count];
    *facts = (Facts){.words = tuple_of(s->page.written, start, last), .key = key};
    s->count++; /* from here on it is released with the others */
    place = PyLong_FromSize_t(s->count - 1);
    if (!facts->words || !place || PyDict_SetItem(s->places, key, place) ||
        list_by_ends(s, key))
      facts = NULL;
    Py_XDECREF(place);
    return facts;
  }
  Py_DECREF(key);
  return NULL;
}

static int note_before(NameSearch *s, Facts *facts, Py_ssize_t first, Py_ssize_t start,
                       Py_ssize_t last) {
  uint64_t before = ascribe_lower_lists(&s->page, start - 1);
  if (before & NO_PERSON_AFTER) facts->person--;
  if (before & IN) facts->place = 1;
  int titled = 0;
  for (Py_ssize_t row = first < start ? first : start - 1; row < start; row++) {
    if (!(ascribe_lower_lists(&s->page, row) & PERSON_NOUNS)) continue;
    titled = 1;
    if (add_to(&facts->roles, s->page.lower[row])) return -1;
  }
  if (titled) facts->person += 3;
  PyObject *group = ascribe_group_before(&s->page, start, last);
  if (!group) return 0;
  facts->person -= 3;
  return add_to(&facts->groups, group);
}

int ascribe_note_name(NameSearch *s, Py_ssize_t sentence, Py_ssize_t first,
                      Py_ssize_t start, Py_ssize_t last) {
  const uint64_t telling = NO_PERSON_AFTER | PERSON_NOUNS | ORGANISATION_NOUNS | COMMA;
  const NamePage *page = &s->page;
  Facts *facts = facts_of(s, start, last);
  if (!facts) return -1;
  facts->count++;
  uint64_t before = ascribe_lower_lists(&s->page, start - 1);
  if (last - start == 1 && !(before & THE) &&
      PySet_Add(s->parts[ALONE], page->lower[start]))
    return -1;
  if ((first < start || before & telling) && note_before(s, facts, first, start, last))
    return -1;
  if (ascribe_written_lists(page, last) & (COMMA | WHO | WHICH)) {
    Py_ssize_t roles[APPOSITION_WORDS];
    int count = ascribe_apposition(page, last, roles, &facts->person);
    for (int i = 0; i < count; i++)
      if (add_to(&facts->roles, page->lower[roles[i]])) return -1;
  }
  PyObject *offset = PyList_GET_ITEM(s->starts, first);
  PyObject *words = tuple_of(s->page.written, start, last);
  PyObject *found = words ? PyTuple_Pack(2, offset, words) : NULL;
  PyObject *others = PyList_GET_ITEM(s->parts[OF_SENTENCE], sentence);
  int failed = !found || PyList_Append(others, found);
  Py_XDECREF(words);
  Py_XDECREF(found);
  if (!failed && ascribe_lower_lists(&s->page, first - 1) & PREPOSITIONS) {
    PyObject *where = Py_BuildValue("nO", sentence, offset);
    failed = !where || PySet_Add(s->parts[GOVERNED], where);
    Py_XDECREF(where);
  }
  return failed ? -1 : 0;
}
