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
} Word;

typedef struct {
  PyObject_HEAD
  TokenCut cut;
  int busy; /* making objects may let another thread in */
  Word *memory;
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
  size_t start, end = 0;
  if (ascribe_take_text(&r->cut, text)) return NULL;
  PyObject *result = PyList_New(0);
  while (result) {
    int found = ascribe_next_token(&r->cut, end, &start, &end);
    if (!found) break;
    PyObject *item = found < 0 ? NULL : token_of(class, text, start, end);
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

/* Find or make the word at a place of the text at hand; its strings are `word`'s. */
static int word_at(WordReader *r, size_t start, size_t end, Word *word) {
  const Py_UCS4 *text = r->cut.text + start;
  *word = (Word){0, NULL, NULL};
  if (end - start > LONGEST) return make_word(word, text, end - start);
  uint64_t key = ascribe_hash(text, end - start);
  Word *set = r->memory + (size_t)key % TOKEN_SETS * IN_TOKEN_SET;
  size_t at = 0;
  while (at < IN_TOKEN_SET - 1 && set[at].key != key) at++;
  if (set[at].key != key) {
    if (make_word(word, text, end - start)) return -1;
    word->key = key;
    forget(&set[at]);
  } else
    *word = set[at];
  if (at) memmove(set + 1, set, at * sizeof *set);
  set[0] = *word;
  Py_INCREF(word->written);
  Py_INCREF(word->lower);
  return 0;
}

static int append_number(PyObject *list, Py_ssize_t number) {
  PyObject *item = PyLong_FromSsize_t(number);
  int failed = !item || PyList_Append(list, item);
  Py_XDECREF(item);
  return failed ? -1 : 0;
}

static int append(PyObject **page, PyObject *written, PyObject *lower, Py_ssize_t start,
                  Py_ssize_t end) {
  return PyList_Append(page[WRITTEN], written) || PyList_Append(page[LOWER], lower) ||
                 append_number(page[STARTS], start) || append_number(page[ENDS], end)
             ? -1
             : 0;
}

static int append_break(PyObject **page, PyObject *nothing) {
  return append_number(page[BREAKS], PyList_GET_SIZE(page[WRITTEN])) ||
                 append(page, nothing, nothing, -1, -1)
             ? -1
             : 0;
}

/* Append the words of the text at hand. */
static int append_words(WordReader *r, PyObject **page) {
  size_t start, end = 0;
  for (;;) {
    int found = ascribe_next_token(&r->cut, end, &start, &end);
    if (found <= 0) return found;
    Word word;
    int failed = word_at(r, start, end, &word);
    const Py_UCS4 first = r->cut.text[start];
    if (!failed && Py_UNICODE_ISUPPER(first))
      failed = append_number(page[CAPITALS], PyList_GET_SIZE(page[WRITTEN]));
    else if (!failed && Py_UNICODE_ISLOWER(first))
      failed = PySet_Add(page[SMALL], word.written);
    failed = failed || append(page, word.written, word.lower, (Py_ssize_t)start,
                              (Py_ssize_t)end);
    forget(&word);
    if (failed) return -1;
  }
}

static PyObject *words_in(WordReader *r, PyObject *texts) {
  PyObject *page[PARTS] = {NULL}, *nothing = PyUnicode_New(0, 0), *result = NULL;
  int failed = !nothing;
  for (int i = 0; i < PARTS; i++) {
    page[i] = i == SMALL ? PySet_New(NULL) : PyList_New(0);
    failed |= !page[i];
  }
  for (Py_ssize_t i = 0; !failed && i < PyList_GET_SIZE(texts); i++)
    failed = ascribe_take_text(&r->cut, PyList_GET_ITEM(texts, i)) ||
             append_break(page, nothing) || append_words(r, page);
  if (!failed && !append_break(page, nothing)) {
    result = PyTuple_New(PARTS);
    for (int i = 0; result && i < PARTS; i++) PyTuple_SET_ITEM(result, i, Py_NewRef(page[i]));
  }
  for (int i = 0; i < PARTS; i++) Py_XDECREF(page[i]);
  Py_XDECREF(nothing);
  ascribe_drop_text(&r->cut);
  return result;
}

static PyObject *reader_words(PyObject *self, PyObject *args) {
  WordReader *r = (WordReader *)self;
  PyObject *texts;
  if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &texts)) return NULL;
  if (r->busy) Py_RETURN_NONE;
  r->busy = 1;
  PyObject *result = words_in(r, texts);
  r->busy = 0;
  return result;
}

/* ---- the type ---------------------------------------------------------------------- */

static void reader_dealloc(PyObject *self) {
  WordReader *r = (WordReader *)self;
  ascribe_free_cut(&r->cut);
  for (size_t i = 0; r->memory && i < TOKEN_SETS * IN_TOKEN_SET; i++) forget(&r->memory[i]);
  PyMem_Free(r->memory);
  Py_TYPE(self)->tp_free(self);
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *pattern, *least_before;
  const char *ends, *marks, *opens;
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "WordReader takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "OssO!s", &pattern, &ends, &marks, &PyDict_Type,
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
     "words(texts) -> the columns of PageWords; None if busy"},
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
