/* What surrounds each sentence; see ascribe/labels/context.py and turns.py, which
 * define it. Knows no text: what is read off that is handed in. */
#include "kernel.h"

#define LABELS 4
#define OPINION 0
#define ATTRIBUTED 1
#define CLIP 6.0
#define MOST_COLUMNS 256

typedef struct {
  Py_buffer scores, counts, firsts, question, lead_in, speaker, own, page;
} Given;

typedef struct {
  const double *scores, *counts;
  const int64_t *firsts, *own, *page;
  const double *question, *lead_in, *speaker;
  size_t rows, blocks, counted, own_count, page_count, unmarked;
} Input;

static inline double bounded(double value, double most) {
  return value < -most ? -most : value > most ? most : value;
}

static inline double logarithm(size_t count) { return log1p((double)count); }

/* log-odds of each label to shares that sum to 1. */
static void soften(const double *scores, double *chance) {
  double sum = 0;
  for (int i = 0; i < LABELS; i++)
    sum += chance[i] = 1.0 / (1.0 + exp(-bounded(scores[i], 500.0)));
  for (int i = 0; i < LABELS; i++) chance[i] /= sum;
}

static double *near_by(double *to, const double *chance, const size_t *block, size_t row,
                       size_t rows, long offset) {
  long other = (long)row - offset;
  int exists = other >= 0 && other < (long)rows;
  int same = exists && block[other] == block[row];
  for (int i = 0; i < LABELS; i++) *to++ = exists ? chance[other * LABELS + i] : 0.0;
  *to++ = exists;
  for (int i = 0; i < LABELS; i++) *to++ = same ? chance[other * LABELS + i] : 0.0;
  *to++ = same;
  return to;
}

static double mean_of_others(double total, double value, size_t count) {
  return (total - value) / (double)(count > 1 ? count - 1 : 1);
}

static double *turns(double *to, const Input *in, size_t row, size_t block,
                     const double *since, double questions, double speakers) {
  double unmarked = in->counts[row * in->counted + in->unmarked];
  double after = block ? in->question[block - 1] : 0.0;
  double question = in->question[block], speaker = in->speaker[block];
  *to++ = questions;
  *to++ = after;
  *to++ = since[block];
  *to++ = questions * unmarked;
  *to++ = questions * after;
  *to++ = questions * since[block];
  *to++ = question;
  *to++ = questions * question;
  *to++ = (questions > 0.2) * (1.0 - question) * unmarked;
  *to++ = block ? in->lead_in[block - 1] : 0.0;
  *to++ = speakers;
  *to++ = speaker;
  *to++ = speakers * speaker;
  *to++ = speakers * unmarked;
  return to;
}

static size_t width_of(const Input *in) {
  return 2 * LABELS + 4 * (2 * LABELS + 2) + 2 * LABELS + 4 * LABELS + LABELS + 16 +
         in->own_count + in->page_count + 14;
}

static void fill(const Input *in, double *chance, double *in_block, size_t *block,
                 double *since, double *to) {
  size_t rows = in->rows, blocks = in->blocks, last = rows - 1;
  double total[LABELS] = {0}, counted[MOST_COLUMNS] = {0};
  double questions = 0, speakers = 0, fading = exp(-0.5);
  memset(in_block, 0, blocks * LABELS * sizeof *in_block);
  for (size_t row = 0, at = 0; row < rows; row++) {
    while (at + 1 < blocks && (size_t)in->firsts[at + 1] <= row) at++;
    block[row] = at;
    soften(in->scores + row * LABELS, chance + row * LABELS);
    for (int i = 0; i < LABELS; i++) {
      total[i] += chance[row * LABELS + i];
      in_block[at * LABELS + i] += chance[row * LABELS + i];
    }
    for (size_t i = 0; i < in->page_count; i++)
      counted[i] += in->counts[row * in->counted + (size_t)in->page[i]];
  }
  for (size_t at = 0; at < blocks; at++) {
    questions += in->question[at];
    speakers += in->speaker[at];
    since[at] = !at ? 0.0 : in->question[at - 1] ? 1.0 : since[at - 1] * fading;
  }
  questions /= (double)blocks;
  speakers /= (double)blocks;
  for (size_t row = 0; row < rows; row++) {
    const double *own = chance + row * LABELS, *counts = in->counts + row * in->counted;
    double clipped[LABELS], page[LABELS];
    size_t at = block[row], first = (size_t)in->firsts[at];
    size_t size = (at + 1 < blocks ? (size_t)in->firsts[at + 1] : rows) - first;
    for (int i = 0; i < LABELS; i++)
      *to++ = clipped[i] = bounded(in->scores[row * LABELS + i], CLIP);
    for (int i = 0; i < LABELS; i++) *to++ = own[i];
    static const long offsets[] = {1, 2, -1, -2};
    for (int i = 0; i < 4; i++) to = near_by(to, chance, block, row, rows, offsets[i]);
    for (int i = 0; i < LABELS; i++)
      *to++ = page[i] = mean_of_others(total[i], own[i], rows);
    for (int i = 0; i < LABELS; i++) *to++ = page[i] * page[i];
    for (int turn = 0; turn < 2; turn++) {
      double share = page[turn ? OPINION : ATTRIBUTED];
      for (int i = 0; i < LABELS; i++) *to++ = clipped[i] * share;
      for (int i = 0; i < LABELS; i++) *to++ = own[i] * share;
    }
    for (int i = 0; i < LABELS; i++)
      *to++ = mean_of_others(in_block[at * LABELS + i], own[i], size);
    double relative = (double)row / (double)(last ? last : 1);
    size_t rest = last - row, in_place = row - first;
    *to++ = size > 1;
    *to++ = logarithm(size);
    *to++ = relative;
    *to++ = relative * relative;
    *to++ = logarithm(row);
    for (size_t i = 0; i < 3; i++) *to++ = row == i;
    *to++ = logarithm(rest);
    for (size_t i = 0; i < 3; i++) *to++ = rest == i;
    *to++ = logarithm(in_place);
    *to++ = !in_place;
    *to++ = in_place + 1 == size;
    *to++ = logarithm(rows);
    for (size_t i = 0; i < in->own_count; i++) *to++ = counts[in->own[i]];
    for (size_t i = 0; i < in->page_count; i++)
      *to++ = mean_of_others(counted[i], counts[in->page[i]], rows);
    to = turns(to, in, row, at, since, questions, speakers);
  }
}

static int are_columns(const int64_t *columns, size_t count, size_t counted) {
  if (count > MOST_COLUMNS) return 0;
  for (size_t i = 0; i < count; i++)
    if (columns[i] < 0 || (size_t)columns[i] >= counted) return 0;
  return 1;
}

static int fits_together(const Input *in, const Given *g) {
  Py_ssize_t flags = (Py_ssize_t)(in->blocks * sizeof(double));
  if (!in->rows || !in->blocks || in->rows > UINT32_MAX || !in->counted ||
      g->scores.len % (Py_ssize_t)(LABELS * sizeof(double)) ||
      g->counts.len != (Py_ssize_t)(in->rows * in->counted * sizeof(double)) ||
      g->question.len != flags || g->lead_in.len != flags || g->speaker.len != flags ||
      in->unmarked >= in->counted || in->firsts[0] ||
      !are_columns(in->own, in->own_count, in->counted) ||
      !are_columns(in->page, in->page_count, in->counted))
    return 0;
  for (size_t i = 1; i < in->blocks; i++)
    if (in->firsts[i] <= in->firsts[i - 1] || (size_t)in->firsts[i] >= in->rows) return 0;
  return 1;
}

static PyObject *context_of(PyObject *Py_UNUSED(module), PyObject *args) {
  Given g;
  Py_ssize_t unmarked;
  if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*n", &g.scores, &g.counts, &g.firsts,
                        &g.question, &g.lead_in, &g.speaker, &g.own, &g.page, &unmarked))
    return NULL;
  Input in = {
      g.scores.buf,   g.counts.buf,  g.firsts.buf, g.own.buf, g.page.buf,
      g.question.buf, g.lead_in.buf, g.speaker.buf, 0, 0, 0, 0, 0, 0,
  };
  in.rows = (size_t)g.scores.len / (LABELS * sizeof(double));
  in.blocks = (size_t)g.firsts.len / sizeof(int64_t);
  in.counted = in.rows ? (size_t)g.counts.len / sizeof(double) / in.rows : 0;
  in.own_count = (size_t)g.own.len / sizeof(int64_t);
  in.page_count = (size_t)g.page.len / sizeof(int64_t);
  in.unmarked = (size_t)unmarked;
  PyObject *result = NULL;
  double *chance = NULL, *in_block = NULL, *since = NULL;
  size_t *block = NULL;
  if (!fits_together(&in, &g)) {
    PyErr_SetString(PyExc_ValueError, "the columns of a page do not fit together");
    goto done;
  }
  chance = PyMem_Malloc(in.rows * LABELS * sizeof *chance);
  in_block = PyMem_Malloc(in.blocks * LABELS * sizeof *in_block);
  since = PyMem_Malloc(in.blocks * sizeof *since);
  block = PyMem_Malloc(in.rows * sizeof *block);
  if (!chance || !in_block || !since || !block) {
    PyErr_NoMemory();
    goto done;
  }
  result = PyBytes_FromStringAndSize(
      NULL, (Py_ssize_t)(in.rows * width_of(&in) * sizeof(double)));
  if (result)
    fill(&in, chance, in_block, block, since,
         (double *)(void *)PyBytes_AS_STRING(result));
done:
  PyMem_Free(chance);
  PyMem_Free(in_block);
  PyMem_Free(since);
  PyMem_Free(block);
  PyBuffer_Release(&g.scores);
  PyBuffer_Release(&g.counts);
  PyBuffer_Release(&g.firsts);
  PyBuffer_Release(&g.question);
  PyBuffer_Release(&g.lead_in);
  PyBuffer_Release(&g.speaker);
  PyBuffer_Release(&g.own);
  PyBuffer_Release(&g.page);
  return result;
}

static PyMethodDef functions[] = {
    {"context_of", context_of, METH_VARARGS,
     "context_of(scores, counts, firsts, question, lead_in, speaker, own, page, "
     "unmarked) -> bytes of doubles"},
    {NULL, NULL, 0, NULL},
};

/* CRC-32 of the names of the columns that are made here, but for the counts, as
 * labels/context.py writes them: where it wants others, it makes them itself. */
#define COLUMNS_CRC 0x02388c65

int ascribe_add_context(PyObject *module) {
  if (PyModule_AddIntConstant(module, "CONTEXT_CRC", COLUMNS_CRC)) return -1;
  return PyModule_AddFunctions(module, functions);
}
