/* Which places of a sentence speak for a label; see ascribe/labels/evidence.py, which
 * defines it.
 *
 * What each place adds is kept while the sentence is scored, for every label, as the
 * label is not known yet: a look at all the n-grams again would cost as much as the
 * score. */
#include "ngrams.h"

static Place *place(Kernel *k, uint32_t start, uint32_t end, uint64_t order) {
  Place *at = &k->places[k->place_count++];
  at->place = (uint64_t)start << 32 | end;
  at->order = order;
  return at;
}

static inline uint32_t start_of(const Place *place) { return (uint32_t)(place->place >> 32); }
static inline uint32_t end_of(const Place *place) { return (uint32_t)place->place; }

/* Gather the places of the sentence at hand. */
static int gather(Kernel *k, double words, double characters) {
  const Vocabulary *v = &k->words;
  size_t first_pair = k->first_pair;
  k->place_count = 0;
  if (RESERVE(k->places, v->found_count + k->run_count)) return -1;
  for (size_t i = 0; i < v->found_count; i++) {
    if (i == first_pair) k->first_place[0] = k->place_count;
    uint32_t column = v->found[i];
    const Token *first = &k->tokens[k->at_token[i]];
    const Token *last = first + (i >= first_pair);
    uint64_t order = (uint64_t)v->terms[column].first << 32 | i;
    if (first->start < last->end)
      share(v, column, words, place(k, first->start, last->end, order)->weights);
  }
  if (first_pair >= v->found_count) k->first_place[0] = k->place_count;
  k->first_place[1] = k->place_count;
  const uint64_t *spaces = k->reading.spaces;
  size_t at = 0;
  for (size_t run = 0; run < k->run_count; run++) {
    size_t start = ascribe_end_of(spaces, at);
    at = ascribe_next_of(spaces, start, k->reading.length);
    Place *one = place(k, (uint32_t)start, (uint32_t)at, UINT64_MAX / 2 + run);
    ascribe_share_of_run(k, &k->runs[run], characters, one->weights);
  }
  return 0;
}

static int adds(const Place *place, double least) {
  int some = 0;
  for (int label = 0; label < LABELS; label++) some |= place->weights[label] >= least;
  return some;
}

/* Add up what falls on one place. The places come in three sorted rows: words, pairs of
 * words, runs. What is kept of a sentence is the number of its places and then those. */
int ascribe_keep_places(Kernel *k, double words, double characters, double least) {
  if (gather(k, words, characters) ||
      RESERVE(k->kept, k->kept_count + sizeof(uint64_t) + k->place_count * sizeof(Place)))
    return -1;
  const Place *at[SORTS] = {k->places, k->places + k->first_place[0],
                            k->places + k->first_place[1]};
  const Place *const end[SORTS] = {at[1], at[2], k->places + k->place_count};
  char *kept = k->kept + k->kept_count;
  Place *sums = (Place *)(void *)(kept + sizeof(uint64_t)), *sum = sums;
  for (size_t left = k->place_count; left;) {
    uint64_t next = UINT64_MAX;
    for (int i = 0; i < SORTS; i++)
      if (at[i] < end[i] && at[i]->place < next) next = at[i]->place;
    int is_new = 1;
    for (int i = 0; i < SORTS; i++)
      /* The only word of a sentence makes two pairs in one place. */
      for (; at[i] < end[i] && at[i]->place == next; at[i]++, left--) {
        if (is_new)
          *sum = *at[i];
        else
          for (int label = 0; label < LABELS; label++)
            sum->weights[label] += at[i]->weights[label];
        is_new = 0;
      }
    sum += adds(sum, least);
  }
  uint64_t count = (uint64_t)(sum - sums);
  memcpy(kept, &count, sizeof count);
  k->kept_count += sizeof count + (size_t)count * sizeof *sums;
  return 0;
}

/* Py_BuildValue would read its format each time. */
static PyObject *as_tuple(uint32_t start, uint32_t end, double weight) {
  PyObject *item = PyTuple_New(3);
  for (Py_ssize_t i = 0; item && i < 3; i++) {
    PyObject *part =
        i < 2 ? PyLong_FromUnsignedLong(i ? end : start) : PyFloat_FromDouble(weight);
    if (part)
      PyTuple_SET_ITEM(item, i, part);
    else
      Py_CLEAR(item);
  }
  return item;
}

/* Of the places of a sentence the heaviest for a label, then the heaviest of those that do
 * not overlap it, and so on. */
static PyObject *strongest(Kernel *k, const Place *places, size_t count, int label,
                           Py_ssize_t most, double least) {
  if (RESERVE(k->likely, count + 1)) return NULL;
  uint32_t *left = k->likely;
  size_t left_count = 0;
  for (size_t i = 0; i < count; i++) {
    left[left_count] = (uint32_t)i;
    left_count += (size_t)(places[i].weights[label] >= least);
  }
  PyObject *result = PyList_New(0);
  for (Py_ssize_t found = 0; result && found < most && left_count; found++) {
    const Place *best = &places[left[0]];
    for (size_t i = 1; i < left_count; i++) {
      const Place *one = &places[left[i]];
      double more = one->weights[label] - best->weights[label];
      if (more > 0 || (more == 0 && one->order < best->order)) best = one;
    }
    size_t kept = 0;
    for (size_t i = 0; i < left_count; i++) {
      const Place *one = &places[left[i]];
      left[kept] = left[i];
      kept += (size_t)(end_of(one) <= start_of(best)) |
              (size_t)(end_of(best) <= start_of(one));
    }
    left_count = kept;
    PyObject *item = as_tuple(start_of(best), end_of(best), best->weights[label]);
    if (!item || PyList_Append(result, item)) Py_CLEAR(result);
    Py_XDECREF(item);
  }
  return result;
}

/* The places of the next sentence; NULL with an error. */
static const Place *next_sentence(const char **at, const char *end, size_t *count) {
  uint64_t places = UINT64_MAX;
  size_t left = (size_t)(end - *at);
  if (left >= sizeof places) {
    memcpy(&places, *at, sizeof places);
    left -= sizeof places;
  }
  if (places > left / sizeof(Place)) {
    PyErr_SetString(PyExc_ValueError, "each label has the places of its sentence");
    return NULL;
  }
  const Place *first = (const Place *)(const void *)(*at + sizeof places);
  *count = (size_t)places;
  *at = (const char *)(first + places);
  return first;
}

PyObject *ascribe_strongest(PyObject *self, PyObject *args) {
  Kernel *k = (Kernel *)self;
  PyObject *kept, *labels;
  Py_ssize_t most;
  double least;
  if (!PyArg_ParseTuple(args, "SO!nd", &kept, &PyList_Type, &labels, &most, &least))
    return NULL;
  const char *at = PyBytes_AS_STRING(kept), *end = at + PyBytes_GET_SIZE(kept);
  PyObject *result = PyList_New(PyList_GET_SIZE(labels));
  for (Py_ssize_t i = 0; result && i < PyList_GET_SIZE(result); i++) {
    size_t count;
    long label = PyLong_AsLong(PyList_GET_ITEM(labels, i));
    PyObject *found = NULL;
    if (label < 0 || label >= LABELS) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "no such label");
    } else {
      const Place *places = next_sentence(&at, end, &count);
      if (places) found = strongest(k, places, count, (int)label, most, least);
    }
    if (found)
      PyList_SET_ITEM(result, i, found);
    else
      Py_CLEAR(result);
  }
  return result;
}
