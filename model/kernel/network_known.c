/* What the input layer of the tagger's network makes of rows that came before: a page
 * says the same words again and again, and so does the next one. See network.c.
 *
 * Of the rows that are known those are forgotten that no page has used for the longest
 * time, about so (the algorithm of the clock with a second chance). */
#include "network_type.h"

#ifdef ASCRIBE_X86

const int ascribe_key_bits[TABLES] = {24, 16, 15, 4, 4};

/* Whether a known row may be forgotten. */
enum { UNUSED, USED, USED_NOW };

/* Where a table has the vector of a row. */
static inline const float *vector_of(const Table *table, const int32_t *column,
                                     size_t row) {
  return (const float *)table->values.buf + (size_t)column[row] * table->columns;
}

/* Begin to read it. */
static void read_soon(const Network *n, const int32_t *const *columns, size_t row) {
  for (int i = 0; i < TABLES; i++) {
    const float *from = vector_of(&n->tables[i], columns[i], row);
    for (size_t j = 0; j < n->tables[i].columns; j += LANES) SOON(from + j);
  }
}

/* Look the row up in the tables; return what one step of its bytes is worth. */
static float read_row(const Network *n, const int32_t *const *columns, size_t row,
                      uint8_t *to) {
  float vector[TABLES * MOST_WIDTH];
  size_t used = 0;
  for (int i = 0; i < TABLES; i++) {
    const Table *table = &n->tables[i];
    memcpy(vector + used, vector_of(table, columns[i], row),
           table->columns * sizeof(float));
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
    const uint32_t *rows = n->missing + first;
    size_t count = missing - first < BLOCK ? missing - first : BLOCK;
    for (size_t i = 0; i < count; i++)
      steps[i] = read_row(n, columns, rows[i], n->bytes + i * stride);
    for (size_t vector = 0; vector < VECTORS; vector++) {
      static const size_t taps[VECTORS] = {1, 0, 2};
      int32_t *low = n->sums + BLOCK * width;
      a->products(layer, taps[vector], 1, n->bytes, n->sums);
      a->products(layer, taps[vector], 1, n->bytes + layer->depth, low);
      for (size_t i = 0; i < count; i++)
        a->join_bytes(layer, taps[vector], n->sums + i * width, low + i * width, steps[i],
                      n->known + (n->known_of[rows[i]] * VECTORS + vector) * width);
    }
  }
}

static inline uint64_t key_of(const int32_t *const *columns, size_t row) {
  uint64_t key = 0;
  for (int i = 0; i < TABLES; i++)
    key = key << ascribe_key_bits[i] | (uint32_t)columns[i][row];
  return key;
}

static inline uint16_t *chain_of(Network *n, uint64_t key) {
  return &n->chains[(size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 40) & (PLACES - 1)];
}

static void forget_all(Network *n) {
  memset(n->chains, 0, PLACES * sizeof *n->chains);
  n->known_count = n->hand = 0;
}

/* Find room for one more, behind which none of this page is forgotten; -1 for none. */
static int take_place(Network *n) {
  if (n->known_count < MOST_KNOWN) return (int)n->known_count++;
  for (size_t turns = 0; turns < 2 * MOST_KNOWN; turns++) {
    size_t at = n->hand;
    n->hand = at + 1 < MOST_KNOWN ? at + 1 : 0;
    KnownRow *row = &n->rows[at];
    if (row->use == USED) row->use = UNUSED;
    else if (row->use == UNUSED) {
      uint16_t *link = chain_of(n, row->key);
      while (*link != at + 1) link = &n->rows[*link - 1].next;
      *link = row->next;
      return (int)at;
    }
  }
  return -1;
}

/* Say for each row which of those that are known it is; learn those that are not. */
int ascribe_know(Network *n, const int32_t *const *columns, size_t rows) {
  size_t missing = 0, all = MOST_KNOWN * VECTORS * n->layers[0].width;
  if (RESERVE(n->known, all) || RESERVE(n->known_of, rows) || RESERVE(n->missing, rows))
    return -1;
  for (size_t row = 0; row < rows; row++) {
    uint64_t key = key_of(columns, row);
    uint16_t *chain = chain_of(n, key);
    size_t at = *chain;
    while (at && n->rows[at - 1].key != key) at = n->rows[at - 1].next;
    if (!at) {
      int place = take_place(n);
      if (place < 0) {
        forget_all(n);
        PyErr_SetString(PyExc_ValueError, "more rows at once than are remembered");
        return -1;
      }
      at = (size_t)place + 1;
      n->rows[place] = (KnownRow){.key = key, .next = *chain};
      *chain = (uint16_t)at;
      n->missing[missing++] = (uint32_t)row;
      read_soon(n, columns, row);
    }
    n->rows[at - 1].use = USED_NOW;
    n->known_of[row] = (uint32_t)at - 1;
  }
  for (size_t row = 0; row < rows; row++) n->rows[n->known_of[row]].use = USED;
  learn(n, columns, missing);
  return 0;
}

#endif
