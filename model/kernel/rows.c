/* The rows of the tagger's network: see ascribe/attribution/features.py.
 *
 * The numbers of a token are remembered, because a page says the same words again and
 * again. Python is asked for those that the tables do not give.
 */
#include "tokens.h"
#include "word_rows.h"

#define COLUMNS 8    /* those but the last, quote, sentence, start, end */
#define BREAK_WORD 1
#define SENTENCE_BREAK 10
#define BLOCK_BREAK 11
#define OUTSIDE 1
#define MARK 3
#define MANY_ROWS 65536

/* The numbers of a token in as many bits as they need: a set fills one line of a cache. */
typedef struct {
  uint64_t key; /* 0 is an empty place */
  uint32_t word : 27, shape : 4, is_mark : 1;
  uint16_t beginning, ending;
} Token;

typedef struct {
  int32_t numbers[COLUMNS];
} Row;

typedef struct {
  PyObject_HEAD
  TokenCut cut;
  WordRows tables;
  PyObject *row_of;
  int busy; /* Python has been asked, and may let another thread in */
  Token *memory;
  GROWING(Row, rows);
  size_t row_count;
} RowReader;

/* Look up a token that is not remembered, or ask Python about it. */
static int ask(RowReader *r, const Py_UCS4 *text, size_t length, int32_t *n) {
  int found = ascribe_row_of_token(&r->tables, text, length, n);
  if (found) return found < 0 ? -1 : 0;
  PyObject *word =
      PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text, (Py_ssize_t)length);
  PyObject *row = word ? PyObject_CallOneArg(r->row_of, word) : NULL;
  Py_XDECREF(word);
  if (!row) return -1;
  int failed = !PyTuple_Check(row);
  if (failed)
    PyErr_SetString(PyExc_TypeError, "a row is a tuple");
  else
    failed = !PyArg_ParseTuple(row, "iiiip", &n[0], &n[1], &n[2], &n[3], &n[4]);
  Py_DECREF(row);
  return failed ? -1 : 0;
}

/* Fit the numbers of a token into its bits; whether they do. */
static int pack(Token *token, uint64_t key, const int32_t *n) {
  *token = (Token){key,
                   (uint32_t)n[0] & 0x7FFFFFF,
                   (uint32_t)n[3] & 0xF,
                   n[4] != 0,
                   (uint16_t)n[1],
                   (uint16_t)n[2]};
  return (int32_t)token->word == n[0] && token->beginning == n[1] && token->ending == n[2] &&
         token->shape == (uint32_t)n[3];
}

static void unpack(const Token *token, int32_t *n) {
  n[0] = (int32_t)token->word;
  n[1] = token->beginning;
  n[2] = token->ending;
  n[3] = (int32_t)token->shape;
  n[4] = token->is_mark;
}

static inline Token *set_of(const RowReader *r, uint64_t key) {
  return r->memory + (size_t)key % TOKEN_SETS * IN_TOKEN_SET;
}

/* Fill in the numbers of a token; 0, or -1 with an error. */
static int numbers_of(RowReader *r, TokenPlace place, int32_t *numbers) {
  Token *set = set_of(r, place.key);
  size_t at = 0;
  while (at < IN_TOKEN_SET - 1 && set[at].key != place.key) at++;
  Token token = set[at];
  if (token.key != place.key) {
    if (ask(r, r->cut.text + place.start, place.end - place.start, numbers)) return -1;
    if (!pack(&token, place.key, numbers)) return 0;
  } else
    unpack(&token, numbers);
  for (; at; at--) set[at] = set[at - 1];
  *set = token;
  return 0;
}

/* Fill in the next places of the text at hand; how many, or -1. None is the end. */
static int next_places(RowReader *r, size_t from, TokenPlace *places) {
  int count = 0, found = 1;
  for (; count < AT_ONCE; count++) {
    found = ascribe_next_token(&r->cut, from, &places[count]);
    if (found <= 0) break;
    SOON(set_of(r, places[count].key));
    from = places[count].end;
  }
  return found < 0 ? -1 : count;
}

/* Append the rows of one sentence. */
static int add_sentence(RowReader *r, PyObject *text, PyObject *quoted, int32_t index,
                        int new_block) {
  TokenPlace places[AT_ONCE];
  if (!PyTuple_Check(quoted)) {
    PyErr_SetString(PyExc_TypeError, "quoted spans are a tuple");
    return -1;
  }
  if (ascribe_take_text(&r->cut, text) ||
      RESERVE(r->rows, r->row_count + r->cut.length + 1))
    return -1;
  Row row = {{BREAK_WORD, 0, 0, new_block ? BLOCK_BREAK : SENTENCE_BREAK, 0, index, -1, -1}};
  r->rows[r->row_count++] = row;
  Py_ssize_t spans = PyTuple_GET_SIZE(quoted), span = -1;
  long left = 0, right = -1; /* the span at hand */
  int count = 0, at = 0;
  for (size_t end = 0;; at++) {
    if (at == count) {
      count = next_places(r, end, places);
      if (count <= 0) break;
      at = 0;
    }
    size_t start = places[at].start;
    end = places[at].end;
    int32_t numbers[TOKEN_NUMBERS];
    if (numbers_of(r, places[at], numbers)) return -1;
    while (span < spans && (span < 0 || (long)start >= right)) {
      if (++span == spans) break;
      if (!PyArg_ParseTuple(PyTuple_GET_ITEM(quoted, span), "ll", &left, &right))
        return -1;
    }
    int inside = span < spans && (long)start >= left;
    Row *to = &r->rows[r->row_count++];
    memcpy(to->numbers, numbers, 4 * sizeof *numbers);
    to->numbers[4] = numbers[4] ? MARK : OUTSIDE + inside;
    to->numbers[5] = index;
    to->numbers[6] = (int32_t)start;
    to->numbers[7] = (int32_t)end;
  }
  if (count < 0) return -1;
  ascribe_drop_text(&r->cut);
  return 0;
}

static PyObject *reader_rows(PyObject *self, PyObject *args) {
  RowReader *r = (RowReader *)self;
  PyObject *texts, *quoted, *blocks;
  if (!PyArg_ParseTuple(args, "O!O!O!", &PyList_Type, &texts, &PyList_Type, &quoted,
                        &PyList_Type, &blocks))
    return NULL;
  Py_ssize_t count = PyList_GET_SIZE(texts);
  if (PyList_GET_SIZE(quoted) != count || PyList_GET_SIZE(blocks) != count ||
      count > INT32_MAX) {
    PyErr_SetString(PyExc_ValueError, "each sentence has quoted spans and a block");
    return NULL;
  }
  if (r->busy) Py_RETURN_NONE;
  r->busy = 1;
  long before = 0;
  int failed = 0;
  r->row_count = 0;
  for (Py_ssize_t i = 0; !failed && i < count; i++) {
    long block = PyLong_AsLong(PyList_GET_ITEM(blocks, i));
    failed = PyErr_Occurred() ||
             add_sentence(r, PyList_GET_ITEM(texts, i), PyList_GET_ITEM(quoted, i),
                          (int32_t)i, !i || block != before);
    before = block;
  }
  r->busy = 0;
  if (failed) return NULL;
  size_t rows = r->row_count;
  PyObject *result = PyBytes_FromStringAndSize(
      NULL, (Py_ssize_t)(rows * COLUMNS * sizeof(int32_t)));
  if (!result) return NULL;
  int32_t *to = (int32_t *)(void *)PyBytes_AS_STRING(result);
  for (int column = 0; column < COLUMNS; column++)
    for (size_t row = 0; row < rows; row++) *to++ = r->rows[row].numbers[column];
  if (r->rows_size > MANY_ROWS) RELEASE(r->rows);
  return result;
}

static int reader_traverse(PyObject *self, visitproc visit, void *arg) {
  Py_VISIT(((RowReader *)self)->row_of);
  return 0;
}

static int reader_clear(PyObject *self) {
  Py_CLEAR(((RowReader *)self)->row_of);
  return 0;
}

static void reader_dealloc(PyObject *self) {
  RowReader *r = (RowReader *)self;
  PyObject_GC_UnTrack(self);
  reader_clear(self);
  ascribe_free_cut(&r->cut);
  PyMem_Free(r->memory);
  PyMem_Free(r->rows);
  ascribe_free_word_rows(&r->tables);
  Py_TYPE(self)->tp_free(self);
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *pattern, *least_before, *tables, *row_of;
  PyObject *ends, *marks;
  const char *opens;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "RowReader takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "OUUO!sOO", &pattern, &ends, &marks, &PyDict_Type,
                        &least_before, &opens, &tables, &row_of))
    return NULL;
  RowReader *r = (RowReader *)type->tp_alloc(type, 0);
  if (!r) return NULL;
  r->row_of = Py_NewRef(row_of);
  r->memory = PyMem_Calloc(TOKEN_SETS * IN_TOKEN_SET, sizeof *r->memory);
  if (!r->memory) {
    PyErr_NoMemory();
    Py_CLEAR(r);
  } else if (ascribe_fill_cut(&r->cut, pattern, ends, marks, least_before, opens) ||
             (tables != Py_None && ascribe_fill_word_rows(&r->tables, tables)))
    Py_CLEAR(r);
  return (PyObject *)r;
}

static PyMethodDef reader_methods[] = {
    {"rows", reader_rows, METH_VARARGS,
     "rows(texts, quoted, blocks) -> bytes of int32, shape (8, rows); None if busy"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject reader_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.RowReader",
    .tp_basicsize = sizeof(RowReader),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "RowReader(pattern, plain_ends, plain_marks, least_before, opens, tables, row_of)",
    .tp_new = reader_new,
    .tp_dealloc = reader_dealloc,
    .tp_traverse = reader_traverse,
    .tp_clear = reader_clear,
    .tp_methods = reader_methods,
};

int ascribe_add_rows(PyObject *module) {
  if (PyType_Ready(&reader_type) < 0) return -1;
  return PyModule_AddObjectRef(module, "RowReader", (PyObject *)&reader_type);
}
