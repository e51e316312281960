/* The words of a passage, and which passages of a page say the same: see
 * ascribe/text/sentences.py and page/repeats.py, which define them. */
#include "kernel.h"

/* Whether str.casefold leaves a character beyond ASCII as it is: the marks of ordinary
 * text; for all others Python is asked. */
static inline int is_mark_of_text(Py_UCS4 c) {
  return (c >= 0x2000 && c < 0x2070) || (c >= 0xA0 && c < 0xAA) || c == 0xAB ||
         (c > 0xAB && c < 0xB5) || (c > 0xB5 && c < 0xBA) || (c > 0xBA && c < 0xC0);
}

/* What is asked of a text; its words are apart by white space. */
typedef struct {
  Py_ssize_t words; /* those with a letter or digit */
  uint64_t hash;    /* of the text in small letters, with one space between its words */
  int plain;        /* whether Python would fold it likewise */
} Said;

static inline Said walk(int kind, const void *data, Py_ssize_t size) {
  Said said = {0, ascribe_hash_start, 1};
  int counted = 0, begun = 0, apart = 0;
  for (Py_ssize_t i = 0; i < size; i++) {
    Py_UCS4 c = PyUnicode_READ(kind, data, i);
    unsigned char class = class_of(c);
    if (class == SPACE) {
      counted = 0;
      apart = begun;
      continue;
    }
    if (!counted && (class & (LETTER | DECIMAL))) {
      counted = 1;
      said.words++;
    }
    if (apart) said.hash = ascribe_hash_more(said.hash, ' ');
    apart = 0;
    begun = 1;
    if (c >= 128) said.plain &= is_mark_of_text(c);
    said.hash = ascribe_hash_more(said.hash, c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  return said;
}

static Said said_in(PyObject *text) {
  const void *data = PyUnicode_DATA(text);
  Py_ssize_t size = PyUnicode_GET_LENGTH(text);
  switch (PyUnicode_KIND(text)) {
    /* The loop is compiled for each. */
    case PyUnicode_1BYTE_KIND: return walk(PyUnicode_1BYTE_KIND, data, size);
    case PyUnicode_2BYTE_KIND: return walk(PyUnicode_2BYTE_KIND, data, size);
    default: return walk(PyUnicode_4BYTE_KIND, data, size);
  }
}

/* As page/repeats.py folds a text. */
static PyObject *folded(PyObject *text) {
  PyObject *space = PyUnicode_FromString(" ");
  PyObject *words = space ? PyObject_CallMethod(text, "split", NULL) : NULL;
  PyObject *joined = words ? PyUnicode_Join(space, words) : NULL;
  PyObject *result = joined ? PyObject_CallMethod(joined, "casefold", NULL) : NULL;
  Py_XDECREF(space);
  Py_XDECREF(words);
  Py_XDECREF(joined);
  return result;
}

/* 1, 0, or -1 with an error. */
static int say_the_same(PyObject *one, PyObject *other) {
  PyObject *first = folded(one), *second = first ? folded(other) : NULL;
  int same = second ? PyUnicode_Compare(first, second) == 0 : -1;
  Py_XDECREF(first);
  Py_XDECREF(second);
  return same;
}

typedef struct {
  uint64_t hash;
  Py_ssize_t text; /* its index and 1 more; 0 is an empty place */
} Place;

/* The index of the first text that says the same as one, which may be itself; -1 with an
 * error. */
static Py_ssize_t first_of(Place *places, size_t mask, PyObject *texts, Py_ssize_t index,
                           uint64_t hash) {
  size_t at = (size_t)ascribe_hash_end(hash) & mask;
  for (; places[at].text; at = (at + 1) & mask) {
    if (places[at].hash != hash) continue;
    Py_ssize_t other = places[at].text - 1;
    int same = say_the_same(PyList_GET_ITEM(texts, index), PyList_GET_ITEM(texts, other));
    if (same) return same < 0 ? -1 : other;
  }
  places[at] = (Place){hash, index + 1};
  return index;
}

static int all_are_texts(PyObject *texts) {
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(texts); i++)
    if (!PyUnicode_Check(PyList_GET_ITEM(texts, i))) {
      PyErr_SetString(PyExc_TypeError, "a text is a str");
      return 0;
    }
  return 1;
}

static PyObject *same_passages(PyObject *Py_UNUSED(module), PyObject *args) {
  PyObject *texts, *firsts = NULL, *words = NULL, *result = NULL;
  const char *always;
  Py_ssize_t least, flags;
  if (!PyArg_ParseTuple(args, "O!ny#", &PyList_Type, &texts, &least, &always, &flags) ||
      !all_are_texts(texts))
    return NULL;
  Py_ssize_t count = PyList_GET_SIZE(texts);
  if (flags && flags != count) {
    PyErr_SetString(PyExc_ValueError, "each text has a flag");
    return NULL;
  }
  size_t size = 64;
  while (size < 2 * (size_t)count) size *= 2;
  Place *places = PyMem_Calloc(size, sizeof *places);
  if (!places) return PyErr_NoMemory();
  firsts = PyList_New(count);
  words = PyList_New(count);
  for (Py_ssize_t i = 0; firsts && words && i < count; i++) {
    PyObject *text = PyList_GET_ITEM(texts, i);
    Said said = said_in(text);
    PyObject *number = PyLong_FromSsize_t(said.words);
    if (!number) goto done;
    PyList_SET_ITEM(words, i, number);
    if (!said.plain) {
      PyObject *other = folded(text);
      if (!other) goto done;
      said = said_in(other);
      Py_DECREF(other);
    }
    Py_ssize_t first = i;
    if (said.words >= least || (flags && always[i])) {
      first = first_of(places, size - 1, texts, i, said.hash);
      if (first < 0) goto done;
    }
    PyObject *item = first == i ? Py_NewRef(Py_None) : PyLong_FromSsize_t(first);
    if (!item) goto done;
    PyList_SET_ITEM(firsts, i, item);
  }
  if (firsts && words) result = PyTuple_Pack(2, firsts, words);
done:
  PyMem_Free(places);
  Py_XDECREF(firsts);
  Py_XDECREF(words);
  return result;
}

static PyObject *words_in(PyObject *Py_UNUSED(module), PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "words_in takes a str");
    return NULL;
  }
  return PyLong_FromSsize_t(said_in(text).words);
}

/* Characters outside the basic plane are two units. */
static PyObject *utf16_length(PyObject *Py_UNUSED(module), PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "utf16_length takes a str");
    return NULL;
  }
  Py_ssize_t size = PyUnicode_GET_LENGTH(text), units = size;
  if (PyUnicode_KIND(text) == PyUnicode_4BYTE_KIND)
    for (Py_ssize_t i = 0; i < size; i++)
      units += PyUnicode_4BYTE_DATA(text)[i] >= 0x10000;
  return PyLong_FromSsize_t(units);
}

static PyMethodDef functions[] = {
    {"same_passages", same_passages, METH_VARARGS,
     "same_passages(texts, least, always) -> first that says the same, words, of each"},
    {"utf16_length", utf16_length, METH_O, "utf16_length(text) -> code units"},
    {"words_in", words_in, METH_O, "words_in(text) -> number of words"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_passages(PyObject *module) {
  return PyModule_AddFunctions(module, functions);
}
