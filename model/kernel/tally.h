/* What a text holds that can be counted run by run: words, capitals, digits, marks. */
#ifndef ASCRIBE_TALLY_H
#define ASCRIBE_TALLY_H

#include "patterns.h"

/* Marks, by bit. */
enum {
  QUESTION = 1,
  EXCLAMATION = 2,
  ELLIPSIS = 4,
  LONG_DASH = 8,
  DOUBLE_HYPHEN = 16,
  LONE_DASH = 32, /* a short one, between spaces */
  COLON = 64,
  PARENTHESIS = 128,
  MONEY = 256,
  ADDRESSED = 512 /* the pattern of addresses matches */
};

typedef struct {
  uint32_t words, letters; /* matches of ANY_WORD, and their characters */
  uint32_t capitals, loud, numbers, commas;
  uint32_t marks;
} Tally;

/* Patterns whose matches hold no white space, so that no match crosses two runs. */
typedef struct {
  const Pattern *any_word, *capital, *loud, *number, *address;
} Tallied;

typedef struct {
  uint64_t key; /* 0 is an empty place */
  uint16_t marks;
  uint8_t words, letters, capitals, loud, numbers, commas;
} TallyPlace;

typedef struct {
  uint64_t key;
  uint32_t start, end;
} TallyRun;

typedef struct {
  Tallied patterns;
  GROWING(TallyRun, runs); /* of the text at hand */
  TallyPlace *memory; /* sets of places */
} TallyMemory;

/* 0, or -1 with an error; ValueError for a pattern that may hold white space. */
int ascribe_fill_tally(TallyMemory *memory, Tallied patterns);
/* 0, or -1 with an error. */
int ascribe_tally(TallyMemory *memory, Stack *stack, const Py_UCS4 *text, size_t length,
                  Tally *tally);
void ascribe_free_tally(TallyMemory *memory);

#endif
