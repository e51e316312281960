/* The arithmetic of the tagger's network where bytes are multiplied (AVX-512 VNNI). */
#include "network.h"

#ifdef ASCRIBE_X86
#define BYTES __attribute__((target("f16c,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#define LOOPS BYTES

/* Which of LANES numbers there are, of `count` from `i` on. */
BYTES static inline __mmask16 some_of(size_t count, size_t i) {
  size_t left = count > i ? count - i : 0;
  return left < LANES ? (__mmask16)((1u << left) - 1) : (__mmask16)0xFFFF;
}

BYTES static float top_of(const float *from, size_t count) {
  __m512 most = _mm512_setzero_ps();
  for (size_t i = 0; i < count; i += LANES) {
    __m512 values = _mm512_maskz_loadu_ps(some_of(count, i), from + i);
    most = _mm512_max_ps(most, _mm512_abs_ps(values));
  }
  float top = _mm512_reduce_max_ps(most);
  return top > LEAST_TOP ? top : 1.0f;
}

/* LANES numbers times their steps, as bytes: what is above 255 becomes 255. */
BYTES static inline void store_bytes(__m512 values, const float *steps, uint8_t *to) {
  values = _mm512_mul_ps(values, _mm512_loadu_ps(steps));
  _mm_storeu_si128((__m128i *)(void *)to,
                   _mm512_cvtusepi32_epi8(_mm512_cvtps_epi32(values)));
}

BYTES static inline void store_eight(__m256 values, const float *steps, uint8_t *to) {
  values = _mm256_mul_ps(values, _mm256_loadu_ps(steps));
  _mm_storel_epi64((__m128i *)(void *)to,
                   _mm256_cvtusepi32_epi8(_mm256_cvtps_epi32(values)));
}

BYTES static float as_two_bytes(const float *from, size_t count, uint8_t *to,
                                size_t depth) {
  float top = top_of(from, count);
  __m512 factor = _mm512_set1_ps(32767.0f / top);
  __m512i shift = _mm512_set1_epi32(128), low = _mm512_set1_epi32(255);
  for (size_t i = 0; i < depth; i += LANES) {
    __mmask16 all = some_of(depth, i);
    __m512 values = _mm512_maskz_loadu_ps(some_of(count, i), from + i);
    __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(values, factor));
    __m512i high = _mm512_add_epi32(_mm512_srai_epi32(whole, 8), shift);
    _mm_mask_storeu_epi8(to + i, all, _mm512_cvtepi32_epi8(high));
    _mm_mask_storeu_epi8(to + depth + i, all,
                         _mm512_cvtepi32_epi8(_mm512_and_si512(whole, low)));
  }
  return top / 32767.0f;
}

/* The sums are named one by one, so that all of them stay in registers: total RC is
 * that of row R and of the Cth LANES columns. */
#define IN_ROWS(DO, c) DO(0, c) DO(1, c) DO(2, c) DO(3, c)
#define IN_SIX(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5)
#define IN_TWO(DO) DO(0) DO(1)
#define IN_ONE(DO) DO(0)
#define BEGIN(c) IN_ROWS(BEGIN_ONE, c)
#define BEGIN_ONE(r, c) __m512i total##r##c = _mm512_setzero_si512();
#define ROW_AT(r, k) \
  __m512i row##r = _mm512_set1_epi32(*(const int32_t *)(from + r * stride + k));
/* In assembly: for the intrinsic GCC 12 copies every sum to memory and back. */
#define TIMES(r, c) \
  __asm__("vpdpbusd %2, %1, %0" : "+v"(total##r##c) : "v"(row##r), "v"(column##c));
#define MULTIPLY(c)                                                  \
  {                                                                  \
    __m512i column##c = _mm512_loadu_si512(weights + c * LANES * 4); \
    IN_ROWS(TIMES, c)                                                \
  }
#define STORE(c) IN_ROWS(STORE_ONE, c)
#define STORE_ONE(r, c) _mm512_storeu_si512(sums + r * width + c * LANES, total##r##c);
#define FINISH(c) IN_ROWS(FINISH_ONE, c)
#define FINISH_ONE(r, c)                                                            \
  {                                                                                 \
    __m512 value = _mm512_cvtepi32_ps(total##r##c);                                 \
    value = _mm512_mul_ps(value, _mm512_loadu_ps(scale + c * LANES));               \
    value = _mm512_add_ps(value, _mm512_loadu_ps(bias + c * LANES));                \
    value = _mm512_max_ps(value, _mm512_setzero_ps());                              \
    value = _mm512_add_ps(value, _mm512_loadu_ps(to + r * width + c * LANES));      \
    _mm512_storeu_ps(to + r * width + c * LANES, value);                            \
    if (steps) store_bytes(value, steps + c * LANES, bytes + r * width + c * LANES); \
  }
#define SUM_UP(COLUMNS)                                                            \
  COLUMNS(BEGIN)                                                                   \
  for (; taps; taps--, from += apart)                                              \
    for (size_t k = 0; k < depth; k += 4, weights += width * 4) {                  \
      ROW_AT(0, k) ROW_AT(1, k) ROW_AT(2, k) ROW_AT(3, k) COLUMNS(MULTIPLY)        \
    }
/* BLOCK rows and some columns; the weights of the next tap follow those of one. */
#define PRODUCTS_OF(name, COLUMNS)                                                 \
  BYTES static void name(size_t depth, size_t stride, size_t width,                \
                         const int8_t *weights, size_t taps, size_t apart,         \
                         const uint8_t *from, int32_t *sums) {                     \
    SUM_UP(COLUMNS) COLUMNS(STORE)                                                 \
  }
PRODUCTS_OF(products_of_six, IN_SIX)
PRODUCTS_OF(products_of_two, IN_TWO)
PRODUCTS_OF(products_of_one, IN_ONE)

/* The same of a layer that has as many outputs as inputs, and what `convolve` does with
 * the sums before they leave the registers. */
#define CONVOLUTION_OF(name, COLUMNS)                                              \
  BYTES static void name(const Layer *layer, size_t first, const uint8_t *from,    \
                         float *to, const float *steps, uint8_t *bytes) {          \
    size_t depth = layer->depth, stride = depth, width = depth, taps = 3;          \
    size_t apart = layer->reach * stride;                                          \
    const int8_t *weights = (const int8_t *)layer->weights + first * 4;            \
    const float *scale = layer->scale + first, *bias = layer->bias + first;        \
    SUM_UP(COLUMNS) COLUMNS(FINISH)                                                \
  }
CONVOLUTION_OF(convolution_of_six, IN_SIX)
CONVOLUTION_OF(convolution_of_one, IN_ONE)

BYTES static void convolve(const Layer *layer, const uint8_t *from, size_t rows,
                           float *to, const Layer *next, uint8_t *bytes) {
  size_t width = layer->width;
  from -= layer->reach * width;
  for (size_t row = 0; row < rows; row += BLOCK)
    for (size_t first = 0; first < width;) {
      int six = first + 6 * LANES <= width;
      size_t at = row * width + first;
      (six ? convolution_of_six : convolution_of_one)(
          layer, first, from + row * width, to + at, next ? next->steps + first : NULL,
          bytes + at);
      first += (six ? 6 : 1) * LANES;
    }
}

BYTES static void products(const Layer *layer, size_t tap, size_t taps,
                           const uint8_t *from, int32_t *sums) {
  size_t depth = layer->depth, width = layer->width, stride = layer->stride;
  const int8_t *weights = (const int8_t *)layer->weights + tap * depth * width;
  size_t apart = layer->reach * stride;
  for (size_t first = 0; first < width;) {
    size_t left = (width - first) / LANES, many = left >= 6 ? 6 : left >= 2 ? 2 : 1;
    (many == 6   ? products_of_six
     : many == 2 ? products_of_two
                 : products_of_one)(depth, stride, width, weights + first * 4, taps,
                                    apart, from, sums + first);
    first += many * LANES;
  }
}

#include "network_loops.h"

static int is_there(void) {
  return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
         has_halves();
}

const Arithmetic ascribe_avx512 = {
    "avx512", is_there,   1,         4,      as_two_bytes, products,   convolve,
    sum_up,   as_bytes,   join_bytes, join_taps, finish,       add,        score,
    soften,
};
#endif
