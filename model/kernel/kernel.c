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

unsigned char ascribe_ascii_class[128];
double ascribe_log_of[LOGS], ascribe_log1p_of[LOGS];

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

/* Score a sentence, and keep its places if `least` is not NULL. */
static int score_sentence(Kernel *k, PyObject *text, PyObject *quoted, double *scores,
                          const double *least) {
  if (ascribe_read_sentence(k, text, quoted) || ascribe_cut_runs(k)) return -1;
  ascribe_sift_words(k);
  if (ascribe_find_runs(k)) return -1;
  ascribe_find_columns(k);
  double characters = ascribe_weigh_runs(k, scores);
  if (characters < 0) return -1;
  ascribe_occur_words(k);
  double words = add_scores(&k->words, scores);
  return least ? ascribe_keep_places(k, words, characters, *least) : 0;
}

static PyObject *score_all(Kernel *k, PyObject *texts, PyObject *quoted,
                           const double *least) {
  Py_ssize_t count;
  if (ascribe_sequences(texts, quoted, &count)) return NULL;
  PyObject *result =
      PyBytes_FromStringAndSize(NULL, count * LABELS * (Py_ssize_t)sizeof(double));
  if (!result) return NULL;
  double *scores = (double *)(void *)PyBytes_AS_STRING(result);
  memset(scores, 0, (size_t)PyBytes_GET_SIZE(result));
  for (Py_ssize_t i = 0; i < count; i++, scores += LABELS) {
    int failed = score_sentence(k, PyList_GET_ITEM(texts, i), PyList_GET_ITEM(quoted, i),
                                scores, least);
    ascribe_forget_sentence(k);
    if (!failed) continue;
    Py_DECREF(result);
    return NULL;
  }
  return result;
}

static PyObject *kernel_score(PyObject *self, PyObject *args) {
  PyObject *texts, *quoted;
  if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &texts, &PyList_Type, &quoted))
    return NULL;
  return score_all((Kernel *)self, texts, quoted, NULL);
}

#define KEPT 1000000 /* bytes: what a page of some 1,000 sentences needs */

static PyObject *kernel_look_up(PyObject *self, PyObject *args) {
  Kernel *k = (Kernel *)self;
  PyObject *texts, *quoted;
  double least;
  if (!PyArg_ParseTuple(args, "O!O!d", &PyList_Type, &texts, &PyList_Type, &quoted, &least))
    return NULL;
  k->kept_count = 0;
  PyObject *places = NULL, *scores = score_all(k, texts, quoted, &least);
  if (scores) places = PyBytes_FromStringAndSize(k->kept, (Py_ssize_t)k->kept_count);
  if (k->kept_size > KEPT) RELEASE(k->kept);
  PyObject *result = places ? PyTuple_Pack(2, scores, places) : NULL;
  Py_XDECREF(scores);
  Py_XDECREF(places);
  return result;
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
  PyMem_Free(k->grams);
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
  PyMem_Free(k->run_at);
  PyMem_Free(k->at_token);
  PyMem_Free(k->slots);
  PyMem_Free(k->run_of);
  PyMem_Free(k->shares);
  PyMem_Free(k->kept);
  ascribe_free_names(&k->names);
  Py_TYPE(self)->tp_free(self);
}

static PyMethodDef kernel_methods[] = {
    {"score", kernel_score, METH_VARARGS,
     "score(texts, quoted) -> bytes of doubles, shape (n, 4)"},
    {"look_up", kernel_look_up, METH_VARARGS,
     "look_up(texts, quoted, least) -> (scores, places for strongest)"},
    {"strongest", ascribe_strongest, METH_VARARGS,
     "strongest(places, labels, most, least) -> [[(start, end, weight)]]"},
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

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "ascribe._kernel",
    .m_doc = "The hot loops of scoring, compiled.",
    .m_size = -1,
};

PyMODINIT_FUNC PyInit__kernel(void) {
  for (Py_UCS4 c = 0; c < 128; c++) ascribe_ascii_class[c] = class_of_any(c);
  ascribe_fill_reading_tables();
  for (int i = 1; i < LOGS; i++) {
    ascribe_log_of[i] = log(i);
    ascribe_log1p_of[i] = log1p(i);
  }
  if (PyType_Ready(&kernel_type) < 0) return NULL;
  PyObject *made = PyModule_Create(&module);
  if (!made) return NULL;
  if (PyModule_AddObjectRef(made, "Kernel", (PyObject *)&kernel_type) < 0 ||
      ascribe_add_network(made) < 0 || ascribe_add_counter(made) < 0 ||
      ascribe_add_matching(made) < 0 || ascribe_add_language(made) < 0 ||
      ascribe_add_rows(made) < 0 || ascribe_add_words(made) < 0 ||
      ascribe_add_found_names(made) < 0 ||
      ascribe_add_context(made) < 0 ||
      ascribe_add_links(made) < 0 || ascribe_add_steps(made) < 0 ||
      ascribe_add_speech(made) < 0 || ascribe_add_passages(made) < 0 ||
      ascribe_add_quotations(made) < 0) {
    Py_DECREF(made);
    return NULL;
  }
  return made;
}
