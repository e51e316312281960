/* Which places of a sentence speak for a label; see ascribe/labels/evidence.py, which
 * defines it.
 *
 * What each place adds is kept while the sentence is scored, for every label, as the
 * label is not known yet: a look at all the n-grams again would cost as much as the
 * score. */
#include "ngrams.h"

static inline uint32_t start_of(const Place *place) { return (uint32_t)(place->place >> 32); }
static inline uint32_t end_of(const Place *place) { return (uint32_t)place->place; }

static inline uint64_t place_of(uint32_t start, uint32_t end) {
  return (uint64_t)start << 32 | end;
}

static inline void add(Shares *sum, const Shares *one) {
  for (int label = 0; label < LABELS; label++) sum->weights[label] += one->weights[label];
}

/* ---- runs ------------------------------------------------------------------------- */

/* Fill shares with what each run adds, given 1 / the length of the vector: what its
 * n-grams give if each stood once, less what those lose that stand again. */
static int share_runs(Kernel *k, double scale) {
  const Vocabulary *v = &k->characters;
  size_t count = 0;
  if (RESERVE(k->shares, k->run_count) || RESERVE(k->likely, v->all_count + 1)) return -1;
  for (size_t run = 0; run < k->run_count; run++)
    memcpy(k->shares[run].weights, k->runs[run].sums, sizeof(Shares));
  uint32_t *again = k->likely;
  for (size_t i = 0; i < v->all_count; i++) {
    again[count] = (uint32_t)i;
    count += (size_t)ascribe_has(v->again, v->all[i]);
  }
  for (size_t i = 0; i < count; i++) {
    const Term *term = &v->terms[v->all[again[i]]];
    double *weights = k->shares[k->run_of[again[i]]].weights;
    double more = (damped(term->count) / term->count - 1) * term->idf;
    for (int label = 0; label < LABELS; label++)
      weights[label] += more * term->weights[label];
  }
  for (size_t run = 0; run < k->run_count; run++)
    for (int label = 0; label < LABELS; label++) k->shares[run].weights[label] *= scale;
  return 0;
}

/* ---- places ----------------------------------------------------------------------- */

/* Of each token, and of each and the next, `slots` has the number of its place among
 * those of the sentence, plus 1; 0 is none. */
static inline uint32_t *slot_of(const Kernel *k, size_t token, size_t tokens) {
  return &k->slots[2 * token + tokens - 1];
}

/* Where a pair of words has its slot: next to an end of the sentence it may stand in the
 * place of the one word. */
static uint32_t *slot_of_pair(const Kernel *k, size_t token, uint64_t place) {
  size_t last = k->token_count - 2;
  if (token == 0 || token == last) {
    size_t word = token ? token : 1;
    if (place_of(k->tokens[word].start, k->tokens[word].end) == place)
      return slot_of(k, word, 1);
  }
  return slot_of(k, token, 2);
}

/* Put down the places of words and of pairs; how many there are. */
static size_t place_words(Kernel *k, double scale, Place *places) {
  const Vocabulary *v = &k->words;
  size_t count = 0;
  for (size_t i = 0; i < v->found_count; i++) {
    size_t token = k->at_token[i];
    int is_pair = i >= k->first_pair;
    uint32_t start = k->tokens[token].start, end = k->tokens[token + is_pair].end;
    if (start >= end) continue;
    Place *one = &places[count];
    one->place = place_of(start, end);
    one->order = (uint64_t)v->terms[v->found[i]].first << 32 | i;
    share(v, v->found[i], scale, one->shares.weights);
    uint32_t *slot = is_pair ? slot_of_pair(k, token, one->place) : slot_of(k, token, 1);
    if (*slot)
      add(&places[*slot - 1].shares, &one->shares);
    else
      *slot = (uint32_t)++count;
  }
  return count;
}

/* Add what runs give to the places of a word or a pair, or to one of their own; how many
 * places there are then. */
static size_t place_runs(Kernel *k, Place *places, size_t count) {
  static const Place nothing;
  for (size_t run = 0; run < k->run_count; run++) {
    size_t first = k->run_at[run], tokens = k->run_at[run + 1] - first;
    /* Where to add is chosen, not guessed. The first slot of all is that of no place. */
    uint32_t slot = *slot_of(k, tokens > 2 ? 0 : first, tokens > 2 ? 1 : tokens);
    Place own = nothing;
    own.place = place_of(k->tokens[first].start, k->tokens[first + tokens - 1].end);
    own.order = UINT64_MAX / 2 + run;
    const Place *from = slot ? &places[slot - 1] : &own;
    Place *to = &places[slot ? slot - 1 : count];
    *to = *from;
    add(&to->shares, &k->shares[run]);
    count += !slot;
  }
  return count;
}

/* Leave only places that add `least` to some label; how many are left. */
static size_t sift_places(Place *places, size_t count, double least) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    int some = 0;
    for (int label = 0; label < LABELS; label++)
      some |= places[i].shares.weights[label] >= least;
    places[kept] = places[i];
    kept += (size_t)some;
  }
  return kept;
}

/* Add up what falls on one place. What is kept of a sentence is the number of its places
 * and then those. */
int ascribe_keep_places(Kernel *k, double words, double characters, double least) {
  size_t most = k->words.found_count + k->run_count + 1;
  if (share_runs(k, characters) || RESERVE(k->slots, 2 * k->token_count) ||
      RESERVE(k->kept, k->kept_count + sizeof(uint64_t) + most * sizeof(Place)))
    return -1;
  memset(k->slots, 0, 2 * k->token_count * sizeof *k->slots);
  char *kept = k->kept + k->kept_count;
  Place *places = (Place *)(void *)(kept + sizeof(uint64_t));
  size_t all = place_runs(k, places, place_words(k, words, places));
  uint64_t count = sift_places(places, all, least);
  memcpy(kept, &count, sizeof count);
  k->kept_count += sizeof count + (size_t)count * sizeof *places;
  return 0;
}

/* ---- the strongest ---------------------------------------------------------------- */

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
    left_count += (size_t)(places[i].shares.weights[label] >= least);
  }
  PyObject *result = PyList_New(0);
  for (Py_ssize_t found = 0; result && found < most && left_count; found++) {
    const Place *best = &places[left[0]];
    for (size_t i = 1; i < left_count; i++) {
      const Place *one = &places[left[i]];
      double more = one->shares.weights[label] - best->shares.weights[label];
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
    PyObject *item = as_tuple(start_of(best), end_of(best), best->shares.weights[label]);
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
