/* A network and its working memory; see network.c. */
#ifndef ASCRIBE_NETWORK_TYPE_H
#define ASCRIBE_NETWORK_TYPE_H

#include "network.h"

#define TABLES 5
#define MOST_LAYERS 16
#define VECTORS 3 /* of a row that is known: as it stands, as the one before, after */
#define PLACES 8192 /* where remembered rows are looked for: a power of two */

typedef struct {
  Py_buffer values; /* the array itself: a copy would cost megabytes */
  size_t rows, columns;
} Table;

/* A row that is remembered. */
typedef struct {
  uint64_t key;
  uint16_t next; /* of those in the same place: its number + 1, or 0 */
  uint8_t use;   /* see network_known.c */
} KnownRow;

typedef struct {
  PyObject_HEAD
  const Arithmetic *arithmetic;
  Table tables[TABLES];
  Layer layers[MOST_LAYERS]; /* input, convolutions, pool, output */
  size_t layer_count;
  size_t heads[MOST_HEADS];
  size_t head_count;
  GROWING(float, hidden);  /* rows x width */
  GROWING(int32_t, sums);  /* LANES x width */
  GROWING(uint8_t, bytes); /* rows with empty ones around them, x depth */
  GROWING(uint8_t, next);
  float pooled[2 * MOST_WIDTH]; /* of one sentence */
  float scores[MOST_WIDTH * LANES]; /* of LANES rows, a column after the other */
  /* What the input layer makes of rows that came before; see network_known.c. */
  uint16_t *chains; /* PLACES: the first row in each, its number + 1, or 0 */
  KnownRow *rows;   /* MOST_KNOWN */
  /* MOST_KNOWN x VECTORS x width in half precision, taken whole by the first page: what
   * is not used yet takes no memory, and growing would leave holes. */
  GROWING(uint16_t, known);
  size_t known_count, hand; /* where the next one is to be forgotten */
  GROWING(uint32_t, known_of); /* of each row of the page */
  GROWING(uint32_t, missing);  /* rows to learn */
} Network;

/* How many bits a place in each table has at most, in the key of a row. */
extern const int ascribe_key_bits[TABLES];

/* Fill known_of, and known, for rows that are given by their columns in the tables; -1
 * with an error, here and below. */
int ascribe_know(Network *network, const int32_t *const *columns, size_t rows);

/* Look the rows up, and run all layers. */
int ascribe_run_network(Network *network, const int32_t *const *columns,
                        const int32_t *sentence, size_t rows, float *answers);

#endif
