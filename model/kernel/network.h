/* The tagger's network: what network.c and the processors' own arithmetic share. */
#ifndef ASCRIBE_NETWORK_H
#define ASCRIBE_NETWORK_H

#include "kernel.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define ASCRIBE_X86 1
#include <immintrin.h>
#endif

#define MOST_WIDTH 512 /* columns of a layer */
#define MOST_HEADS 32
#define MOST_KNOWN 2304 /* rows that are remembered: 4 MB, of 96 columns */
#define LANES 16       /* columns are padded to a multiple of it */
#define BLOCK 4        /* rows that are worked on at once */
#define LEAST_TOP 1e-30f

typedef struct {
  size_t inputs, outputs; /* as given */
  size_t depth, width;    /* rounded up: to 4, to LANES */
  size_t reach;           /* 0: it looks at the row alone */
  int is_signed;          /* inputs have two bytes: see as_two_bytes */
  size_t stride;          /* bytes of a row: depth, or twice that */
  void *weights;          /* as the arithmetic packs them */
  float *scale, *bias; /* width */
  int32_t *offset;     /* [tap][width]: what the shift of signed inputs adds */
  int32_t *nothing;    /* [width] */
} Layer;

/* How a sort of processor does it. All of them round alike. */
typedef struct {
  const char *name;
  int (*is_there)(void);
  size_t weight_size; /* bytes of a packed weight */
  size_t together;    /* inputs whose products are added up at once */
  /* Turn `count` numbers, none below 0, into bytes of `depth`; returns what one step of
   * them is worth. */
  float (*as_bytes)(const float *from, size_t count, uint8_t *to, size_t depth);
  /* The same of any numbers: the high bytes, shifted by 128, and the low bytes behind. */
  float (*as_two_bytes)(const float *from, size_t count, uint8_t *to, size_t depth);
  /* All columns of one tap for BLOCK rows: sums (+)= scales * (bytes @ weights). `from`
   * and `scales` are those of the first row; of signed inputs, which are two planes,
   * only one is looked at. */
  void (*plane_of_all)(const Layer *layer, size_t tap, int plane, const uint8_t *from,
                       const float *scales, float *sums, int add);
  /* values = sums * scale + bias, nothing below 0; added to `to` or put there. */
  void (*finish)(const Layer *layer, const float *sums, float *to, int add);
  /* See network_loops.h. */
  void (*join_taps)(const Layer *layer, const float *here, const float *before,
                    const float *after, float *to);
  void (*add_row)(const float *from, double *total, float *most, size_t count);
  void (*add_to)(const float *from, float *to, size_t count);
  void (*powers_of_e)(float *values, size_t count);
} Arithmetic;

extern const Arithmetic ascribe_avx512, ascribe_avx2;

#endif
