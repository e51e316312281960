/* The arithmetic of the tagger's network where only AVX2 is there: pairs of 16 bits. */
#include "network.h"

#ifdef ASCRIBE_X86
#define PAIRS __attribute__((target("avx2,f16c")))
#define LOOPS PAIRS
#define FEW 8 /* numbers of single precision that are worked on at once */

PAIRS static float top_of(const float *from, size_t count) {
  const __m256 sign = _mm256_set1_ps(-0.0f);
  __m256 most = _mm256_setzero_ps();
  size_t i = 0;
  for (; i + FEW <= count; i += FEW)
    most = _mm256_max_ps(most, _mm256_andnot_ps(sign, _mm256_loadu_ps(from + i)));
  float eight[FEW], top = 0;
  _mm256_storeu_ps(eight, most);
  for (int j = 0; j < FEW; j++) top = top < eight[j] ? eight[j] : top;
  for (; i < count; i++) top = top < fabsf(from[i]) ? fabsf(from[i]) : top;
  return top > LEAST_TOP ? top : 1.0f;
}

/* Round LANES / 2 numbers, of which `left` are there, to whole ones. */
PAIRS static inline __m256i whole_of(const float *from, size_t left, __m256 factor) {
  float few[FEW] = {0};
  if (left < FEW) {
    memcpy(few, from, left * sizeof *from);
    from = few;
  }
  return _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(from), factor));
}

PAIRS static void store(const int32_t *from, size_t room, uint8_t *to) {
  for (size_t j = 0; j < FEW && j < room; j++) to[j] = (uint8_t)from[j];
}

PAIRS static inline void store_eight(__m256 values, const float *steps, uint8_t *to) {
  __m256i whole = _mm256_cvtps_epi32(_mm256_mul_ps(values, _mm256_loadu_ps(steps)));
  /* Nothing above 255: two packings that stop there. */
  __m128i words = _mm_packs_epi32(_mm256_castsi256_si128(whole),
                                  _mm256_extracti128_si256(whole, 1));
  _mm_storel_epi64((__m128i *)(void *)to, _mm_packus_epi16(words, words));
}

PAIRS static float as_two_bytes(const float *from, size_t count, uint8_t *to,
                                size_t depth) {
  float top = top_of(from, count);
  const __m256 factor = _mm256_set1_ps(32767.0f / top);
  for (size_t i = 0; i < depth; i += FEW) {
    __m256i whole = whole_of(from + i, i < count ? count - i : 0, factor);
    __m256i high = _mm256_add_epi32(_mm256_srai_epi32(whole, 8), _mm256_set1_epi32(128));
    __m256i low = _mm256_and_si256(whole, _mm256_set1_epi32(255));
    int32_t few[FEW];
    _mm256_storeu_si256((__m256i *)(void *)few, high);
    store(few, depth - i, to + i);
    _mm256_storeu_si256((__m256i *)(void *)few, low);
    store(few, depth - i, to + depth + i);
  }
  return top / 32767.0f;
}

/* The sums are named one by one, so that they stay in registers: total RC is that of
 * row R and of the Cth eight columns. */
#define IN_ROWS(DO, c) DO(0, c) DO(1, c)
#define IN_FOUR(DO) IN_ROWS(DO, 0) IN_ROWS(DO, 1) IN_ROWS(DO, 2) IN_ROWS(DO, 3)
#define IN_TWO(DO) IN_ROWS(DO, 0) IN_ROWS(DO, 1)
#define BEGIN(r, c) __m256i total##r##c = _mm256_setzero_si256();
#define TIMES(r, c)                                                                    \
  total##r##c = _mm256_add_epi32(                                                      \
      total##r##c,                                                                     \
      _mm256_madd_epi16(row##r, _mm256_loadu_si256(                                    \
                                    (const __m256i *)(const void *)(weights + c * 2 * FEW))));
#define STORE(r, c) \
  _mm256_storeu_si256((__m256i *)(void *)(sums + r * width + c * FEW), total##r##c);
#define MOST_DEPTH (2 * MOST_WIDTH)
/* Two rows, widened to 16 bits, and some columns; `from` has both rows of each tap, the
 * weights of the next tap follow those of one. */
#define PRODUCTS_OF(name, COLUMNS)                                                     \
  PAIRS static void name(size_t depth, size_t width, const int16_t *weights,           \
                         size_t taps, const int16_t *from, int32_t *sums) {            \
    COLUMNS(BEGIN)                                                                     \
    for (; taps; taps--, from += 2 * MOST_DEPTH)                                       \
      for (size_t k = 0; k < depth; k += 2, weights += width * 2) {                    \
        int32_t pair0, pair1;                                                          \
        memcpy(&pair0, from + k, sizeof pair0);                                        \
        memcpy(&pair1, from + MOST_DEPTH + k, sizeof pair1);                           \
        __m256i row0 = _mm256_set1_epi32(pair0), row1 = _mm256_set1_epi32(pair1);      \
        COLUMNS(TIMES)                                                                 \
      }                                                                                \
    COLUMNS(STORE)                                                                     \
  }
PRODUCTS_OF(products_of_four, IN_FOUR)
PRODUCTS_OF(products_of_two, IN_TWO)

/* Sixteen at a time: a few bytes behind the row are read, and not used. */
PAIRS static void widen(const uint8_t *from, size_t depth, int16_t *to) {
  for (size_t i = 0; i < depth; i += 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + i));
    _mm256_storeu_si256((__m256i *)(void *)(to + i), _mm256_cvtepu8_epi16(bytes));
  }
}

PAIRS static void products(const Layer *layer, size_t tap, size_t taps,
                           const uint8_t *from, int32_t *sums) {
  size_t depth = layer->depth, width = layer->width, stride = layer->stride;
  int16_t wide[3 * 2 * MOST_DEPTH];
  for (size_t row = 0; row < BLOCK; row += 2) {
    for (size_t i = 0; i < taps; i++)
      for (size_t one = 0; one < 2; one++)
        widen(from + i * layer->reach * stride + (row + one) * stride, depth,
              wide + (2 * i + one) * MOST_DEPTH);
    for (size_t first = 0; first < width;) {
      const int16_t *weights =
          (const int16_t *)layer->weights + tap * depth * width + first * 2;
      int four = first + 4 * FEW <= width;
      (four ? products_of_four : products_of_two)(depth, width, weights, taps, wide,
                                                  sums + row * width + first);
      first += (four ? 4 : 2) * FEW;
    }
  }
}

#include "network_loops.h"

PAIRS static void convolve(const Layer *layer, const uint8_t *from, size_t rows,
                           float *to, const Layer *next, uint8_t *bytes) {
  size_t width = layer->width;
  int32_t sums[BLOCK * MOST_WIDTH];
  float values[MOST_WIDTH];
  from -= layer->reach * width;
  for (size_t row = 0; row < rows; row++, to += width, bytes += width) {
    size_t in_block = row % BLOCK;
    if (!in_block) products(layer, 0, 3, from + row * width, sums);
    finish(layer, sums + in_block * width, values);
    add(values, 1, width, to, next, bytes);
  }
}

static int is_there(void) { return __builtin_cpu_supports("avx2") && has_halves(); }

const Arithmetic ascribe_avx2 = {
    "avx2",   is_there,   2,         2,      as_two_bytes, products,   convolve,
    sum_up,   as_bytes,   join_bytes, join_taps, finish,       add,        score,
    soften,
};
#endif
