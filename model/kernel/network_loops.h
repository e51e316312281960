/* Plain loops of the tagger's network, compiled once for each sort of processor.
 *
 * Whoever includes this says in LOOPS for which, and in store_eight how numbers, none
 * below 0, become bytes: steps of so much, 255 at most. What is done to one number does not
 * depend on its neighbours, so that all of them round alike. */
#include "network.h"

/* Whether the processor knows half precision. */
static int has_halves(void) {
  unsigned a, b, c = 0, d;
  return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_F16C);
}

#define EIGHT 8 /* numbers that are turned into bytes or half precision, or back, at once */

/* Turn a row that goes into a layer into bytes. */
LOOPS static void as_bytes(const Layer *layer, const float *from, uint8_t *to) {
  for (size_t i = 0; i < layer->depth; i += EIGHT)
    store_eight(_mm256_loadu_ps(from + i), layer->steps + i, to + i);
}

/* What a tap of signed inputs gives, in half precision: put the sums of both bytes
 * together, and take back the shift. */
LOOPS static void join_bytes(const Layer *layer, size_t tap, const int32_t *high,
                             const int32_t *low, float step, uint16_t *to) {
  size_t width = layer->width;
  const int32_t *offset = layer->offset + tap * width;
  for (size_t first = 0; first < width; first += EIGHT) {
    float values[EIGHT];
    for (size_t j = 0; j < EIGHT; j++) {
      size_t i = first + j;
      values[j] = (float)((high[i] - offset[i]) * 256 + low[i]) * step * layer->scale[i];
    }
    __m128i halves = _mm256_cvtps_ph(_mm256_loadu_ps(values), _MM_FROUND_TO_NEAREST_INT);
    _mm_storeu_si128((__m128i *)(void *)(to + first), halves);
  }
}

LOOPS static inline float above_zero(float value) { return value > 0 ? value : 0; }

LOOPS static inline __m256 halves_at(const uint16_t *from) {
  return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(const void *)from));
}

/* What a layer makes of the same row as it stands, as the one before, as the one after;
 * and as bytes of the next layer, if that is not NULL. */
LOOPS static void join_taps(const Layer *layer, const uint16_t *here,
                            const uint16_t *before, const uint16_t *after,
                            float *restrict to, const Layer *next, uint8_t *bytes) {
  for (size_t i = 0; i < layer->width; i += EIGHT) {
    __m256 sum = _mm256_add_ps(halves_at(here + i), halves_at(before + i));
    sum = _mm256_add_ps(sum, halves_at(after + i));
    sum = _mm256_add_ps(sum, _mm256_loadu_ps(layer->bias + i));
    sum = _mm256_max_ps(sum, _mm256_setzero_ps());
    _mm256_storeu_ps(to + i, sum);
    if (next) store_eight(sum, next->steps + i, bytes + i);
  }
}

/* What a layer makes of a row, of which it has the sums. */
LOOPS static void finish(const Layer *layer, const int32_t *sums, float *restrict to) {
  size_t width = layer->width;
  const float *scale = layer->scale, *bias = layer->bias;
  for (size_t i = 0; i < width; i++)
    to[i] = above_zero((float)sums[i] * scale[i] + bias[i]);
}

/* Add the same to some rows, and give them to the next layer, if that is not NULL. */
LOOPS static void add(const float *from, size_t rows, size_t width, float *restrict to,
                      const Layer *next, uint8_t *bytes) {
  for (size_t row = 0; row < rows; row++, to += width, bytes += width)
    for (size_t i = 0; i < width; i += EIGHT) {
      __m256 sum = _mm256_add_ps(_mm256_loadu_ps(to + i), _mm256_loadu_ps(from + i));
      _mm256_storeu_ps(to + i, sum);
      if (next) store_eight(sum, next->steps + i, bytes + i);
    }
}

/* The mean and the largest of some rows. */
LOOPS static void sum_up(const float *from, size_t rows, size_t width, float *mean,
                         float *most) {
  const __m256d count = _mm256_set1_pd((double)rows);
  for (size_t i = 0; i < width; i += EIGHT) {
    __m256d low = _mm256_setzero_pd(), high = low;
    __m256 top = _mm256_loadu_ps(from + i);
    const float *at = from + i;
    for (size_t row = 0; row < rows; row++, at += width) {
      low = _mm256_add_pd(low, _mm256_cvtps_pd(_mm_loadu_ps(at)));
      high = _mm256_add_pd(high, _mm256_cvtps_pd(_mm_loadu_ps(at + EIGHT / 2)));
      top = _mm256_max_ps(top, _mm256_loadu_ps(at));
    }
    _mm_storeu_ps(mean + i, _mm256_cvtpd_ps(_mm256_div_pd(low, count)));
    _mm_storeu_ps(mean + i + EIGHT / 2, _mm256_cvtpd_ps(_mm256_div_pd(high, count)));
    _mm256_storeu_ps(most + i, top);
  }
}

/* What the last layer answers for LANES rows: each answer has a column of them. */
LOOPS static void score(const Layer *layer, const int32_t *sums, float *restrict scores) {
  size_t width = layer->width, outputs = layer->outputs;
  for (size_t at = 0; at < outputs; at++) {
    float scale = layer->scale[at], bias = layer->bias[at];
    for (size_t row = 0; row < LANES; row++)
      scores[at * LANES + row] = (float)sums[row * width + at] * scale + bias;
  }
}

/* e to the power of numbers that are 0 or less, to the last digit of single precision
 * or two; below the smallest it is 0. */
LOOPS static void powers_of_e(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float x = values[i] < -87.0f ? -87.0f : values[i];
    /* x = whole * ln 2 + rest; the shift rounds. */
    float whole = x * 1.44269504f + 12582912.0f;
    int32_t bits;
    memcpy(&bits, &whole, sizeof bits);
    whole -= 12582912.0f;
    float rest = x - whole * 0.693359375f;
    rest += whole * 2.12194440e-4f;
    /* Taylor's series to the 7th power: |rest| is 0.35 at most. */
    float sum = 1.0f / 5040;
    sum = sum * rest + 1.0f / 720;
    sum = sum * rest + 1.0f / 120;
    sum = sum * rest + 1.0f / 24;
    sum = sum * rest + 1.0f / 6;
    sum = sum * rest + 0.5f;
    sum = sum * rest + 1.0f;
    sum = sum * rest + 1.0f;
    bits = (int32_t)((uint32_t)bits << 23);
    int32_t raised;
    memcpy(&raised, &sum, sizeof raised);
    raised += bits;
    memcpy(&sum, &raised, sizeof sum);
    values[i] = values[i] < -87.0f ? 0.0f : sum;
  }
}

/* Turn scores into chances, head by head. */
LOOPS static void soften(float *scores, const size_t *heads, size_t head_count) {
  size_t columns = 0;
  float each[LANES];
  for (size_t head = 0; head < head_count; columns += heads[head++]) {
    float *at = scores + columns * LANES;
    memcpy(each, at, sizeof each);
    for (size_t i = LANES; i < heads[head] * LANES; i += LANES)
      for (size_t row = 0; row < LANES; row++)
        each[row] = each[row] < at[i + row] ? at[i + row] : each[row];
    for (size_t i = 0; i < heads[head] * LANES; i += LANES)
      for (size_t row = 0; row < LANES; row++) at[i + row] -= each[row];
  }
  powers_of_e(scores, columns * LANES);
  columns = 0;
  for (size_t head = 0; head < head_count; columns += heads[head++]) {
    float *at = scores + columns * LANES;
    memcpy(each, at, sizeof each);
    for (size_t i = LANES; i < heads[head] * LANES; i += LANES)
      for (size_t row = 0; row < LANES; row++) each[row] += at[i + row];
    for (size_t row = 0; row < LANES; row++) each[row] = 1.0f / each[row];
    for (size_t i = 0; i < heads[head] * LANES; i += LANES)
      for (size_t row = 0; row < LANES; row++) at[i + row] *= each[row];
  }
}
