/* The numbers of a token, as the tagger's tables have them. */
#ifndef ASCRIBE_WORD_ROWS_H
#define ASCRIBE_WORD_ROWS_H

#include "names.h"

#define TOKEN_NUMBERS 5 /* word, beginning, ending, shape, whether it is a quotation mark */

/* Which row a word has; words are known by the 64 bits of their hash alone. */
typedef struct {
  struct NumberedWord {
    uint64_t hash; /* 0 is an empty place */
    int32_t row;
  } *items;
  size_t mask;
} Numbered;

typedef struct {
  Numbered words, beginnings, endings;
  Names names;
  Reading reading;
} WordRows;

/* Take over tables, a tuple of five tuples: known words, beginnings and endings in order,
 * names where they have a capital, names where they are small. 0, or -1 with an error. */
int ascribe_fill_word_rows(WordRows *rows, PyObject *tables);
/* Look a token up: 1, 0 where Python has to be asked, or -1 with an error. */
int ascribe_row_of_token(WordRows *rows, const Py_UCS4 *text, size_t length,
                         int32_t *numbers);
void ascribe_free_word_rows(WordRows *rows);

#endif
