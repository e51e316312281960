/* See phrases.h. */
#include "phrases.h"

#define SETS 6144  /* of places: few of the 5,000 runs of a dozen pages put others out */
#define WAYS 4     /* 32 bytes each */
#define LARGE 8192 /* runs of a text whose places are kept */
#define MOST 64    /* characters of a run that is remembered: counts fit in a byte */

/* A text while it is read. */
typedef struct {
  Phrases *p;
  Stack *stack;
  const Py_UCS4 *text; /* in lower case */
  size_t length;
  uint64_t wanted;
  size_t over[MOST_PATTERNS], ends[MOST_PATTERNS]; /* where matches of each end */
  uint64_t ended; /* which have one that ends behind its first word */
  Found *found;
} Scan;

/* ---- words ------------------------------------------------------------------------ */

/* Move to the next word at or behind `*at`, if there is one: `*end` gets where it ends. */
static int next_word(const Py_UCS4 *text, size_t length, size_t *at, size_t *end) {
  while (*at < length && !ascribe_is_word(text[*at])) ++*at;
  for (*end = *at; *end < length && ascribe_is_word(text[*end]);) ++*end;
  return *at < length;
}

/* Work out what is known of a word: 0, 1 where the automaton is full or a match ends
 * inside of the word, or -1 with an error. Of patterns that are no part of the automaton
 * `lists` gets those that could begin with the word, whatever follows. */
static int look_at(Phrases *p, Stack *stack, const Py_UCS4 *word, size_t length,
                   KnownRun *known) {
  Automaton *a = &p->together;
  uint32_t state = AT_WORD;
  for (size_t at = 0; at < length && state != DEAD; at++) {
    state = ascribe_move(a, state, word[at]);
    if (state == FULL || a->hits[state]) return PyErr_Occurred() ? -1 : 1;
  }
  known->state = (uint16_t)state;
  state = ascribe_move(a, state, ' ');
  if (state == FULL) return PyErr_Occurred() ? -1 : 1;
  known->spaced = ascribe_is_over(a, state) ? DEAD : (uint16_t)state;
  known->lists = a->hits[state];
  for (uint64_t left = p->at_words & ~a->known; left; left &= left - 1) {
    int i = lowest_bit(left);
    if (!ascribe_could_begin(p->patterns[i], word[0])) continue;
    int could = ascribe_could_match(p->patterns[i], stack, word, length);
    if (could < 0) return -1;
    known->lists |= (uint64_t)could << i;
  }
  known->early = (known->lists | ascribe_alive(a, state)) >> p->early_like & 1;
  return 0;
}

/* Count what begins with a word; `known` is NULL where nothing is known of it. 0, or -1
 * with an error. */
static int count_at(Scan *s, size_t at, size_t end, const KnownRun *known) {
  Automaton *a = &s->p->together;
  uint64_t within = 0, later = 0, tried = 0;
  int full = !known;
  if (known) {
    tried = known->lists & ~a->known;
    if (end < s->length && s->text[end] == ' ') {
      within = known->lists & a->known;
      full = ascribe_go_on(a, known->spaced, s->text, s->length, end + 1, &later, s->ends);
    } else
      full = ascribe_go_on(a, known->state, s->text, s->length, end, &later, s->ends);
  }
  s->found->early |= full || known->early;
  if (full) {
    /* Each is tried by itself. */
    if (PyErr_Occurred()) return -1;
    within = later = 0;
    tried = s->p->at_words;
  }
  for (uint64_t left = tried & s->wanted; left; left &= left - 1) {
    int i = lowest_bit(left);
    if (s->ended >> i & 1 && s->over[i] > at) continue;
    int more = ascribe_match_at(s->p->patterns[i], s->stack, s->text, s->length, at,
                                &s->ends[i]);
    if (more < 0) return -1;
    later |= (uint64_t)more << i;
  }
  for (uint64_t left = (within | later) & s->wanted; left; left &= left - 1) {
    int i = lowest_bit(left);
    if (s->ended >> i & 1 && s->over[i] > at) continue;
    s->found->counts[i]++;
    if (!(later >> i & 1)) continue;
    s->over[i] = s->ends[i];
    s->ended |= UINT64_C(1) << i;
  }
  return 0;
}

/* Count what begins with the words of a run that is known; 0, or -1 with an error. Most
 * begin nothing, and say so at once. */
static inline int count_known(Scan *s, size_t at, const KnownRun *known) {
  size_t end = at + known->end;
  if (!known->words) return 0;
  if (!known->lists && !known->early && known->spaced == DEAD && end < s->length &&
      s->text[end] == ' ')
    return 0;
  return count_at(s, at + known->start, end, known);
}

/* Count what begins with each word of a part of the text; 0, or -1 with an error. */
static int count_words(Scan *s, size_t at, size_t length) {
  for (size_t end; next_word(s->text, length, &at, &end); at = end) {
    KnownRun word;
    int full = look_at(s->p, s->stack, s->text + at, end - at, &word);
    if (full < 0 || count_at(s, at, end, full ? NULL : &word)) return -1;
  }
  return 0;
}

/* ---- runs ------------------------------------------------------------------------- */

/* Work out what is known of a run; 0, 1 where the automaton is full, or -1. */
static int look(Phrases *p, Stack *stack, const Py_UCS4 *text, const Py_UCS4 *lower,
                size_t length, KnownRun *known) {
  Tally tally;
  if (ascribe_tally(&p->tallied, stack, text, length, &tally)) return -1;
  known->tally = ascribe_pack(&tally);
  known->words = 0;
  for (size_t at = 0, end;
       known->words < SEVERAL && next_word(lower, length, &at, &end); at = end) {
    known->words++;
    known->start = (uint8_t)at;
    known->end = (uint8_t)end;
  }
  if (known->words != 1) return 0;
  size_t word = (size_t)(known->end - known->start);
  return look_at(p, stack, lower + known->start, word, known);
}

/* What is known of the run of a key, which stands in front of its set then; NULL where
 * nothing can be remembered, which is an error if there is one. Of a set that is full
 * the run that was not asked for longest is put out. */
static const KnownRun *known_of(Phrases *p, Stack *stack, const Py_UCS4 *text,
                                const Py_UCS4 *lower, size_t length, uint64_t key) {
  KnownRun *set = p->memory + (size_t)key % SETS * WAYS;
  if (set->key == key) return set;
  size_t at = 1;
  while (at < WAYS - 1 && set[at].key != key) at++;
  KnownRun known = set[at];
  if (known.key != key) {
    if (length > MOST || look(p, stack, text, lower, length, &known)) return NULL;
    known.key = key;
  }
  for (; at; at--) set[at] = set[at - 1];
  set[0] = known;
  return set;
}

/* Find where runs stand and what each is known by; their number, or -1. */
static Py_ssize_t cut(Phrases *p, const Py_UCS4 *text, size_t length) {
  size_t count = 0;
  if (RESERVE(p->runs, length / 2 + 1)) return -1;
  for (size_t at = 0, end; at < length; at = end) {
    end = at + 1;
    if (class_of(text[at]) == SPACE) continue;
    uint64_t key = ascribe_hash_start;
    for (end = at; end < length && class_of(text[end]) != SPACE; end++)
      key = ascribe_hash_more(key, text[end]);
    key = ascribe_hash_end(key);
    SOON(p->memory + (size_t)key % SETS * WAYS);
    p->runs[count++] = (RunPlace){key, (uint32_t)at, (uint32_t)end};
  }
  return (Py_ssize_t)count;
}

/* Count run by run. `lower` is NULL where the text in lower case is not, character by
 * character, what the text is: then nothing is remembered. */
static int count_runs(Scan *s, const Py_UCS4 *text, const Py_UCS4 *lower, size_t length) {
  Phrases *p = s->p;
  Tally *tally = &s->found->tally;
  Py_ssize_t count = cut(p, text, length);
  if (count < 0) return -1;
  for (Py_ssize_t run = 0; run < count; run++) {
    size_t at = p->runs[run].start, end = p->runs[run].end;
    const KnownRun *known = NULL;
    if (lower)
      known = known_of(p, s->stack, text + at, lower + at, end - at, p->runs[run].key);
    Tally one;
    if (known)
      one = ascribe_unpack(known->tally);
    else if (PyErr_Occurred() ||
             ascribe_tally(&p->tallied, s->stack, text + at, end - at, &one))
      return -1;
    if (one.marks & LONE_DASH &&
        !(at && text[at - 1] == ' ' && end < length && text[end] == ' '))
      one.marks &= ~(uint32_t)LONE_DASH;
    ascribe_add_tally(tally, &one);
    if (!s->wanted || !lower) continue;
    if (known && known->words != SEVERAL ? count_known(s, at, known)
                                         : count_words(s, at, end))
      return -1;
  }
  if (p->runs_size > LARGE) RELEASE(p->runs);
  return s->wanted && !lower ? count_words(s, 0, s->length) : 0;
}

/* ---- the whole -------------------------------------------------------------------- */

/* Whether a list matches that begins where the text does: 1, 0, or -1 where the
 * automaton is full. */
static int leads(Automaton *a, int list, const Py_UCS4 *text, size_t length) {
  uint32_t state = AT_START;
  for (size_t at = 0; state != DEAD; at++) {
    state = at < length ? ascribe_move(a, state, text[at]) : ascribe_move_to_end(a, state);
    if (state == FULL) return -1;
    if (a->hits[state] >> list & 1) return 1;
  }
  return 0;
}

/* How many matches there are; -1 with an error. */
static long count_all(const Pattern *p, Stack *stack, const Py_UCS4 *text, size_t length) {
  size_t start, end = 0;
  long count = 0;
  for (;; count++) {
    int found = ascribe_search(p, stack, text, length, end, &start, &end);
    if (found <= 0) return found ? -1 : count;
  }
}

/* Count those patterns that are not looked for where words begin. */
static int count_others(Scan *s) {
  Phrases *p = s->p;
  for (uint64_t left = p->others & s->wanted; left; left &= left - 1) {
    int i = lowest_bit(left);
    if (i == p->early && !s->found->early) continue;
    long count = -1;
    if (p->leading.known >> i & 1) {
      ascribe_make_room(&p->leading);
      count = leads(&p->leading, i, s->text, s->length);
      if (PyErr_Occurred()) return -1;
    }
    if (count < 0) count = count_all(p->patterns[i], s->stack, s->text, s->length);
    if (count < 0) return -1;
    s->found->counts[i] = (uint32_t)count;
  }
  return 0;
}

int ascribe_count_phrases(Phrases *p, Stack *stack, const Py_UCS4 *text, size_t length,
                          const Lowered *lower, uint64_t wanted, Found *found) {
  Scan s;
  s.p = p;
  s.stack = stack;
  s.text = lower->text;
  s.length = lower->length;
  s.wanted = wanted;
  s.ended = 0;
  s.found = found;
  memset(found, 0, sizeof *found);
  if (ascribe_make_room(&p->together))
    /* States that runs lead to are gone. */
    memset(p->memory, 0, SETS * WAYS * sizeof *p->memory);
  ascribe_make_room(&p->opening);
  if (wanted) {
    if (!ascribe_go_on(&p->opening, AT_START, s.text, s.length, 0, &found->started, s.ends))
      found->asked = p->opening.known;
    else if (PyErr_Occurred())
      return -1;
  }
  const Py_UCS4 *alike = lower->alike ? lower->text : NULL;
  return count_runs(&s, text, alike, length) || count_others(&s) ? -1 : 0;
}

/* Whether it matters to a match whether the text begins with it. */
static int has_start(const Pattern *p) {
  int found = 0;
  for (uint32_t i = 0; i < p->step_count; i++) found |= p->steps[i].op == START;
  return found;
}

int ascribe_fill_phrases(Phrases *p, int count, int searched) {
  const Pattern *together[MOST_PATTERNS] = {0}, *leading[MOST_PATTERNS] = {0};
  const Pattern *opening[MOST_PATTERNS] = {0};
  for (int i = 0; i < count; i++) {
    const Pattern *pattern = p->patterns[i];
    if (i >= searched)
      opening[i] = pattern;
    else if (pattern->at_word) {
      p->at_words |= UINT64_C(1) << i;
      if (!has_start(pattern)) together[i] = pattern;
    } else {
      p->others |= UINT64_C(1) << i;
      if (pattern->at_start) leading[i] = pattern;
    }
  }
  p->memory = PyMem_Calloc(SETS * WAYS, sizeof *p->memory);
  if (!p->memory) {
    PyErr_NoMemory();
    return -1;
  }
  return ascribe_are_tallied(&p->tallied) ||
                 ascribe_fill_automaton(&p->together, together, count) ||
                 ascribe_fill_automaton(&p->leading, leading, count) ||
                 ascribe_fill_automaton(&p->opening, opening, count)
             ? -1
             : 0;
}

void ascribe_free_phrases(Phrases *p) {
  ascribe_free_automaton(&p->together);
  ascribe_free_automaton(&p->leading);
  ascribe_free_automaton(&p->opening);
  PyMem_Free(p->memory);
  PyMem_Free(p->runs);
}
