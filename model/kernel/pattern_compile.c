/* Compile patterns; see patterns.h. */
#include "pattern_parts.h"

#define UNBOUNDED UINT32_MAX
#define MOST_STEPS 20000
#define MOST_DEPTH 50
#define NONE UINT32_MAX

typedef struct {
  Pattern *p;
  const Py_UCS4 *text;
  size_t length, at;
  int depth;
} Source;

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
    if (ascribe_holds_slowly(p, set, c)) {
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
  PyMem_Free(text);
  return failed ? -1 : ascribe_find_hints(p);
}
