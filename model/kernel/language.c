/* Common words of a text: how English it is, and whether it says one of a few; see
 * ascribe/text/language.py and whole_words.py, which define them. */
#include "reading.h"

/* A common word is short: its letters fit into one number, the last in the lowest byte. */
#define MOST_LETTERS 8
#define PLACES 512 /* several for each word */
#define COUNTS 4  /* of a text */
#define FEW 12
#define MOST_OF_FEW 16 /* letters of one of a few words */

static uint64_t english[PLACES]; /* set once, when the words are read; 0 is empty */
static int has_english;
/* ASCII letters as small ones; 0 for all else. */
static unsigned char small_letters[128];

static inline size_t place_of(uint64_t word) {
  return (size_t)(word * UINT64_C(0x9e3779b97f4a7c15) >> 55) % PLACES;
}

static inline int is_english(uint64_t word) {
  for (size_t at = place_of(word); english[at]; at = (at + 1) % PLACES)
    if (english[at] == word) return 1;
  return 0;
}

/* The letters of a longer word: the last eight, and those before. */
typedef struct {
  uint64_t before, last;
} Letters;

static inline Letters with_letter(Letters word, unsigned char letter) {
  return (Letters){word.before << 8 | word.last >> 56, word.last << 8 | letter};
}

/* The letters of a word that is looked for, `most` at most; 0, or -1 with an error. */
static int letters_of(PyObject *word, Py_ssize_t most, Letters *letters) {
  *letters = (Letters){0, 0};
  if (!PyUnicode_Check(word) || !PyUnicode_IS_ASCII(word) ||
      PyUnicode_GET_LENGTH(word) > most || !PyUnicode_GET_LENGTH(word)) {
    PyErr_SetString(PyExc_ValueError, "a word that is looked for is short and plain");
    return -1;
  }
  for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(word); i++)
    *letters = with_letter(*letters, (unsigned char)PyUnicode_READ_CHAR(word, i));
  return 0;
}

/* Keep the commonest English words. */
static PyObject *know_english(PyObject *Py_UNUSED(module), PyObject *words) {
  if (!PyTuple_Check(words) || PyTuple_GET_SIZE(words) > PLACES / 2) {
    PyErr_SetString(PyExc_TypeError, "common words are a tuple of not too many");
    return NULL;
  }
  memset(english, 0, sizeof english);
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(words); i++) {
    Letters word;
    if (letters_of(PyTuple_GET_ITEM(words, i), MOST_LETTERS, &word)) return NULL;
    size_t at = place_of(word.last);
    while (english[at]) at = (at + 1) % PLACES;
    english[at] = word.last;
  }
  has_english = 1;
  Py_RETURN_NONE;
}

typedef struct {
  Py_ssize_t words, known, letters, latin;
} Language;

/* Count in a text; 0 where Python has to be asked. */
static inline int count_in(int kind, const void *data, Py_ssize_t size, Language *found) {
  Language l = {0, 0, 0, 0};
  Py_ssize_t ascii = 0;
  for (Py_ssize_t at = 0; at < size;) {
    uint64_t word = 0;
    Py_ssize_t begin = at;
    int apostrophe = 0, foreign = 0;
    for (; at < size; at++) {
      Py_UCS4 c = PyUnicode_READ(kind, data, at);
      unsigned char small = c < 128 ? small_letters[c] : 0;
      if (small) {
        ascii++;
        word = word << 8 | small;
        continue;
      }
      if (c >= 128) {
        if (ascribe_is_odd(c)) return 0;
        Py_UCS4 lower = Py_UNICODE_TOLOWER(c);
        l.letters += Py_UNICODE_ISALPHA(c) != 0;
        l.latin += lower < 128 && Py_UNICODE_ISALPHA(lower);
        if (class_of(lower) == LETTER) {
          if (lower >= 128) foreign = 1;
          word = word << 8 | (lower & 127);
          continue;
        }
      }
      /* One apostrophe, between letters. */
      if ((c != '\'' && c != 0x2019) || apostrophe || at == begin || at + 1 == size) break;
      Py_UCS4 next = PyUnicode_READ(kind, data, at + 1);
      if (ascribe_is_odd(next)) return 0;
      if (class_of(Py_UNICODE_TOLOWER(next)) != LETTER) break;
      apostrophe = 1;
      word = word << 8 | '\'';
    }
    if (at > begin) {
      l.words++;
      l.known += at - begin <= MOST_LETTERS && !foreign && is_english(word);
    }
    /* What ended the word is counted already. */
    if (at < size) at++;
  }
  l.letters += ascii;
  l.latin += ascii;
  *found = l;
  return 1;
}

/* What is counted in a text, or None where Python has to be asked; NULL with an error. */
static PyObject *language_of(PyObject *text) {
  if (!PyUnicode_Check(text)) {
    PyErr_SetString(PyExc_TypeError, "a text is a str");
    return NULL;
  }
  const void *data = PyUnicode_DATA(text);
  Py_ssize_t size = PyUnicode_GET_LENGTH(text);
  Language l;
  int counted = 0;
  if (has_english) switch (PyUnicode_KIND(text)) {
      /* The loop is compiled for each. */
      case PyUnicode_1BYTE_KIND:
        counted = count_in(PyUnicode_1BYTE_KIND, data, size, &l);
        break;
      case PyUnicode_2BYTE_KIND:
        counted = count_in(PyUnicode_2BYTE_KIND, data, size, &l);
        break;
      default: counted = count_in(PyUnicode_4BYTE_KIND, data, size, &l);
    }
  if (!counted) Py_RETURN_NONE;
  Py_ssize_t numbers[COUNTS] = {l.words, l.known, l.letters, l.latin};
  PyObject *result = PyTuple_New(COUNTS);
  for (int i = 0; result && i < COUNTS; i++) {
    PyObject *number = PyLong_FromSsize_t(numbers[i]);
    if (number)
      PyTuple_SET_ITEM(result, i, number);
    else
      Py_CLEAR(result);
  }
  return result;
}

static PyObject *languages_of(PyObject *Py_UNUSED(module), PyObject *texts) {
  if (!PyList_Check(texts)) {
    PyErr_SetString(PyExc_TypeError, "languages_of takes a list");
    return NULL;
  }
  Py_ssize_t count = PyList_GET_SIZE(texts);
  PyObject *result = PyList_New(count);
  for (Py_ssize_t i = 0; result && i < count; i++) {
    PyObject *one = language_of(PyList_GET_ITEM(texts, i));
    if (one)
      PyList_SET_ITEM(result, i, one);
    else
      Py_CLEAR(result);
  }
  return result;
}

/* Whether a text says one of a few words, in whatever case; None: ask Python. */
static PyObject *says_any(PyObject *Py_UNUSED(module), PyObject *args) {
  PyObject *text, *words;
  Letters known[FEW];
  if (!PyArg_ParseTuple(args, "UO!", &text, &PyTuple_Type, &words)) return NULL;
  Py_ssize_t count = PyTuple_GET_SIZE(words);
  if (count > FEW) {
    PyErr_SetString(PyExc_ValueError, "they are few");
    return NULL;
  }
  for (Py_ssize_t i = 0; i < count; i++)
    if (letters_of(PyTuple_GET_ITEM(words, i), MOST_OF_FEW, &known[i])) return NULL;
  int kind = PyUnicode_KIND(text);
  const void *data = PyUnicode_DATA(text);
  Py_ssize_t size = PyUnicode_GET_LENGTH(text);
  for (Py_ssize_t at = 0; at < size; at++) {
    Letters word = {0, 0};
    Py_ssize_t begin = at;
    int foreign = 0;
    for (; at < size; at++) {
      Py_UCS4 c = PyUnicode_READ(kind, data, at);
      unsigned char small = c < 128 ? small_letters[c] : 0;
      if (!small) {
        if (ascribe_is_odd(c)) Py_RETURN_NONE;
        if (!ascribe_is_word(c)) break;
        Py_UCS4 lower = Py_UNICODE_TOLOWER(c);
        small = lower < 128 ? small_letters[lower] : 0;
        if (!small) foreign = 1;
      }
      word = with_letter(word, small);
    }
    if (at - begin > MOST_OF_FEW || foreign || at == begin) continue;
    for (Py_ssize_t i = 0; i < count; i++)
      if (known[i].last == word.last && known[i].before == word.before) Py_RETURN_TRUE;
  }
  Py_RETURN_FALSE;
}

static PyMethodDef functions[] = {
    {"know_english", know_english, METH_O, "know_english(words)"},
    {"languages_of", languages_of, METH_O,
     "languages_of(texts) -> (words, known, letters, latin) of each; None: ask Python"},
    {"says_any", says_any, METH_VARARGS, "says_any(text, words) -> bool; None: ask Python"},
    {NULL, NULL, 0, NULL},
};

int ascribe_add_language(PyObject *module) {
  for (Py_UCS4 c = 'a'; c <= 'z'; c++)
    small_letters[c] = small_letters[c - 32] = (unsigned char)c;
  return PyModule_AddFunctions(module, functions);
}
