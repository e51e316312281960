/* Match patterns; see patterns.h. Backtracks as Python's re does, so that of several
 * matches the same one is found. */
#include "pattern_parts.h"

/* ---- characters ------------------------------------------------------------------- */

static int in_category(int categories, Py_UCS4 c) {
  int class = class_of(c), word = (class & (LETTER | DECIMAL | UNDERSCORE)) != 0;
  return (categories & WORD && word) || (categories & NOT_WORD && !word) ||
         (categories & DIGIT && class == DECIMAL) ||
         (categories & NOT_DIGIT && class != DECIMAL) ||
         (categories & BLANK && class == SPACE) ||
         (categories & NOT_BLANK && class != SPACE);
}

int ascribe_holds_slowly(const Pattern *p, const Set *set, Py_UCS4 c) {
  int found = set->categories && in_category(set->categories, c);
  for (uint32_t i = 0; !found && i < set->ranges; i++) {
    const Range *range = &p->ranges[set->range + i];
    found = range->from <= c && c <= range->to;
  }
  return found != set->negated;
}

static inline int holds(const Pattern *p, const Set *set, Py_UCS4 c) {
  if (c < 128) return set->ascii[c >> 6] >> (c & 63) & 1;
  return ascribe_holds_slowly(p, set, c);
}

int ascribe_holds(const Pattern *p, uint16_t set, Py_UCS4 c) {
  return holds(p, &p->sets[set], c);
}

void ascribe_free_pattern(Pattern *p) {
  PyMem_Free(p->steps);
  PyMem_Free(p->sets);
  PyMem_Free(p->ranges);
  PyMem_Free(p->skips);
}

/* ---- matching --------------------------------------------------------------------- */

static inline int is_edge(const Py_UCS4 *text, size_t length, size_t at) {
  int before = at && ascribe_is_word(text[at - 1]);
  int after = at < length && ascribe_is_word(text[at]);
  return before ? !after : after;
}

#define COULD 2

/* What may follow the text: a match ends with it, or no part of a word follows. */
enum { CLOSED, AFTER_WORD };

/* 1 for a match, 0 for none, COULD where what follows the text would decide, -1 with an
 * error. */
static int look_ahead(const Pattern *p, Stack *stack, const Py_UCS4 *text,
                      size_t length, size_t from, uint32_t pc, size_t base);

/* Begins at step `pc`; what is below `base` on the stack is somebody else's. */
static inline __attribute__((always_inline)) int run(
    const Pattern *p, Stack *stack, const Py_UCS4 *text, size_t length, size_t from,
    size_t *end, uint32_t pc, size_t base, int open) {
  size_t at = from, count = base;
  for (;;) {
    const Step *step = &p->steps[pc];
    switch (step->op) {
      case CHARACTER:
        if (open && at >= length && !ascribe_is_word(step->c))
          return COULD;
        if (at < length && text[at] == step->c) {
          at++;
          pc++;
          continue;
        }
        break;
      case IN_SET:
        if (open && at >= length && p->sets[step->set].beyond)
          return COULD;
        if (at < length && holds(p, &p->sets[step->set], text[at])) {
          at++;
          pc++;
          continue;
        }
        break;
      case LOOP: {
        const Set *set = &p->sets[step->set];
        size_t most = length;
        if (step->most < length - at) most = at + step->most;
        size_t to = at;
        while (to < most && holds(p, set, text[to])) to++;
        if (open && to >= length && set->beyond) return COULD;
        if (to - at < step->least) break;
        if (!step->possessive && to - at > step->least) {
          if (RESERVE(stack->backs, count + 1)) return -1;
          Back *back = &stack->backs[count++];
          back->step = pc + 1;
          back->at = (uint32_t)to - 1;
          back->least = (uint32_t)(at + step->least);
        }
        at = to;
        pc++;
        continue;
      }
      case SPLIT: {
        if (at < length && text[at] - 'a' < LETTERS) {
          uint32_t to = p->skips[step->skip + (text[at] - 'a')];
          if (to != pc) {
            pc = to;
            continue;
          }
        }
        if (RESERVE(stack->backs, count + 1)) return -1;
        Back *back = &stack->backs[count++];
        back->step = step->other;
        back->at = back->least = (uint32_t)at;
        pc = step->first;
        continue;
      }
      case JUMP:
        pc = step->first;
        continue;
      case START:
        if (!at) {
          pc++;
          continue;
        }
        break;
      case END:
        if (open && at >= length) return COULD;
        if (at == length || (at + 1 == length && text[at] == '\n')) {
          pc++;
          continue;
        }
        break;
      case EDGE:
        if (is_edge(text, length, at)) {
          pc++;
          continue;
        }
        break;
      case AHEAD: {
        if (open) return COULD;
        int found = look_ahead(p, stack, text, length, at, pc + 1, count);
        if (found < 0) return -1;
        if (found != step->possessive) {
          pc = step->first;
          continue;
        }
        break;
      }
      case BEHIND:
        if (open) return COULD;
        if (at && (step->least ? holds(p, &p->sets[step->set], text[at - 1])
                               : text[at - 1] == step->c)) {
          pc++;
          continue;
        }
        break;
      default:
        *end = at;
        return 1;
    }
    if (count == base) return 0;
    Back *back = &stack->backs[count - 1];
    pc = back->step;
    at = back->at;
    if (back->at > back->least)
      back->at--;
    else
      count--;
  }
}

static int look_ahead(const Pattern *p, Stack *stack, const Py_UCS4 *text,
                      size_t length, size_t from, uint32_t pc, size_t base) {
  size_t end;
  const Step *step = &p->steps[pc];
  if (step->op == CHARACTER && (from >= length || text[from] != step->c)) return 0;
  return run(p, stack, text, length, from, &end, pc, base, CLOSED);
}

int ascribe_match_at(const Pattern *p, Stack *stack, const Py_UCS4 *text, size_t length,
                     size_t from, size_t *end) {
  return run(p, stack, text, length, from, end, 0, 0, CLOSED);
}

int ascribe_could_match(const Pattern *p, Stack *stack, const Py_UCS4 *text,
                        size_t length) {
  size_t end;
  int found = run(p, stack, text, length, 0, &end, 0, 0, AFTER_WORD);
  return found > 0 ? 1 : found;
}

int ascribe_search(const Pattern *p, Stack *stack, const Py_UCS4 *text, size_t length,
                   size_t from, size_t *start, size_t *end) {
  for (size_t at = from; at < length && !(p->at_start && at); at++) {
    if (!ascribe_could_begin(p, text[at])) continue;
    int found = ascribe_match_at(p, stack, text, length, at, end);
    if (found) {
      *start = at;
      return found;
    }
  }
  return 0;
}
