/* The layers of the tagger's network; see network.c. */
#include "network_type.h"

#ifdef ASCRIBE_X86

#define ROWS_AHEAD 6 /* what is known of rows is read so early: it lies in slow memory */

/* What a layer makes of BLOCK rows; those around them are there. */
static void products_of(const Network *n, const Layer *layer, const uint8_t *from,
                        int32_t *sums) {
  size_t taps = layer->reach ? 3 : 1;
  from -= layer->reach * layer->stride;
  n->arithmetic->products(layer, 0, taps, from, sums);
}

static int make_room(Network *n, size_t rows, size_t around) {
  size_t depth = 0, widest = 0, width = n->layers[0].width;
  for (size_t i = 0; i < n->layer_count; i++) {
    if (depth < n->layers[i].stride) depth = n->layers[i].stride;
    if (widest < n->layers[i].width) widest = n->layers[i].width;
  }
  size_t all = rows + 2 * around + BLOCK;
  int failed = RESERVE(n->hidden, (rows + BLOCK) * width) ||
               RESERVE(n->sums, LANES * widest) ||
               RESERVE(n->bytes, all * depth + 16) || RESERVE(n->next, all * depth + 16);
  return failed ? -1 : 0;
}

/* Fill the hidden rows from what is known of their words; `bytes` gets them too. */
static void input_layer(Network *n, size_t rows, const Layer *next, uint8_t *bytes) {
  static const uint16_t nothing[MOST_WIDTH];
  const Layer *layer = &n->layers[0];
  size_t width = layer->width, reach = layer->reach;
  const uint16_t *known = n->known;
  for (size_t row = 0; row < rows; row++) {
    if (row + ROWS_AHEAD < rows) {
      const uint16_t *soon = known + n->known_of[row + ROWS_AHEAD] * VECTORS * width;
      for (size_t i = 0; i < VECTORS * width; i += 2 * LANES) SOON(soon + i);
    }
    const uint16_t *here = known + n->known_of[row] * VECTORS * width;
    const uint16_t *before = nothing, *after = nothing;
    if (row >= reach) before = known + (n->known_of[row - reach] * VECTORS + 1) * width;
    if (row + reach < rows)
      after = known + (n->known_of[row + reach] * VECTORS + 2) * width;
    n->arithmetic->join_taps(layer, here, before, after, n->hidden + row * width, next,
                             bytes + row * width);
  }
}

static void swap_bytes(Network *n) {
  uint8_t *bytes = n->bytes;
  size_t size = n->bytes_size;
  n->bytes = n->next, n->bytes_size = n->next_size;
  n->next = bytes, n->next_size = size;
}

/* Add to each row what its sentence says: the mean and the largest of its rows. Give
 * them as bytes to the last layer. */
static void pool(Network *n, const int32_t *sentence, size_t rows, uint8_t *bytes) {
  const Arithmetic *a = n->arithmetic;
  const Layer *layer = &n->layers[n->layer_count - 2];
  size_t width = n->layers[0].width, real = n->layers[0].outputs;
  float most[MOST_WIDTH];
  size_t groups = 0;
  for (size_t from = 0, to; from < rows; from = to, groups++) {
    for (to = from + 1; to < rows && sentence[to] == sentence[from];) to++;
    a->sum_up(n->hidden + from * width, to - from, width, n->pooled, most);
    memcpy(n->pooled + real, most, real * sizeof *most);
    memset(n->pooled + 2 * real, 0, (layer->depth - 2 * real) * sizeof *n->pooled);
    /* A sentence has a row or more, so that there is room for all of them. */
    a->as_bytes(layer, n->pooled, n->next + groups * layer->depth);
  }
  for (size_t group = 0, row = 0; group < groups; group += BLOCK) {
    products_of(n, layer, n->next + group * layer->depth, n->sums);
    for (size_t i = 0; i < BLOCK && group + i < groups; i++) {
      float *said = n->pooled; /* what it held is in the bytes */
      a->finish(layer, n->sums + i * width, said);
      size_t first = row++;
      while (row < rows && sentence[row] == sentence[first]) row++;
      a->add(said, row - first, width, n->hidden + first * width, layer + 1,
             bytes + first * width);
    }
  }
}

/* Answer for LANES rows from `row` on, or those that are left: `answers` has a column
 * of `rows` numbers for each answer. */
static void answer(Network *n, const uint8_t *bytes, size_t row, size_t rows,
                   float *answers) {
  const Layer *output = &n->layers[n->layer_count - 1];
  size_t count = rows - row < LANES ? rows - row : LANES;
  for (size_t first = 0; first < count; first += BLOCK)
    products_of(n, output, bytes + (row + first) * output->depth,
                n->sums + first * output->width);
  n->arithmetic->score(output, n->sums, n->scores);
  n->arithmetic->soften(n->scores, n->heads, n->head_count);
  for (size_t at = 0; at < output->outputs; at++) {
    float *to = answers + at * rows + row;
    if (count == LANES) /* nearly always: no call is needed */
      memcpy(to, n->scores + at * LANES, LANES * sizeof(float));
    else
      memcpy(to, n->scores + at * LANES, count * sizeof(float));
  }
}

int ascribe_run_network(Network *n, const int32_t *const *columns,
                        const int32_t *sentence, size_t rows, float *answers) {
  size_t around = 0;
  for (size_t i = 0; i < n->layer_count; i++)
    if (around < n->layers[i].reach) around = n->layers[i].reach;
  if (make_room(n, rows, around) || ascribe_know(n, columns, rows)) return -1;
  size_t convolutions = n->layer_count - 2, width = n->layers[0].width;
  size_t before = around * width, behind = before + rows * width;
  size_t end = behind + (around + BLOCK) * width;
  /* Empty rows before the first and behind the last: a layer sees nothing there. */
  memset(n->bytes, 0, before);
  memset(n->next, 0, before);
  memset(n->bytes + behind, 0, end - behind);
  memset(n->next + behind, 0, end - behind);
  memset(n->hidden + rows * width, 0, BLOCK * width * sizeof *n->hidden);
  input_layer(n, rows, convolutions > 1 ? &n->layers[1] : NULL, n->bytes + before);
  for (size_t number = 1; number < convolutions; number++) {
    const Layer *layer = &n->layers[number];
    const Layer *next = number + 1 < convolutions ? layer + 1 : NULL;
    n->arithmetic->convolve(layer, n->bytes + before, rows, n->hidden, next,
                            n->next + before);
    memset(n->next + behind, 0, BLOCK * width);
    swap_bytes(n);
  }
  pool(n, sentence, rows, n->bytes + before);
  for (size_t row = 0; row < rows; row += LANES)
    answer(n, n->bytes + before, row, rows, answers);
  return 0;
}

#endif
