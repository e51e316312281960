/* The two logistic steps: from counts and n-grams to the chance of each label.
 *
 * See ascribe/labels/labeller.py, which defines them. One call does a whole page, so
 * that a short page does not pay for a dozen calls of numpy. */
#include "context.h"

typedef struct {
  size_t columns;
  double *weights; /* columns by LABELS */
  double intercept[LABELS];
} Step;

typedef struct {
  PyObject_HEAD
  Step counts, context, speech;
  int64_t *own, *page;
  size_t own_count, page_count, unmarked;
  Py_UCS4 *after_stop; /* what may stand behind the mark that ends a block */
  Py_ssize_t after_stop_count;
} Steps;

/* A page's form, block by block. */
typedef struct {
  int64_t *firsts;
  double *question, *lead_in, *speaker;
  size_t blocks;
} Form;

static int misfit(const char *what) {
  PyErr_SetString(PyExc_ValueError, what);
  return -1;
}

/* ---- a page's form ---------------------------------------------------------------- */

/* The character that ends a text, marks that may follow it left out; 0 for none. */
static Py_UCS4 end_of(const Steps *s, PyObject *text) {
  int kind = PyUnicode_KIND(text);
  const void *data = PyUnicode_DATA(text);
  for (Py_ssize_t at = PyUnicode_GET_LENGTH(text); at-- > 0;) {
    Py_UCS4 c = PyUnicode_READ(kind, data, at);
    Py_ssize_t mark = 0;
    while (mark < s->after_stop_count && s->after_stop[mark] != c) mark++;
    if (mark == s->after_stop_count) return c;
  }
  return 0;
}

static void free_form(Form *form) {
  PyMem_Free(form->firsts);
  PyMem_Free(form->question);
}

/* Whether a text begins with the name of who speaks: Python knows, but most texts have no
 * colon, and without one there is none. 1, 0, or -1 with an error. */
static int begins_with_speaker(PyObject *speaks, PyObject *text) {
  Py_ssize_t at = PyUnicode_FindChar(text, ':', 0, PyUnicode_GET_LENGTH(text), 1);
  if (at < 0) return at == -2 ? -1 : 0;
  PyObject *found = PyObject_CallOneArg(speaks, text);
  int does = found ? PyObject_IsTrue(found) : -1;
  Py_XDECREF(found);
  return does;
}

static int read_form(const Steps *s, PyObject *texts, PyObject *blocks, PyObject *speaks,
                     Form *form) {
  size_t rows = (size_t)PyList_GET_SIZE(texts);
  memset(form, 0, sizeof *form);
  form->firsts = PyMem_Malloc(rows * sizeof *form->firsts);
  form->question = PyMem_Calloc(3 * rows, sizeof *form->question);
  if (!form->firsts || !form->question) {
    PyErr_NoMemory();
    return -1;
  }
  form->lead_in = form->question + rows;
  form->speaker = form->lead_in + rows;
  long before = 0;
  for (size_t row = 0; row < rows; row++) {
    PyObject *text = PyList_GET_ITEM(texts, (Py_ssize_t)row);
    long block = PyLong_AsLong(PyList_GET_ITEM(blocks, (Py_ssize_t)row));
    if (block == -1 && PyErr_Occurred()) return -1;
    if (!PyUnicode_Check(text)) return misfit("a sentence is a str");
    if (!row || block != before) {
      int does = begins_with_speaker(speaks, text);
      if (does < 0) return -1;
      form->speaker[form->blocks] = does;
      form->firsts[form->blocks++] = (int64_t)row;
    }
    before = block;
    Py_UCS4 end = end_of(s, text);
    form->question[form->blocks - 1] = end == '?';
    form->lead_in[form->blocks - 1] = end == ':';
  }
  return 0;
}

/* ---- scoring ---------------------------------------------------------------------- */

/* Add columns times weights. Two sums for each label are under way at once. */
ALSO_WIDE static void project(const double *columns, const double *weights, size_t count,
                    double *scores) {
  double even[LABELS] = {0}, odd[LABELS] = {0};
  size_t at = 0;
  for (; at + 1 < count; at += 2, weights += 2 * LABELS)
    for (int i = 0; i < LABELS; i++) {
      even[i] += columns[at] * weights[i];
      odd[i] += columns[at + 1] * weights[LABELS + i];
    }
  for (int i = 0; at < count && i < LABELS; i++) even[i] += columns[at] * weights[i];
  for (int i = 0; i < LABELS; i++) scores[i] += even[i] + odd[i];
}

static void to_chances(double *scores) {
  double most = scores[0], sum = 0;
  for (int i = 1; i < LABELS; i++)
    if (scores[i] > most) most = scores[i];
  for (int i = 0; i < LABELS; i++) sum += scores[i] = exp(scores[i] - most);
  for (int i = 0; i < LABELS; i++) scores[i] /= sum;
}

static PyObject *chances(const Steps *s, const Form *form, size_t rows,
                         const double *terms, const double *counts,
                         const double *speech, size_t heard) {
  const Step *last = speech ? &s->speech : &s->context;
  double *scores = PyMem_Malloc(rows * LABELS * sizeof *scores);
  if (!scores) return PyErr_NoMemory();
  for (size_t row = 0; row < rows; row++) {
    double *to = scores + row * LABELS;
    for (int i = 0; i < LABELS; i++)
      to[i] = terms[row * LABELS + (size_t)i] + s->counts.intercept[i];
    project(counts + row * s->counts.columns, s->counts.weights, s->counts.columns, to);
  }
  Input in = {scores,        counts,           form->firsts,  s->own,        s->page,
              form->question, form->lead_in,   form->speaker, rows,          form->blocks,
              s->counts.columns, s->own_count, s->page_count, s->unmarked};
  size_t width = ascribe_context_width(&in);
  double *columns = PyMem_Malloc(width * sizeof *columns);
  PyObject *result = NULL;
  Page page = {0};
  if (!columns)
    PyErr_NoMemory();
  else if (width + heard != last->columns)
    misfit("the second step has other columns");
  else if (!ascribe_read_page(&in, &page))
    result = PyBytes_FromStringAndSize(
        NULL, (Py_ssize_t)(rows * LABELS * sizeof(double)));
  for (size_t row = 0; result && row < rows; row++) {
    double *to = (double *)(void *)PyBytes_AS_STRING(result) + row * LABELS;
    memcpy(to, last->intercept, sizeof last->intercept);
    ascribe_fill_row(&in, &page, row, columns);
    project(columns, last->weights, width, to);
    if (speech)
      project(speech + row * heard, last->weights + width * LABELS, heard, to);
    to_chances(to);
  }
  ascribe_free_page(&page);
  PyMem_Free(columns);
  PyMem_Free(scores);
  return result;
}

static PyObject *steps_chances(PyObject *self, PyObject *args) {
  Steps *s = (Steps *)self;
  PyObject *texts, *blocks, *speaks, *heard = Py_None;
  Py_buffer terms, counts, speech = {0};
  if (!PyArg_ParseTuple(args, "O!O!Oy*y*|O", &PyList_Type, &texts, &PyList_Type, &blocks,
                        &speaks, &terms, &counts, &heard))
    return NULL;
  Py_ssize_t rows = PyList_GET_SIZE(texts), row = rows * (Py_ssize_t)sizeof(double);
  PyObject *result = NULL;
  Form form = {0};
  if (heard != Py_None && PyObject_GetBuffer(heard, &speech, PyBUF_C_CONTIGUOUS))
    goto done;
  if (PyList_GET_SIZE(blocks) != rows || terms.len != row * LABELS ||
      counts.len != row * (Py_ssize_t)s->counts.columns ||
      (speech.obj && row && speech.len % row))
    misfit("the arrays of a page do not fit together");
  else if (!rows)
    result = PyBytes_FromStringAndSize(NULL, 0);
  else if (!read_form(s, texts, blocks, speaks, &form))
    result = chances(s, &form, (size_t)rows, terms.buf, counts.buf, speech.buf,
                     speech.obj ? (size_t)(speech.len / row) : 0);
done:
  free_form(&form);
  if (speech.obj) PyBuffer_Release(&speech);
  PyBuffer_Release(&terms);
  PyBuffer_Release(&counts);
  return result;
}

/* ---- the type --------------------------------------------------------------------- */

static int fill_step(Step *step, const Py_buffer *weights, const Py_buffer *intercept) {
  size_t count = (size_t)weights->len / sizeof(double);
  if (count % LABELS || intercept->len != LABELS * (Py_ssize_t)sizeof(double))
    return misfit("the arrays of a step do not fit together");
  step->columns = count / LABELS;
  step->weights = PyMem_Malloc((count + 1) * sizeof *step->weights);
  if (!step->weights) {
    PyErr_NoMemory();
    return -1;
  }
  memcpy(step->weights, weights->buf, count * sizeof *step->weights);
  memcpy(step->intercept, intercept->buf, sizeof step->intercept);
  return 0;
}

static int fill_columns(int64_t **columns, size_t *count, const Py_buffer *given,
                        size_t counted) {
  *count = (size_t)given->len / sizeof(int64_t);
  if (!ascribe_are_columns(given->buf, *count, counted))
    return misfit("a column is not among the counts");
  *columns = PyMem_Malloc((size_t)given->len + 1);
  if (!*columns) {
    PyErr_NoMemory();
    return -1;
  }
  memcpy(*columns, given->buf, (size_t)given->len);
  return 0;
}

static PyObject *steps_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  Py_buffer arrays[8];
  Py_ssize_t unmarked;
  PyObject *after_stop;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "Steps takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*nU", &arrays[0], &arrays[1], &arrays[2],
                        &arrays[3], &arrays[4], &arrays[5], &arrays[6], &arrays[7],
                        &unmarked, &after_stop))
    return NULL;
  Steps *s = (Steps *)type->tp_alloc(type, 0);
  if (s) {
    s->unmarked = (size_t)unmarked;
    s->after_stop_count = PyUnicode_GET_LENGTH(after_stop);
    s->after_stop = PyUnicode_AsUCS4Copy(after_stop);
  }
  if (s && (!s->after_stop || fill_step(&s->counts, &arrays[0], &arrays[1]) ||
            fill_step(&s->context, &arrays[2], &arrays[3]) ||
            fill_step(&s->speech, &arrays[4], &arrays[5]) ||
            fill_columns(&s->own, &s->own_count, &arrays[6], s->counts.columns) ||
            fill_columns(&s->page, &s->page_count, &arrays[7], s->counts.columns) ||
            (s->unmarked >= s->counts.columns && misfit("a column is not among the counts"))))
    Py_CLEAR(s);
  for (int i = 0; i < 8; i++) PyBuffer_Release(&arrays[i]);
  return (PyObject *)s;
}

static void steps_dealloc(PyObject *self) {
  Steps *s = (Steps *)self;
  PyMem_Free(s->counts.weights);
  PyMem_Free(s->context.weights);
  PyMem_Free(s->speech.weights);
  PyMem_Free(s->own);
  PyMem_Free(s->page);
  PyMem_Free(s->after_stop);
  Py_TYPE(self)->tp_free(self);
}

static PyMethodDef steps_methods[] = {
    {"chances", steps_chances, METH_VARARGS,
     "chances(texts, blocks, speaks, terms, counts, speech=None) -> bytes of doubles, "
     "shape (n, 4)"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject steps_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.Steps",
    .tp_basicsize = sizeof(Steps),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "Steps(counts, intercept, context, intercept, speech, intercept, ...)",
    .tp_new = steps_new,
    .tp_dealloc = steps_dealloc,
    .tp_methods = steps_methods,
};

int ascribe_add_steps(PyObject *module) {
  if (PyType_Ready(&steps_type) < 0) return -1;
  return PyModule_AddObjectRef(module, "Steps", (PyObject *)&steps_type);
}
