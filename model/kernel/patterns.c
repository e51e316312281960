/* Compile and match patterns; see patterns.h. Backtracks as Python's re does, so that
 * of several matches the same one is found. */
#include "patterns.h"

enum { WORD = 1, NOT_WORD = 2, DIGIT = 4, NOT_DIGIT = 8, BLANK = 16, NOT_BLANK = 32 };
#define UNBOUNDED UINT32_MAX
#define MOST_STEPS 20000
#define MOST_DEPTH 50
#define NONE UINT32_MAX

/* ---- characters ------------------------------------------------------------------- */

static int in_category(int categories, Py_UCS4 c) {
  int class = class_of(c), word = (class & (LETTER | DECIMAL | UNDERSCORE)) != 0;
  return (categories & WORD && word) || (categories & NOT_WORD && !word) ||
         (categories & DIGIT && class == DECIMAL) ||
         (categories & NOT_DIGIT && class != DECIMAL) ||
         (categories & BLANK && class == SPACE) ||
         (categories & NOT_BLANK && class != SPACE);
}

static int holds_slowly(const Pattern *p, const Set *set, Py_UCS4 c) {
  int found = set->categories && in_category(set->categories, c);
  for (uint32_t i = 0; !found && i < set->ranges; i++) {
    const Range *range = &p->ranges[set->range + i];
    found = range->from <= c && c <= range->to;
  }
  return found != set->negated;
}

static inline int holds(const Pattern *p, const Set *set, Py_UCS4 c) {
  if (c < 128) return set->ascii[c >> 6] >> (c & 63) & 1;
  return holds_slowly(p, set, c);
}

int ascribe_holds(const Pattern *p, uint16_t set, Py_UCS4 c) {
  return holds(p, &p->sets[set], c);
}

/* ---- compiling -------------------------------------------------------------------- */

typedef struct {
  Pattern *p;
  const Py_UCS4 *text;
  size_t length, at;
  int depth;
} Source;

static int refuse(const char *what) {
  PyErr_Format(PyExc_ValueError, "a pattern has %s, which is not known here", what);
  return -1;
}

/* Add a step; its index, or NONE with an error. */
static uint32_t add(Source *s, uint8_t op) {
  Pattern *p = s->p;
  if (p->step_count >= MOST_STEPS) {
    refuse("too many steps");
    return NONE;
  }
  if (RESERVE(p->steps, p->step_count + 1)) return NONE;
  memset(&p->steps[p->step_count], 0, sizeof *p->steps);
  p->steps[p->step_count].op = op;
  return p->step_count++;
}

static int add_range(Source *s, Set *set, Py_UCS4 from, Py_UCS4 to) {
  Pattern *p = s->p;
  if (RESERVE(p->ranges, p->range_count + 1)) return -1;
  p->ranges[p->range_count].from = from;
  p->ranges[p->range_count++].to = to;
  set->ranges++;
  return 0;
}

static int category_of(Py_UCS4 c) {
  switch (c) {
    case 'w': return WORD;
    case 'W': return NOT_WORD;
    case 'd': return DIGIT;
    case 'D': return NOT_DIGIT;
    case 's': return BLANK;
    case 'S': return NOT_BLANK;
    default: return 0;
  }
}

static int is_ascii_alnum(Py_UCS4 c) {
  return c < 128 && Py_UNICODE_ISALNUM(c);
}

/* The index of a finished set, or NONE with an error. */
static uint32_t keep_set(Source *s, Set *set) {
  Pattern *p = s->p;
  for (Py_UCS4 c = 0; c < 128; c++)
    if (holds_slowly(p, set, c)) {
      set->ascii[c >> 6] |= UINT64_C(1) << (c & 63);
      if (!ascribe_is_word(c)) set->beyond = 1;
    }
  if (set->negated || set->categories & ~(WORD | DIGIT)) set->beyond = 1;
  for (uint32_t i = 0; i < set->ranges; i++)
    if (p->ranges[set->range + i].to > 127) set->beyond = 1;
  if (p->set_count >= UINT16_MAX) {
    refuse("too many classes");
    return NONE;
  }
  if (RESERVE(p->sets, p->set_count + 1)) return NONE;
  p->sets[p->set_count] = *set;
  return p->set_count++;
}

/* One character of a class, an escaped one too; -1 with an error. */
static int read_member(Source *s, Py_UCS4 *c, int *category) {
  *category = 0;
  *c = s->text[s->at++];
  if (*c != '\\') return 0;
  if (s->at == s->length) return refuse("a lone backslash");
  *c = s->text[s->at++];
  *category = category_of(*c);
  if (*c == 'n') *c = '\n';
  else if (*c == 't') *c = '\t';
  else if (!*category && is_ascii_alnum(*c)) return refuse("an unknown escape");
  return 0;
}

/* Read what stands behind "[". */
static uint32_t read_class(Source *s) {
  Set set = {.range = s->p->range_count};
  if (s->at < s->length && s->text[s->at] == '^') set.negated = 1, s->at++;
  for (int first = 1;; first = 0) {
    Py_UCS4 from, to;
    int category, none;
    if (s->at == s->length) return refuse("an open class"), NONE;
    if (!first && s->text[s->at] == ']') break;
    if (read_member(s, &from, &category)) return NONE;
    if (category) {
      set.categories |= (uint8_t)category;
      continue;
    }
    to = from;
    if (s->at + 1 < s->length && s->text[s->at] == '-' && s->text[s->at + 1] != ']') {
      s->at++;
      if (read_member(s, &to, &none)) return NONE;
      if (none || to < from) return refuse("a bad range"), NONE;
    }
    if (add_range(s, &set, from, to)) return NONE;
  }
  s->at++;
  return keep_set(s, &set);
}

/* How often something is repeated; 0 where nothing says so, -1 with an error. */
static int read_times(Source *s, uint32_t *least, uint32_t *most, int *lazy) {
  Py_UCS4 c = s->at < s->length ? s->text[s->at] : 0;
  *lazy = 0;
  if (c == '?')
    *least = 0, *most = 1;
  else if (c == '*')
    *least = 0, *most = UNBOUNDED;
  else if (c == '+')
    *least = 1, *most = UNBOUNDED;
  else if (c == '{') {
    uint32_t numbers[2] = {0, 0};
    int which = 0, digits[2] = {0, 0};
    for (s->at++; s->at < s->length && s->text[s->at] != '}'; s->at++) {
      c = s->text[s->at];
      if (c == ',' && !which)
        which = 1;
      else if (c >= '0' && c <= '9' && numbers[which] < 1000)
        numbers[which] = numbers[which] * 10 + (c - '0'), digits[which] = 1;
      else
        return refuse("a bad repetition");
    }
    if (s->at == s->length || !digits[0]) return refuse("a bad repetition");
    *least = numbers[0];
    *most = !which ? numbers[0] : digits[1] ? numbers[1] : UNBOUNDED;
    if (*most < *least || !*most) return refuse("a bad repetition");
  } else
    return 0;
  s->at++;
  c = s->at < s->length ? s->text[s->at] : 0;
  if (c == '?') *lazy = 1, s->at++;
  if (c == '+' || c == '*' || (c == '{')) return refuse("a repeated repetition");
  return 1;
}

static int read_alternatives(Source *s, size_t *shortest);
static int read_atom(Source *s, size_t *size);

/* Read "(?=…)", "(?!…)" or "(?<=…)", behind its bracket. An AHEAD step is followed by
 * what it looks for, up to a MATCH. */
static int read_look(Source *s) {
  Pattern *p = s->p;
  size_t size;
  int behind = s->text[s->at + 1] == '<', not = s->text[s->at + 1] == '!';
  s->at += behind ? 3 : 2;
  uint32_t step = behind ? 0 : add(s, AHEAD);
  if (step == NONE) return -1;
  if (++s->depth > MOST_DEPTH) return refuse("groups too deep");
  if (behind) {
    if (s->at == s->length) return refuse("an open group");
    if (s->text[s->at] == ')' || s->text[s->at] == '|')
      return refuse("a look back at nothing");
    uint32_t before = p->step_count;
    int single = read_atom(s, &size);
    if (single < 0) return -1;
    if (!single || p->step_count != before + 1) return refuse("a long look back");
    p->steps[before].least = p->steps[before].op == IN_SET;
    p->steps[before].op = BEHIND;
  } else {
    if (read_alternatives(s, &size) || add(s, MATCH) == NONE) return -1;
    p->steps[step].possessive = (uint8_t)not;
    p->steps[step].first = p->step_count;
  }
  s->depth--;
  if (s->at == s->length || s->text[s->at] != ')') return refuse("an open group");
  s->at++;
  return 0;
}

/* Emit the atom at s->at once; `*size` gets its least length. 1: it is one character. */
static int read_atom(Source *s, size_t *size) {
  Pattern *p = s->p;
  Py_UCS4 c = s->text[s->at++];
  uint32_t step;
  *size = 1;
  if (c == '[') {
    uint32_t set = read_class(s);
    if (set == NONE || (step = add(s, IN_SET)) == NONE) return -1;
    p->steps[step].set = (uint16_t)set;
    return 1;
  }
  if (c == '(') {
    int known = s->at + 2 < s->length && s->text[s->at] == '?';
    Py_UCS4 sort = known ? s->text[s->at + 1] : 0;
    if (sort == '=' || sort == '!' || (sort == '<' && s->text[s->at + 2] == '=')) {
      *size = 0;
      return read_look(s);
    }
    if (sort != ':') return refuse("a capture");
    s->at += 2;
    if (++s->depth > MOST_DEPTH) return refuse("groups too deep");
    if (read_alternatives(s, size)) return -1;
    s->depth--;
    if (s->at == s->length) return refuse("an open group");
    s->at++;
    return 0;
  }
  if (c == '^' || c == '$') {
    *size = 0;
    return add(s, c == '^' ? START : END) == NONE ? -1 : 0;
  }
  if (c == '.' || c == '*' || c == '+' || c == '?' || c == '{')
    return refuse("a point or a lone repetition");
  if (c == '\\') {
    if (s->at == s->length) return refuse("a lone backslash");
    c = s->text[s->at++];
    if (c == 'b') {
      *size = 0;
      return add(s, EDGE) == NONE ? -1 : 0;
    }
    int category = category_of(c);
    if (category) {
      Set set = {.range = p->range_count, .categories = (uint8_t)category};
      uint32_t at = keep_set(s, &set);
      if (at == NONE || (step = add(s, IN_SET)) == NONE) return -1;
      p->steps[step].set = (uint16_t)at;
      return 1;
    }
    if (c == 'n')
      c = '\n';
    else if (is_ascii_alnum(c))
      return refuse("an unknown escape");
  }
  if ((step = add(s, CHARACTER)) == NONE) return -1;
  p->steps[step].c = c;
  return 1;
}

/* Emit a loop over one character, which has just been emitted. */
static int loop_over(Source *s, uint32_t least, uint32_t most) {
  Pattern *p = s->p;
  Step *step = &p->steps[p->step_count - 1];
  if (step->op == CHARACTER) {
    Set set = {.range = p->range_count};
    if (add_range(s, &set, step->c, step->c)) return -1;
    uint32_t at = keep_set(s, &set);
    if (at == NONE) return -1;
    step->set = (uint16_t)at;
  }
  step->op = LOOP;
  step->least = least;
  step->most = most;
  return 0;
}

/* A fork: first into what comes next, or the other way round where it is lazy. */
static uint32_t fork_at(Source *s, int lazy) {
  uint32_t step = add(s, SPLIT);
  if (step != NONE) s->p->steps[step].possessive = (uint8_t)lazy;
  return step;
}

static void lead(Pattern *p, uint32_t fork, uint32_t inside, uint32_t outside) {
  int lazy = p->steps[fork].possessive;
  p->steps[fork].first = lazy ? outside : inside;
  p->steps[fork].other = lazy ? inside : outside;
}

/* An atom and how often it is repeated. */
static int read_piece(Source *s, size_t *size) {
  Pattern *p = s->p;
  size_t begin = s->at, one, after;
  uint32_t before = p->step_count, least, most;
  int lazy, single = read_atom(s, &one);
  if (single < 0) return -1;
  int repeated = read_times(s, &least, &most, &lazy);
  if (repeated < 0) return -1;
  *size = one;
  if (!repeated) return 0;
  *size = one * least;
  if (single && !lazy) return loop_over(s, least, most);
  if (!one) return refuse("a repetition of nothing");
  after = s->at;
  /* The copies are read anew from the source. */
  p->step_count = before;
  for (uint32_t i = 0; i < least; i++) {
    s->at = begin;
    if (read_atom(s, &one) < 0) return -1;
  }
  if (most == UNBOUNDED) {
    uint32_t fork = fork_at(s, lazy), jump;
    s->at = begin;
    if (fork == NONE || read_atom(s, &one) < 0 || (jump = add(s, JUMP)) == NONE)
      return -1;
    p->steps[jump].first = fork;
    lead(p, fork, fork + 1, p->step_count);
  } else {
    uint32_t chain = NONE;
    for (uint32_t i = least; i < most; i++) {
      uint32_t fork = fork_at(s, lazy);
      s->at = begin;
      if (fork == NONE || read_atom(s, &one) < 0) return -1;
      p->steps[fork].least = chain;
      chain = fork;
    }
    while (chain != NONE) {
      uint32_t next = p->steps[chain].least;
      lead(p, chain, chain + 1, p->step_count);
      chain = next;
    }
  }
  s->at = after;
  return 0;
}

static int read_sequence(Source *s, size_t *size) {
  *size = 0;
  while (s->at < s->length && s->text[s->at] != '|' && s->text[s->at] != ')') {
    size_t one;
    if (read_piece(s, &one)) return -1;
    *size += one;
  }
  return 0;
}

/* Whether another alternative of this group follows. */
static int bar_follows(const Source *s) {
  int depth = 0, in_class = 0;
  for (size_t at = s->at; at < s->length; at++) {
    Py_UCS4 c = s->text[at];
    if (c == '\\')
      at++;
    else if (in_class)
      in_class = c != ']';
    else if (c == '[') {
      in_class = 1;
      /* A bracket that comes first is a member. */
      if (at + 1 < s->length && s->text[at + 1] == '^') at++;
      if (at + 1 < s->length && s->text[at + 1] == ']') at++;
    } else if (c == '(')
      depth++;
    else if (c == ')' && !depth--)
      return 0;
    else if (c == '|' && !depth)
      return 1;
  }
  return 0;
}

static int read_alternatives(Source *s, size_t *shortest) {
  Pattern *p = s->p;
  uint32_t chain = NONE;
  *shortest = SIZE_MAX;
  for (;;) {
    int more = bar_follows(s);
    uint32_t fork = NONE, jump;
    size_t size;
    if (more && (fork = fork_at(s, 0)) == NONE) return -1;
    if (read_sequence(s, &size)) return -1;
    if (size < *shortest) *shortest = size;
    if (!more) break;
    if (s->at == s->length || s->text[s->at] != '|') return refuse("a lost bar");
    s->at++;
    if ((jump = add(s, JUMP)) == NONE) return -1;
    p->steps[jump].first = chain;
    chain = jump;
    lead(p, fork, fork + 1, p->step_count);
  }
  while (chain != NONE) {
    uint32_t next = p->steps[chain].first;
    p->steps[chain].first = p->step_count;
    chain = next;
  }
  return 0;
}

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
      step->possessive = !holds(p, &p->sets[step->set], next->c);
  }
}

#define LETTERS 26

/* Whether what begins at a step needs a first character, and cannot have this one. */
static int cannot_begin(const Pattern *p, uint32_t at, Py_UCS4 c) {
  const Step *step = &p->steps[at];
  switch (step->op) {
    case CHARACTER: return step->c != c;
    case IN_SET: return !holds(p, &p->sets[step->set], c);
    case LOOP: return step->least && !holds(p, &p->sets[step->set], c);
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

int ascribe_compile(Pattern *p, PyObject *given) {
  if (!PyUnicode_Check(given)) {
    PyErr_SetString(PyExc_TypeError, "a pattern is a str");
    return -1;
  }
  Py_UCS4 *text = PyUnicode_AsUCS4Copy(given);
  if (!text) return -1;
  Source s = {p, text, (size_t)PyUnicode_GET_LENGTH(given), 0, 0};
  size_t size = 0;
  int failed = read_alternatives(&s, &size);
  if (!failed && s.at != s.length) failed = refuse("a closing bracket too many");
  if (!failed && !size) failed = refuse("a match of nothing");
  if (!failed && add(&s, MATCH) == NONE) failed = -1;
  if (!failed) failed = note_first(p);
  PyMem_Free(text);
  if (failed) return -1;
  find_possessive(p);
  if (find_skips(p)) return -1;
  p->at_start = p->steps[0].op == START;
  p->at_word = p->steps[0].op == EDGE && !p->first_other;
  for (Py_UCS4 c = 0; c < 128; c++)
    if (p->first[c >> 6] >> (c & 63) & 1 && !ascribe_is_word(c)) p->at_word = 0;
  return 0;
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
