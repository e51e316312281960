/* Links cues with sources and contents; see ascribe/attribution/links.py, which defines
 * how. */
#include "runs.h"

#define NEXT_SENTENCE_ROWS 3
#define NEXT_SENTENCE_PENALTY 1.0
#define ROW_PENALTY 0.05
#define MIN_SIDE 0.25
#define GAP_ROWS 3

/* What the network answers besides: where the source of a cue stands, and its content. */
enum { SOURCE_SIDE = CUT_HEADS, CONTENT_SIDE, HEADS };
enum { NO_SOURCE, BEFORE, AFTER };
enum { NO_CONTENT, ONLY_BEFORE, ONLY_AFTER, BOTH };
static const Py_ssize_t answers_of[HEADS] = {3, 3, 3, 2, 3, 4};
#define MOST_ANSWERS 4

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
  Py_buffer heads[HEADS];
  Link *links; /* one for each cue */
  Claim *claims;
  Py_ssize_t claim_count;
  Py_ssize_t *owners; /* the cue of each content, -1 for none */
} Page;

/* ---- runs around a row ------------------------------------------------------------- */

/* The last run that begins at a row or before it; -1 for none. */
static Py_ssize_t last_before(const Runs *all, Py_ssize_t row) {
  Py_ssize_t low = 0, high = (Py_ssize_t)all->count;
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
  while (right < (Py_ssize_t)all->count && all->runs[right].first < cue->last) right++;
  int inside = at >= 0 && cue->first < all->runs[at].last;
  return (Near){at - inside, inside ? at : -1, right};
}

/* ---- sources and claims ------------------------------------------------------------ */

/* The mean chances of a head over the rows of a run. */
static void means(const Py_buffer *head, const Run *run, double *to) {
  for (Py_ssize_t which = 0; which < head->shape[1]; which++) {
    double total = 0;
    for (Py_ssize_t row = run->first; row < run->last; row++)
      total += ascribe_answer(head, row, which);
    to[which] = total / (double)(run->last - run->first);
  }
}

static Py_ssize_t source_of(const Page *p, const Run *cue) {
  const Runs *sources = &p->of[SOURCE];
  double side[MOST_ANSWERS], most = 0;
  means(&p->heads[SOURCE_SIDE], cue, side);
  Near around = near(sources, cue);
  double inside = side[BEFORE] < side[AFTER] ? side[AFTER] : side[BEFORE];
  const struct {
    Py_ssize_t run;
    double chance;
  } candidates[] = {
      {around.left, side[BEFORE]},
      {around.right < (Py_ssize_t)sources->count ? around.right : -1, side[AFTER]},
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
  Py_ssize_t count = (Py_ssize_t)p->of[CONTENT].count;
  if (p->links[number].source >= 0) {
    const Run *source = &p->of[SOURCE].runs[p->links[number].source];
    if (low > source->first) low = source->first;
    if (high < source->last) high = source->last;
  }
  double side[MOST_ANSWERS];
  means(&p->heads[CONTENT_SIDE], cue, side);
  double before = side[ONLY_BEFORE] + side[BOTH], after = side[ONLY_AFTER] + side[BOTH];
  if (around.left >= 0 && before > MIN_SIDE) {
    const Run *run = &contents[around.left];
    Py_ssize_t distance = low > run->last ? low - run->last : 0;
    if (run->sentence == cue->sentence)
      claim(p, before - ROW_PENALTY * (double)distance, around.left, number, 0);
  }
  if (after <= MIN_SIDE) return;
  for (Py_ssize_t at = around.right; at < around.right + 2 && at < count; at++) {
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
  Py_ssize_t *owners = p->owners, count = (Py_ssize_t)p->of[CONTENT].count;
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
  for (size_t i = 0; i < contents->count; i++) p->owners[i] = -1;
  for (Py_ssize_t i = 0; i < (Py_ssize_t)cues->count; i++) {
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

/* ---- what comes out ---------------------------------------------------------------- */

/* Python's classes. */
typedef struct {
  PyObject *run, *link;
} Classes;

static PyObject *as_object(const Classes *classes, const Run *run) {
  PyObject *parts[] = {PyLong_FromSsize_t(run->first), PyLong_FromSsize_t(run->last),
                       PyLong_FromSsize_t(run->sentence),
                       Py_NewRef(run->follows_on ? Py_True : Py_False)};
  PyObject *result = NULL;
  if (parts[0] && parts[1] && parts[2])
    result = PyObject_Vectorcall(classes->run, parts, 4, NULL);
  for (int i = 0; i < 4; i++) Py_XDECREF(parts[i]);
  return result;
}

static int append_run(const Classes *classes, PyObject *list, const Run *run) {
  PyObject *item = as_object(classes, run);
  int failed = !item || PyList_Append(list, item);
  Py_XDECREF(item);
  return failed ? -1 : 0;
}

/* The content of a cue inside another's content: what follows it there. */
static int append_inner(const Page *p, const Classes *classes, const Link *link,
                        const Run *cue, PyObject *contents) {
  const Run *outer = &p->of[CONTENT].runs[link->outer];
  Run inner = {cue->last, outer->last, outer->sentence, 0};
  if (link->source >= 0 && p->of[SOURCE].runs[link->source].first >= inner.first)
    inner.first = p->of[SOURCE].runs[link->source].last;
  return inner.first < inner.last ? append_run(classes, contents, &inner) : 0;
}

/* Append a link with these contents, of which the reference is taken over. */
static int append_link(const Classes *classes, PyObject *result, const Run *cue,
                       const Run *source, PyObject *contents, int depth) {
  PyObject *parts[] = {cue ? as_object(classes, cue) : Py_NewRef(Py_None),
                       source ? as_object(classes, source) : Py_NewRef(Py_None), contents,
                       PyLong_FromLong(depth)};
  PyObject *link = NULL;
  if (parts[0] && parts[1] && parts[2] && parts[3])
    link = PyObject_Vectorcall(classes->link, parts, 4, NULL);
  int failed = !link || PyList_Append(result, link);
  Py_XDECREF(link);
  for (int i = 0; i < 4; i++) Py_XDECREF(parts[i]);
  return failed ? -1 : 0;
}

static PyObject *as_list(const Page *p, const Classes *classes) {
  const Runs *cues = &p->of[CUE], *contents = &p->of[CONTENT];
  PyObject *result = PyList_New(0), *lists = PyList_New(0);
  int failed = !result || !lists;
  for (size_t i = 0; !failed && i < cues->count; i++) {
    const Link *link = &p->links[i];
    const Run *source = link->source < 0 ? NULL : &p->of[SOURCE].runs[link->source];
    PyObject *said = PyList_New(0);
    failed = !said || PyList_Append(lists, said) ||
             (link->outer >= 0 &&
              append_inner(p, classes, link, &cues->runs[i], said)) ||
             append_link(classes, result, &cues->runs[i], source, Py_NewRef(said),
                         link->outer >= 0);
    Py_XDECREF(said);
  }
  for (size_t i = 0; !failed && i < contents->count; i++) {
    const Run *run = &contents->runs[i];
    if (p->owners[i] >= 0) {
      failed = append_run(classes, PyList_GET_ITEM(lists, p->owners[i]), run);
      continue;
    }
    PyObject *said = PyList_New(0);
    failed = !said || append_run(classes, said, run) ||
             append_link(classes, result, NULL, NULL, Py_NewRef(said), 0);
    Py_XDECREF(said);
  }
  Py_XDECREF(lists);
  if (failed) Py_CLEAR(result);
  return result;
}

/* ---- what is handed in ------------------------------------------------------------- */

static PyObject *links_of(Page *p, const RowsToCut *rows, const Classes *classes) {
  if (ascribe_cut_rows(rows, p->of)) return NULL;
  size_t cues = p->of[CUE].count, contents = p->of[CONTENT].count;
  p->links = PyMem_Calloc(cues + 1, sizeof *p->links);
  p->claims = PyMem_Calloc(3 * cues + 1, sizeof *p->claims);
  p->owners = PyMem_Calloc(contents + 1, sizeof *p->owners);
  if (!p->links || !p->claims || !p->owners) return PyErr_NoMemory();
  link_page(p);
  return as_list(p, classes);
}

static PyObject *find_links(PyObject *Py_UNUSED(module), PyObject *args) {
  Page p = {0};
  Classes classes;
  Py_buffer start, shape, quote, attributed;
  PyObject *given[HEADS], *result = NULL;
  int have = 0;
  if (!PyArg_ParseTuple(args, "y*y*y*OOOOOOy*OO", &start, &shape, &quote, &given[CUE],
                        &given[SOURCE], &given[CONTENT], &given[CARRIES],
                        &given[SOURCE_SIDE], &given[CONTENT_SIDE], &attributed,
                        &classes.run, &classes.link))
    return NULL;
  RowsToCut rows = {start.buf, shape.buf, quote.buf,
                    start.len / (Py_ssize_t)sizeof(int32_t), p.heads, attributed.buf,
                    attributed.len};
  int fit = start.len == shape.len && start.len == quote.len &&
            (!rows.rows || rows.start[0] < 0), failed = 0;
  for (; !failed && have < HEADS; have += !failed) {
    failed = PyObject_GetBuffer(given[have], &p.heads[have], PyBUF_STRIDES);
    fit = fit && !failed &&
          ascribe_head_fits(&p.heads[have], rows.rows, answers_of[have]);
  }
  if (!failed && !fit)
    PyErr_SetString(PyExc_ValueError, "each row has its answers, the first is a break");
  else if (!failed)
    result = links_of(&p, &rows, &classes);
  PyMem_Free(p.links);
  PyMem_Free(p.claims);
  PyMem_Free(p.owners);
  for (int kind = 0; kind < KINDS; kind++) PyMem_Free(p.of[kind].runs);
  for (int i = 0; i < have; i++) PyBuffer_Release(&p.heads[i]);
  PyBuffer_Release(&start);
  PyBuffer_Release(&shape);
  PyBuffer_Release(&quote);
  PyBuffer_Release(&attributed);
  return result;
}

static PyMethodDef functions[] = {
    {"find_links", find_links, METH_VARARGS,
     "find_links(start, shape, quote, cue, source, content, carries, source_side, "
     "content_side, attributed, run, link) -> [link(cue, source, contents, depth)], of "
     "run(first, last, sentence, follows_on)"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_links(PyObject *module) {
  return PyModule_AddFunctions(module, functions);
}
