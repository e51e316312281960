/* Cuts rows into runs; see ascribe/attribution/runs.py, which defines it. */
#include "kernel.h"

#define MOST_CERTAIN 8.0
#define FORBIDDEN -1e6

/* Find the runs of the cheapest cut: `sides` gets 1 for each row inside. */
static void cheapest_cut(const float *gain, const double *more, const char *is_word,
                         const double *edge, size_t count, double *leads, char *sides) {
  double lead = -1e9;
  for (size_t at = 0; at < count; at++) {
    double value = gain[at], price = edge[at];
    if (more) value += more[at];
    value = value < -MOST_CERTAIN ? -MOST_CERTAIN : value > MOST_CERTAIN ? MOST_CERTAIN : value;
    if (!is_word[at]) value = FORBIDDEN;
    lead = lead < -price ? -price : lead > price ? price : lead;
    leads[at] = lead += value;
  }
  int inside = leads[count - 1] > 0;
  for (size_t at = count; at-- > 0;) {
    sides[at] = (char)inside;
    if (at) inside = leads[at - 1] > (inside ? -edge[at] : edge[at]);
  }
}

static PyObject *runs_of(const char *sides, const char *is_first, size_t count) {
  PyObject *result = PyList_New(0);
  for (size_t at = 0; result && at < count;) {
    size_t first = at++;
    if (!sides[first]) continue;
    while (at < count && sides[at] && !is_first[at]) at++;
    PyObject *run = Py_BuildValue("(nn)", (Py_ssize_t)first, (Py_ssize_t)at);
    if (!run || PyList_Append(result, run)) Py_CLEAR(result);
    Py_XDECREF(run);
  }
  return result;
}

static PyObject *cut_runs(PyObject *Py_UNUSED(module), PyObject *args) {
  Py_buffer gain, more = {0}, is_word, edge, is_first;
  PyObject *given_more, *result = NULL;
  if (!PyArg_ParseTuple(args, "y*Oy*y*y*", &gain, &given_more, &is_word, &edge, &is_first))
    return NULL;
  size_t count = (size_t)gain.len / sizeof(float);
  double *leads = PyMem_Malloc(count * (sizeof(double) + 1) + 1);
  int fits = given_more == Py_None ||
             !PyObject_GetBuffer(given_more, &more, PyBUF_SIMPLE);
  size_t doubles = count * sizeof(double);
  if (!leads)
    PyErr_NoMemory();
  else if (!fits || (more.obj && (size_t)more.len != doubles) ||
           (size_t)edge.len != doubles || (size_t)is_word.len != count ||
           (size_t)is_first.len != count) {
    if (!PyErr_Occurred())
      PyErr_SetString(PyExc_ValueError, "each row has a gain, an edge and its kinds");
  } else {
    char *sides = (char *)(leads + count);
    if (count)
      cheapest_cut(gain.buf, more.buf, is_word.buf, edge.buf, count, leads, sides);
    result = runs_of(sides, is_first.buf, count);
  }
  PyMem_Free(leads);
  PyBuffer_Release(&gain);
  if (more.obj) PyBuffer_Release(&more);
  PyBuffer_Release(&is_word);
  PyBuffer_Release(&edge);
  PyBuffer_Release(&is_first);
  return result;
}

static PyMethodDef functions[] = {
    {"cut_runs", cut_runs, METH_VARARGS,
     "cut_runs(gain, more, is_word, edge, is_first) -> [(first, last)]"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_runs(PyObject *module) {
  return PyModule_AddFunctions(module, functions);
}
