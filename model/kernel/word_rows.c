/* See word_rows.h, and ascribe/attribution/features.py, which defines the numbers. What
 * is not written in ASCII is left to it. */
#include "word_rows.h"

#define FIRST_UNKNOWN 2
#define UNKNOWN_WORDS 64
#define FIRST_WORD (FIRST_UNKNOWN + UNKNOWN_WORDS)
#define UNKNOWN_AFFIX 1
#define FIRST_AFFIX 2
#define BEGINNING 5
#define ENDING 3
#define NUMBER 6 /* characters of a number that are looked at */
#define SOMEBODY 0xA4
#define CAPITAL_SHAPE 6
#define MIXED_SHAPE 7
#define LONGEST 64 /* a longer token is left to Python */

/* ---- tables ----------------------------------------------------------------------- */

static int fill_numbered(Numbered *table, PyObject *words, int32_t first) {
  if (!PyTuple_Check(words)) {
    PyErr_SetString(PyExc_TypeError, "words are a tuple");
    return -1;
  }
  size_t count = (size_t)PyTuple_GET_SIZE(words), places = 64;
  while (places < 2 * count) places *= 2;
  table->mask = places - 1;
  table->items = PyMem_Calloc(places, sizeof *table->items);
  if (!table->items) {
    PyErr_NoMemory();
    return -1;
  }
  for (size_t i = 0; i < count; i++) {
    PyObject *word = PyTuple_GET_ITEM(words, (Py_ssize_t)i);
    Py_UCS4 *text = PyUnicode_Check(word) ? PyUnicode_AsUCS4Copy(word) : NULL;
    if (!text) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a word is a str");
      return -1;
    }
    uint64_t hash = ascribe_hash(text, (size_t)PyUnicode_GET_LENGTH(word));
    PyMem_Free(text);
    size_t at = (size_t)hash & table->mask;
    while (table->items[at].hash && table->items[at].hash != hash)
      at = (at + 1) & table->mask;
    /* Of a word that stands there twice the last row counts, as in a dict. */
    table->items[at].hash = hash;
    table->items[at].row = first + (int32_t)i;
  }
  return 0;
}

/* The row of a word; `other` where it is not known. */
static int32_t row_in(const Numbered *table, const Py_UCS4 *word, size_t length,
                      int32_t other) {
  uint64_t hash = ascribe_hash(word, length);
  for (size_t at = (size_t)hash & table->mask; table->items[at].hash;
       at = (at + 1) & table->mask)
    if (table->items[at].hash == hash) return table->items[at].row;
  return other;
}

int ascribe_fill_word_rows(WordRows *rows, PyObject *tables) {
  if (!PyTuple_Check(tables) || PyTuple_GET_SIZE(tables) != 5) {
    PyErr_SetString(PyExc_TypeError, "there are five tables of words");
    return -1;
  }
  return fill_numbered(&rows->words, PyTuple_GET_ITEM(tables, 0), FIRST_WORD) ||
                 fill_numbered(&rows->beginnings, PyTuple_GET_ITEM(tables, 1), FIRST_AFFIX) ||
                 fill_numbered(&rows->endings, PyTuple_GET_ITEM(tables, 2), FIRST_AFFIX) ||
                 ascribe_fill_set(&rows->names.capitalised, PyTuple_GET_ITEM(tables, 3)) ||
                 ascribe_fill_set(&rows->names.small, PyTuple_GET_ITEM(tables, 4))
             ? -1
             : 0;
}

void ascribe_free_word_rows(WordRows *rows) {
  PyMem_Free(rows->words.items);
  PyMem_Free(rows->beginnings.items);
  PyMem_Free(rows->endings.items);
  ascribe_free_names(&rows->names);
  ascribe_forget_reading(&rows->reading);
}

/* ---- a token ---------------------------------------------------------------------- */

/* What its characters are, counted. */
typedef struct {
  size_t upper, lower, digits, others;
} Letters;

static int is_upper(Py_UCS4 c) { return c >= 'A' && c <= 'Z'; }

/* 1 to 9; see _shape. */
static int32_t shape_of(const Py_UCS4 *text, size_t length, Letters l) {
  if (l.digits || l.others) {
    if (l.digits == length) return 1;
    if (!l.upper && !l.lower && !l.digits) return 2;
    if (l.digits) return 3;
  }
  if (l.upper && !l.lower) return length > 1 ? 4 : 5;
  if (is_upper(text[0])) return l.upper == 1 && l.lower ? CAPITAL_SHAPE : MIXED_SHAPE;
  return l.lower && !l.upper ? 8 : 9;
}

/* Whether a token is a name or holds one; -1 with an error. */
static int holds_name(WordRows *rows, const Py_UCS4 *text, const Py_UCS4 *lower,
                      size_t length, Letters l) {
  if (!l.upper && !l.lower) return 0;
  if (!l.digits && !l.others) {
    const WordSet *set = is_upper(text[0]) ? &rows->names.capitalised : &rows->names.small;
    return ascribe_in_set(set, ascribe_hash(is_upper(text[0]) ? lower : text, length));
  }
  PyObject *token =
      PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text, (Py_ssize_t)length);
  int failed = !token || ascribe_read(&rows->reading, token) ||
               ascribe_find_names(&rows->names, &rows->reading);
  Py_XDECREF(token);
  return failed ? -1 : rows->names.count > 0;
}

/* CRC-32, as zlib has it, of a few bytes. */
static uint32_t crc_of(const unsigned char *bytes, size_t count) {
  uint32_t crc = UINT32_MAX;
  for (size_t i = 0; i < count; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
  }
  return ~crc;
}

int ascribe_row_of_token(WordRows *rows, const Py_UCS4 *text, size_t length,
                         int32_t *numbers) {
  Py_UCS4 word[LONGEST];
  Letters l = {0, 0, 0, 0};
  if (!length || length > LONGEST || !rows->words.items) return 0;
  for (size_t i = 0; i < length; i++) {
    Py_UCS4 c = text[i];
    if (c >= 128) return 0;
    int upper = is_upper(c), lower = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
    l.upper += (size_t)upper;
    l.lower += (size_t)lower;
    l.digits += (size_t)digit;
    l.others += (size_t)!(upper | lower | digit);
    word[i] = upper ? c + 32 : c;
  }
  int32_t shape = shape_of(text, length, l);
  int name = holds_name(rows, text, word, length, l);
  if (name < 0) return -1;
  if (name) {
    if (shape == MIXED_SHAPE) shape = CAPITAL_SHAPE;
    word[0] = SOMEBODY;
    length = 1;
  } else if (length <= 2 && (word[0] == '"' || (length == 2 && word[0] == word[1] &&
                                                (word[0] == '\'' || word[0] == '`')))) {
    word[0] = '"';
    length = 1;
  } else if (l.digits) {
    for (size_t i = 0; i < length; i++)
      if (word[i] >= '0' && word[i] <= '9') word[i] = '0';
    if (length > NUMBER) length = NUMBER;
  }
  int32_t row = row_in(&rows->words, word, length, -1);
  if (row < 0) {
    /* The shape and the last two letters, in UTF-8. */
    unsigned char kind[3] = {(unsigned char)('0' + shape), 0xC2, SOMEBODY};
    size_t last = length < 2 && !name ? length : 2;
    for (size_t i = 0; i < last && !name; i++)
      kind[1 + i] = (unsigned char)word[length - last + i];
    row = FIRST_UNKNOWN + (int32_t)(crc_of(kind, 1 + last) % UNKNOWN_WORDS);
  }
  size_t beginning = length < BEGINNING ? length : BEGINNING;
  size_t ending = length < ENDING ? length : ENDING;
  numbers[0] = row;
  numbers[1] = row_in(&rows->beginnings, word, beginning, UNKNOWN_AFFIX);
  numbers[2] = row_in(&rows->endings, word + length - ending, ending, UNKNOWN_AFFIX);
  numbers[3] = shape;
  numbers[4] = length == 1 && word[0] == '"';
  return 1;
}
