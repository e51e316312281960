/* The tagger's network: what network.c and the processors' own arithmetic share. */
#ifndef ASCRIBE_NETWORK_H
#define ASCRIBE_NETWORK_H

#include "kernel.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define ASCRIBE_X86 1
#include <cpuid.h>
#include <immintrin.h>
#endif

#define MOST_WIDTH 512 /* columns of a layer */
#define MOST_HEADS 32
#define MOST_KNOWN 7680 /* rows that are remembered: 4 MB, of 96 columns */
#define LANES 16       /* columns are padded to a multiple of it */
#define BLOCK 4        /* rows that are worked on at once */
#define LEAST_TOP 1e-30f

typedef struct {
  size_t inputs, outputs; /* as given */
  size_t depth, width;    /* rounded up to LANES; to 4 the depth of signed inputs */
  size_t reach;           /* 0: it looks at the row alone */
  int is_signed;          /* inputs have two bytes: see as_two_bytes */
  size_t stride;          /* bytes of a row: depth, or twice that */
  void *weights;          /* as the arithmetic packs them, in weights_memory */
  void *weights_memory;
  float *scale, *bias;    /* width */
  float *steps;           /* depth, see as_bytes; none where inputs are signed */
  int32_t *offset;        /* [tap][width]: what the shift of signed inputs adds */
} Layer;

/* How a sort of processor does it. All of them round alike. */
typedef struct {
  const char *name;
  int (*is_there)(void);
  size_t weight_size; /* bytes of a packed weight */
  size_t together;    /* inputs whose products are added up at once */
  /* Turn `count` numbers of any sort into the high bytes, shifted by 128, and the low
   * bytes behind, each `depth`; returns what one step of them is worth. */
  float (*as_two_bytes)(const float *from, size_t count, uint8_t *to, size_t depth);
  /* bytes @ weights of BLOCK rows, all columns: of `taps` taps from `tap` on, the first
   * of which looks at `from`; the next ones at rows `reach` further on. */
  void (*products)(const Layer *layer, size_t tap, size_t taps, const uint8_t *from,
                   int32_t *sums);
  /* Add to each of `rows` rows what a layer makes of it and the rows at its reach; give
   * them to the next layer as bytes, if that is not NULL. Up to BLOCK - 1 rows behind may
   * be written. */
  void (*convolve)(const Layer *layer, const uint8_t *from, size_t rows, float *to,
                   const Layer *next, uint8_t *bytes);
  /* The mean and the largest of `rows` rows, of `width` numbers each. */
  void (*sum_up)(const float *from, size_t rows, size_t width, float *mean, float *most);
  /* See network_loops.h. */
  void (*as_bytes)(const Layer *layer, const float *from, uint8_t *to);
  void (*join_bytes)(const Layer *layer, size_t tap, const int32_t *high,
                     const int32_t *low, float step, uint16_t *to);
  void (*join_taps)(const Layer *layer, const uint16_t *here, const uint16_t *before,
                    const uint16_t *after, float *to, const Layer *next, uint8_t *bytes);
  void (*finish)(const Layer *layer, const int32_t *sums, float *to);
  void (*add)(const float *from, size_t rows, size_t width, float *to, const Layer *next,
              uint8_t *bytes);
  void (*score)(const Layer *layer, const int32_t *sums, float *scores);
  void (*soften)(float *scores, const size_t *heads, size_t head_count);
} Arithmetic;

extern const Arithmetic ascribe_avx512, ascribe_avx2;

#endif
