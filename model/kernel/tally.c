/* What a text holds that can be counted run by run; see tally.h.
 *
 * What a run without white space holds is worked out once and remembered: a page says
 * the same words again and again. */
#include "tally.h"

#define SETS 4096 /* of places, a power of two */
#define WAYS 4    /* 64 bytes */
#define LARGE 8192    /* runs of a text whose places are kept */
#define MOST 64      /* characters of a run that is remembered: counts fit in a byte */

/* Whether a match may hold white space, or asks what stands around it. */
static int holds_space(const Pattern *p) {
  for (uint32_t i = 0; i < p->step_count; i++) {
    const Step *step = &p->steps[i];
    switch (step->op) {
      case CHARACTER:
        if (class_of(step->c) == SPACE) return 1;
        break;
      case IN_SET:
      case LOOP:
        /* Nothing beyond is white space in Unicode. */
        for (Py_UCS4 c = 0; c <= 0x3000; c++)
          if (class_of(c) == SPACE && ascribe_holds(p, step->set, c)) return 1;
        break;
      case SPLIT:
      case JUMP:
      case EDGE:
      case MATCH:
        break;
      default:
        return 1;
    }
  }
  return 0;
}

int ascribe_fill_tally(TallyMemory *memory, Tallied patterns) {
  memory->patterns = patterns;
  if (holds_space(patterns.any_word) || holds_space(patterns.capital) ||
      holds_space(patterns.loud) || holds_space(patterns.number) ||
      holds_space(patterns.address)) {
    PyErr_SetString(PyExc_ValueError, "a pattern may hold white space");
    return -1;
  }
  memory->memory = PyMem_Calloc(SETS * WAYS, sizeof *memory->memory);
  if (memory->memory) return 0;
  PyErr_NoMemory();
  return -1;
}

void ascribe_free_tally(TallyMemory *memory) {
  PyMem_Free(memory->memory);
  PyMem_Free(memory->runs);
}

/* Count matches, and the characters in them if asked; 0, or -1 with an error. */
static int count(const Pattern *p, Stack *stack, const Py_UCS4 *text, size_t length,
                 uint32_t *matches, uint32_t *characters) {
  size_t start, end = 0;
  for (;; ++*matches) {
    int found = ascribe_search(p, stack, text, length, end, &start, &end);
    if (found <= 0) return found;
    if (characters) *characters += (uint32_t)(end - start);
  }
}

static uint32_t mark_of(Py_UCS4 c) {
  switch (c) {
    case '?': return QUESTION;
    case '!': return EXCLAMATION;
    case ':': return COLON;
    case '(': return PARENTHESIS;
    case 0x2026: return ELLIPSIS;
    case 0x2014: return LONG_DASH;
    case '$': case '%': case 0xA3: case 0x20AC: return MONEY;
    default: return 0;
  }
}

/* Work out what a run holds. */
static int look(const Tallied *p, Stack *stack, const Py_UCS4 *text, size_t length,
                Tally *tally) {
  size_t start, end;
  memset(tally, 0, sizeof *tally);
  for (size_t i = 0; i < length; i++) {
    tally->commas += text[i] == ',';
    tally->marks |= mark_of(text[i]);
    if (i + 1 < length && text[i] == '-' && text[i + 1] == '-')
      tally->marks |= DOUBLE_HYPHEN;
    if (i + 2 < length && text[i] == '.' && text[i + 1] == '.' && text[i + 2] == '.')
      tally->marks |= ELLIPSIS;
  }
  /* Whether it is lone its neighbours say. */
  if (length == 1 && (*text == '-' || *text == 0x2013)) tally->marks |= LONE_DASH;
  int found = ascribe_search(p->address, stack, text, length, 0, &start, &end);
  if (found > 0) tally->marks |= ADDRESSED;
  return found < 0 ||
                 count(p->any_word, stack, text, length, &tally->words, &tally->letters) ||
                 count(p->capital, stack, text, length, &tally->capitals, NULL) ||
                 count(p->loud, stack, text, length, &tally->loud, NULL) ||
                 count(p->number, stack, text, length, &tally->numbers, NULL)
             ? -1
             : 0;
}

static void add(Tally *sum, const Tally *one) {
  sum->words += one->words;
  sum->letters += one->letters;
  sum->capitals += one->capitals;
  sum->loud += one->loud;
  sum->numbers += one->numbers;
  sum->commas += one->commas;
  sum->marks |= one->marks;
}

/* What the run of a key holds; 0, or -1 with an error. A set has in front what was asked
 * for last, and what was not asked for longest is put out. */
static int tally_of(TallyMemory *memory, Stack *stack, const Py_UCS4 *text, size_t length,
                    uint64_t key, Tally *one) {
  TallyPlace *set = memory->memory + (size_t)key % SETS * WAYS;
  size_t at = 0;
  while (at < WAYS - 1 && set[at].key != key) at++;
  TallyPlace known = set[at];
  if (known.key == key)
    *one = (Tally){known.words,   known.letters, known.capitals, known.loud,
                   known.numbers, known.commas,  known.marks};
  else {
    if (look(&memory->patterns, stack, text, length, one)) return -1;
    if (length > MOST) return 0;
    known = (TallyPlace){key,
                         (uint16_t)one->marks,
                         (uint8_t)one->words,
                         (uint8_t)one->letters,
                         (uint8_t)one->capitals,
                         (uint8_t)one->loud,
                         (uint8_t)one->numbers,
                         (uint8_t)one->commas};
  }
  for (; at; at--) set[at] = set[at - 1];
  set[0] = known;
  return 0;
}

int ascribe_tally(TallyMemory *memory, Stack *stack, const Py_UCS4 *text, size_t length,
                  Tally *tally) {
  size_t count = 0;
  memset(tally, 0, sizeof *tally);
  if (RESERVE(memory->runs, length / 2 + 1)) return -1;
  for (size_t at = 0, end; at < length; at = end) {
    end = at + 1;
    if (class_of(text[at]) == SPACE) continue;
    uint64_t key = ascribe_hash_start;
    for (end = at; end < length && class_of(text[end]) != SPACE; end++)
      key = ascribe_hash_more(key, text[end]);
    key = ascribe_hash_end(key);
    SOON(memory->memory + (size_t)key % SETS * WAYS);
    memory->runs[count++] = (TallyRun){key, (uint32_t)at, (uint32_t)end};
  }
  for (size_t run = 0; run < count; run++) {
    size_t at = memory->runs[run].start, end = memory->runs[run].end;
    Tally one;
    if (tally_of(memory, stack, text + at, end - at, memory->runs[run].key, &one))
      return -1;
    if (one.marks & LONE_DASH &&
        !(at && text[at - 1] == ' ' && end < length && text[end] == ' '))
      one.marks &= ~(uint32_t)LONE_DASH;
    add(tally, &one);
  }
  if (memory->runs_size > LARGE) RELEASE(memory->runs);
  return 0;
}
