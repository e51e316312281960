/* See tally.h. */
#include "tally.h"

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

int ascribe_are_tallied(const Tallied *p) {
  if (!holds_space(p->any_word) && !holds_space(p->capital) && !holds_space(p->loud) &&
      !holds_space(p->number) && !holds_space(p->address))
    return 0;
  PyErr_SetString(PyExc_ValueError, "a pattern may hold white space");
  return -1;
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

int ascribe_tally(const Tallied *p, Stack *stack, const Py_UCS4 *text, size_t length,
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
