/* What the word lists find in a text, and what can be counted run by run.
 *
 * A run is what stands between white space. What is known of it is worked out once and
 * remembered: a page says the same words again and again. */
#ifndef ASCRIBE_PHRASES_H
#define ASCRIBE_PHRASES_H

#include "automaton.h"
#include "tally.h"

#define SEVERAL 2 /* words in a run, or more */

/* What is known of a run. */
typedef struct {
  uint64_t key; /* 0 is an empty place */
  PackedTally tally;
  /* Of its word, if it has one only: */
  uint64_t lists;        /* that match in it where a space follows; see look_at */
  uint16_t state, spaced; /* where it leads in the automaton, by itself and with a space */
  uint8_t start, end; /* where it stands in the run */
  uint8_t words;      /* 0, 1, or SEVERAL */
  uint8_t early;      /* `early_like` could begin with it */
} KnownRun;

typedef struct {
  uint64_t key;
  uint32_t start, end;
} RunPlace;

/* Patterns by bit, and what serves to find them. */
typedef struct {
  const Pattern *patterns[MOST_PATTERNS];
  uint64_t at_words; /* those that are looked for where words begin, */
  uint64_t others;   /* and those that are looked for anywhere */
  int early, early_like; /* one that needs a word of another */
  Tallied tallied;
  Automaton together; /* of all that begin where a word does */
  Automaton leading;  /* of the others that begin where the text does */
  Automaton opening;  /* of those that are only looked for there */
  GROWING(RunPlace, runs);
  KnownRun *memory; /* sets of places */
} Phrases;

/* A text in lower case, with straight apostrophes. */
typedef struct {
  const Py_UCS4 *text;
  size_t length;
  int alike; /* each character is that of the text at the same place, in lower case */
} Lowered;

/* What is found in a text. */
typedef struct {
  uint32_t counts[MOST_PATTERNS]; /* matches of each pattern that is wanted */
  uint64_t started; /* patterns that match where the text begins, */
  uint64_t asked;   /* of these */
  int early;        /* whether `early_like` could begin with some word */
  Tally tally;
} Found;

/* Take patterns in, of which the first `searched` are counted, and the others looked for
 * where the text begins. 0, or -1 with an error. */
int ascribe_fill_phrases(Phrases *p, int count, int searched);
void ascribe_free_phrases(Phrases *p);
/* Count the patterns of `wanted`, by bit, in a text in lower case, and what the text
 * itself holds run by run. 0, or -1 with an error. */
int ascribe_count_phrases(Phrases *p, Stack *stack, const Py_UCS4 *text, size_t length,
                          const Lowered *lower, uint64_t wanted, Found *found);

#endif
