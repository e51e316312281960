/* The tagger's network in whole numbers, on processors that multiply bytes.
 *
 * Gives, bit by bit but for the last softmax, what ascribe/attribution/quantised.py
 * gives, which defines it: products of whole numbers are exact, and all else is done
 * in the same order in single precision (compile with -ffp-contract=off).
 *
 * One call holds the interpreter's lock from end to end, so that the working memory of
 * a Network is never shared by two threads.
 */
#include "network_type.h"

#ifdef ASCRIBE_X86

#define LINE 64 /* bytes of a line of a cache */

static size_t up_to(size_t count, size_t step) { return (count + step - 1) / step * step; }

/* ---- making ----------------------------------------------------------------------- */

static int bad(const char *what) {
  PyErr_SetString(PyExc_ValueError, what);
  return -1;
}

/* Read (matrix, scale, bias, steps, reach): matrix is bytes of taps * inputs rows; there
 * is a step for each input, or none where inputs are signed. */
static int fill_layer(const Arithmetic *a, Layer *layer, PyObject *given) {
  Py_buffer matrix, scale, bias, steps;
  Py_ssize_t reach;
  if (!PyTuple_Check(given)) return bad("a layer is a tuple");
  if (!PyArg_ParseTuple(given, "y*y*y*y*n", &matrix, &scale, &bias, &steps, &reach))
    return -1;
  int failed = -1;
  size_t taps = reach ? 3 : 1;
  size_t outputs = (size_t)scale.len / sizeof(float);
  layer->outputs = outputs;
  layer->inputs = outputs ? (size_t)matrix.len / outputs / taps : 0;
  if (!outputs || !layer->inputs || outputs > MOST_WIDTH || layer->inputs > MOST_WIDTH ||
      reach < 0 || reach > 64 || bias.len != scale.len ||
      (steps.len && (size_t)steps.len != layer->inputs * sizeof(float)) ||
      (size_t)matrix.len != outputs * taps * layer->inputs) {
    bad("the arrays of a layer do not fit together");
    goto done;
  }
  layer->reach = (size_t)reach;
  int is_signed = layer->is_signed = !steps.len;
  size_t depth = layer->depth = up_to(layer->inputs, is_signed ? 4 : LANES);
  size_t width = layer->width = up_to(outputs, LANES);
  layer->weights_memory = PyMem_Calloc(taps * depth * width + LINE, a->weight_size);
  layer->scale = PyMem_Calloc(width, sizeof(float));
  layer->bias = PyMem_Calloc(width, sizeof(float));
  layer->offset = PyMem_Calloc(taps * width, sizeof(int32_t));
  layer->steps = PyMem_Calloc(up_to(depth, LANES), sizeof(float));
  layer->stride = is_signed ? 2 * depth : depth;
  if (!layer->weights_memory || !layer->scale || !layer->bias || !layer->offset ||
      !layer->steps) {
    PyErr_NoMemory();
    goto done;
  }
  /* None of what is read at once lies in two lines of a cache. */
  uintptr_t memory = (uintptr_t)layer->weights_memory;
  layer->weights = (void *)(memory + (LINE - memory % LINE));
  memcpy(layer->scale, scale.buf, outputs * sizeof(float));
  memcpy(layer->bias, bias.buf, outputs * sizeof(float));
  memcpy(layer->steps, steps.buf, (size_t)steps.len);
  const int8_t *from = matrix.buf;
  for (size_t tap = 0; tap < taps; tap++)
    for (size_t i = 0; i < layer->inputs; i++)
      for (size_t o = 0; o < outputs; o++) {
        int8_t weight = *from++;
        /* [tap][depth / together][width / lanes][lanes][together] */
        size_t at = (tap * depth + i / a->together * a->together) / a->together;
        at = ((at * width + o) * a->together) + i % a->together;
        if (a->weight_size == 1)
          ((int8_t *)layer->weights)[at] = weight;
        else
          ((int16_t *)layer->weights)[at] = weight;
        if (is_signed) layer->offset[tap * width + o] += 128 * weight;
      }
  failed = 0;
done:
  PyBuffer_Release(&matrix);
  PyBuffer_Release(&scale);
  PyBuffer_Release(&bias);
  PyBuffer_Release(&steps);
  return failed;
}

/* Read (values, columns). */
static int fill_table(Table *table, PyObject *given) {
  Py_ssize_t columns;
  if (!PyTuple_Check(given)) return bad("a table is a tuple");
  if (!PyArg_ParseTuple(given, "y*n", &table->values, &columns)) return -1;
  size_t count = (size_t)table->values.len / sizeof(float);
  if (columns < 1 || columns > MOST_WIDTH || count % (size_t)columns)
    return bad("a table has rows of equal length");
  table->columns = (size_t)columns;
  table->rows = count / (size_t)columns;
  return 0;
}

static int fits_together(const Network *n) {
  size_t inputs = 0, answers = 0, too_long = 0;
  for (int i = 0; i < TABLES; i++) {
    inputs += n->tables[i].columns;
    too_long |= n->tables[i].rows >> ascribe_key_bits[i];
  }
  if (too_long) return 0;
  size_t last = n->layer_count - 1;
  size_t width = n->layers[0].outputs;
  for (size_t i = 0; i < n->head_count; i++) answers += n->heads[i];
  int fits = n->layers[0].inputs == inputs && n->layers[last].outputs == answers &&
             n->layers[last - 1].inputs == 2 * width && !n->layers[last - 1].reach;
  for (size_t i = 0; i <= last; i++) {
    const Layer *layer = &n->layers[i];
    if (i != last) fits = fits && layer->outputs == width;
    if (i && i != last - 1) fits = fits && layer->inputs == width;
    if (i != last - 1) fits = fits && layer->reach;
    fits = fits && layer->is_signed == !i;
  }
  return fits;
}

/* Best first. */
static const Arithmetic *const sorts[] = {&ascribe_avx512, &ascribe_avx2};
#define SORTS (sizeof sorts / sizeof *sorts)

static PyObject *network_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *tables, *layers, *heads;
  const char *name;
  const Arithmetic *arithmetic = NULL;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "Network takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "O!O!O!s", &PyTuple_Type, &tables, &PyTuple_Type, &layers,
                        &PyTuple_Type, &heads, &name))
    return NULL;
  for (size_t i = 0; i < SORTS; i++)
    if (!strcmp(name, sorts[i]->name) && sorts[i]->is_there()) arithmetic = sorts[i];
  if (!arithmetic) {
    bad("a network has the name of an arithmetic that is there");
    return NULL;
  }
  Py_ssize_t layer_count = PyTuple_GET_SIZE(layers), head_count = PyTuple_GET_SIZE(heads);
  if (PyTuple_GET_SIZE(tables) != TABLES || layer_count < 3 ||
      layer_count > MOST_LAYERS || head_count < 1 || head_count > MOST_HEADS) {
    bad("a network has five tables, three layers or more, and a head or more");
    return NULL;
  }
  Network *n = (Network *)type->tp_alloc(type, 0);
  if (!n) return NULL;
  n->arithmetic = arithmetic;
  n->layer_count = (size_t)layer_count;
  n->head_count = (size_t)head_count;
  for (Py_ssize_t i = 0; i < TABLES; i++)
    if (fill_table(&n->tables[i], PyTuple_GET_ITEM(tables, i))) goto failed;
  for (Py_ssize_t i = 0; i < layer_count; i++)
    if (fill_layer(n->arithmetic, &n->layers[i], PyTuple_GET_ITEM(layers, i))) goto failed;
  for (Py_ssize_t i = 0; i < head_count; i++) {
    n->heads[i] = PyLong_AsSize_t(PyTuple_GET_ITEM(heads, i));
    if (PyErr_Occurred()) goto failed;
    if (!n->heads[i] || n->heads[i] > MOST_WIDTH) {
      bad("a head has an answer or more");
      goto failed;
    }
  }
  if (!fits_together(n)) {
    bad("the layers of a network do not fit together");
    goto failed;
  }
  n->chains = PyMem_Calloc(PLACES, sizeof *n->chains);
  n->rows = PyMem_Calloc(MOST_KNOWN, sizeof *n->rows);
  if (!n->chains || !n->rows) {
    PyErr_NoMemory();
    goto failed;
  }
  return (PyObject *)n;
failed:
  Py_DECREF(n);
  return NULL;
}

static void network_dealloc(PyObject *self) {
  Network *n = (Network *)self;
  for (int i = 0; i < TABLES; i++) PyBuffer_Release(&n->tables[i].values);
  for (int i = 0; i < MOST_LAYERS; i++) {
    PyMem_Free(n->layers[i].weights_memory);
    PyMem_Free(n->layers[i].scale);
    PyMem_Free(n->layers[i].bias);
    PyMem_Free(n->layers[i].offset);
    PyMem_Free(n->layers[i].steps);
  }
  PyMem_Free(n->hidden);
  PyMem_Free(n->sums);
  PyMem_Free(n->bytes);
  PyMem_Free(n->next);
  PyMem_Free(n->chains);
  PyMem_Free(n->rows);
  PyMem_Free(n->known);
  PyMem_Free(n->known_of);
  PyMem_Free(n->missing);
  Py_TYPE(self)->tp_free(self);
}

static PyObject *network_chances(PyObject *self, PyObject *args) {
  Network *n = (Network *)self;
  Py_buffer column[TABLES + 1];
  if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*", &column[0], &column[1], &column[2],
                        &column[3], &column[4], &column[5]))
    return NULL;
  PyObject *result = NULL;
  const int32_t *columns[TABLES + 1];
  size_t rows = (size_t)column[0].len / sizeof(int32_t);
  size_t answers = n->layers[n->layer_count - 1].outputs;
  int fits = rows < UINT32_MAX / 4096;
  for (int i = 0; i <= TABLES; i++) {
    fits = fits && column[i].len == column[0].len;
    columns[i] = column[i].buf;
  }
  for (int i = 0; fits && i < TABLES; i++) {
    /* What is below 0 is very large without its sign; there is nothing to guess. */
    uint32_t most = 0;
    for (size_t row = 0; row < rows; row++) {
      uint32_t place = (uint32_t)columns[i][row];
      most = most < place ? place : most;
    }
    fits = !rows || most < n->tables[i].rows;
  }
  if (!fits)
    bad("each row has a place in each table");
  else if ((result = PyBytes_FromStringAndSize(
                NULL, (Py_ssize_t)(rows * answers * sizeof(float)))) &&
           rows &&
           ascribe_run_network(n, columns, columns[TABLES], rows,
                               (float *)(void *)PyBytes_AS_STRING(result)))
    Py_CLEAR(result);
  for (int i = 0; i <= TABLES; i++) PyBuffer_Release(&column[i]);
  return result;
}

static PyMethodDef network_methods[] = {
    {"chances", network_chances, METH_VARARGS,
     "chances(word, beginning, ending, shape, quote, sentence) -> bytes of floats: a "
     "column of rows for each answer"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject network_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.Network",
    .tp_basicsize = sizeof(Network),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "Network(tables, layers, heads, arithmetic)",
    .tp_new = network_new,
    .tp_dealloc = network_dealloc,
    .tp_methods = network_methods,
};

int ascribe_add_network(PyObject *module) {
  __builtin_cpu_init();
  if (PyType_Ready(&network_type) < 0) return -1;
  PyObject *names = PyTuple_New(0);
  for (size_t i = 0; names && i < SORTS; i++) {
    if (!sorts[i]->is_there()) continue;
    PyObject *name = Py_BuildValue("(s)", sorts[i]->name);
    PyObject *more = name ? PySequence_Concat(names, name) : NULL;
    Py_XDECREF(name);
    Py_SETREF(names, more);
  }
  if (!names) return -1;
  int failed = PyModule_AddObjectRef(module, "ARITHMETIC", names);
  Py_DECREF(names);
  if (failed) return -1;
  return PyModule_AddObjectRef(module, "Network", (PyObject *)&network_type);
}

#else

int ascribe_add_network(PyObject *module) {
  PyObject *names = PyTuple_New(0);
  if (!names) return -1;
  int failed = PyModule_AddObjectRef(module, "ARITHMETIC", names);
  Py_DECREF(names);
  return failed ? -1 : PyModule_AddObjectRef(module, "Network", Py_None);
}

#endif
