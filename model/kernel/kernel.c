/* The hot loops, compiled: the module, and the type that scores sentences.
 *
 * Gives what ascribe/labels/ngrams.py, views.py and evidence.py give, which define it;
 * tests/model/test_kernel.py holds the two together. Knows no files and no model
 * format: it is handed bytes and arrays.
 *
 * One call holds the interpreter's lock from end to end, so that the working memory of
 * a Kernel is never shared by two threads.
 */
#include "ngrams.h"

#define LARGE_TEXT 16384 /* code points */

unsigned char ascribe_ascii_class[128];

Py_ssize_t ascribe_lower(Py_UCS4 **text, size_t *size, size_t count) {
  int by_python = 0;
  for (size_t i = 0; i < count; i++) {
    Py_UCS4 c = (*text)[i];
    if (ascribe_is_odd(c)) by_python = 1;
  }
  if (!by_python) {
    for (size_t i = 0; i < count; i++) {
      Py_UCS4 c = (*text)[i];
      (*text)[i] = c < 128 ? (c >= 'A' && c <= 'Z' ? c + 32 : c) : Py_UNICODE_TOLOWER(c);
    }
    return (Py_ssize_t)count;
  }
  PyObject *upper =
      PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, *text, (Py_ssize_t)count);
  PyObject *lower = upper ? PyObject_CallMethod(upper, "lower", NULL) : NULL;
  Py_XDECREF(upper);
  if (!lower) return -1;
  Py_ssize_t length = PyUnicode_GET_LENGTH(lower);
  if (reserve((void **)text, size, (size_t)length + 1, sizeof **text) ||
      !PyUnicode_AsUCS4(lower, *text, length + 1, 0))
    length = -1;
  Py_DECREF(lower);
  return length;
}

/* ---- scoring ---------------------------------------------------------------------- */

static PyObject *kernel_score(PyObject *self, PyObject *args) {
  Kernel *k = (Kernel *)self;
  PyObject *texts, *quoted;
  Py_ssize_t count;
  if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &texts, &PyList_Type, &quoted) ||
      ascribe_sequences(texts, quoted, &count))
    return NULL;
  PyObject *result =
      PyBytes_FromStringAndSize(NULL, count * LABELS * (Py_ssize_t)sizeof(double));
  if (!result) return NULL;
  double *scores = (double *)(void *)PyBytes_AS_STRING(result);
  memset(scores, 0, (size_t)PyBytes_GET_SIZE(result));
  for (Py_ssize_t i = 0; i < count; i++, scores += LABELS) {
    if (ascribe_read_sentence(k, PyList_GET_ITEM(texts, i), PyList_GET_ITEM(quoted, i)) ||
        ascribe_occur_words(k, NULL, NULL) || ascribe_find_runs(k))
      goto failed;
    add_scores(&k->words, scores);
    if (ascribe_weigh_runs(k, scores) < 0) goto failed;
    ascribe_forget_sentence(k);
  }
  return result;
failed:
  ascribe_forget_sentence(k);
  Py_DECREF(result);
  return NULL;
}

/* ---- the type --------------------------------------------------------------------- */

static PyObject *kernel_new(PyTypeObject *type, PyObject *args, PyObject *kw) {
  PyObject *lines[2], *capitalised, *small;
  Py_buffer idf[2], weights[2];
  if (kw && PyDict_GET_SIZE(kw)) {
    PyErr_SetString(PyExc_TypeError, "Kernel takes no keywords");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "Sy*y*Sy*y*OO", &lines[0], &idf[0], &weights[0],
                        &lines[1], &idf[1], &weights[1], &capitalised, &small))
    return NULL;
  Kernel *k = (Kernel *)type->tp_alloc(type, 0);
  if (k && (ascribe_fill_vocabulary(&k->words, lines[0], &idf[0], &weights[0], 1) ||
            ascribe_fill_vocabulary(&k->characters, lines[1], &idf[1], &weights[1], 0) ||
            ascribe_fill_set(&k->names.capitalised, capitalised) ||
            ascribe_fill_set(&k->names.small, small)))
    Py_CLEAR(k);
  if (k && (!(k->now.places = PyMem_Calloc(PLACES, sizeof(Run))) ||
            !(k->before.places = PyMem_Calloc(PLACES, sizeof(Run))))) {
    PyErr_NoMemory();
    Py_CLEAR(k);
  }
  for (int i = 0; i < 2; i++) {
    PyBuffer_Release(&idf[i]);
    PyBuffer_Release(&weights[i]);
  }
  return (PyObject *)k;
}

static void kernel_dealloc(PyObject *self) {
  Kernel *k = (Kernel *)self;
  ascribe_free_vocabulary(&k->words);
  ascribe_free_vocabulary(&k->characters);
  ascribe_forget_reading(&k->reading);
  PyMem_Free(k->part);
  PyMem_Free(k->view);
  PyMem_Free(k->tokens);
  PyMem_Free(k->words_of);
  PyMem_Free(k->hashes);
  PyMem_Free(k->likely);
  PyMem_Free(k->keys);
  PyMem_Free(k->ends);
  PyMem_Free(k->runs);
  PyMem_Free(k->run_sums);
  PyMem_Free(k->now.places);
  PyMem_Free(k->now.columns);
  PyMem_Free(k->before.places);
  PyMem_Free(k->before.columns);
  PyMem_Free(k->places);
  PyMem_Free(k->sums);
  ascribe_free_names(&k->names);
  Py_TYPE(self)->tp_free(self);
}

static PyMethodDef kernel_methods[] = {
    {"score", kernel_score, METH_VARARGS,
     "score(texts, quoted) -> bytes of doubles, shape (n, 4)"},
    {"evidence", ascribe_evidence, METH_VARARGS,
     "evidence(texts, quoted, labels, most, least) -> [[(start, end, weight)]]"},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject kernel_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ascribe._kernel.Kernel",
    .tp_basicsize = sizeof(Kernel),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = "Kernel(word_lines, word_idf, word_weights, character_lines, ...)",
    .tp_new = kernel_new,
    .tp_dealloc = kernel_dealloc,
    .tp_methods = kernel_methods,
};

/* Runs without white space that hold a letter or a digit; see sentences.words_in. */
static PyObject *words_in(PyObject *Py_UNUSED(module), PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "words_in takes a str");
    return NULL;
  }
  int kind = PyUnicode_KIND(text);
  const void *data = PyUnicode_DATA(text);
  Py_ssize_t count = 0, size = PyUnicode_GET_LENGTH(text);
  int counted = 0;
  for (Py_ssize_t i = 0; i < size; i++) {
    unsigned char class = class_of(PyUnicode_READ(kind, data, i));
    if (class == SPACE)
      counted = 0;
    else if (!counted && (class & (LETTER | DECIMAL))) {
      counted = 1;
      count++;
    }
  }
  return PyLong_FromSsize_t(count);
}

/* Whether str.casefold leaves a character beyond ASCII as it is: the marks of ordinary
 * text; for all others Python is asked. */
static inline int is_mark_of_text(Py_UCS4 c) {
  return (c >= 0x2000 && c < 0x2070) || (c >= 0xA0 && c < 0xAA) || c == 0xAB ||
         (c > 0xAB && c < 0xB5) || (c > 0xB5 && c < 0xBA) || (c > 0xBA && c < 0xC0);
}

/* One space between words, small letters; see page/summary.py. */
static PyObject *folded_text(PyObject *Py_UNUSED(module), PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "folded takes a str");
    return NULL;
  }
  int kind = PyUnicode_KIND(text);
  const void *data = PyUnicode_DATA(text);
  Py_ssize_t size = PyUnicode_GET_LENGTH(text), used = 0;
  if (kind == PyUnicode_4BYTE_KIND || size > LARGE_TEXT) Py_RETURN_NONE;
  uint16_t few[512], *to = few;
  if ((size_t)size > sizeof few / sizeof *few && !(to = PyMem_Malloc(2 * (size_t)size)))
    return PyErr_NoMemory();
  int apart = 0;
  PyObject *result = NULL;
  for (Py_ssize_t i = 0; i < size; i++) {
    Py_UCS4 c = PyUnicode_READ(kind, data, i);
    if (class_of(c) == SPACE) {
      apart = used > 0;
      continue;
    }
    if (c >= 128 && !is_mark_of_text(c)) {
      result = Py_NewRef(Py_None);
      break;
    }
    if (apart) to[used++] = ' ';
    apart = 0;
    to[used++] = (uint16_t)(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  if (!result) result = PyUnicode_FromKindAndData(PyUnicode_2BYTE_KIND, to, used);
  if (to != few) PyMem_Free(to);
  return result;
}

static PyMethodDef functions[] = {
    {"folded", folded_text, METH_O,
     "folded(text) -> one space between words, small letters; None: ask Python"},
    {"words_in", words_in, METH_O, "words_in(text) -> number of words"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "ascribe._kernel",
    .m_doc = "The hot loops of scoring, compiled.",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit__kernel(void) {
  for (Py_UCS4 c = 0; c < 128; c++) ascribe_ascii_class[c] = class_of_any(c);
  ascribe_fill_reading_tables();
  for (int i = 1; i < LOGS; i++) ascribe_log_of[i] = log(i);
  if (PyType_Ready(&kernel_type) < 0) return NULL;
  PyObject *made = PyModule_Create(&module);
  if (!made) return NULL;
  if (PyModule_AddObjectRef(made, "Kernel", (PyObject *)&kernel_type) < 0 ||
      ascribe_add_network(made) < 0 || ascribe_add_counter(made) < 0 ||
      ascribe_add_matching(made) < 0 || ascribe_add_language(made) < 0 ||
      ascribe_add_rows(made) < 0 || ascribe_add_context(made) < 0 ||
      ascribe_add_runs(made) < 0 || ascribe_add_steps(made) < 0 ||
      ascribe_add_speech(made) < 0) {
    Py_DECREF(made);
    return NULL;
  }
  return made;
}
