/* What the tagger's network answers, head by head: arrays of single precision that have a
 * row for each word and lie anyhow. */
#ifndef ASCRIBE_HEADS_H
#define ASCRIBE_HEADS_H

#include "kernel.h"

static inline float ascribe_answer(const Py_buffer *head, Py_ssize_t row,
                                   Py_ssize_t which) {
  const char *at = (const char *)head->buf + row * head->strides[0];
  return *(const float *)(const void *)(at + which * head->strides[1]);
}

/* Whether a head has so many rows and answers. */
static inline int ascribe_head_fits(const Py_buffer *head, Py_ssize_t rows,
                                    Py_ssize_t answers) {
  return head->ndim == 2 && head->shape[0] == rows && head->shape[1] == answers &&
         head->itemsize == sizeof(float);
}

#endif
