/* The tagger's network in whole numbers, on processors that multiply bytes.
 *
 * Gives, bit by bit but for the last softmax, what ascribe/attribution/quantised.py
 * gives, which defines it: products of whole numbers are exact, and all else is done
 * in the same order in single precision (compile with -ffp-contract=off).
 *
 * One call holds the interpreter's lock from end to end, so that the working memory of
 * a Network is never shared by two threads.
 */
#include "network.h"

#define TABLES 5
#define MOST_LAYERS 16
#define VECTORS 3 /* of a row that is known: as it stands, as the one before, after */
#define PLACES 8192 /* of remembered rows, a power of two, twice MOST_KNOWN or more */

typedef struct {
  Py_buffer values; /* the array itself: a copy would cost megabytes */
  size_t rows, columns;
} Table;

typedef struct {
  PyObject_HEAD
  const Arithmetic *arithmetic;
  Table tables[TABLES];
  Layer layers[MOST_LAYERS]; /* input, convolutions, pool, output */
  size_t layer_count;
  size_t heads[MOST_HEADS];
  size_t head_count;
  GROWING(float, hidden);  /* rows x width */
  GROWING(int32_t, sums);  /* 2 x BLOCK x width */
  GROWING(uint8_t, bytes); /* rows with empty ones around them, x depth */
  GROWING(uint8_t, next);
  float pooled[2 * MOST_WIDTH]; /* of one sentence */
  /* What the input layer makes of rows that came before: a page says the same words
   * again and again. See `learn`. */
  uint64_t *keys;     /* PLACES; 0 is an empty place */
  uint16_t *known_at; /* PLACES */
  /* MOST_KNOWN x VECTORS x width, taken whole by the first page: what is not used yet takes
   * no memory, and growing would leave holes. */
  GROWING(float, known);
  size_t known_count;
  GROWING(uint32_t, known_of); /* of each row of the page */
  GROWING(uint32_t, missing);  /* rows to learn */
} Network;

#ifdef ASCRIBE_X86

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
  size_t depth = layer->depth = up_to(layer->inputs, 4);
  size_t width = layer->width = up_to(outputs, LANES);
  layer->weights = PyMem_Calloc(taps * depth * width, a->weight_size);
  layer->scale = PyMem_Calloc(width, sizeof(float));
  layer->bias = PyMem_Calloc(width, sizeof(float));
  layer->offset = PyMem_Calloc(taps * width, sizeof(int32_t));
  layer->steps = PyMem_Calloc(up_to(depth, LANES), sizeof(float));
  layer->stride = is_signed ? 2 * depth : depth;
  if (!layer->weights || !layer->scale || !layer->bias || !layer->offset ||
      !layer->steps) {
    PyErr_NoMemory();
    goto done;
  }
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

/* How many bits a place in each table has at most, in the key of a row. */
static const int key_bits[TABLES] = {24, 16, 15, 4, 4};

static int fits_together(const Network *n) {
  size_t inputs = 0, answers = 0, too_long = 0;
  for (int i = 0; i < TABLES; i++) {
    inputs += n->tables[i].columns;
    too_long |= n->tables[i].rows >> key_bits[i];
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
  n->keys = PyMem_Calloc(PLACES, sizeof *n->keys);
  n->known_at = PyMem_Calloc(PLACES, sizeof *n->known_at);
  if (!n->keys || !n->known_at) {
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
    PyMem_Free(n->layers[i].weights);
    PyMem_Free(n->layers[i].scale);
    PyMem_Free(n->layers[i].bias);
    PyMem_Free(n->layers[i].offset);
    PyMem_Free(n->layers[i].steps);
  }
  PyMem_Free(n->hidden);
  PyMem_Free(n->sums);
  PyMem_Free(n->bytes);
  PyMem_Free(n->next);
  PyMem_Free(n->keys);
  PyMem_Free(n->known_at);
  PyMem_Free(n->known);
  PyMem_Free(n->known_of);
  PyMem_Free(n->missing);
  Py_TYPE(self)->tp_free(self);
}

/* ---- arithmetic ------------------------------------------------------------------- */

/* What a layer makes of BLOCK rows; those around them are there. */
static void products_of(const Network *n, const Layer *layer, const uint8_t *from) {
  size_t taps = layer->reach ? 3 : 1;
  from -= layer->reach * layer->stride;
  n->arithmetic->products(layer, 0, taps, from, n->sums);
}

/* ---- the input layer -------------------------------------------------------------- */

/* Look the row up in the tables; return what one step of its bytes is worth. */
static float read_row(const Network *n, const int32_t *const *columns, size_t row,
                      uint8_t *to) {
  float vector[TABLES * MOST_WIDTH];
  size_t used = 0;
  for (int i = 0; i < TABLES; i++) {
    const Table *table = &n->tables[i];
    const float *from =
        (const float *)table->values.buf + (size_t)columns[i][row] * table->columns;
    memcpy(vector + used, from, table->columns * sizeof(float));
    used += table->columns;
  }
  return n->arithmetic->as_two_bytes(vector, used, to, n->layers[0].depth);
}

/* Work out the rows that are missing, BLOCK at once; `n->bytes` has room. */
static void learn(Network *n, const int32_t *const *columns, size_t missing) {
  const Arithmetic *a = n->arithmetic;
  const Layer *layer = &n->layers[0];
  size_t width = layer->width, stride = layer->stride;
  float steps[BLOCK];
  for (size_t first = 0; first < missing; first += BLOCK) {
    size_t count = missing - first < BLOCK ? missing - first : BLOCK;
    float *to = n->known + n->known_of[n->missing[first]] * VECTORS * width;
    for (size_t i = 0; i < count; i++)
      steps[i] = read_row(n, columns, n->missing[first + i], n->bytes + i * stride);
    for (size_t vector = 0; vector < VECTORS; vector++) {
      static const size_t taps[VECTORS] = {1, 0, 2};
      const int32_t *offset = layer->offset + taps[vector] * width;
      int32_t *low = n->sums + BLOCK * width;
      a->products(layer, taps[vector], 1, n->bytes, n->sums);
      a->products(layer, taps[vector], 1, n->bytes + layer->depth, low);
      for (size_t i = 0; i < count; i++)
        a->join_bytes(n->sums + i * width, low + i * width, offset, steps[i], width,
                      to + (i * VECTORS + vector) * width);
    }
  }
}

static inline uint64_t key_of(const int32_t *const *columns, size_t row) {
  uint64_t key = 0;
  for (int i = 0; i < TABLES; i++) key = key << key_bits[i] | (uint32_t)columns[i][row];
  return key + 1;
}

/* Say for each row which of those that are known it is; learn those that are not. */
static int know(Network *n, const int32_t *const *columns, size_t rows) {
  size_t missing = 0;
  size_t all = MOST_KNOWN * VECTORS * n->layers[0].width;
  if (RESERVE(n->known, all) || RESERVE(n->known_of, rows) || RESERVE(n->missing, rows))
    return -1;
  for (int again = 0;; again++) {
    missing = 0;
    size_t row = 0;
    for (; row < rows; row++) {
      uint64_t key = key_of(columns, row);
      size_t place = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 40) & (PLACES - 1);
      while (n->keys[place] && n->keys[place] != key) place = (place + 1) & (PLACES - 1);
      if (!n->keys[place]) {
        if (n->known_count == MOST_KNOWN) break;
        n->keys[place] = key;
        n->known_at[place] = (uint16_t)n->known_count++;
        n->missing[missing++] = (uint32_t)row;
      }
      n->known_of[row] = n->known_at[place];
    }
    if (row == rows) break;
    /* Too many are known: forget them, and begin again. */
    memset(n->keys, 0, PLACES * sizeof *n->keys);
    n->known_count = 0;
    if (again) {
      bad("more rows at once than are remembered");
      return -1;
    }
  }
  learn(n, columns, missing);
  return 0;
}

/* Fill the hidden rows from what is known of their words. */
static int input_layer(Network *n, const int32_t *const *columns, size_t rows) {
  static const float nothing[MOST_WIDTH];
  const Layer *layer = &n->layers[0];
  size_t width = layer->width, reach = layer->reach;
  if (know(n, columns, rows)) return -1;
  for (size_t row = 0; row < rows; row++) {
    const float *here = n->known + n->known_of[row] * VECTORS * width;
    const float *before = nothing, *after = nothing;
    if (row >= reach)
      before = n->known + (n->known_of[row - reach] * VECTORS + 1) * width;
    if (row + reach < rows)
      after = n->known + (n->known_of[row + reach] * VECTORS + 2) * width;
    n->arithmetic->join_taps(layer, here, before, after, n->hidden + row * width);
  }
  return 0;
}

/* ---- the others ------------------------------------------------------------------- */

/* Empty rows before the first and after the last: a layer sees nothing there. */
static int make_room(Network *n, size_t rows, size_t around) {
  size_t depth = 0, widest = 0, width = n->layers[0].width;
  for (size_t i = 0; i < n->layer_count; i++) {
    if (depth < n->layers[i].stride) depth = n->layers[i].stride;
    if (widest < n->layers[i].width) widest = n->layers[i].width;
  }
  size_t all = rows + 2 * around + BLOCK;
  if (RESERVE(n->hidden, (rows + BLOCK) * width) || RESERVE(n->sums, 2 * BLOCK * widest) ||
      RESERVE(n->bytes, all * depth + 16) || RESERVE(n->next, all * depth + 16))
    return -1;
  memset(n->bytes, 0, all * depth);
  memset(n->next, 0, all * depth);
  return 0;
}

static void swap_bytes(Network *n) {
  uint8_t *bytes = n->bytes;
  size_t size = n->bytes_size;
  n->bytes = n->next, n->bytes_size = n->next_size;
  n->next = bytes, n->next_size = size;
}

/* Add to each row what its sentence says: the mean and the largest of its rows. */
static void pool(Network *n, const int32_t *sentence, size_t rows) {
  const Arithmetic *a = n->arithmetic;
  const Layer *layer = &n->layers[n->layer_count - 2];
  size_t width = n->layers[0].width, real = n->layers[0].outputs;
  size_t groups = 0;
  for (size_t from = 0, to; from < rows; from = to, groups++) {
    float *mean = n->pooled, *most = mean + real;
    for (to = from + 1; to < rows && sentence[to] == sentence[from];) to++;
    double total[MOST_WIDTH];
    memcpy(most, n->hidden + from * width, real * sizeof(float));
    for (size_t i = 0; i < real; i++) total[i] = most[i];
    for (size_t row = from + 1; row < to; row++)
      a->add_row(n->hidden + row * width, total, most, real);
    for (size_t i = 0; i < real; i++) mean[i] = (float)(total[i] / (double)(to - from));
    /* A sentence has a row or more, so that there is room for all of them. */
    a->as_bytes(layer, mean, 1, 0, n->next + groups * layer->depth);
  }
  for (size_t group = 0, row = 0; group < groups; group += BLOCK) {
    products_of(n, layer, n->next + group * layer->depth);
    for (size_t i = 0; i < BLOCK && group + i < groups; i++) {
      float *said = n->pooled; /* what it held is in the bytes */
      a->finish(layer, n->sums + i * layer->width, 1, said, 0, NULL, NULL);
      size_t first = row;
      for (; row < rows && sentence[row] == sentence[first]; row++)
        a->add_to(said, n->hidden + row * width, width);
    }
  }
}

/* Turn the scores of one row into chances, head by head. */
static void soften(const Network *n, float *scores, float *to) {
  size_t at = 0;
  for (size_t head = 0; head < n->head_count; at += n->heads[head++]) {
    size_t end = at + n->heads[head];
    float most = scores[at];
    for (size_t i = at + 1; i < end; i++) most = most < scores[i] ? scores[i] : most;
    for (size_t i = at; i < end; i++) scores[i] -= most;
  }
  /* The columns behind the last head are empty, and there for whole vectors. */
  n->arithmetic->powers_of_e(scores, n->layers[n->layer_count - 1].width);
  at = 0;
  for (size_t head = 0; head < n->head_count; at += n->heads[head++]) {
    size_t end = at + n->heads[head];
    float sum = 0;
    for (size_t i = at; i < end; i++) sum += scores[i];
    float part = 1.0f / sum;
    for (size_t i = at; i < end; i++) to[i] = scores[i] * part;
  }
}

/* Look the rows up, and run all layers. */
static int run(Network *n, const int32_t *const *columns, const int32_t *sentence,
               size_t rows, float *answers) {
  const Arithmetic *a = n->arithmetic;
  size_t around = 0;
  for (size_t i = 0; i < n->layer_count; i++)
    if (around < n->layers[i].reach) around = n->layers[i].reach;
  if (make_room(n, rows, around) || input_layer(n, columns, rows)) return -1;
  size_t convolutions = n->layer_count - 2;
  const Layer *output = &n->layers[n->layer_count - 1];
  size_t width = n->layers[0].width, depth = output->depth;
  /* `learn` has written where the empty rows are. */
  memset(n->bytes, 0, (rows + 2 * around + BLOCK) * depth);
  if (convolutions > 1)
    a->as_bytes(&n->layers[1], n->hidden, rows, width, n->bytes + around * depth);
  for (size_t number = 1; number < convolutions; number++) {
    const Layer *layer = &n->layers[number];
    for (size_t row = 0; row < rows; row += BLOCK) {
      size_t place = around + row, count = rows - row < BLOCK ? rows - row : BLOCK;
      products_of(n, layer, n->bytes + place * depth);
      a->finish(layer, n->sums, count, n->hidden + row * width, 1,
                number + 1 < convolutions ? layer + 1 : NULL, n->next + place * depth);
    }
    swap_bytes(n);
  }
  pool(n, sentence, rows);
  memset(n->bytes, 0, (rows + 2 * around + BLOCK) * depth);
  a->as_bytes(output, n->hidden, rows, width, n->bytes + around * depth);
  for (size_t row = 0; row < rows; row += BLOCK) {
    products_of(n, output, n->bytes + (around + row) * depth);
    for (size_t i = 0; i < BLOCK && row + i < rows; i++) {
      float scores[MOST_WIDTH];
      const int32_t *sums = n->sums + i * output->width;
      for (size_t at = 0; at < output->width; at++) {
        scores[at] = (float)sums[at] * output->scale[at];
        scores[at] += output->bias[at];
      }
      soften(n, scores, answers + (row + i) * output->outputs);
    }
  }
  return 0;
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
  for (int i = 0; fits && i < TABLES; i++)
    for (size_t row = 0; row < rows; row++)
      fits = fits && columns[i][row] >= 0 &&
             (size_t)columns[i][row] < n->tables[i].rows;
  if (!fits)
    bad("each row has a place in each table");
  else if ((result = PyBytes_FromStringAndSize(
                NULL, (Py_ssize_t)(rows * answers * sizeof(float)))) &&
           rows &&
           run(n, columns, columns[TABLES], rows,
               (float *)(void *)PyBytes_AS_STRING(result)))
    Py_CLEAR(result);
  for (int i = 0; i <= TABLES; i++) PyBuffer_Release(&column[i]);
  return result;
}

static PyMethodDef network_methods[] = {
    {"chances", network_chances, METH_VARARGS,
     "chances(word, beginning, ending, shape, quote, sentence) -> bytes of floats"},
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
