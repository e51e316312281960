/* Patterns by themselves: the tests hold them against Python's re. */
#include "automaton.h"

static PyObject *spans_of(PyObject *Py_UNUSED(module), PyObject *args) {
  PyObject *source, *given, *result = NULL;
  if (!PyArg_ParseTuple(args, "OU", &source, &given)) return NULL;
  Pattern pattern = {0};
  Stack stack = {0};
  Py_UCS4 *text = PyUnicode_AsUCS4Copy(given);
  if (text && !ascribe_compile(&pattern, source)) result = PyList_New(0);
  size_t length = (size_t)PyUnicode_GET_LENGTH(given), start, end = 0;
  while (result) {
    int found = ascribe_search(&pattern, &stack, text, length, end, &start, &end);
    if (!found) break;
    PyObject *item =
        found < 0 ? NULL : Py_BuildValue("(nn)", (Py_ssize_t)start, (Py_ssize_t)end);
    if (!item || PyList_Append(result, item)) Py_CLEAR(result);
    Py_XDECREF(item);
  }
  ascribe_free_pattern(&pattern);
  PyMem_Free(stack.backs);
  PyMem_Free(text);
  return result;
}

/* Compile the patterns of a tuple; how many, or -1 with an error. */
static int compile_all(Pattern *patterns, const Pattern **which, PyObject *sources) {
  Py_ssize_t count = PyTuple_GET_SIZE(sources);
  if (count > MOST_PATTERNS) {
    PyErr_SetString(PyExc_ValueError, "there are too many patterns");
    return -1;
  }
  for (Py_ssize_t i = 0; i < count; i++) {
    if (ascribe_compile(&patterns[i], PyTuple_GET_ITEM(sources, i))) return -1;
    which[i] = &patterns[i];
  }
  return (int)count;
}

/* Where the match of each ends that begins where the text does. */
static PyObject *ends_of(PyObject *Py_UNUSED(module), PyObject *args) {
  PyObject *sources, *given, *result = NULL;
  Pattern patterns[MOST_PATTERNS] = {0};
  const Pattern *which[MOST_PATTERNS] = {0};
  Automaton a = {0};
  uint64_t matched = 0;
  size_t ends[MOST_PATTERNS];
  if (!PyArg_ParseTuple(args, "O!U", &PyTuple_Type, &sources, &given)) return NULL;
  Py_UCS4 *text = PyUnicode_AsUCS4Copy(given);
  int count = text ? compile_all(patterns, which, sources) : -1;
  if (count >= 0 && !ascribe_fill_automaton(&a, which, count)) {
    size_t length = (size_t)PyUnicode_GET_LENGTH(given);
    if (!ascribe_go_on(&a, AT_START, text, length, 0, &matched, ends))
      result = PyTuple_New(count);
    else if (!PyErr_Occurred())
      result = Py_NewRef(Py_None);
  }
  for (int i = 0; result && result != Py_None && i < count; i++) {
    PyObject *end = !(a.known >> i & 1)     ? Py_NewRef(Py_None)
                    : !(matched >> i & 1) ? PyLong_FromLong(-1)
                                          : PyLong_FromSize_t(ends[i]);
    if (!end) Py_CLEAR(result);
    else PyTuple_SET_ITEM(result, i, end);
  }
  ascribe_free_automaton(&a);
  for (int i = 0; i < MOST_PATTERNS; i++) ascribe_free_pattern(&patterns[i]);
  PyMem_Free(text);
  return result;
}

static PyMethodDef functions[] = {
    {"spans_of", spans_of, METH_VARARGS,
     "spans_of(pattern, text) -> [(start, end)], as re.finditer gives them"},
    {"ends_of", ends_of, METH_VARARGS,
     "ends_of(patterns, text) -> where the match of each ends that re.match gives, -1 for "
     "none; None where the automaton cannot tell"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_matching(PyObject *module) {
  return PyModule_AddFunctions(module, functions);
}
