/* The rows of the tagger's network: see ascribe/attribution/features.py.
 *
 * The numbers of a token are remembered, because a page says the same words again and
 * again. Python is asked for those that the tables do not give.
 */
#include "patterns.h"
#include "word_rows.h"

#define SETS 1024 /* of places for tokens */
#define IN_SET 4
#define COLUMNS 8    /* those but the last, quote, sentence, start, end */
#define BREAK_WORD 1
#define SENTENCE_BREAK 10
#define BLOCK_BREAK 11
#define OUTSIDE 1
#define MARK 3
#define LARGE_TEXT 16384

typedef struct {
  uint64_t key; /* 0 is an empty place */
  int32_t numbers[TOKEN_NUMBERS];
} Token;

typedef struct {
  int32_t numbers[COLUMNS];
} Row;

typedef struct {
  PyObject_HEAD
  Pattern pattern;
  Stack stack;
  /* ASCII characters: see next_token. */
  uint64_t plain_ends[2];
  uint64_t plain_marks[2];
  unsigned char least_before[128]; /* 0 for none */
  WordRows tables;
  PyObject *row_of;
  int busy; /* Python has been asked, and may let another thread in */
  Token *memory;
  GROWING(Py_UCS4, text);
  GROWING(Row, rows);
  size_t row_count;
} RowReader;

/* Look up a token that is not remembered, or ask Python about it. */
static int ask(RowReader *r, const Py_UCS4 *text, size_t length, Token *token) {
  int found = ascribe_row_of_token(&r->tables, text, length, token->numbers);
  if (found) return found < 0 ? -1 : 0;
  PyObject *word =
      PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text, (Py_ssize_t)length);
  PyObject *row = word ? PyObject_CallOneArg(r->row_of, word) : NULL;
  Py_XDECREF(word);
  if (!row) return -1;
  int32_t *n = token->numbers;
  int failed = !PyTuple_Check(row);
  if (failed)
    PyErr_SetString(PyExc_TypeError, "a row is a tuple");
  else
    failed = !PyArg_ParseTuple(row, "iiiip", &n[0], &n[1], &n[2], &n[3], &n[4]);
  Py_DECREF(row);
  return failed ? -1 : 0;
}

/* A token has its place in one set of a few, the one asked for last in front: a new one
 * puts out the one that was not asked for longest, and what most pages say stays. */
static const int32_t *numbers_of(RowReader *r, const Py_UCS4 *text, size_t length) {
  uint64_t key = ascribe_hash(text, length);
  Token *set = r->memory + (size_t)key % SETS * IN_SET;
  size_t at = 0;
  while (at < IN_SET - 1 && set[at].key != key) at++;
  Token token = set[at];
  if (token.key != key) {
    token.key = key;
    if (ask(r, text, length, &token)) return NULL;
  }
  if (at) memmove(set + 1, set, at * sizeof *set);
  set[0] = token;
  return set[0].numbers;
}

static int read_text(RowReader *r, PyObject *text, size_t *length) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "a sentence is a str");
    return -1;
  }
  *length = (size_t)PyUnicode_GET_LENGTH(text);
  if (*length > UINT32_MAX / 64) {
    PyErr_SetString(PyExc_OverflowError, "the sentence is too long");
    return -1;
  }
  if (RESERVE(r->text, *length + 1)) return -1;
  return PyUnicode_AsUCS4(text, r->text, (Py_ssize_t)*length + 1, 1) ? 0 : -1;
}

static inline int is_among(const uint64_t *marks, Py_UCS4 c) {
  return c < 128 && marks[c >> 6] >> (c & 63) & 1;
}

/* The next token at or behind `from`: 1, 0, or -1 with an error.
 *
 * Most are plain and need no pattern: a mark that is always alone, or a run of what words
 * are made of, with white space behind it or a mark that ends such a run. */
static int next_token(RowReader *r, size_t length, size_t from, size_t *start,
                      size_t *end) {
  const Py_UCS4 *text = r->text;
  while (from < length && class_of(text[from]) == SPACE) from++;
  size_t to = from;
  while (to < length && ascribe_is_word(text[to])) to++;
  if (to < length) {
    Py_UCS4 c = text[to];
    int plain;
    if (to == from)
      plain = is_among(r->plain_marks, c);
    else if (c >= 128)
      plain = class_of(c) == SPACE;
    else
      plain = is_among(r->plain_ends, c) ||
              (r->least_before[c] && to - from >= r->least_before[c] &&
               !(to + 1 < length && class_of(text[to + 1]) == DECIMAL));
    if (plain) {
      *start = from;
      *end = to > from ? to : to + 1;
      return 1;
    }
  }
  return ascribe_search(&r->pattern, &r->stack, text, length, from, start, end);
}

/* Append the rows of one sentence. */
static int add_sentence(RowReader *r, PyObject *text, PyObject *quoted, int32_t index,
                        int new_block) {
  size_t length, start, end = 0;
  if (!PyTuple_Check(quoted)) {
    PyErr_SetString(PyExc_TypeError, "quoted spans are a tuple");
    return -1;
  }
  if (read_text(r, text, &length) || RESERVE(r->rows, r->row_count + length + 1))
    return -1;
  Row row = {{BREAK_WORD, 0, 0, new_block ? BLOCK_BREAK : SENTENCE_BREAK, 0, index, -1, -1}};
  r->rows[r->row_count++] = row;
  Py_ssize_t spans = PyTuple_GET_SIZE(quoted), span = -1;
  long left = 0, right = -1; /* the span at hand */
  for (;;) {
    int found = next_token(r, length, end, &start, &end);
    if (found < 0) return -1;
    if (!found) break;
    const int32_t *numbers = numbers_of(r, r->text + start, end - start);
    if (!numbers) return -1;
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
  if (r->text_size > LARGE_TEXT) RELEASE(r->text);
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
  if (r->rows_size > 4 * LARGE_TEXT) RELEASE(r->rows);
  return result;
}

/* (text, start, end), as an instance of a class derived from tuple that adds nothing. */
static PyObject *token_of(PyTypeObject *class, PyObject *text, size_t start, size_t end) {
  PyObject *token = class->tp_alloc(class, 3);
  if (!token) return NULL;
  PyTuple_SET_ITEM(token, 0, PyUnicode_Substring(text, (Py_ssize_t)start, (Py_ssize_t)end));
  PyTuple_SET_ITEM(token, 1, PyLong_FromSize_t(start));
  PyTuple_SET_ITEM(token, 2, PyLong_FromSize_t(end));
  for (Py_ssize_t i = 0; i < 3; i++)
    if (!PyTuple_GET_ITEM(token, i)) {
      Py_DECREF(token);
      return NULL;
    }
  return token;
}

static int is_token_class(PyTypeObject *class) {
  if (PyType_IsSubtype(class, &PyTuple_Type) &&
      class->tp_basicsize == PyTuple_Type.tp_basicsize)
    return 1;
  PyErr_SetString(PyExc_TypeError, "a token is a tuple");
  return 0;
}

/* Note where a token with a capital stands, or one with a small letter itself. */
static int note_case(Py_UCS4 first, PyObject *token, Py_ssize_t place,
                     PyObject *capitals, PyObject *small) {
  if (Py_UNICODE_ISLOWER(first)) return PySet_Add(small, PyTuple_GET_ITEM(token, 0));
  if (!Py_UNICODE_ISUPPER(first)) return 0;
  PyObject *number = PyLong_FromSsize_t(place);
  int failed = !number || PyList_Append(capitals, number);
  Py_XDECREF(number);
  return failed ? -1 : 0;
}

/* The tokens of a text; `capitals` and `small` are NULL where they are not wanted. */
static PyObject *tokens_in(RowReader *r, PyObject *text, PyTypeObject *class,
                           PyObject *capitals, PyObject *small) {
  size_t length, start, end = 0;
  if (read_text(r, text, &length)) return NULL;
  r->busy = 1;
  PyObject *result = PyList_New(0);
  while (result) {
    int found = next_token(r, length, end, &start, &end);
    if (!found) break;
    PyObject *item = found < 0 ? NULL : token_of(class, text, start, end);
    int failed = !item || PyList_Append(result, item);
    if (!failed && small && end > start)
      failed = note_case(r->text[start], item, PyList_GET_SIZE(result) - 1, capitals, small);
    if (failed) Py_CLEAR(result);
    Py_XDECREF(item);
  }
  r->busy = 0;
  return result;
}

static PyObject *reader_tokens(PyObject *self, PyObject *args) {
  PyObject *text;
  PyTypeObject *class;
  if (!PyArg_ParseTuple(args, "OO!", &text, &PyType_Type, &class)) return NULL;
  if (!is_token_class(class)) return NULL;
  if (((RowReader *)self)->busy) Py_RETURN_NONE;
  return tokens_in((RowReader *)self, text, class, NULL, NULL);
}

static PyObject *reader_words(PyObject *self, PyObject *args) {
  RowReader *r = (RowReader *)self;
  PyObject *texts;
  PyTypeObject *class;
  if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &texts, &PyType_Type, &class))
    return NULL;
  if (!is_token_class(class)) return NULL;
  if (r->busy) Py_RETURN_NONE;
  PyObject *tokens = PyList_New(0), *capitals = PyList_New(0), *small = PySet_New(NULL);
  int failed = !tokens || !capitals || !small;
  for (Py_ssize_t i = 0; !failed && i < PyList_GET_SIZE(texts); i++) {
    PyObject *places = PyList_New(0);
    PyObject *text = Py_NewRef(PyList_GET_ITEM(texts, i));
    PyObject *found = places ? tokens_in(r, text, class, places, small) : NULL;
    failed = !found || PyList_Append(tokens, found) || PyList_Append(capitals, places);
    Py_DECREF(text);
    Py_XDECREF(found);
    Py_XDECREF(places);
  }
  PyObject *result = failed ? NULL : PyTuple_Pack(3, tokens, capitals, small);
  Py_XDECREF(tokens);
  Py_XDECREF(capitals);
  Py_XDECREF(small);
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
  ascribe_free_pattern(&r->pattern);
  PyMem_Free(r->stack.backs);
  PyMem_Free(r->memory);
  PyMem_Free(r->text);
  PyMem_Free(r->rows);
  ascribe_free_word_rows(&r->tables);
  Py_TYPE(self)->tp_free(self);
}

/* Keep which marks end a run of at least so many characters: {mark: least}. */
static int keep_least(RowReader *r, PyObject *least_before) {
  PyObject *mark, *least;
  for (Py_ssize_t at = 0; PyDict_Next(least_before, &at, &mark, &least);) {
    long count = PyLong_AsLong(least);
    if (count == -1 && PyErr_Occurred()) return -1;
    if (!PyUnicode_Check(mark) || PyUnicode_GET_LENGTH(mark) != 1 ||
        PyUnicode_READ_CHAR(mark, 0) >= 128 || count < 1 || count > UCHAR_MAX) {
      PyErr_SetString(PyExc_ValueError, "an ASCII mark ends runs of one character or more");
      return -1;
    }
    r->least_before[PyUnicode_READ_CHAR(mark, 0)] = (unsigned char)count;
  }
  return 0;
}

static void keep_marks(uint64_t *marks, const char *these) {
  for (; *these > 0; these++) marks[*these >> 6] |= UINT64_C(1) << (*these & 63);
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *pattern, *least_before, *tables, *row_of;
  const char *ends, *marks;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "RowReader takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "OssO!OO", &pattern, &ends, &marks, &PyDict_Type,
                        &least_before, &tables, &row_of))
    return NULL;
  RowReader *r = (RowReader *)type->tp_alloc(type, 0);
  if (!r) return NULL;
  r->row_of = Py_NewRef(row_of);
  keep_marks(r->plain_ends, ends);
  keep_marks(r->plain_marks, marks);
  for (Py_UCS4 c = 0; c < 128; c++)
    if (class_of(c) == SPACE) r->plain_ends[c >> 6] |= UINT64_C(1) << (c & 63);
  r->memory = PyMem_Calloc(SETS * IN_SET, sizeof *r->memory);
  if (!r->memory) {
    PyErr_NoMemory();
    Py_CLEAR(r);
  } else if (keep_least(r, least_before) ||
             (tables != Py_None && ascribe_fill_word_rows(&r->tables, tables)) ||
             ascribe_compile(&r->pattern, pattern))
    Py_CLEAR(r);
  return (PyObject *)r;
}

static PyMethodDef reader_methods[] = {
    {"rows", reader_rows, METH_VARARGS,
     "rows(texts, quoted, blocks) -> bytes of int32, shape (8, rows); None if busy"},
    {"tokens", reader_tokens, METH_VARARGS,
     "tokens(text, class) -> [class(text, start, end)]; None if busy"},
    {"words", reader_words, METH_VARARGS,
     "words(texts, class) -> tokens and places of capitals by text, small words; "
     "None if busy"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject reader_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.RowReader",
    .tp_basicsize = sizeof(RowReader),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "RowReader(pattern, plain_ends, plain_marks, least_before, tables, row_of)",
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
