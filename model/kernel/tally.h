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

/* The same of a short run. */
typedef struct {
  uint16_t marks;
  uint8_t words, letters, capitals, loud, numbers, commas;
} PackedTally;

/* 0, or -1 with ValueError where a pattern may hold white space. */
int ascribe_are_tallied(const Tallied *patterns);
/* Work out what a run without white space holds; 0, or -1 with an error. */
int ascribe_tally(const Tallied *patterns, Stack *stack, const Py_UCS4 *text,
                  size_t length, Tally *tally);

static inline PackedTally ascribe_pack(const Tally *tally) {
  return (PackedTally){(uint16_t)tally->marks,   (uint8_t)tally->words,
                       (uint8_t)tally->letters,  (uint8_t)tally->capitals,
                       (uint8_t)tally->loud,     (uint8_t)tally->numbers,
                       (uint8_t)tally->commas};
}

static inline Tally ascribe_unpack(PackedTally tally) {
  return (Tally){tally.words,   tally.letters, tally.capitals, tally.loud,
                 tally.numbers, tally.commas,  tally.marks};
}

static inline void ascribe_add_tally(Tally *sum, const Tally *one) {
  sum->words += one->words;
  sum->letters += one->letters;
  sum->capitals += one->capitals;
  sum->loud += one->loud;
  sum->numbers += one->numbers;
  sum->commas += one->commas;
  sum->marks |= one->marks;
}

#endif
