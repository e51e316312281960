/* The arithmetic of the tagger's network where bytes are multiplied (AVX-512 VNNI). */
#include "network.h"

#ifdef ASCRIBE_X86
#define BYTES __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#define LOOPS BYTES
#include "network_loops.h"

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

/* Turn `count` numbers, none below 0, into bytes of `depth`; returns what one step of
 * them is worth. */
BYTES static float as_bytes(const float *from, size_t count, uint8_t *to, size_t depth) {
  float top = top_of(from, count);
  __m512 factor = _mm512_set1_ps(255.0f / top);
  for (size_t i = 0; i < depth; i += LANES) {
    __m512 values = _mm512_maskz_loadu_ps(some_of(count, i), from + i);
    __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(values, factor));
    whole = _mm512_max_epi32(whole, _mm512_setzero_si512());
    _mm_mask_storeu_epi8(to + i, some_of(depth, i), _mm512_cvtusepi32_epi8(whole));
  }
  return top / 255.0f;
}

/* The same of any numbers: the high bytes, shifted by 128, and the low bytes behind. */
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

/* The sums of one tap are named one by one, so that all of them stay in registers:
 * total RC is that of row R and of the Cth LANES columns. */
#define IN_ROWS(DO, c) DO(0, c) DO(1, c) DO(2, c) DO(3, c)
#define IN_SIX(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5)
#define IN_ONE(DO) DO(0)
#define BEGIN(c) IN_ROWS(BEGIN_ONE, c)
#define BEGIN_ONE(r, c)                                        \
  __m512i total##r##c = _mm512_sub_epi32(                  \
      _mm512_setzero_si512(), _mm512_loadu_si512(offset + c * LANES));
#define ROW_AT(r, k) \
  __m512i row##r = _mm512_set1_epi32(*(const int32_t *)(from + r * stride + k));
/* In assembly: for the intrinsic GCC 12 copies every sum to memory and back. */
#define TIMES(r, c) \
  __asm__("vpdpbusd %2, %1, %0" : "+v"(total##r##c) : "v"(row##r), "v"(column##c));
#define MULTIPLY(c)                                                          \
  {                                                                          \
    __m512i column##c = _mm512_loadu_si512(weights + c * LANES * 4);         \
    IN_ROWS(TIMES, c)                                                        \
  }
#define STORE(c) IN_ROWS(STORE_ONE, c)
#define STORE_ONE(r, c)                                                                    \
  {                                                                                    \
    float *to = sums + r * width + c * LANES;                                          \
    __m512 value = _mm512_mul_ps(_mm512_cvtepi32_ps(total##r##c),                      \
                                 _mm512_set1_ps(scales[r] * times));                   \
    if (add) value = _mm512_add_ps(_mm512_loadu_ps(to), value);                        \
    _mm512_storeu_ps(to, value);                                                       \
  }
/* sums (+)= times * scales * (bytes @ weights) of one tap, for BLOCK rows and some
 * columns. */
#define TAP_OF(name, COLUMNS)                                                          \
  BYTES static void name(size_t depth, size_t stride, size_t width,                    \
                         const int8_t *weights, const int32_t *offset,                 \
                         const uint8_t *from, const float *scales, float times,        \
                         float *sums, int add) {                                       \
    COLUMNS(BEGIN)                                                                     \
    for (size_t k = 0; k < depth; k += 4, weights += width * 4) {                      \
      ROW_AT(0, k) ROW_AT(1, k) ROW_AT(2, k) ROW_AT(3, k) COLUMNS(MULTIPLY)            \
    }                                                                                  \
    COLUMNS(STORE)                                                                     \
  }
TAP_OF(tap_of_six, IN_SIX)
TAP_OF(tap_of_one, IN_ONE)

BYTES static void plane_of_all(const Layer *layer, size_t tap, int plane,
                               const uint8_t *from, const float *scales, float *sums,
                               int add) {
  size_t depth = layer->depth, width = layer->width, stride = layer->stride;
  const int32_t *offset = plane ? layer->nothing : layer->offset + tap * width;
  float times = layer->is_signed && !plane ? 256.0f : 1.0f;
  if (plane) from += depth;
  for (size_t first = 0; first < width;) {
    const int8_t *weights = (const int8_t *)layer->weights + tap * depth * width + first * 4;
    int six = first + 6 * LANES <= width;
    (six ? tap_of_six : tap_of_one)(depth, stride, width, weights, offset + first, from,
                                    scales, times, sums + first, add);
    first += (six ? 6 : 1) * LANES;
  }
}

/* values = sums * scale + bias, nothing below 0; added to `to` or put there. */
BYTES static void finish(const Layer *layer, const float *sums, float *to, int add) {
  for (size_t i = 0; i < layer->width; i += LANES) {
    __m512 value = _mm512_mul_ps(_mm512_loadu_ps(sums + i),
                                 _mm512_loadu_ps(layer->scale + i));
    value = _mm512_add_ps(value, _mm512_loadu_ps(layer->bias + i));
    value = _mm512_max_ps(value, _mm512_setzero_ps());
    if (add) value = _mm512_add_ps(_mm512_loadu_ps(to + i), value);
    _mm512_storeu_ps(to + i, value);
  }
}

static int is_there(void) {
  return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

const Arithmetic ascribe_avx512 = {
    "avx512", is_there,  1,       4,      as_bytes,   as_two_bytes, plane_of_all,
    finish,   join_taps, add_row, add_to, powers_of_e,
};
#endif
