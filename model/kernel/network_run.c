/* The layers of the tagger's network; see network.c. */
#include "network_type.h"

#ifdef ASCRIBE_X86

const int ascribe_key_bits[TABLES] = {24, 16, 15, 4, 4};

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
  for (int i = 0; i < TABLES; i++)
    key = key << ascribe_key_bits[i] | (uint32_t)columns[i][row];
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
      PyErr_SetString(PyExc_ValueError, "more rows at once than are remembered");
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

static int make_room(Network *n, size_t rows, size_t around) {
  size_t depth = 0, widest = 0, width = n->layers[0].width;
  for (size_t i = 0; i < n->layer_count; i++) {
    if (depth < n->layers[i].stride) depth = n->layers[i].stride;
    if (widest < n->layers[i].width) widest = n->layers[i].width;
  }
  size_t all = rows + 2 * around + BLOCK;
  int failed = RESERVE(n->hidden, (rows + BLOCK) * width) ||
               RESERVE(n->sums, 2 * BLOCK * widest) ||
               RESERVE(n->bytes, all * depth + 16) || RESERVE(n->next, all * depth + 16);
  return failed ? -1 : 0;
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

/* Answer for LANES rows from `row` on, or those that are left: `answers` has a column
 * of `rows` numbers for each answer. */
static void answer(Network *n, const uint8_t *bytes, size_t row, size_t rows,
                   float *answers) {
  const Layer *output = &n->layers[n->layer_count - 1];
  size_t count = rows - row < LANES ? rows - row : LANES;
  for (size_t first = 0; first < count; first += BLOCK) {
    products_of(n, output, bytes + (row + first) * output->depth);
    for (size_t i = 0; i < BLOCK; i++) {
      const int32_t *sums = n->sums + i * output->width;
      for (size_t at = 0; at < output->outputs; at++) {
        float score = (float)sums[at] * output->scale[at];
        n->scores[at * LANES + first + i] = score + output->bias[at];
      }
    }
  }
  n->arithmetic->soften(n->scores, n->heads, n->head_count);
  for (size_t at = 0; at < output->outputs; at++)
    memcpy(answers + at * rows + row, n->scores + at * LANES, count * sizeof(float));
}

/* Look the rows up, and run all layers. */
int ascribe_run_network(Network *n, const int32_t *const *columns,
                        const int32_t *sentence, size_t rows, float *answers) {
  const Arithmetic *a = n->arithmetic;
  size_t around = 0;
  for (size_t i = 0; i < n->layer_count; i++)
    if (around < n->layers[i].reach) around = n->layers[i].reach;
  if (make_room(n, rows, around) || input_layer(n, columns, rows)) return -1;
  size_t convolutions = n->layer_count - 2;
  const Layer *output = &n->layers[n->layer_count - 1];
  size_t width = n->layers[0].width, depth = output->depth;
  /* Empty rows before the first and after the last: a layer sees nothing there. */
  memset(n->bytes, 0, (rows + 2 * around + BLOCK) * depth);
  memset(n->next, 0, (rows + 2 * around + BLOCK) * depth);
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
  a->as_bytes(output, n->hidden, rows, width, n->bytes + around * depth);
  for (size_t row = 0; row < rows; row += LANES)
    answer(n, n->bytes + around * depth, row, rows, answers);
  return 0;
}

#endif
