/* Which places of a sentence speak for a label; see ascribe/labels/evidence.py, which
 * defines it. */
#include "ngrams.h"

static int by_place(const void *a, const void *b) {
  const Place *one = a, *other = b;
  if (one->start != other->start) return one->start < other->start ? -1 : 1;
  if (one->end != other->end) return one->end < other->end ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

static int by_weight(const void *a, const void *b) {
  const Place *one = a, *other = b;
  if (one->weight != other->weight) return one->weight > other->weight ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

static void place(Kernel *k, uint32_t start, uint32_t end, double weight,
                  uint64_t order) {
  Place *at = &k->places[k->place_count++];
  at->start = start;
  at->end = end;
  at->weight = weight;
  at->order = order;
}

/* Gather the places of the sentence at hand and what each adds to `label`. */
static int gather(Kernel *k, int label) {
  k->place_count = 0;
  uint32_t *at_token = PyMem_Malloc((2 * k->token_count + 1) * sizeof *at_token);
  if (!at_token) {
    PyErr_NoMemory();
    return -1;
  }
  Vocabulary *v = &k->words;
  ascribe_sift_words(k);
  int failed = ascribe_cut_runs(k) || ascribe_find_runs(k);
  ascribe_find_columns(k);
  ascribe_occur_words(k, at_token);
  failed = failed || RESERVE(k->places, v->found_count + k->run_count);
  size_t first_pair = k->first_pair;
  double sums[LABELS], scale = weigh_terms(v, sums);
  k->first_place[0] = k->first_place[1] = 0;
  for (size_t i = 0; !failed && i < v->found_count; i++) {
    if (i == first_pair) k->first_place[0] = k->place_count;
    uint32_t column = v->found[i];
    const Token *first = &k->tokens[at_token[i]];
    const Token *last = first + (i >= first_pair);
    if (first->start < last->end)
      place(k, first->start, last->end, share(v, column, scale, label),
            (uint64_t)v->terms[column].first << 32 | i);
  }
  PyMem_Free(at_token);
  if (first_pair >= v->found_count) k->first_place[0] = k->place_count;
  k->first_place[1] = k->place_count;
  if (failed) return -1;
  scale = ascribe_weigh_runs(k, NULL);
  if (scale < 0) return -1;
  const uint64_t *spaces = k->reading.spaces;
  size_t at = 0;
  for (size_t run = 0; run < k->run_count; run++) {
    size_t start = ascribe_end_of(spaces, at);
    at = ascribe_next_of(spaces, start, k->reading.length);
    place(k, (uint32_t)start, (uint32_t)at, ascribe_share_of_run(k, &k->runs[run], scale, label),
          UINT64_MAX / 2 + run);
  }
  return 0;
}

/* Add up what falls on one place; leave out what is below `least`. The places come in
 * three sorted rows: words, pairs of words, runs. */
static int merge(Kernel *k, double least) {
  size_t at[SORTS] = {0, k->first_place[0], k->first_place[1]};
  const size_t end[SORTS] = {k->first_place[0], k->first_place[1], k->place_count};
  if (RESERVE(k->sums, k->place_count)) return -1;
  k->sum_count = 0;
  Place sum = {0};
  for (int any = 0;; any = 1) {
    int next = -1;
    for (int i = 0; i < SORTS; i++)
      if (at[i] < end[i] &&
          (next < 0 || by_place(&k->places[at[i]], &k->places[at[next]]) < 0))
        next = i;
    const Place *one = next < 0 ? NULL : &k->places[at[next]++];
    if (any && one && one->start == sum.start && one->end == sum.end) {
      sum.weight += one->weight;
      continue;
    }
    if (any && sum.weight >= least) k->sums[k->sum_count++] = sum;
    if (!one) return 0;
    sum = *one;
  }
}

/* The heaviest place, then the heaviest of those that do not overlap it, and so on. */
static PyObject *strongest(Kernel *k, Py_ssize_t most) {
  PyObject *result = PyList_New(0);
  for (Py_ssize_t found = 0; result && found < most && k->sum_count; found++) {
    Place best = k->sums[0];
    for (size_t i = 1; i < k->sum_count; i++)
      if (by_weight(&k->sums[i], &best) < 0) best = k->sums[i];
    size_t kept = 0;
    for (size_t i = 0; i < k->sum_count; i++)
      if (k->sums[i].end <= best.start || best.end <= k->sums[i].start)
        k->sums[kept++] = k->sums[i];
    k->sum_count = kept;
    PyObject *item = Py_BuildValue("(IId)", best.start, best.end, best.weight);
    if (!item || PyList_Append(result, item)) Py_CLEAR(result);
    Py_XDECREF(item);
  }
  return result;
}

PyObject *ascribe_evidence(PyObject *self, PyObject *args) {
  Kernel *k = (Kernel *)self;
  PyObject *texts, *quoted, *labels;
  Py_ssize_t count, most;
  double least;
  if (!PyArg_ParseTuple(args, "O!O!O!nd", &PyList_Type, &texts, &PyList_Type,
                        &quoted, &PyList_Type, &labels, &most, &least) ||
      ascribe_sequences(texts, quoted, &count) || ascribe_sequences(texts, labels, &count))
    return NULL;
  PyObject *result = PyList_New(count);
  for (Py_ssize_t i = 0; result && i < count; i++) {
    long label = PyLong_AsLong(PyList_GET_ITEM(labels, i));
    PyObject *found = NULL;
    if (label < 0 || label >= LABELS) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "no such label");
    } else if (!ascribe_read_sentence(k, PyList_GET_ITEM(texts, i),
                                      PyList_GET_ITEM(quoted, i)) &&
               !gather(k, (int)label)) {
      found = merge(k, least) ? NULL : strongest(k, most);
    }
    ascribe_forget_sentence(k);
    if (found)
      PyList_SET_ITEM(result, i, found);
    else
      Py_CLEAR(result);
  }
  return result;
}
