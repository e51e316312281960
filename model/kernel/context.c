/* What surrounds each sentence; see ascribe/labels/context.py and turns.py, which
 * define it. Knows no text: what is read off that is handed in. */
#include "context.h"

#define OPINION 0
#define ATTRIBUTED 1
#define CLIP 6.0

typedef struct {
  Py_buffer scores, counts, firsts, question, lead_in, speaker, own, page;
} Given;

static inline double bounded(double value, double most) {
  return value < -most ? -most : value > most ? most : value;
}

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

static void turns(double *to, const Input *in, size_t row, size_t block,
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
  *to = speakers * unmarked;
}

size_t ascribe_context_width(const Input *in) {
  return 2 * LABELS + 4 * (2 * LABELS + 2) + 2 * LABELS + 4 * LABELS + LABELS + 16 +
         in->own_count + in->page_count + 14;
}

void ascribe_free_page(Page *page) {
  PyMem_Free(page->chance);
  PyMem_Free(page->in_block);
  PyMem_Free(page->since);
  PyMem_Free(page->block);
}

int ascribe_read_page(const Input *in, Page *page) {
  size_t rows = in->rows, blocks = in->blocks;
  double fading = exp(-0.5);
  memset(page, 0, sizeof *page);
  page->chance = PyMem_Malloc(rows * LABELS * sizeof *page->chance);
  page->in_block = PyMem_Calloc(blocks * LABELS, sizeof *page->in_block);
  page->since = PyMem_Malloc(blocks * sizeof *page->since);
  page->block = PyMem_Malloc(rows * sizeof *page->block);
  if (!page->chance || !page->in_block || !page->since || !page->block) {
    PyErr_NoMemory();
    return -1;
  }
  for (size_t row = 0, at = 0; row < rows; row++) {
    while (at + 1 < blocks && (size_t)in->firsts[at + 1] <= row) at++;
    double *own = page->chance + row * LABELS;
    page->block[row] = at;
    soften(in->scores + row * LABELS, own);
    for (int i = 0; i < LABELS; i++) {
      page->total[i] += own[i];
      page->in_block[at * LABELS + i] += own[i];
    }
    for (size_t i = 0; i < in->page_count; i++)
      page->counted[i] += in->counts[row * in->counted + (size_t)in->page[i]];
  }
  for (size_t at = 0; at < blocks; at++) {
    page->questions += in->question[at];
    page->speakers += in->speaker[at];
    page->since[at] =
        !at ? 0.0 : in->question[at - 1] ? 1.0 : page->since[at - 1] * fading;
  }
  page->questions /= (double)blocks;
  page->speakers /= (double)blocks;
  return 0;
}

void ascribe_fill_row(const Input *in, const Page *page, size_t row, double *to) {
  size_t rows = in->rows, last = rows - 1, at = page->block[row];
  const double *own = page->chance + row * LABELS;
  const double *counts = in->counts + row * in->counted;
  double clipped[LABELS], share[LABELS];
  size_t first = (size_t)in->firsts[at];
  size_t size = (at + 1 < in->blocks ? (size_t)in->firsts[at + 1] : rows) - first;
  for (int i = 0; i < LABELS; i++)
    *to++ = clipped[i] = bounded(in->scores[row * LABELS + i], CLIP);
  for (int i = 0; i < LABELS; i++) *to++ = own[i];
  static const long offsets[] = {1, 2, -1, -2};
  for (int i = 0; i < 4; i++)
    to = near_by(to, page->chance, page->block, row, rows, offsets[i]);
  for (int i = 0; i < LABELS; i++)
    *to++ = share[i] = mean_of_others(page->total[i], own[i], rows);
  for (int i = 0; i < LABELS; i++) *to++ = share[i] * share[i];
  for (int turn = 0; turn < 2; turn++) {
    double of_page = share[turn ? OPINION : ATTRIBUTED];
    for (int i = 0; i < LABELS; i++) *to++ = clipped[i] * of_page;
    for (int i = 0; i < LABELS; i++) *to++ = own[i] * of_page;
  }
  for (int i = 0; i < LABELS; i++)
    *to++ = mean_of_others(page->in_block[at * LABELS + i], own[i], size);
  double relative = (double)row / (double)(last ? last : 1);
  size_t rest = last - row, in_place = row - first;
  *to++ = size > 1;
  *to++ = ascribe_log1p(size);
  *to++ = relative;
  *to++ = relative * relative;
  *to++ = ascribe_log1p(row);
  for (size_t i = 0; i < 3; i++) *to++ = row == i;
  *to++ = ascribe_log1p(rest);
  for (size_t i = 0; i < 3; i++) *to++ = rest == i;
  *to++ = ascribe_log1p(in_place);
  *to++ = !in_place;
  *to++ = in_place + 1 == size;
  *to++ = ascribe_log1p(rows);
  for (size_t i = 0; i < in->own_count; i++) *to++ = counts[in->own[i]];
  for (size_t i = 0; i < in->page_count; i++)
    *to++ = mean_of_others(page->counted[i], counts[in->page[i]], rows);
  turns(to, in, row, at, page->since, page->questions, page->speakers);
}

int ascribe_are_columns(const int64_t *columns, size_t count, size_t counted) {
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
      !ascribe_are_columns(in->own, in->own_count, in->counted) ||
      !ascribe_are_columns(in->page, in->page_count, in->counted))
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
  Page page = {0};
  if (!fits_together(&in, &g)) {
    PyErr_SetString(PyExc_ValueError, "the columns of a page do not fit together");
    goto done;
  }
  size_t width = ascribe_context_width(&in);
  result = PyBytes_FromStringAndSize(
      NULL, (Py_ssize_t)(in.rows * width * sizeof(double)));
  if (!result || ascribe_read_page(&in, &page)) {
    Py_CLEAR(result);
    goto done;
  }
  double *to = (double *)(void *)PyBytes_AS_STRING(result);
  for (size_t row = 0; row < in.rows; row++) ascribe_fill_row(&in, &page, row, to + row * width);
done:
  ascribe_free_page(&page);
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
