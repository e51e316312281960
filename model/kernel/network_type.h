/* A network and its working memory; see network.c. */
#ifndef ASCRIBE_NETWORK_TYPE_H
#define ASCRIBE_NETWORK_TYPE_H

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
  float scores[MOST_WIDTH * LANES]; /* of LANES rows, a column after the other */
  /* What the input layer makes of rows that came before: a page says the same words
   * again and again. See `learn`. */
  uint64_t *keys;     /* PLACES; 0 is an empty place */
  uint16_t *known_at; /* PLACES */
  /* MOST_KNOWN x VECTORS x width, taken whole by the first page: what is not used yet
   * takes no memory, and growing would leave holes. */
  GROWING(float, known);
  size_t known_count;
  GROWING(uint32_t, known_of); /* of each row of the page */
  GROWING(uint32_t, missing);  /* rows to learn */
} Network;

/* How many bits a place in each table has at most, in the key of a row. */
extern const int ascribe_key_bits[TABLES];

/* Look rows up in the tables by their columns, and run all layers; -1 with an error. */
int ascribe_run_network(Network *network, const int32_t *const *columns,
                        const int32_t *sentence, size_t rows, float *answers);

#endif
