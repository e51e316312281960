/* What the tagger makes of each sentence, summed up from its words; see
 * ascribe/attribution/speech_columns.py, which defines the columns. */
#include "heads.h"

#define LABELS 4
#define SHARES 8
#define COLUMNS (2 * SHARES + 2 + LABELS)
#define LEAST_CHANCE 1e-3

/* The answers that are read, in the order in which they are handed in. */
enum { CONTENT, DEPTH, CUE, SOURCE, CARRIES, MOSTLY, LABEL, HEADS };
static const Py_ssize_t answers_of[HEADS] = {3, 3, 3, 3, 2, 2, LABELS};

/* Chances of a word that are 1 less that of the first answer. */
static inline double any_of(const Py_buffer *head, Py_ssize_t row) {
  return 1.0f - ascribe_answer(head, row, 0);
}

static inline double larger(double one, double other) { return one > other ? one : other; }

static double bounded(double chance) {
  if (chance < LEAST_CHANCE) return LEAST_CHANCE;
  return chance > 1 - LEAST_CHANCE ? 1 - LEAST_CHANCE : chance;
}

/* The columns of one sentence: its break row, and its words up to `end`. */
static void fill(const Py_buffer *heads, Py_ssize_t first, Py_ssize_t end, double *to) {
  double content = 0, most = 0, cue = 0, source = 0, alone = 0, nested = 0, value = 0;
  double words = end - first > 1 ? (double)(end - first - 1) : 1.0;
  for (Py_ssize_t row = first + 1; row < end; row++) {
    value = any_of(&heads[CONTENT], row);
    if (row == first + 1) to[2] = value;
    content += value;
    most = larger(most, value);
    cue = larger(cue, any_of(&heads[CUE], row));
    source = larger(source, any_of(&heads[SOURCE], row));
    alone += ascribe_answer(&heads[DEPTH], row, 0);
    nested += ascribe_answer(&heads[DEPTH], row, 2);
  }
  int has_word = end - first > 1;
  to[0] = content / words;
  to[1] = most;
  if (!has_word) to[2] = 0;
  to[3] = value;
  to[4] = cue;
  to[5] = source;
  to[6] = has_word ? ascribe_answer(&heads[CARRIES], first, 1) : 0;
  to[7] = has_word ? ascribe_answer(&heads[MOSTLY], first, 1) : 0;
  for (int i = 0; i < SHARES; i++) {
    double chance = bounded(to[i]);
    to[SHARES + i] = log(chance) - log1p(-chance);
  }
  to[2 * SHARES] = alone / words;
  to[2 * SHARES + 1] = nested / words;
  for (int i = 0; i < LABELS; i++)
    to[2 * SHARES + 2 + i] =
        log(larger((double)ascribe_answer(&heads[LABEL], first, i), LEAST_CHANCE));
}

static PyObject *speech_columns(PyObject *Py_UNUSED(module), PyObject *args) {
  PyObject *given[HEADS], *result = NULL;
  Py_buffer start, heads[HEADS];
  int have = 0;
  if (!PyArg_ParseTuple(args, "y*OOOOOOO", &start, &given[CONTENT], &given[DEPTH],
                        &given[CUE], &given[SOURCE], &given[CARRIES], &given[MOSTLY],
                        &given[LABEL]))
    return NULL;
  const int32_t *starts = start.buf;
  Py_ssize_t rows = start.len / (Py_ssize_t)sizeof(int32_t), sentences = 0;
  int fit = !rows || starts[0] < 0;
  for (; have < HEADS; have++) {
    if (PyObject_GetBuffer(given[have], &heads[have], PyBUF_STRIDES)) goto done;
    fit &= ascribe_head_fits(&heads[have], rows, answers_of[have]);
  }
  if (!fit) {
    PyErr_SetString(PyExc_ValueError, "each row has its answers, the first is a break");
    goto done;
  }
  for (Py_ssize_t row = 0; row < rows; row++) sentences += starts[row] < 0;
  result = PyBytes_FromStringAndSize(
      NULL, sentences * COLUMNS * (Py_ssize_t)sizeof(double));
  double *to = result ? (double *)(void *)PyBytes_AS_STRING(result) : NULL;
  for (Py_ssize_t first = 0, end; to && first < rows; first = end, to += COLUMNS) {
    for (end = first + 1; end < rows && starts[end] >= 0;) end++;
    fill(heads, first, end, to);
  }
done:
  for (int i = 0; i < have; i++) PyBuffer_Release(&heads[i]);
  PyBuffer_Release(&start);
  return result;
}

static PyMethodDef functions[] = {
    {"speech_columns", speech_columns, METH_VARARGS,
     "speech_columns(start, content, depth, cue, source, carries, mostly, label) -> "
     "bytes of doubles, a row for each sentence"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_speech(PyObject *module) {
  return PyModule_AddFunctions(module, functions);
}
