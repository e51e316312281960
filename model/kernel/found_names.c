/* Finds the proper names in the words of a page; see
 * ascribe/attribution/found_names.py, which defines which. */
#include "found_names.h"

#define MOST_NAME_WORDS 6

typedef struct {
  PyObject_HEAD
  PyObject *lists;   /* see NamePage */
  PyObject *facts;   /* called for each name: NameFacts */
  PyObject *nothing; /* an empty frozenset, which most names have twice */
} NameFinder;

static int is_small(const NameSearch *s, Py_ssize_t row) {
  return PySet_Contains(s->page.small, s->page.lower[row]) > 0;
}

/* ---- the names of a page ----------------------------------------------------------- */

static int take_word(NameSearch *s, Py_ssize_t sentence, Py_ssize_t at) {
  PyObject *lower = s->page.lower[at];
  int small = is_small(s, at), opens = !PyUnicode_GET_LENGTH(s->page.written[at - 1]);
  if (!small && PySet_Add(s->parts[ALONE], lower)) return -1;
  if (ascribe_lower_lists(&s->page, at) & NO_NAMES_ALONE) return 0;
  if (opens && (small || PyDict_Contains(s->parts[BY_LAST], lower) <= 0) &&
      !ascribe_is_introduced(&s->page, at))
    return 0;
  return ascribe_note_name(s, sentence, at, at, at + 1);
}

static int take_run(NameSearch *s, Py_ssize_t sentence, Py_ssize_t first,
                    Py_ssize_t last) {
  Py_ssize_t start = ascribe_behind_titles(&s->page, first, last);
  uint64_t end = ascribe_lower_lists(&s->page, last - 1);
  if (last - start > MOST_NAME_WORDS || end & CALENDAR ||
      (last - start == 1 && end & NO_NAMES_ALONE))
    return 0;
  return ascribe_note_name(s, sentence, first, start, last);
}

static int find_names(NameSearch *s, PyObject *breaks, PyObject *capitals) {
  Py_ssize_t sentence = -1, opening = -1, end = 0, done = 0;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(capitals); i++) {
    Py_ssize_t at = PyLong_AsSsize_t(PyList_GET_ITEM(capitals, i));
    if (at < done) continue;
    done = ascribe_run_end(&s->page, at);
    if (done == at || (done == at + 1 && !PyUnicode_GET_LENGTH(s->page.written[at - 1]) &&
                       is_small(s, at)))
      continue;
    if (at > end) {
      while (at > end) {
        opening = end;
        end = PyLong_AsSsize_t(PyList_GET_ITEM(breaks, ++sentence + 1));
      }
      if (ascribe_is_headline(&s->page, opening + 1, end)) {
        done = end;
        continue;
      }
    }
    if (done == at + 1 ? take_word(s, sentence, at) : take_run(s, sentence, at, done))
      return -1;
  }
  return 0;
}

/* Give each name's facts their Python object. */
static int make_facts(const NameFinder *f, NameSearch *s) {
  PyObject *none = f->nothing;
  for (size_t i = 0; i < s->count; i++) {
    Facts *one = &s->facts[i];
    PyObject *given[] = {one->words,
                         PyLong_FromLong(one->count),
                         one->roles ? PyFrozenSet_New(one->roles) : Py_NewRef(none),
                         one->groups ? PyFrozenSet_New(one->groups) : Py_NewRef(none),
                         PyLong_FromLong(one->person),
                         one->place ? Py_True : Py_False};
    int failed = !given[1] || !given[2] || !given[3] || !given[4];
    PyObject *made = failed ? NULL : PyObject_Vectorcall(f->facts, given, 6, NULL);
    failed = !made || PyDict_SetItem(s->parts[FACTS], one->key, made);
    for (int part = 1; part < 5; part++) Py_XDECREF(given[part]);
    Py_XDECREF(made);
    if (failed) return -1;
  }
  return 0;
}

/* Whether columns fit together, so that no row that is read lies outside. */
static int is_page(PyObject *written, PyObject *lower, PyObject *starts, PyObject *breaks,
                   PyObject *capitals) {
  Py_ssize_t rows = PyList_GET_SIZE(written), before = -1;
  int fits = rows == PyList_GET_SIZE(lower) && rows == PyList_GET_SIZE(starts) &&
             PyList_GET_SIZE(breaks) > 0;
  for (Py_ssize_t i = 0; fits && i < rows; i++)
    fits = PyUnicode_CheckExact(PyList_GET_ITEM(written, i)) &&
           PyUnicode_CheckExact(PyList_GET_ITEM(lower, i));
  for (Py_ssize_t i = 0; fits && i < PyList_GET_SIZE(breaks); i++) {
    Py_ssize_t at = PyLong_AsSsize_t(PyList_GET_ITEM(breaks, i));
    fits = at > before && at < rows && !(at && !i) &&
           !PyUnicode_GET_LENGTH(PyList_GET_ITEM(written, at)) &&
           !PyUnicode_GET_LENGTH(PyList_GET_ITEM(lower, at));
    before = at;
  }
  fits = fits && before == rows - 1;
  before = 0;
  for (Py_ssize_t i = 0; fits && i < PyList_GET_SIZE(capitals); i++) {
    Py_ssize_t at = PyLong_AsSsize_t(PyList_GET_ITEM(capitals, i));
    fits = at > before && at < rows && PyUnicode_GET_LENGTH(PyList_GET_ITEM(written, at));
    before = at;
  }
  if (!fits && !PyErr_Occurred())
    PyErr_SetString(PyExc_ValueError, "the columns are those of no page");
  return fits;
}

static PyObject *finder_names(PyObject *self, PyObject *args) {
  PyObject *written, *lower, *starts, *ends, *breaks, *capitals, *small, *result = NULL;
  if (!PyArg_ParseTuple(args, "O!O!O!OO!O!O!", &PyList_Type, &written, &PyList_Type,
                        &lower, &PyList_Type, &starts, &ends, &PyList_Type, &breaks,
                        &PyList_Type, &capitals, &PySet_Type, &small) ||
      !is_page(written, lower, starts, breaks, capitals))
    return NULL;
  NameFinder *f = (NameFinder *)self;
  NameSearch s = {.page = {f->lists, PySequence_Fast_ITEMS(written),
                       PySequence_Fast_ITEMS(lower), small},
              .starts = starts};
  s.page.known = PyMem_Calloc((size_t)PyList_GET_SIZE(lower), sizeof *s.page.known);
  if (!s.page.known) return PyErr_NoMemory();
  int failed = !(s.places = PyDict_New());
  for (int i = 0; i < PARTS; i++) {
    s.parts[i] = i < OF_SENTENCE    ? PyDict_New()
                 : i == OF_SENTENCE ? PyList_New(PyList_GET_SIZE(breaks) - 1)
                                    : PySet_New(NULL);
    failed |= !s.parts[i];
  }
  for (Py_ssize_t i = 0; !failed && i < PyList_GET_SIZE(breaks) - 1; i++) {
    PyObject *names = PyList_New(0);
    PyList_SET_ITEM(s.parts[OF_SENTENCE], i, names);
    failed = !names;
  }
  if (!failed && !find_names(&s, breaks, capitals) && !make_facts(f, &s) &&
      !PyErr_Occurred() && (result = PyTuple_New(PARTS)))
    for (int i = 0; i < PARTS; i++) PyTuple_SET_ITEM(result, i, Py_NewRef(s.parts[i]));
  for (size_t i = 0; i < s.count; i++) {
    Py_XDECREF(s.facts[i].words);
    Py_XDECREF(s.facts[i].key);
    Py_XDECREF(s.facts[i].roles);
    Py_XDECREF(s.facts[i].groups);
  }
  RELEASE(s.facts);
  PyMem_Free(s.page.known);
  Py_XDECREF(s.places);
  for (int i = 0; i < PARTS; i++) Py_XDECREF(s.parts[i]);
  return result;
}

/* ---- the type ---------------------------------------------------------------------- */

static void finder_dealloc(PyObject *self) {
  NameFinder *f = (NameFinder *)self;
  Py_XDECREF(f->lists);
  Py_XDECREF(f->facts);
  Py_XDECREF(f->nothing);
  Py_TYPE(self)->tp_free(self);
}

/* Add the bit of a list to each of its words. */
static int fill_list(PyObject *lists, PyObject *words, int place) {
  PyObject *every = PyObject_GetIter(words), *word;
  while (every && (word = PyIter_Next(every))) {
    PyObject *had = PyDict_GetItemWithError(lists, word);
    uint64_t bits = had ? PyLong_AsUnsignedLongLongMask(had) : 0;
    PyObject *now = PyLong_FromUnsignedLongLong(bits | UINT64_C(1) << place);
    int failed = PyErr_Occurred() || !now || PyDict_SetItem(lists, word, now);
    Py_DECREF(word);
    Py_XDECREF(now);
    if (failed) break;
  }
  Py_XDECREF(every);
  return PyErr_Occurred() ? -1 : 0;
}

static PyObject *finder_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  static const char *const names[] = {
#define AS_NAME(name) #name,
      WORD_LISTS(AS_NAME)};
  PyObject *lists, *facts;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "NameFinder takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &lists, &facts)) return NULL;
  NameFinder *f = (NameFinder *)type->tp_alloc(type, 0);
  if (!f) return NULL;
  f->facts = Py_NewRef(facts);
  f->nothing = PyFrozenSet_New(NULL);
  f->lists = PyDict_New();
  int failed = !f->nothing || !f->lists;
  for (int i = 0; !failed && i < LISTS; i++) {
    PyObject *words = PyDict_GetItemString(lists, names[i]);
    if (!words) PyErr_Format(PyExc_ValueError, "no list is called %s", names[i]);
    failed = !words || fill_list(f->lists, words, i);
  }
  if (failed) Py_CLEAR(f);
  return (PyObject *)f;
}

static PyMethodDef finder_methods[] = {
    {"names", finder_names, METH_VARARGS,
     "names(*PageWords) -> the attributes of FoundNames"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject finder_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.NameFinder",
    .tp_basicsize = sizeof(NameFinder),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "NameFinder(word_lists, name_facts)",
    .tp_new = finder_new,
    .tp_dealloc = finder_dealloc,
    .tp_methods = finder_methods,
};

int ascribe_add_found_names(PyObject *module) {
  if (PyType_Ready(&finder_type) < 0) return -1;
  return PyModule_AddObjectRef(module, "NameFinder", (PyObject *)&finder_type);
}
