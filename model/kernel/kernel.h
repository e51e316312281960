/* What the parts of the kernel share: memory that grows, classes of characters. */
#ifndef ASCRIBE_KERNEL_H
#define ASCRIBE_KERNEL_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* Make `*memory` hold `count` items; 0 or -1 with MemoryError. */
static inline int reserve(void **memory, size_t *have, size_t count, size_t size) {
  if (count <= *have) return 0;
  size_t want = count + count / 2 + 64;
  void *more = PyMem_Realloc(*memory, want * size);
  if (!more) {
    PyErr_NoMemory();
    return -1;
  }
  *memory = more;
  *have = want;
  return 0;
}

#define RESERVE(field, count) \
  reserve((void **)&(field), &(field##_size), (size_t)(count), sizeof *(field))
#define RELEASE(field) (PyMem_Free(field), (field) = NULL, (field##_size) = 0)
#define GROWING(type, name) \
  type *name;               \
  size_t name##_size

/* Begin to read what will be looked at soon: the tables are larger than the caches, and
 * so the reads of a whole sentence are under way at once. */
#if defined(__GNUC__)
#define SOON(address) __builtin_prefetch(address)
#else
#define SOON(address) ((void)0)
#endif

/* Compiled twice where the machine may have wider registers. The sums are the same. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define ALSO_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define ALSO_WIDE
#endif

/* log(n), but for 0, and log(1 + n) of small numbers; filled when the module is loaded. */
#define LOGS 64
extern double ascribe_log_of[LOGS], ascribe_log1p_of[LOGS];

static inline double ascribe_log1p(size_t count) {
  return count < LOGS ? ascribe_log1p_of[count] : log1p((double)count);
}

/* The place of the lowest bit of a number that is not 0. */
static inline int lowest_bit(uint64_t bits) {
#if defined(__GNUC__)
  return __builtin_ctzll(bits);
#else
  int place = 0;
  for (; !(bits & 1); bits >>= 1) place++;
  return place;
#endif
}

enum { LETTER = 1, DECIMAL = 2, SPACE = 4, UNDERSCORE = 8 };

/* Classes of Python's re: [^\W\d_], \d, \s and _ . */
static inline unsigned char class_of_any(Py_UCS4 c) {
  if (Py_UNICODE_ISDECIMAL(c)) return DECIMAL;
  if (Py_UNICODE_ISSPACE(c)) return SPACE;
  if (c == '_') return UNDERSCORE;
  return Py_UNICODE_ISALNUM(c) ? LETTER : 0;
}

extern unsigned char ascribe_ascii_class[128];

static inline unsigned char class_of(Py_UCS4 c) {
  return c < 128 ? ascribe_ascii_class[c] : class_of_any(c);
}

/* Whether it is one of re's word characters. */
static inline int ascribe_is_word(Py_UCS4 c) {
  return class_of(c) & (LETTER | DECIMAL | UNDERSCORE);
}

/* The hash of a word, character by character: a polynomial, so that that of a part of a
 * text comes from those of its beginnings; see reading.h. When it is over its bits are
 * spread; then it is never 0. */
#define ascribe_hash_start UINT64_C(0)
#define ASCRIBE_HASH_BASE UINT64_C(0x9fb21c651e98df25)

static inline uint64_t ascribe_hash_more(uint64_t hash, Py_UCS4 c) {
  return hash * ASCRIBE_HASH_BASE + c + 1;
}

static inline uint64_t ascribe_hash_end(uint64_t hash) {
  hash ^= hash >> 32;
  hash *= UINT64_C(0x9e3779b97f4a7c15);
  hash ^= hash >> 29;
  return hash ? hash : 1;
}

static inline uint64_t ascribe_hash(const Py_UCS4 *text, size_t length) {
  uint64_t hash = ascribe_hash_start;
  for (size_t i = 0; i < length; i++) hash = ascribe_hash_more(hash, text[i]);
  return ascribe_hash_end(hash);
}

/* Put (*text)[0..count) into lower case as str.lower does; -1 on failure, else its
 * length. *text, which has room for *size, may grow. */
Py_ssize_t ascribe_lower(Py_UCS4 **text, size_t *size, size_t count);

/* Each part makes its type ready and adds it to the module; 0, or -1 with an error. */
int ascribe_add_network(PyObject *module);
int ascribe_add_counter(PyObject *module);
int ascribe_add_matching(PyObject *module);
int ascribe_add_language(PyObject *module);
int ascribe_add_rows(PyObject *module);
int ascribe_add_words(PyObject *module);
int ascribe_add_found_names(PyObject *module);
int ascribe_add_context(PyObject *module);
int ascribe_add_links(PyObject *module);
int ascribe_add_steps(PyObject *module);
int ascribe_add_speech(PyObject *module);
int ascribe_add_passages(PyObject *module);
int ascribe_add_quotations(PyObject *module);

#endif
