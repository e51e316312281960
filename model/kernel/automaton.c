/* See automaton.h. */
#include "automaton.h"

#define MOST_STATES 8192 /* a MB; 100,000 words of all sorts ask for some 3,000 */
#define MOST_TIMES 32 /* of a loop that ends: each time is a place of its own */
#define MOST_SYMBOLS 64
#define BUCKETS 4096

enum { TAKE, FORK, GO, AT_TEXT_START, AT_EDGE, DONE };
static const uint8_t classes[4] = {LETTER, DECIMAL, SPACE, 0};
/* Characters of these classes, none of which a pattern may name. */
static const Py_UCS4 class_members[4] = {0xE9, 0x663, 0x2003, 0xA7};

/* ---- symbols ---------------------------------------------------------------------- */

unsigned ascribe_symbol_beyond(const Automaton *a, Py_UCS4 c) {
  for (size_t i = 0; i < a->point_count; i++)
    if (a->points[i] == c) return a->point_symbols[i];
  unsigned char class = class_of_any(c);
  int i = 0;
  while (classes[i] != class && i < 3) i++;
  return a->class_symbols[i];
}

static int add_point(Automaton *a, Py_UCS4 c) {
  for (int i = 0; i < 4; i++)
    if (class_members[i] == c) return 0;
  for (size_t i = 0; i < a->point_count; i++)
    if (a->points[i] == c) return 1;
  if (a->point_count == MOST_POINTS || RESERVE(a->points, a->point_count + 1)) return 0;
  a->points[a->point_count++] = c;
  return 1;
}

/* Whether the pattern asks for nothing that the automaton cannot do; its characters
 * beyond ASCII are noted. */
static int is_fit(Automaton *a, const Pattern *p) {
  int fit = 1;
  for (uint32_t i = 0; fit && i < p->step_count; i++) {
    const Step *step = &p->steps[i];
    const Set *set = step->op == LOOP || step->op == IN_SET ? &p->sets[step->set] : NULL;
    fit = step->op != END && step->op != AHEAD && step->op != BEHIND;
    if (step->op == LOOP)
      fit = step->least <= MOST_TIMES &&
            (step->most == UINT32_MAX || step->most <= MOST_TIMES);
    if (step->op == CHARACTER && step->c > 127) fit = add_point(a, step->c);
    for (uint32_t j = 0; fit && set && j < set->ranges; j++) {
      const Range *range = &p->ranges[set->range + j];
      if (range->to > 127) fit = range->from == range->to && add_point(a, range->to);
    }
  }
  return fit;
}

#define MOST_SAMPLES (128 + MOST_POINTS + 4)

/* A character of each sort: all of ASCII, then points, then classes. */
typedef struct {
  Py_UCS4 samples[MOST_SAMPLES];
  uint8_t symbols[MOST_SAMPLES];
  size_t count;
  unsigned symbol_count;
} Alphabet;

/* Part those characters that are in a set from those that are not. */
static void part(Alphabet *abc, const unsigned char *is_in) {
  uint8_t to[256] = {0};
  unsigned char has_in[256] = {0}, has_out[256] = {0};
  for (size_t i = 0; i < abc->count; i++)
    (is_in[i] ? has_in : has_out)[abc->symbols[i]] = 1;
  for (size_t i = 0; i < abc->count; i++) {
    uint8_t symbol = abc->symbols[i];
    if (!is_in[i] || !has_out[symbol]) continue;
    if (!to[symbol]) to[symbol] = (uint8_t)abc->symbol_count++;
    abc->symbols[i] = to[symbol];
  }
}

static void part_by_pattern(Alphabet *abc, const Pattern *p) {
  unsigned char is_in[MOST_SAMPLES];
  for (uint32_t set = 0; set < p->set_count; set++) {
    for (size_t i = 0; i < abc->count; i++)
      is_in[i] = (unsigned char)ascribe_holds(p, (uint16_t)set, abc->samples[i]);
    part(abc, is_in);
  }
  uint64_t done[2] = {0};
  for (uint32_t step = 0; step < p->step_count; step++) {
    Py_UCS4 c = p->steps[step].c;
    if (p->steps[step].op != CHARACTER || c > 127 || done[c >> 6] >> (c & 63) & 1) continue;
    done[c >> 6] |= UINT64_C(1) << (c & 63);
    for (size_t i = 0; i < abc->count; i++) is_in[i] = abc->samples[i] == c;
    part(abc, is_in);
  }
}

/* Find the symbols; those of a set are then bits of a number. */
static void find_symbols(Automaton *a, Alphabet *abc, const Pattern *const *patterns,
                         int count) {
  unsigned char is_in[MOST_SAMPLES];
  memset(abc, 0, sizeof *abc);
  abc->symbol_count = 1;
  for (Py_UCS4 c = 0; c < 128; c++) abc->samples[abc->count++] = c;
  for (size_t i = 0; i < a->point_count; i++) abc->samples[abc->count++] = a->points[i];
  for (int i = 0; i < 4; i++) abc->samples[abc->count++] = class_members[i];
  for (size_t i = 0; i < abc->count; i++) is_in[i] = ascribe_is_word(abc->samples[i]) != 0;
  part(abc, is_in);
  for (size_t point = 128; point < 128 + a->point_count; point++) {
    for (size_t i = 0; i < abc->count; i++) is_in[i] = i == point;
    part(abc, is_in);
  }
  for (int i = 0; i < count; i++)
    if (a->known >> i & 1) part_by_pattern(abc, patterns[i]);
  if (abc->symbol_count >= MOST_SYMBOLS) a->known = 0; /* they would need more bits */
  memcpy(a->symbols, abc->symbols, sizeof a->symbols);
  memcpy(a->point_symbols, abc->symbols + 128, a->point_count);
  memcpy(a->class_symbols, abc->symbols + abc->count - 4, 4);
  for (size_t i = 0; a->known && i < abc->count; i++)
    if (ascribe_is_word(abc->samples[i])) a->word_symbols |= UINT64_C(1) << abc->symbols[i];
  a->symbol_count = abc->symbol_count + 1;
}

static uint64_t symbols_in(const Alphabet *abc, const Pattern *p, uint16_t set) {
  uint64_t symbols = 0;
  for (size_t i = 0; i < abc->count; i++)
    if (ascribe_holds(p, set, abc->samples[i])) symbols |= UINT64_C(1) << abc->symbols[i];
  return symbols;
}

static uint64_t symbol_for(const Alphabet *abc, Py_UCS4 c) {
  size_t i = 0;
  while (abc->samples[i] != c) i++;
  return UINT64_C(1) << abc->symbols[i];
}

/* ---- nodes ------------------------------------------------------------------------ */

/* How many nodes a step gives: a loop has a fork and a way on for each time that is
 * left to choice, and one for each that is not. */
static uint32_t nodes_of(const Step *step) {
  if (step->op != LOOP) return 1;
  return step->least + 2 * (step->most == UINT32_MAX ? 1 : step->most - step->least);
}

static void add_loop(Automaton *a, Node *node, const Step *step, uint64_t takes,
                     uint32_t out) {
  uint32_t at = (uint32_t)(node - a->nodes);
  for (uint32_t time = 0; time < step->least; time++, node++)
    *node = (Node){.op = TAKE, .pattern = node->pattern, .takes = takes, .first = ++at};
  uint32_t choices = step->most == UINT32_MAX ? 1 : step->most - step->least;
  for (uint32_t i = 0; i < choices; i++, node += 2, at += 2) {
    uint32_t next = step->most == UINT32_MAX ? at : at + 2;
    node[0] = (Node){.op = FORK, .pattern = node->pattern, .first = at + 1, .other = out};
    node[1] = (Node){.op = TAKE, .pattern = node->pattern, .takes = takes, .first = next};
  }
}

/* Add the nodes of a pattern; 0, or -1 with an error. */
static int add_nodes(Automaton *a, const Alphabet *abc, const Pattern *p, uint8_t pattern) {
  uint32_t *places = PyMem_Malloc((p->step_count + 1) * sizeof *places);
  uint32_t count = a->node_count;
  for (uint32_t i = 0; places && i < p->step_count; i++) {
    places[i] = count;
    count += nodes_of(&p->steps[i]);
  }
  if (!places || RESERVE(a->nodes, count) || RESERVE(a->threads, a->thread_count + 1)) {
    PyMem_Free(places);
    PyErr_NoMemory();
    return -1;
  }
  a->threads[a->thread_count++] = a->node_count;
  places[p->step_count] = count;
  for (uint32_t at = a->node_count; at < count; at++) a->nodes[at].pattern = pattern;
  for (uint32_t i = 0; i < p->step_count; i++) {
    const Step *step = &p->steps[i];
    Node *node = &a->nodes[places[i]];
    *node = (Node){.op = TAKE, .pattern = pattern, .first = places[i + 1]};
    switch (step->op) {
      case CHARACTER: node->takes = symbol_for(abc, step->c); break;
      case IN_SET: node->takes = symbols_in(abc, p, step->set); break;
      case LOOP:
        add_loop(a, node, step, symbols_in(abc, p, step->set), places[i + 1]);
        break;
      case SPLIT:
        node->op = FORK;
        node->first = places[step->first];
        node->other = places[step->other];
        break;
      case JUMP:
        node->op = GO;
        node->first = places[step->first];
        break;
      case START: node->op = AT_TEXT_START; break;
      case EDGE: node->op = AT_EDGE; break;
      default: node->op = DONE;
    }
  }
  a->node_count = count;
  PyMem_Free(places);
  return 0;
}

/* ---- states ----------------------------------------------------------------------- */

static uint32_t *bucket_of(const Automaton *a, const uint32_t *threads, uint32_t count,
                           int after_word, uint64_t hits) {
  uint64_t hash = ascribe_hash_start + hits;
  for (uint32_t i = 0; i < count; i++) hash = ascribe_hash_more(hash, threads[i]);
  return &a->buckets[ascribe_hash_end(hash * 2 + (unsigned)after_word) % BUCKETS];
}

/* The number of a new state, or FULL; its threads stand at the end of all. */
static uint32_t add_state(Automaton *a, State state, uint64_t hits) {
  size_t moves = (size_t)a->state_count * a->symbol_count;
  if (a->state_count == MOST_STATES || RESERVE(a->states, a->state_count + 1) ||
      RESERVE(a->moves, moves + a->symbol_count) || RESERVE(a->hits, a->state_count + 1))
    return FULL;
  a->states[a->state_count] = state;
  a->hits[a->state_count] = hits;
  for (unsigned i = 0; i < a->symbol_count; i++) a->moves[moves + i] = UNMADE;
  return a->state_count++;
}

static uint32_t state_of(Automaton *a, const uint32_t *threads, uint32_t count,
                         int after_word, uint64_t hits) {
  if (!count && !hits) return DEAD;
  uint32_t *bucket = bucket_of(a, threads, count, after_word, hits);
  for (uint32_t at = *bucket; at; at = a->states[at].same) {
    const State *state = &a->states[at];
    if (state->count == count && state->after_word == after_word && a->hits[at] == hits &&
        !memcmp(a->threads + state->from, threads, count * sizeof *threads))
      return at;
  }
  if (RESERVE(a->threads, a->thread_count + count)) return FULL;
  uint32_t at = add_state(a, (State){(uint32_t)a->thread_count, count, *bucket,
                                     (uint8_t)after_word, 0}, hits);
  if (at == FULL) return FULL;
  memcpy(a->threads + a->thread_count, threads, count * sizeof *threads);
  a->thread_count += count;
  return *bucket = at;
}

/* Follow a thread up to the characters it can take, best first; whether it matches. */
static int follow(Automaton *a, uint32_t thread, const State *state, int before_word,
                  uint64_t symbol, uint32_t *fresh) {
  size_t open = 0;
  a->open[open++] = thread;
  while (open) {
    uint32_t at = a->open[--open];
    const Node *node = &a->nodes[at];
    if (a->seen[at] == a->turn) continue;
    a->seen[at] = a->turn;
    switch (node->op) {
      case TAKE:
        if (!(node->takes & symbol) || a->led[node->first] == a->turn) break;
        a->led[node->first] = a->turn;
        a->fresh[(*fresh)++] = node->first;
        break;
      case FORK:
        a->open[open++] = node->other;
        a->open[open++] = node->first;
        break;
      case AT_TEXT_START:
        if (state->at_start) a->open[open++] = node->first;
        break;
      case AT_EDGE:
        if (state->after_word != before_word) a->open[open++] = node->first;
        break;
      case GO: a->open[open++] = node->first; break;
      default: return 1; /* what it would try after that is not wanted any more */
    }
  }
  return 0;
}

uint32_t ascribe_make_move(Automaton *a, uint32_t from, unsigned symbol) {
  State state = a->states[from];
  int ends = symbol + 1 == a->symbol_count;
  uint64_t bit = ends ? 0 : UINT64_C(1) << symbol, matched = 0;
  int is_word = (a->word_symbols & bit) != 0;
  uint32_t fresh = 0;
  if (!++a->turn) {
    memset(a->seen, 0, a->node_count * sizeof *a->seen);
    memset(a->led, 0, a->node_count * sizeof *a->led);
    a->turn = 1;
  }
  for (uint32_t i = 0; i < state.count; i++) {
    uint32_t thread = a->threads[state.from + i];
    uint64_t pattern = UINT64_C(1) << a->nodes[thread].pattern;
    if (!(matched & pattern) && follow(a, thread, &state, is_word, bit, &fresh))
      matched |= pattern;
  }
  uint32_t to = state_of(a, a->fresh, fresh, is_word, matched);
  if (to != FULL) a->moves[(size_t)from * a->symbol_count + symbol] = (uint16_t)to;
  return to;
}

uint64_t ascribe_alive(const Automaton *a, uint32_t state) {
  uint64_t patterns = 0;
  const State *one = &a->states[state];
  for (uint32_t i = 0; i < one->count; i++)
    patterns |= UINT64_C(1) << a->nodes[a->threads[one->from + i]].pattern;
  return patterns;
}

/* ---- the whole -------------------------------------------------------------------- */

/* Forget all states but those it begins with; 0, or -1 with an error. */
static int begin(Automaton *a) {
  uint32_t count = (uint32_t)a->first_threads;
  a->state_count = 0;
  a->thread_count = a->first_threads;
  memset(a->buckets, 0, BUCKETS * sizeof *a->buckets);
  return add_state(a, (State){0, 0, 0, 0, 0}, 0) == FULL ||
                 add_state(a, (State){0, count, 0, 0, 1}, 0) == FULL ||
                 add_state(a, (State){0, count, 0, 0, 0}, 0) == FULL
             ? -1
             : 0;
}

int ascribe_make_room(Automaton *a) {
  if (a->state_count < MOST_STATES / 4 * 3) return 0;
  begin(a); /* in memory that it has */
  return 1;
}

int ascribe_fill_automaton(Automaton *a, const Pattern *const *patterns, int count) {
  for (int i = 0; i < count; i++)
    if (patterns[i] && is_fit(a, patterns[i])) a->known |= UINT64_C(1) << i;
  if (PyErr_Occurred()) return -1;
  Alphabet abc;
  find_symbols(a, &abc, patterns, count);
  for (int i = 0; i < count; i++)
    if (a->known >> i & 1 && add_nodes(a, &abc, patterns[i], (uint8_t)i)) return -1;
  a->first_threads = a->thread_count;
  /* Each node is left open twice at most. */
  size_t nodes = a->node_count + 1;
  a->buckets = PyMem_Malloc(BUCKETS * sizeof *a->buckets);
  a->seen = PyMem_Calloc(5 * nodes, sizeof *a->seen);
  if (!a->buckets || !a->seen) {
    PyErr_NoMemory();
    return -1;
  }
  a->led = a->seen + nodes;
  a->fresh = a->led + nodes;
  a->open = a->fresh + nodes;
  return begin(a);
}

void ascribe_free_automaton(Automaton *a) {
  PyMem_Free(a->points);
  PyMem_Free(a->nodes);
  PyMem_Free(a->states);
  PyMem_Free(a->moves);
  PyMem_Free(a->threads);
  PyMem_Free(a->hits);
  PyMem_Free(a->buckets);
  PyMem_Free(a->seen);
}
