/* Links cues with sources and contents; see ascribe/attribution/links.py, which defines
 * how. Runs come and go as tuples (first, last, sentence, follows_on). */
#include "kernel.h"

#define NEXT_SENTENCE_ROWS 3
#define NEXT_SENTENCE_PENALTY 1.0
#define ROW_PENALTY 0.05
#define MIN_SIDE 0.25
#define GAP_ROWS 3

enum { CUE, SOURCE, CONTENT, KINDS };
/* Answers of the network: where the source of a cue stands, and its content. */
enum { SOURCE_SIDE, CONTENT_SIDE, SIDES };
enum { NO_SOURCE, BEFORE, AFTER };
enum { NO_CONTENT, ONLY_BEFORE, ONLY_AFTER, BOTH };
static const Py_ssize_t answers_of[SIDES] = {3, 4};
#define MOST_ANSWERS 4

typedef struct {
  Py_ssize_t first, last, sentence;
  int follows_on;
  PyObject *tuple; /* borrowed */
} Run;

typedef struct {
  PyObject *list; /* borrowed */
  Run *runs;
  Py_ssize_t count;
} Runs;

typedef struct {
  Py_ssize_t source; /* -1 for none */
  Py_ssize_t outer;  /* the content that holds the cue, -1 for none */
  int served[2];     /* on the side before the cue, and behind it */
} Link;

typedef struct {
  double strength;
  Py_ssize_t order, content, cue;
  int after;
} Claim;

typedef struct {
  Runs of[KINDS];
  Py_buffer sides[SIDES];
  Link *links; /* one for each cue */
  Claim *claims;
  Py_ssize_t claim_count;
  Py_ssize_t *owners; /* the cue of each content, -1 for none */
} Page;

/* ---- runs around a row ------------------------------------------------------------- */

/* The last run that begins at a row or before it; -1 for none. */
static Py_ssize_t last_before(const Runs *all, Py_ssize_t row) {
  Py_ssize_t low = 0, high = all->count;
  while (low < high) {
    Py_ssize_t middle = (low + high) / 2;
    if (all->runs[middle].first <= row)
      low = middle + 1;
    else
      high = middle;
  }
  return low - 1;
}

static int holds(const Runs *all, Py_ssize_t row) {
  Py_ssize_t at = last_before(all, row);
  return at >= 0 && row < all->runs[at].last;
}

typedef struct {
  Py_ssize_t left, inside, right; /* inside is -1 for none */
} Near;

static Near near(const Runs *all, const Run *cue) {
  Py_ssize_t at = last_before(all, cue->first), right = at + 1;
  while (right < all->count && all->runs[right].first < cue->last) right++;
  int inside = at >= 0 && cue->first < all->runs[at].last;
  return (Near){at - inside, inside ? at : -1, right};
}

/* ---- sources and claims ------------------------------------------------------------ */

/* The mean chances of a head over the rows of a run. */
static void means(const Py_buffer *head, const Run *run, double *to) {
  for (Py_ssize_t which = 0; which < head->shape[1]; which++) {
    const char *at = (const char *)head->buf + which * head->strides[1];
    double total = 0;
    for (Py_ssize_t row = run->first; row < run->last; row++)
      total += *(const float *)(const void *)(at + row * head->strides[0]);
    to[which] = total / (double)(run->last - run->first);
  }
}

static Py_ssize_t source_of(const Page *p, const Run *cue) {
  const Runs *sources = &p->of[SOURCE];
  double side[MOST_ANSWERS], most = 0;
  means(&p->sides[SOURCE_SIDE], cue, side);
  Near around = near(sources, cue);
  double inside = side[BEFORE] < side[AFTER] ? side[AFTER] : side[BEFORE];
  const struct {
    Py_ssize_t run;
    double chance;
  } candidates[] = {
      {around.left, side[BEFORE]},
      {around.right < sources->count ? around.right : -1, side[AFTER]},
      {around.inside, inside},
  };
  Py_ssize_t best = -1;
  for (int i = 0; i < 3; i++) {
    Py_ssize_t run = candidates[i].run;
    if (run < 0) continue;
    if (run != around.inside && sources->runs[run].sentence != cue->sentence) continue;
    if (best >= 0 && candidates[i].chance <= most) continue;
    best = run;
    most = candidates[i].chance;
  }
  return best >= 0 && most > side[NO_SOURCE] / 2 ? best : -1;
}

static void claim(Page *p, double strength, Py_ssize_t content, Py_ssize_t cue, int after) {
  Py_ssize_t order = p->claim_count++;
  p->claims[order] = (Claim){strength, order, content, cue, after};
}

static void claim_contents(Page *p, Py_ssize_t number, Near around) {
  const Run *cue = &p->of[CUE].runs[number], *contents = p->of[CONTENT].runs;
  Py_ssize_t low = cue->first, high = cue->last;
  if (p->links[number].source >= 0) {
    const Run *source = &p->of[SOURCE].runs[p->links[number].source];
    if (low > source->first) low = source->first;
    if (high < source->last) high = source->last;
  }
  double side[MOST_ANSWERS];
  means(&p->sides[CONTENT_SIDE], cue, side);
  double before = side[ONLY_BEFORE] + side[BOTH], after = side[ONLY_AFTER] + side[BOTH];
  if (around.left >= 0 && before > MIN_SIDE) {
    const Run *run = &contents[around.left];
    Py_ssize_t distance = low > run->last ? low - run->last : 0;
    if (run->sentence == cue->sentence)
      claim(p, before - ROW_PENALTY * (double)distance, around.left, number, 0);
  }
  if (after <= MIN_SIDE) return;
  for (Py_ssize_t at = around.right; at < around.right + 2 && at < p->of[CONTENT].count;
       at++) {
    const Run *run = &contents[at];
    Py_ssize_t distance = run->first > high ? run->first - high : 0;
    double strength = after - ROW_PENALTY * (double)distance;
    if (run->sentence != cue->sentence) {
      if (distance <= NEXT_SENTENCE_ROWS)
        claim(p, strength - NEXT_SENTENCE_PENALTY, at, number, 1);
      break;
    }
    claim(p, strength, at, number, 1);
  }
}

static int strongest_first(const void *a, const void *b) {
  const Claim *one = a, *other = b;
  if (one->strength != other->strength) return one->strength > other->strength ? -1 : 1;
  return one->order < other->order ? -1 : one->order > other->order;
}

static void settle(Page *p) {
  qsort(p->claims, (size_t)p->claim_count, sizeof *p->claims, strongest_first);
  for (Py_ssize_t i = 0; i < p->claim_count; i++) {
    const Claim *c = &p->claims[i];
    int *served = &p->links[c->cue].served[c->after];
    if (p->owners[c->content] >= 0 || *served) continue;
    p->owners[c->content] = c->cue;
    *served = 1;
  }
}

/* ---- contents that nobody claims --------------------------------------------------- */

static int touch(const Page *p, Py_ssize_t left) {
  const Run *one = &p->of[CONTENT].runs[left], *other = one + 1;
  if (one->sentence != other->sentence || other->first - one->last > GAP_ROWS) return 0;
  for (Py_ssize_t row = one->last; row < other->first; row++)
    if (holds(&p->of[CUE], row) || holds(&p->of[SOURCE], row)) return 0;
  return 1;
}

static int follows(const Page *p, Py_ssize_t left) {
  return p->of[CONTENT].runs[left + 1].follows_on;
}

/* Let contents without an owner belong to that of the one beside, forward and back. */
static void spread(Page *p, int (*belong)(const Page *, Py_ssize_t)) {
  Py_ssize_t *owners = p->owners, count = p->of[CONTENT].count;
  for (Py_ssize_t at = 1; at < count; at++)
    if (owners[at] < 0 && owners[at - 1] >= 0 && belong(p, at - 1))
      owners[at] = owners[at - 1];
  for (Py_ssize_t at = count - 1; at > 0; at--)
    if (owners[at - 1] < 0 && owners[at] >= 0 && belong(p, at - 1))
      owners[at - 1] = owners[at];
}

/* ---- a page ------------------------------------------------------------------------ */

static void link_page(Page *p) {
  const Runs *cues = &p->of[CUE], *contents = &p->of[CONTENT];
  for (Py_ssize_t i = 0; i < contents->count; i++) p->owners[i] = -1;
  for (Py_ssize_t i = 0; i < cues->count; i++) {
    const Run *cue = &cues->runs[i];
    Near around = near(contents, cue);
    Py_ssize_t outer = around.inside;
    if (outer >= 0 && contents->runs[outer].first >= cue->first) outer = -1;
    p->links[i] = (Link){source_of(p, cue), outer, {0, 0}};
    if (outer < 0) claim_contents(p, i, around);
  }
  settle(p);
  spread(p, touch);
  spread(p, follows);
}

/* The content of a cue inside another's content, as a list: what follows it there. */
static PyObject *inner(const Page *p, Py_ssize_t number) {
  const Link *link = &p->links[number];
  const Run *outer = &p->of[CONTENT].runs[link->outer];
  Py_ssize_t first = p->of[CUE].runs[number].last;
  if (link->source >= 0 && p->of[SOURCE].runs[link->source].first >= first)
    first = p->of[SOURCE].runs[link->source].last;
  if (first >= outer->last) return PyList_New(0);
  return Py_BuildValue("[(nnnO)]", first, outer->last, outer->sentence, Py_False);
}

static int append_link(PyObject *result, PyObject *cue, PyObject *source,
                       PyObject *contents, int depth) {
  PyObject *link = contents ? Py_BuildValue("(OONi)", cue, source, contents, depth) : NULL;
  int failed = !link || PyList_Append(result, link);
  Py_XDECREF(link);
  return failed ? -1 : 0;
}

static PyObject *as_list(const Page *p) {
  PyObject *result = PyList_New(0);
  for (Py_ssize_t i = 0; result && i < p->of[CUE].count; i++) {
    const Link *link = &p->links[i];
    PyObject *source = link->source < 0 ? Py_None : p->of[SOURCE].runs[link->source].tuple;
    PyObject *contents = link->outer < 0 ? PyList_New(0) : inner(p, i);
    if (append_link(result, p->of[CUE].runs[i].tuple, source, contents, link->outer >= 0))
      Py_CLEAR(result);
  }
  for (Py_ssize_t i = 0; result && i < p->of[CONTENT].count; i++) {
    PyObject *run = p->of[CONTENT].runs[i].tuple;
    int failed;
    if (p->owners[i] < 0)
      failed = append_link(result, Py_None, Py_None, Py_BuildValue("[O]", run), 0);
    else
      failed = PyList_Append(
          PyTuple_GET_ITEM(PyList_GET_ITEM(result, p->owners[i]), 2), run);
    if (failed) Py_CLEAR(result);
  }
  return result;
}

/* ---- what is handed in ------------------------------------------------------------- */

static int read_runs(Runs *runs, Py_ssize_t rows) {
  runs->count = PyList_GET_SIZE(runs->list);
  runs->runs = PyMem_Calloc((size_t)runs->count + 1, sizeof *runs->runs);
  if (!runs->runs) {
    PyErr_NoMemory();
    return -1;
  }
  Py_ssize_t before = 0;
  for (Py_ssize_t i = 0; i < runs->count; i++) {
    Run *run = &runs->runs[i];
    run->tuple = PyList_GET_ITEM(runs->list, i);
    if (!PyTuple_Check(run->tuple)) {
      PyErr_SetString(PyExc_TypeError, "a run is a tuple");
      return -1;
    }
    if (!PyArg_ParseTuple(run->tuple, "nnnp", &run->first, &run->last, &run->sentence,
                          &run->follows_on))
      return -1;
    if (run->first < before || run->last <= run->first || run->last > rows) {
      PyErr_SetString(PyExc_ValueError, "runs lie in the page, in order and apart");
      return -1;
    }
    before = run->last;
  }
  return 0;
}

static int read_side(Page *p, int side, PyObject *given) {
  Py_buffer *head = &p->sides[side];
  if (PyObject_GetBuffer(given, head, PyBUF_STRIDES)) return -1;
  if (head->ndim == 2 && head->shape[1] == answers_of[side] &&
      head->shape[0] == p->sides[0].shape[0] && head->itemsize == sizeof(float))
    return 0;
  PyErr_SetString(PyExc_ValueError, "each row has its answers");
  return -1;
}

static PyObject *link_runs(PyObject *Py_UNUSED(module), PyObject *args) {
  Page p = {0};
  PyObject *given[SIDES], *result = NULL;
  if (!PyArg_ParseTuple(args, "O!O!O!OO", &PyList_Type, &p.of[CUE].list, &PyList_Type,
                        &p.of[SOURCE].list, &PyList_Type, &p.of[CONTENT].list,
                        &given[SOURCE_SIDE], &given[CONTENT_SIDE]))
    return NULL;
  int failed = 0;
  for (int side = 0; !failed && side < SIDES; side++)
    failed = read_side(&p, side, given[side]);
  for (int kind = 0; !failed && kind < KINDS; kind++)
    failed = read_runs(&p.of[kind], p.sides[0].shape[0]);
  if (!failed) {
    size_t cues = (size_t)p.of[CUE].count, contents = (size_t)p.of[CONTENT].count;
    p.links = PyMem_Calloc(cues + 1, sizeof *p.links);
    p.claims = PyMem_Calloc(3 * cues + 1, sizeof *p.claims);
    p.owners = PyMem_Calloc(contents + 1, sizeof *p.owners);
    if (!p.links || !p.claims || !p.owners)
      PyErr_NoMemory();
    else {
      link_page(&p);
      result = as_list(&p);
    }
  }
  PyMem_Free(p.links);
  PyMem_Free(p.claims);
  PyMem_Free(p.owners);
  for (int kind = 0; kind < KINDS; kind++) PyMem_Free(p.of[kind].runs);
  for (int side = 0; side < SIDES; side++)
    if (p.sides[side].obj) PyBuffer_Release(&p.sides[side]);
  return result;
}

static PyMethodDef functions[] = {
    {"link_runs", link_runs, METH_VARARGS,
     "link_runs(cues, sources, contents, source_side, content_side) -> "
     "[(cue, source, contents, depth)], runs are (first, last, sentence, follows_on)"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_links(PyObject *module) {
  return PyModule_AddFunctions(module, functions);
}
