/* See vocabulary.h. */
#include "vocabulary.h"

/* Take a character off UTF-8, as `as_lines` writes it: lone surrogates too. */
static Py_UCS4 next_of(const unsigned char *bytes, size_t length, size_t *at) {
  Py_UCS4 c = bytes[(*at)++];
  int more = c < 0xC0 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
  if (more) c &= 0x3Fu >> more;
  for (; more && *at < length; more--) c = c << 6 | (bytes[(*at)++] & 0x3F);
  return c;
}

/* What a line of a vocabulary is known by; `*at` gets to its end. */
static uint64_t hash_of_line(const unsigned char *bytes, size_t length, size_t *at,
                             int has_pairs) {
  uint64_t hash = ascribe_hash_start, first = 0;
  int pair = 0;
  while (*at < length && bytes[*at] != '\n') {
    Py_UCS4 c = next_of(bytes, length, at);
    if (has_pairs && c == ' ') {
      first = hash;
      hash = ascribe_hash_start;
      pair = 1;
    } else
      hash = ascribe_hash_more(hash, c);
  }
  return ascribe_hash_end(pair ? paired(first, hash) : hash);
}

#define BUCKETS 65536

/* Which column each term gets: the commonest come first, so that what most sentences hold
 * lies close together and stays in the caches. NULL with an error. */
static uint32_t *columns_by_rarity(const float *idf, size_t size) {
  uint32_t *columns = PyMem_Malloc((size + 1) * sizeof *columns);
  uint32_t *next = PyMem_Calloc(BUCKETS + 1, sizeof *next);
  if (columns && next) {
    /* The bits of a number above 0 are in its order; half of them part enough. */
    for (size_t i = 0; i < size; i++) {
      memcpy(&columns[i], &idf[i], sizeof *columns);
      columns[i] >>= 16;
      next[columns[i] + 1]++;
    }
    for (size_t i = 0; i < BUCKETS; i++) next[i + 1] += next[i];
    for (size_t i = 0; i < size; i++) columns[i] = next[columns[i]]++;
  } else
    PyErr_NoMemory();
  if (!next) {
    PyMem_Free(columns);
    columns = NULL;
  }
  PyMem_Free(next);
  return columns;
}

/* What the term of each column is known by, of as many lines; NULL with an error. */
static uint64_t *hashes_by_column(const unsigned char *bytes, size_t length,
                                  const uint32_t *columns, size_t size, int has_pairs) {
  uint64_t *hashes = PyMem_Malloc((size + 1) * sizeof *hashes);
  if (!hashes) {
    PyErr_NoMemory();
    return NULL;
  }
  size_t lines = 0;
  for (size_t at = 0; size && at <= length; at++, lines++) {
    if (lines == size) {
      lines++; /* one too many */
      break;
    }
    hashes[columns[lines]] = hash_of_line(bytes, length, &at, has_pairs);
  }
  if (lines == size) return hashes;
  PyErr_SetString(PyExc_ValueError, "a vocabulary has as many terms as weights");
  PyMem_Free(hashes);
  return NULL;
}

int ascribe_fill_vocabulary(Vocabulary *v, PyObject *lines, Py_buffer *idf,
                           Py_buffer *weights, int has_pairs) {
  size_t size = (size_t)idf->len / sizeof(float);
  size_t length = (size_t)PyBytes_GET_SIZE(lines);
  if (length >= UINT32_MAX || size >= COLUMN_MASK ||
      (size_t)weights->len != size * LABELS * sizeof(float)) {
    PyErr_SetString(PyExc_ValueError, "the arrays of a vocabulary do not fit together");
    return -1;
  }
  const unsigned char *bytes = (const unsigned char *)PyBytes_AS_STRING(lines);
  v->size = (uint32_t)size;
  size_t slots = 64;
  /* Full to three quarters at most: a longer search costs less than more memory. */
  while (slots < size * 13 / 10) slots *= 2;
  v->mask = (uint32_t)slots - 1;
  v->bits_mask = slots / 8 - 1;
  v->slots = PyMem_Calloc(slots, sizeof *v->slots);
  v->bits = PyMem_Calloc(slots / 8, sizeof *v->bits);
  v->terms_memory = PyMem_Calloc(size + 2, sizeof *v->terms);
  v->turn = 1;
  v->seen = PyMem_Calloc(size + 1, sizeof *v->seen);
  v->again = PyMem_Calloc(size / 64 + 1, sizeof *v->again);
  if (!v->slots || !v->bits || !v->terms_memory || !v->seen || !v->again) {
    PyErr_NoMemory();
    return -1;
  }
  /* None lies in two lines of a cache. */
  uintptr_t line = sizeof(Term) - 1;
  v->terms = (Term *)(((uintptr_t)v->terms_memory + line) & ~line);
  uint32_t *columns = columns_by_rarity(idf->buf, size);
  uint64_t *hashes = columns ? hashes_by_column(bytes, length, columns, size, has_pairs) : NULL;
  for (size_t i = 0; hashes && i < size; i++) {
    Term *term = &v->terms[columns[i]];
    term->idf = ((const float *)idf->buf)[i];
    memcpy(term->weights, (const float *)weights->buf + i * LABELS, sizeof term->weights);
  }
  /* The commonest are put in first: they are found where they are looked for first. */
  for (size_t column = 0; hashes && column < size; column++) {
    uint64_t hash = hashes[column];
    uint32_t slot = (uint32_t)hash & v->mask;
    while (v->slots[slot]) slot = (slot + 1) & v->mask;
    v->slots[slot] = (hash & ~COLUMN_MASK) | (column + 1);
    v->bits[place_of_bits(v, hash)] |= two_bits(hash);
  }
  PyMem_Free(columns);
  PyMem_Free(hashes);
  return hashes ? 0 : -1;
}

void ascribe_free_vocabulary(Vocabulary *v) {
  PyMem_Free(v->slots);
  PyMem_Free(v->bits);
  PyMem_Free(v->terms_memory);
  PyMem_Free(v->found);
  PyMem_Free(v->all);
  PyMem_Free(v->seen);
  PyMem_Free(v->again);
}
