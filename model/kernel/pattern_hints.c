/* What saves time in matching a pattern, read off its steps; see pattern_parts.h. */
#include "pattern_parts.h"

/* Whether a match is over at a step. */
static int is_over(const Pattern *p, uint32_t at) {
  while (p->steps[at].op == JUMP) at = p->steps[at].first;
  return p->steps[at].op == MATCH;
}

/* A loop need not give back what it took where the next character is not in it, nor
 * where nothing follows but the end of the text. */
static void find_possessive(Pattern *p) {
  for (uint32_t i = 0; i + 1 < p->step_count; i++) {
    Step *step = &p->steps[i];
    const Step *next = step + 1;
    if (step->op != LOOP) continue;
    if (is_over(p, i + 1) || (next->op == END && is_over(p, i + 2)))
      step->possessive = 1;
    else if (next->op == CHARACTER)
      step->possessive = !ascribe_holds(p, step->set, next->c);
  }
}

/* Whether what begins at a step needs a first character, and cannot have this one. */
static int cannot_begin(const Pattern *p, uint32_t at, Py_UCS4 c) {
  const Step *step = &p->steps[at];
  switch (step->op) {
    case CHARACTER: return step->c != c;
    case IN_SET: return !ascribe_holds(p, step->set, c);
    case LOOP: return step->least && !ascribe_holds(p, step->set, c);
    default: return 0;
  }
}

/* Work out for each fork and letter where to go on: most words of a list are over with
 * their first letter. The way out of a fork lies behind it, so that it is known. */
static int find_skips(Pattern *p) {
  for (uint32_t i = p->step_count; i-- > 0;) {
    Step *step = &p->steps[i];
    if (step->op != SPLIT) continue;
    if (RESERVE(p->skips, p->skip_count + LETTERS)) return -1;
    step->skip = p->skip_count;
    p->skip_count += LETTERS;
    const Step *other = &p->steps[step->other];
    for (uint32_t letter = 0; letter < LETTERS; letter++) {
      uint32_t to = i;
      if (cannot_begin(p, step->first, 'a' + letter))
        to = other->op == SPLIT && step->other > i ? p->skips[other->skip + letter]
                                                   : step->other;
      p->skips[step->skip + letter] = (uint16_t)to;
    }
  }
  return 0;
}

static void note_set(Pattern *p, const Set *set) {
  p->first[0] |= set->ascii[0];
  p->first[1] |= set->ascii[1];
  if (set->negated || set->categories) p->first_other = 1;
  for (uint32_t i = 0; i < set->ranges; i++)
    if (p->ranges[set->range + i].to > 127) p->first_other = 1;
}

/* Note what a match can begin with; -1 with an error where it can be nothing. */
static int note_first(Pattern *p) {
  unsigned char *seen = PyMem_Calloc(p->step_count, 1);
  uint32_t *open = PyMem_Malloc((2 * (size_t)p->step_count + 2) * sizeof *open);
  size_t count = 0;
  int failed = 0;
  if (!seen || !open) {
    PyErr_NoMemory();
    failed = -1;
  } else
    open[count++] = 0;
  while (!failed && count) {
    uint32_t at = open[--count];
    if (seen[at]) continue;
    seen[at] = 1;
    const Step *step = &p->steps[at];
    switch (step->op) {
      case CHARACTER:
        if (step->c < 128)
          p->first[step->c >> 6] |= UINT64_C(1) << (step->c & 63);
        else
          p->first_other = 1;
        break;
      case IN_SET:
        note_set(p, &p->sets[step->set]);
        break;
      case LOOP:
        note_set(p, &p->sets[step->set]);
        if (!step->least) open[count++] = at + 1;
        break;
      case SPLIT:
        open[count++] = step->first;
        open[count++] = step->other;
        break;
      case JUMP:
        open[count++] = step->first;
        break;
      case AHEAD:
        open[count++] = step->first;
        break;
      case MATCH:
        failed = refuse("a match of nothing");
        break;
      default:
        open[count++] = at + 1;
    }
  }
  PyMem_Free(seen);
  PyMem_Free(open);
  return failed;
}

int ascribe_find_hints(Pattern *p) {
  if (note_first(p)) return -1;
  find_possessive(p);
  if (find_skips(p)) return -1;
  p->at_start = p->steps[0].op == START;
  p->at_word = p->steps[0].op == EDGE && !p->first_other;
  for (Py_UCS4 c = 0; c < 128; c++)
    if (p->first[c >> 6] >> (c & 63) & 1 && !ascribe_is_word(c)) p->at_word = 0;
  return 0;
}
