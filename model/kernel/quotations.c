/* What of a block stands inside quotation marks: see ascribe/text/quotations.py, which
 * defines it. A block without a mark, as most are, is walked through once. */
#include "reading.h"

#define MAX_SINGLE_LENGTH 400
#define ELISION 2
#define LOOKED_AHEAD 120

/* What a mark is on the page; a neutral one, and there are no others, opens and closes. */
enum { OPENS = 1, CLOSES = 2 };

typedef struct {
  int kind;
  const void *data;
  Py_ssize_t length;
} Text;

typedef struct {
  Py_ssize_t start, end;
} Quotation;

typedef struct {
  GROWING(Quotation, items);
  size_t count;
} Quotations;

static inline Py_UCS4 at_of(const Text *t, Py_ssize_t at) {
  return PyUnicode_READ(t->kind, t->data, at);
}

/* The character before a place, or behind it; a space beyond the text. */
static inline Py_UCS4 before_of(const Text *t, Py_ssize_t at) {
  return at ? at_of(t, at - 1) : ' ';
}

static inline Py_UCS4 after_of(const Text *t, Py_ssize_t end) {
  return end < t->length ? at_of(t, end) : ' ';
}

static inline int is_single(Py_UCS4 c) { return c == '\'' || ascribe_is_single_glyph(c); }

static int add(Quotations *q, Py_ssize_t start, Py_ssize_t end) {
  if (RESERVE(q->items, q->count + 1)) return -1;
  q->items[q->count++] = (Quotation){start, end};
  return 0;
}

static int closer_ahead(const Text *t, Py_ssize_t start) {
  Py_ssize_t last = start + LOOKED_AHEAD < t->length ? start + LOOKED_AHEAD : t->length;
  for (Py_ssize_t at = start; at < last; at++) {
    Py_UCS4 c = at_of(t, at);
    if (c != '\'' && c != 0x2018 && c != 0x2019) continue;
    Py_UCS4 after = after_of(t, at + 1);
    if (c == 0x2018 || (c == '\'' && Py_UNICODE_ISSPACE(at_of(t, at - 1)) &&
                        Py_UNICODE_ISALPHA(after)))
      return 0;
    if (!Py_UNICODE_ISALNUM(after)) return 1;
  }
  return 0;
}

/* Quotations in single marks, from the first mark to the second. */
static int find_single(const Text *t, Py_ssize_t from, Quotations *found) {
  Py_ssize_t opener = -1;
  for (Py_ssize_t at = from; at < t->length; at++) {
    Py_UCS4 c = at_of(t, at);
    if (!is_single(c)) continue;
    Py_UCS4 before = before_of(t, at), after = after_of(t, at + 1);
    if (opener < 0 || at - opener > MAX_SINGLE_LENGTH) {
      opener = -1;
      if (c != 0x2019 && c != 0x203A && !Py_UNICODE_ISALNUM(before) &&
          Py_UNICODE_ISALPHA(after))
        opener = at;
    } else if (Py_UNICODE_ISALNUM(after) || Py_UNICODE_ISSPACE(before) ||
               (c == 0x2018 && at_of(t, opener) != 0x201A))
      continue;
    else if (at - opener <= ELISION)
      opener = -1;
    else if (before != 's' || !Py_UNICODE_ISSPACE(after) || !closer_ahead(t, at + 1)) {
      if (add(found, opener, at)) return -1;
      opener = -1;
    }
  }
  return 0;
}

/* The length of the mark at a place, 0 for none, and what it is. */
static inline Py_ssize_t mark_at(const Text *t, Py_ssize_t at, int *sides, int *single) {
  Py_UCS4 c = at_of(t, at);
  *single = *sides = 0;
  if (c < 128 && c != '"' && c != '\'' && c != '`') return 0;
  if (ascribe_pairs_up(c) && at + 1 < t->length && at_of(t, at + 1) == c) {
    *sides = c == '`' || c == 0x2018 ? OPENS : c == 0x2019 ? CLOSES : 0;
    return 2;
  }
  *single = is_single(c);
  if (c == 0x201C || c == 0x201E || c == 0x201F || c == 0xAB) *sides = OPENS;
  if (c == 0x201D || c == 0xBB) *sides = CLOSES;
  return *single || ascribe_is_double_glyph(c);
}

static int opens(const Text *t, Py_ssize_t at, Py_ssize_t end, int sides) {
  if (end >= t->length || Py_UNICODE_ISSPACE(at_of(t, end)))
    return sides == OPENS && end < t->length;
  int glued = Py_UNICODE_ISALNUM(before_of(t, at));
  return !glued || sides == OPENS;
}

static int closes(const Text *t, Py_ssize_t at, Py_ssize_t end, int sides) {
  Py_UCS4 before = before_of(t, at), after = after_of(t, end);
  if (sides == CLOSES) return 1;
  if (sides == OPENS)
    return !Py_UNICODE_ISALNUM(after) && at > 0 && !Py_UNICODE_ISSPACE(before);
  return !(Py_UNICODE_ISSPACE(before) && Py_UNICODE_ISALNUM(after)) ||
         Py_UNICODE_ISSPACE(after);
}

/* All quotations of a block; `single` are those in single marks. Returns whether the last
 * is still open, or -1 with an error. */
static int find(const Text *t, Py_ssize_t from, const Quotations *single,
                Quotations *found) {
  size_t next = 0;
  Py_ssize_t start = -1, skip_until = -1, size;
  for (Py_ssize_t at = from; at < t->length; at += size ? size : 1) {
    int sides, is_one;
    size = mark_at(t, at, &sides, &is_one);
    if (!size || at < skip_until) continue;
    Py_ssize_t end = at + size;
    if (is_one) {
      while (next < single->count && single->items[next].start < at) next++;
      if (start < 0 && next < single->count && single->items[next].start == at) {
        skip_until = single->items[next].end;
        if (add(found, end, skip_until)) return -1;
      }
    } else if (start < 0) {
      if (opens(t, at, end, sides)) start = end;
    } else if (closes(t, at, end, sides)) {
      if (add(found, start, at)) return -1;
      start = -1;
    } else if (sides == OPENS && at - start <= 1 &&
               (at == start || Py_UNICODE_ISSPACE(at_of(t, start))))
      start = end; /* the same opening, doubled */
  }
  if (start < 0) return 0;
  return add(found, start, t->length) ? -1 : 1;
}

static PyObject *quoted_spans(PyObject *Py_UNUSED(module), PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "quoted_spans takes a str");
    return NULL;
  }
  Text t = {PyUnicode_KIND(text), PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text)};
  Py_ssize_t from = 0;
  for (int sides, is_one; from < t.length && !mark_at(&t, from, &sides, &is_one);) from++;
  if (from == t.length) Py_RETURN_NONE;
  Quotations single = {0}, found = {0};
  int open = find_single(&t, from, &single);
  if (!open) open = find(&t, from, &single, &found);
  PyObject *result = NULL;
  if (open == 0 && !found.count)
    result = Py_NewRef(Py_None);
  else if (open >= 0) {
    PyObject *spans = PyList_New((Py_ssize_t)found.count);
    for (size_t i = 0; spans && i < found.count; i++) {
      PyObject *span = Py_BuildValue("(nn)", found.items[i].start, found.items[i].end);
      if (!span)
        Py_CLEAR(spans);
      else
        PyList_SET_ITEM(spans, (Py_ssize_t)i, span);
    }
    if (spans) result = Py_BuildValue("(NN)", spans, PyBool_FromLong(open));
  }
  PyMem_Free(single.items);
  PyMem_Free(found.items);
  return result;
}

static PyMethodDef functions[] = {
    {"quoted_spans", quoted_spans, METH_O,
     "quoted_spans(text) -> ([(start, end)], still_open); None where nothing is quoted"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_quotations(PyObject *module) {
  return PyModule_AddFunctions(module, functions);
}
