/* Cuts rows into runs; see ascribe/attribution/runs.py, which defines them.
 *
 * No run crosses the break before a sentence, so that each sentence is cut by itself. */
#include "runs.h"

#define MOST_CERTAIN 8.0
#define LEAST_CARRIES 0.02
#define WANTING_GAIN 1.0
#define EDGE_AT_MARK 0.3
#define MAX_GAP_ROWS 3
#define MARK_SHAPE 2
#define BLOCK_BREAK_SHAPE 11
#define INSIDE 2

static const struct {
  double gain, edge;
  double least, most; /* e to the power of -gain - 2 * edge, of -gain + 2 * edge */
} prices[KINDS] = {{0.3, 0.4, 0.332871083698080, 1.648721270700128},
                     {0.8, 0.4, 0.201896517994655, 1.0},
                     {0.3, 1.2, 0.067205512739750, 8.166169912567650}};
/* What is beyond a bound by more than this is so in any precision. */
#define FOR_SURE 1.00001
#define WANTING_ODDS 2.718281828459045 /* e to the power of WANTING_GAIN */

typedef struct {
  const int32_t *shape, *quote;
  const Py_buffer *heads;
  double *values[KINDS], *leads; /* of the sentence at hand */
  char *sides[KINDS], *soft;
  Runs *found; /* KINDS */
} Page;

static inline double bounded(double value, double least, double most) {
  return value < least ? least : value > most ? most : value;
}

static inline float bounded_float(float value, float least, float most) {
  return value < least ? least : value > most ? most : value;
}

/* The odds that a sentence carries something, 1 at most; their logarithm is what each of
 * its words loses. */
static double odds_of(const Page *p, Py_ssize_t row) {
  float chance = bounded_float(ascribe_answer(&p->heads[CARRIES], row, 1), (float)LEAST_CARRIES, 0.5f);
  return (double)(chance / (1 - chance));
}

/* What each of the words of a sentence adds when it is inside; return whether one adds
 * anything, or else none is inside. `odds` are e to the power of doubt + more. A word that
 * adds or takes away more than two edges settles the side it is on, and the logarithm of
 * how much is not needed: of most it is not. */
static int weigh(const Page *p, int head, Py_ssize_t first, Py_ssize_t end, double doubt,
                 double more, double odds) {
  float least = (float)(odds / (odds + prices[head].most) / FOR_SURE);
  float most = (float)(odds / (odds + prices[head].least) * FOR_SURE);
  int some = 0;
  for (Py_ssize_t row = first; row < end; row++) {
    float outside = ascribe_answer(&p->heads[head], row, 0);
    double value = outside < least ? MOST_CERTAIN : -MOST_CERTAIN;
    if (outside >= least && outside <= most) {
      value = log((double)(1 / outside - 1)) + doubt + prices[head].gain + more;
      value = bounded(value, -MOST_CERTAIN, MOST_CERTAIN);
    }
    p->values[head][row - first] = value;
    some |= value > 0;
  }
  return some;
}

/* Say of which words of a sentence the edge before it costs less. */
static void soften_edges(const Page *p, Py_ssize_t first, Py_ssize_t count) {
  for (Py_ssize_t at = 0, before = 1; at < count; at++) {
    int is_mark = p->shape[first + at] == MARK_SHAPE;
    p->soft[at] = (char)(is_mark | before);
    before = is_mark;
  }
}

/* Find the cheapest cut of a sentence: `sides` gets 1 for each word inside. */
static void cut(const Page *p, int head, Py_ssize_t count, int is_last) {
  const double *values = p->values[head];
  double lead = -INFINITY, edge[2] = {prices[head].edge, prices[head].edge * EDGE_AT_MARK};
  for (Py_ssize_t at = 0; at < count; at++) {
    double price = edge[(int)p->soft[at]];
    lead = bounded(lead, -price, price) + values[at];
    p->leads[at] = lead;
  }
  /* Behind it stands a break, or nothing. */
  int inside = p->leads[count - 1] > (is_last ? 0.0 : edge[1]);
  for (Py_ssize_t at = count; at-- > 0;) {
    p->sides[head][at] = (char)inside;
    double price = edge[(int)p->soft[at]];
    if (at) inside = p->leads[at - 1] > (inside ? -price : price);
  }
}

/* The next run of a head in a sentence at or behind `*at`, where it has a word or may be
 * of nothing but marks: 1, or 0 for none. */
static int next_run(const Page *p, int head, Py_ssize_t first, Py_ssize_t count,
                    Py_ssize_t *at, Py_ssize_t *begin) {
  const char *sides = p->sides[head];
  while (*at < count) {
    *begin = (*at)++;
    if (!sides[*begin]) continue;
    int has_word = head == CUE || p->shape[first + *begin] != MARK_SHAPE;
    for (; *at < count && sides[*at]; (*at)++) {
      Py_ssize_t row = first + *at;
      if (ascribe_answer(&p->heads[head], row, 1) > ascribe_answer(&p->heads[head], row, 2)) break;
      has_word |= p->shape[row] != MARK_SHAPE;
    }
    if (has_word) return 1;
  }
  return 0;
}

static int has_run(const Page *p, int head, Py_ssize_t first, Py_ssize_t count) {
  Py_ssize_t at = 0, begin;
  return next_run(p, head, first, count, &at, &begin);
}

/* Append the runs of a head in a sentence, whose words begin with row `first`. */
static int append_runs(Page *p, int head, Py_ssize_t first, Py_ssize_t count,
                       Py_ssize_t sentence) {
  Py_ssize_t at = 0, begin;
  Runs *found = &p->found[head];
  while (next_run(p, head, first, count, &at, &begin)) {
    if (RESERVE(found->runs, found->count + 1)) return -1;
    Run run = {first + begin, first + at, sentence, 0};
    if (head == CONTENT && found->count) {
      const Run *last = &found->runs[found->count - 1];
      run.follows_on =
          last->sentence == sentence - 1 && run.first - last->last <= MAX_GAP_ROWS &&
          (p->shape[first - 1] != BLOCK_BREAK_SHAPE || p->quote[last->last - 1] == INSIDE);
    }
    found->runs[found->count++] = run;
  }
  return 0;
}

/* Cut one sentence; where it must have a source and a cue and lacks one, look harder. */
static int cut_sentence(Page *p, Py_ssize_t first, Py_ssize_t end, Py_ssize_t sentence,
                        int attributed, int is_last) {
  Py_ssize_t count = end - first;
  if (!count) return 0;
  int some[KINDS];
  double odds = odds_of(p, first - 1), doubt = log(odds);
  soften_edges(p, first, count);
  for (int head = 0; head < KINDS; head++) {
    some[head] = weigh(p, head, first, end, doubt, 0, odds);
    if (some[head]) cut(p, head, count, is_last);
  }
  if (attributed && !(some[SOURCE] && has_run(p, SOURCE, first, count) && some[CUE] &&
                      has_run(p, CUE, first, count)))
    for (int head = 0; head < KINDS; head++) {
      some[head] = weigh(p, head, first, end, doubt, WANTING_GAIN - doubt, WANTING_ODDS);
      if (some[head]) cut(p, head, count, is_last);
    }
  for (int head = 0; head < KINDS; head++)
    if (some[head] && append_runs(p, head, first, count, sentence)) return -1;
  return 0;
}

/* Make room for the longest sentence, which may be the page. */
static char *take_room(Page *p, size_t rows) {
  double *room = PyMem_Malloc((rows + 1) * (KINDS + 1) * (sizeof(double) + sizeof(char)));
  if (!room) return (char *)PyErr_NoMemory();
  char *bytes = (char *)(room + (rows + 1) * (KINDS + 1));
  for (int head = 0; head < KINDS; head++) {
    p->values[head] = room + (size_t)head * rows;
    p->sides[head] = bytes + (size_t)head * rows;
  }
  p->leads = room + KINDS * rows;
  p->soft = bytes + KINDS * rows;
  return (char *)room;
}

int ascribe_cut_rows(const RowsToCut *in, Runs *found) {
  Page p = {.shape = in->shape, .quote = in->quote, .heads = in->heads, .found = found};
  char *room = take_room(&p, (size_t)in->rows);
  int failed = !room;
  Py_ssize_t sentence = 0;
  for (Py_ssize_t first = 0, end; !failed && first < in->rows; first = end, sentence++) {
    for (end = first + 1; end < in->rows && in->start[end] >= 0;) end++;
    int attributed = sentence < in->known && in->attributed[sentence];
    failed = cut_sentence(&p, first + 1, end, sentence, attributed, end == in->rows);
  }
  PyMem_Free(room);
  return failed ? -1 : 0;
}
