/* The n-grams that the model knows, by hash, and what it says of each; see
 * ascribe/labels/ngrams.py. */
#ifndef ASCRIBE_VOCABULARY_H
#define ASCRIBE_VOCABULARY_H

#include "kernel.h"

#define LABELS 4

/* A term is known by 42 bits of its hash, and by where it stands: that one of the
 * 30,000 n-grams of a page is taken for another has a chance of one in 100 million, and
 * a look at the letters would cost another two reads from slow memory. The other 22
 * bits are its column plus 1; 0 is an empty slot. */
typedef uint64_t Slot;
#define COLUMN_BITS 22
#define COLUMN_MASK ((UINT64_C(1) << COLUMN_BITS) - 1)

#define COLUMN_BLOCK 32 /* columns that are copied at once: nearly all runs have fewer */

/* All that is known of a term: 32 bytes. */
typedef struct {
  float idf;
  float weights[LABELS];
  /* Of the sentence at hand, cleared after it: */
  uint32_t count; /* how often the term occurs */
  uint32_t first; /* which occurrence was its first */
  uint32_t unused;
} Term;

typedef struct {
  uint32_t size;
  Slot *slots;
  uint32_t mask;
  uint64_t *bits; /* see two_bits */
  size_t bits_mask;
  Term *terms; /* in terms_memory */
  void *terms_memory;
  GROWING(uint32_t, found); /* columns of all occurrences, in order */
  size_t found_count;
  /* Of character n-grams: `found` are only those that stand again, and these are the
   * columns of all runs, one behind the other. */
  GROWING(uint32_t, all);
  size_t all_count;
  /* Of the sentence at hand, by column: see weigh_runs. */
  uint8_t *seen;      /* the turn in which it was last seen */
  uint8_t turn;       /* of this sentence; never 0 */
  uint64_t *again;    /* a bit where it stands again */
} Vocabulary;

/* A pair of words is known by what its words are known by. */
static inline uint64_t paired(uint64_t first, uint64_t second) {
  return (first ^ (second << 21 | second >> 43)) * UINT64_C(0xd6e8feb86659fd93);
}

/* Two bits of one place say whether a hash may be known: most pairs of words are not,
 * and these places fit into a cache that the slots do not fit into. */
static inline uint64_t two_bits(uint64_t hash) {
  return UINT64_C(1) << (hash >> 58) | UINT64_C(1) << (hash >> 52 & 63);
}

static inline size_t place_of_bits(const Vocabulary *v, uint64_t hash) {
  return (size_t)(hash >> 22) & v->bits_mask;
}

/* Return the column of a term, or -1; `hash` is spread. */
static inline int64_t column_at(const Vocabulary *v, uint64_t hash) {
  for (uint32_t at = (uint32_t)hash & v->mask;; at = (at + 1) & v->mask) {
    Slot slot = v->slots[at];
    if (!slot) return -1;
    if (!((slot ^ hash) >> COLUMN_BITS)) return (int64_t)(slot & COLUMN_MASK) - 1;
  }
}

static inline int may_know(const Vocabulary *v, uint64_t hash) {
  uint64_t bits = two_bits(hash);
  return (v->bits[place_of_bits(v, hash)] & bits) == bits;
}

/* Note one occurrence. `found` has room. */
static inline void occur(Vocabulary *v, uint32_t column) {
  Term *term = &v->terms[column];
  if (!term->count++) term->first = (uint32_t)v->found_count;
  v->found[v->found_count++] = column;
}

static inline void forget(Vocabulary *v) {
  for (size_t i = 0; i < v->found_count; i++) v->terms[v->found[i]].count = 0;
  v->found_count = 0;
}

static inline double damped(uint32_t count) {
  return 1.0 + (count < LOGS ? ascribe_log_of[count] : log((double)count));
}

/* Return 1 / the Euclidean length of the sentence at hand, 0 for none; `sums` gets what
 * its terms give, before that is made 1. */
static inline double weigh_terms(const Vocabulary *v, double *sums) {
  double square = 0;
  for (int label = 0; label < LABELS; label++) sums[label] = 0;
  for (size_t i = 0; i < v->found_count; i++) {
    const Term *term = &v->terms[v->found[i]];
    if (term->first != i) continue;
    double value = damped(term->count) * term->idf;
    square += value * value;
    for (int label = 0; label < LABELS; label++)
      sums[label] += value * term->weights[label];
  }
  return square > 0 ? 1.0 / sqrt(square) : 0;
}

/* Add to `scores` what the terms give; return as `weigh_terms` does. */
static inline double add_scores(const Vocabulary *v, double *scores) {
  double sums[LABELS], scale = weigh_terms(v, sums);
  for (int label = 0; label < LABELS; label++) scores[label] += scale * sums[label];
  return scale;
}

/* What one occurrence of `column` adds to the log-odds of each label. */
static inline void share(const Vocabulary *v, uint32_t column, double scale,
                         double *shares) {
  const Term *term = &v->terms[column];
  double value = damped(term->count) * term->idf * scale;
  for (int label = 0; label < LABELS; label++) shares[label] = value * term->weights[label];
  if (term->count > 1)
    for (int label = 0; label < LABELS; label++) shares[label] /= term->count;
}

/* Fill a vocabulary from its lines in UTF-8; 0, or -1 with an error. In one that has
 * pairs a space stands between two words. */
int ascribe_fill_vocabulary(Vocabulary *v, PyObject *lines, Py_buffer *idf,
                            Py_buffer *weights, int has_pairs);
void ascribe_free_vocabulary(Vocabulary *v);

#endif
