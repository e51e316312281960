/* Many patterns as one automaton: a text is read once for all of them.
 *
 * Its states are made when a text first asks for them, so that only those exist which
 * texts lead to. Of several matches of a pattern it finds the one that Python's re finds:
 * the threads of a state stand in the order in which re would try them.
 */
#ifndef ASCRIBE_AUTOMATON_H
#define ASCRIBE_AUTOMATON_H

#include "patterns.h"

#define MOST_PATTERNS 64 /* a bit for each */
#define MOST_POINTS 32

/* States; the others are numbered from FIRST_MADE on. */
enum { DEAD, AT_START, AT_WORD, FIRST_MADE };
#define UNMADE UINT16_MAX     /* where a move leads that no text has asked for yet */
#define FULL (UINT16_MAX - 1) /* there is no room for a state, or no memory */

/* One place in a pattern. */
typedef struct {
  uint64_t takes; /* a bit for each symbol that leads on to `first` */
  uint32_t first, other;
  uint8_t op, pattern;
} Node;

typedef struct {
  uint32_t from, count; /* of `threads`, best first */
  uint32_t same;        /* another state of the same hash; 0 for none */
  uint8_t after_word, at_start;
} State;

typedef struct {
  uint64_t known; /* patterns that are in it, by bit; the others hold what it cannot */
  /* Characters that all patterns treat alike are one symbol; the last is the end. */
  uint8_t symbols[128];
  GROWING(Py_UCS4, points); /* beyond ASCII that patterns name; their symbols follow */
  size_t point_count;
  uint8_t point_symbols[MOST_POINTS], class_symbols[4]; /* LETTER, DECIMAL, SPACE, none */
  uint64_t word_symbols;                       /* a bit for each part of a word */
  unsigned symbol_count;
  GROWING(Node, nodes);
  uint32_t node_count;
  GROWING(State, states);
  uint32_t state_count;
  GROWING(uint16_t, moves); /* of each state, by symbol: the state it leads to */
  GROWING(uint64_t, hits);  /* of each state: patterns that match in front of its symbol */
  GROWING(uint32_t, threads);
  size_t thread_count, first_threads;
  uint32_t *buckets; /* states by hash */
  uint32_t *seen, *led, *open, *fresh, turn; /* by node, while a move is made */
} Automaton;

/* Take in those patterns that it can; 0, or -1 with an error. NULL is none. */
int ascribe_fill_automaton(Automaton *a, const Pattern *const *patterns, int count);
void ascribe_free_automaton(Automaton *a);
/* Which patterns may still match from a state on, by bit. */
uint64_t ascribe_alive(const Automaton *a, uint32_t state);
/* Make room where little is left: all states but the first are forgotten. 1 if so. */
int ascribe_make_room(Automaton *a);
uint32_t ascribe_make_move(Automaton *a, uint32_t state, unsigned symbol);
/* Whether nothing can match from a state on. */
static inline int ascribe_is_over(const Automaton *a, uint32_t state) {
  return !a->states[state].count;
}
unsigned ascribe_symbol_beyond(const Automaton *a, Py_UCS4 c);

/* The state that a character leads to, or the end of the text. */
static inline uint32_t ascribe_move(Automaton *a, uint32_t state, Py_UCS4 c) {
  unsigned symbol = c < 128 ? a->symbols[c] : ascribe_symbol_beyond(a, c);
  uint32_t to = a->moves[state * a->symbol_count + symbol];
  return to == UNMADE ? ascribe_make_move(a, state, symbol) : to;
}

static inline uint32_t ascribe_move_to_end(Automaton *a, uint32_t state) {
  unsigned symbol = a->symbol_count - 1;
  uint32_t to = a->moves[state * a->symbol_count + symbol];
  return to == UNMADE ? ascribe_make_move(a, state, symbol) : to;
}

/* Go on from a state through the text. Patterns that match are added to `matched`, and
 * `ends` gets where; 0, or -1 where the automaton is full. */
static inline int ascribe_go_on(Automaton *a, uint32_t state, const Py_UCS4 *text,
                                size_t length, size_t at, uint64_t *matched,
                                size_t *ends) {
  for (; state != DEAD; at++) {
    state = at < length ? ascribe_move(a, state, text[at]) : ascribe_move_to_end(a, state);
    if (state == FULL) return -1;
    uint64_t hits = a->hits[state];
    if (!hits) continue;
    *matched |= hits;
    for (; hits; hits &= hits - 1) ends[lowest_bit(hits)] = at;
    if (ascribe_is_over(a, state)) break;
  }
  return 0;
}

#endif
