/* The words and marks of a text or a page, as Python's strings; see
 * ascribe/attribution/speech_tokens.py, which defines them.
 *
 * The strings of short words are remembered, because a page says the same words again
 * and again: their hashes are known, and nothing has to be made.
 */
#include "tokens.h"

#define LONGEST 32 /* a longer word is not remembered */

typedef struct {
  uint64_t key; /* 0 is an empty place */
  PyObject *written, *lower;
  uint32_t page; /* the last page that has it */
} Word;

typedef struct {
  PyObject_HEAD
  TokenCut cut;
  int busy; /* making objects may let another thread in */
  Word *memory;
  GROWING(int32_t, starts); /* of a page that has not been cut yet */
  GROWING(int32_t, ends);
  uint32_t page; /* a number of the one at hand; never 0 */
} WordReader;

/* ---- the tokens of one text -------------------------------------------------------- */

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

static PyObject *tokens_in(WordReader *r, PyObject *text, PyTypeObject *class) {
  TokenPlace at = {0};
  if (ascribe_take_text(&r->cut, text)) return NULL;
  PyObject *result = PyList_New(0);
  while (result) {
    int found = ascribe_next_token(&r->cut, at.end, &at);
    if (!found) break;
    PyObject *item = found < 0 ? NULL : token_of(class, text, at.start, at.end);
    if (!item || PyList_Append(result, item)) Py_CLEAR(result);
    Py_XDECREF(item);
  }
  ascribe_drop_text(&r->cut);
  return result;
}

static PyObject *reader_tokens(PyObject *self, PyObject *args) {
  WordReader *r = (WordReader *)self;
  PyObject *text;
  PyTypeObject *class;
  if (!PyArg_ParseTuple(args, "OO!", &text, &PyType_Type, &class)) return NULL;
  if (!PyType_IsSubtype(class, &PyTuple_Type) ||
      class->tp_basicsize != PyTuple_Type.tp_basicsize) {
    PyErr_SetString(PyExc_TypeError, "a token is a tuple");
    return NULL;
  }
  if (r->busy) Py_RETURN_NONE;
  r->busy = 1;
  PyObject *result = tokens_in(r, text, class);
  r->busy = 0;
  return result;
}

/* ---- the words of a page ----------------------------------------------------------- */

/* Columns of a page, lists but the last, a set; see PageWords. */
enum { WRITTEN, LOWER, STARTS, ENDS, BREAKS, CAPITALS, SMALL, PARTS };

static void forget(Word *word) {
  Py_CLEAR(word->written);
  Py_CLEAR(word->lower);
  word->key = 0;
}

/* Make the strings of a word; one where it is written in small letters. */
static int make_word(Word *word, const Py_UCS4 *text, size_t length) {
  Py_UCS4 seen = 0;
  int capitals = 0;
  for (size_t i = 0; i < length; i++) {
    seen |= text[i];
    capitals |= text[i] >= 'A' && text[i] <= 'Z';
  }
  word->written =
      PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text, (Py_ssize_t)length);
  if (!word->written) return -1;
  word->lower = seen < 128 && !capitals
                    ? Py_NewRef(word->written)
                    : PyObject_CallMethod(word->written, "lower", NULL);
  return word->lower ? 0 : -1;
}

static inline Word *set_of(const WordReader *r, uint64_t key) {
  return r->memory + (size_t)key % TOKEN_SETS * IN_TOKEN_SET;
}

/* Find or make the word at a place of the text at hand, which is put in front of its set;
 * a long one is put in `own`. NULL with an error. */
static Word *word_at(WordReader *r, TokenPlace place, Word *own) {
  const Py_UCS4 *text = r->cut.text + place.start;
  const uint64_t key = place.key;
  size_t length = place.end - place.start, at = 0;
  if (length > LONGEST) return make_word(own, text, length) ? NULL : own;
  Word *set = set_of(r, key);
  if (set->key == key) return set;
  while (at < IN_TOKEN_SET - 1 && set[at].key != key) at++;
  Word word = set[at];
  if (word.key != key) {
    if (make_word(own, text, length)) return NULL;
    forget(&set[at]);
    word = *own;
    word.key = key;
    *own = (Word){0};
  }
  for (; at; at--) set[at] = set[at - 1];
  *set = word;
  return set;
}

static int append_number(PyObject *list, Py_ssize_t number) {
  PyObject *item = PyLong_FromSsize_t(number);
  int failed = !item || PyList_Append(list, item);
  Py_XDECREF(item);
  return failed ? -1 : 0;
}

/* Fill in a row of the lists that have an item for each; takes over the strings. */
static int fill_row(PyObject **page, Py_ssize_t row, PyObject *written, PyObject *lower,
                    int32_t start, int32_t end) {
  PyList_SET_ITEM(page[WRITTEN], row, written);
  PyList_SET_ITEM(page[LOWER], row, lower);
  PyObject *from = PyLong_FromLong(start), *to = PyLong_FromLong(end);
  PyList_SET_ITEM(page[STARTS], row, from);
  PyList_SET_ITEM(page[ENDS], row, to);
  return from && to ? 0 : -1;
}

static int fill_break(PyObject **page, Py_ssize_t row, PyObject *nothing) {
  int failed = fill_row(page, row, Py_NewRef(nothing), Py_NewRef(nothing), -1, -1);
  return failed || append_number(page[BREAKS], row) ? -1 : 0;
}

static int fill_word(WordReader *r, PyObject **page, Py_ssize_t row, TokenPlace place) {
  Word own = {0}, *word = word_at(r, place, &own);
  if (!word) {
    forget(&own);
    return -1;
  }
  PyObject *written = Py_NewRef(word->written), *lower = Py_NewRef(word->lower);
  const Py_UCS4 first = r->cut.text[place.start];
  int failed = 0, is_new = word->page != r->page;
  word->page = r->page;
  forget(&own);
  if (first < 128 ? first >= 'A' && first <= 'Z' : Py_UNICODE_ISUPPER(first))
    failed = append_number(page[CAPITALS], row);
  else if (is_new && Py_UNICODE_ISLOWER(first))
    failed = PySet_Add(page[SMALL], written);
  int32_t start = (int32_t)place.start, end = (int32_t)place.end;
  return fill_row(page, row, written, lower, start, end) || failed ? -1 : 0;
}

/* Fill in some rows of one sentence. */
static int fill_words(WordReader *r, PyObject **page, Py_ssize_t row, const int32_t *starts,
                      const int32_t *ends, Py_ssize_t count) {
  TokenPlace places[AT_ONCE];
  for (Py_ssize_t i = 0; i < count; i++) {
    if (starts[i] >= ends[i] || (size_t)ends[i] > r->cut.length) {
      PyErr_SetString(PyExc_ValueError, "a word lies in its sentence");
      return -1;
    }
    size_t start = (size_t)starts[i], end = (size_t)ends[i];
    places[i] = (TokenPlace){ascribe_hash(r->cut.text + start, end - start), start, end};
    SOON(set_of(r, places[i].key));
  }
  /* Most words stand in front of their sets. */
  for (Py_ssize_t i = 0; i < count; i++) SOON(set_of(r, places[i].key)->written);
  for (Py_ssize_t i = 0; i < count; i++)
    if (fill_word(r, page, row + i, places[i])) return -1;
  return 0;
}

/* Fill in all rows: those of a break start below 0. */
static int fill_page(WordReader *r, PyObject **page, PyObject *texts, PyObject *nothing,
                     const int32_t *starts, const int32_t *ends, Py_ssize_t rows) {
  Py_ssize_t row = 0;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(texts); i++) {
    if (row == rows || starts[row] >= 0) {
      PyErr_SetString(PyExc_ValueError, "each sentence begins with a break");
      return -1;
    }
    if (ascribe_take_text(&r->cut, PyList_GET_ITEM(texts, i)) ||
        fill_break(page, row++, nothing))
      return -1;
    while (row < rows && starts[row] >= 0) {
      Py_ssize_t count = 1;
      while (count < AT_ONCE && row + count < rows && starts[row + count] >= 0) count++;
      if (fill_words(r, page, row, starts + row, ends + row, count)) return -1;
      row += count;
    }
  }
  if (row < rows) {
    PyErr_SetString(PyExc_ValueError, "each break has a sentence");
    return -1;
  }
  return fill_break(page, rows, nothing);
}

static PyObject *words_at(WordReader *r, PyObject *texts, const int32_t *starts,
                          const int32_t *ends, Py_ssize_t rows) {
  PyObject *page[PARTS] = {NULL}, *nothing = PyUnicode_New(0, 0), *result = NULL;
  int failed = !nothing;
  for (int i = 0; i < PARTS; i++) {
    page[i] = i == SMALL ? PySet_New(NULL) : PyList_New(i < BREAKS ? rows + 1 : 0);
    failed |= !page[i];
  }
  if (!failed && !fill_page(r, page, texts, nothing, starts, ends, rows)) {
    result = PyTuple_New(PARTS);
    for (int i = 0; result && i < PARTS; i++) PyTuple_SET_ITEM(result, i, Py_NewRef(page[i]));
  }
  for (int i = 0; i < PARTS; i++) Py_XDECREF(page[i]);
  Py_XDECREF(nothing);
  ascribe_drop_text(&r->cut);
  return result;
}

/* Cut the texts into `starts` and `ends`; the number of rows, or -1 with an error. */
static Py_ssize_t cut_texts(WordReader *r, PyObject *texts) {
  size_t rows = 0;
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(texts); i++) {
    TokenPlace at = {0};
    int found = 0;
    if (ascribe_take_text(&r->cut, PyList_GET_ITEM(texts, i))) return -1;
    size_t most = rows + r->cut.length + 1;
    if (RESERVE(r->starts, most) || RESERVE(r->ends, most)) return -1;
    r->starts[rows] = r->ends[rows] = -1;
    for (rows++; (found = ascribe_next_token(&r->cut, at.end, &at)) > 0; rows++) {
      r->starts[rows] = (int32_t)at.start;
      r->ends[rows] = (int32_t)at.end;
    }
    if (found < 0) return -1;
  }
  return (Py_ssize_t)rows;
}

static PyObject *reader_words(PyObject *self, PyObject *args) {
  WordReader *r = (WordReader *)self;
  PyObject *texts, *result = NULL;
  Py_buffer starts = {0}, ends = {0};
  if (!PyArg_ParseTuple(args, "O!|y*y*", &PyList_Type, &texts, &starts, &ends)) return NULL;
  if (r->busy) {
    result = Py_NewRef(Py_None);
  } else if (starts.len != ends.len) {
    PyErr_SetString(PyExc_ValueError, "each word that starts ends");
  } else {
    r->busy = 1;
    if (!++r->page) r->page = 1;
    int is_cut = starts.obj != NULL;
    Py_ssize_t rows =
        is_cut ? starts.len / (Py_ssize_t)sizeof(int32_t) : cut_texts(r, texts);
    if (rows >= 0)
      result = words_at(r, texts, is_cut ? starts.buf : r->starts,
                        is_cut ? ends.buf : r->ends, rows);
    RELEASE(r->starts);
    RELEASE(r->ends);
    r->busy = 0;
  }
  if (starts.obj) PyBuffer_Release(&starts);
  if (ends.obj) PyBuffer_Release(&ends);
  return result;
}

/* ---- the type ---------------------------------------------------------------------- */

static void reader_dealloc(PyObject *self) {
  WordReader *r = (WordReader *)self;
  ascribe_free_cut(&r->cut);
  PyMem_Free(r->starts);
  PyMem_Free(r->ends);
  for (size_t i = 0; r->memory && i < TOKEN_SETS * IN_TOKEN_SET; i++) forget(&r->memory[i]);
  PyMem_Free(r->memory);
  Py_TYPE(self)->tp_free(self);
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *pattern, *least_before;
  PyObject *ends, *marks;
  const char *opens;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "WordReader takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "OUUO!s", &pattern, &ends, &marks, &PyDict_Type,
                        &least_before, &opens))
    return NULL;
  WordReader *r = (WordReader *)type->tp_alloc(type, 0);
  if (!r) return NULL;
  r->memory = PyMem_Calloc(TOKEN_SETS * IN_TOKEN_SET, sizeof *r->memory);
  if (!r->memory) {
    PyErr_NoMemory();
    Py_CLEAR(r);
  } else if (ascribe_fill_cut(&r->cut, pattern, ends, marks, least_before, opens))
    Py_CLEAR(r);
  return (PyObject *)r;
}

static PyMethodDef reader_methods[] = {
    {"tokens", reader_tokens, METH_VARARGS,
     "tokens(text, class) -> [class(text, start, end)]; None if busy"},
    {"words", reader_words, METH_VARARGS,
     "words(texts, starts, ends) -> the columns of PageWords; None if busy. The offsets "
     "may be left out: then the texts are cut"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject reader_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.WordReader",
    .tp_basicsize = sizeof(WordReader),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "WordReader(pattern, plain_ends, plain_marks, least_before, opens)",
    .tp_new = reader_new,
    .tp_dealloc = reader_dealloc,
    .tp_methods = reader_methods,
};

int ascribe_add_words(PyObject *module) {
  if (PyType_Ready(&reader_type) < 0) return -1;
  return PyModule_AddObjectRef(module, "WordReader", (PyObject *)&reader_type);
}
