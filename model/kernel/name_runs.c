/* Where a proper name begins and ends, and what stands around it; see
 * ascribe/attribution/name_runs.py, which defines it. */
#include "name_runs.h"

#define HEADLINE_CAPITALS 5
#define LONG 4            /* characters of a word that has weight in a headline */
#define MOST_FROM_GIVEN 4 /* words of a name from a given name on */

static int is_small(const NamePage *page, PyObject *word) {
  return PySet_Contains(page->small, word) > 0;
}

static Py_ssize_t count_of(PyObject *word, Py_UCS4 c) {
  Py_ssize_t count = 0;
  for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(word); i++)
    count += PyUnicode_READ_CHAR(word, i) == c;
  return count;
}

static int ends_with(PyObject *word, const char *end) {
  Py_ssize_t size = (Py_ssize_t)strlen(end), from = PyUnicode_GET_LENGTH(word) - size;
  for (Py_ssize_t i = 0; i < size; i++)
    if (from < 0 || PyUnicode_READ_CHAR(word, from + i) != (Py_UCS4)end[i]) return 0;
  return 1;
}

static int is_number(PyObject *word) {
  for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(word); i++)
    if (!Py_UNICODE_ISDIGIT(PyUnicode_READ_CHAR(word, i))) return 0;
  return PyUnicode_GET_LENGTH(word) > 0;
}

/* Whether a word, or what follows its "co-", is an organisation's noun. */
static int is_group(const NamePage *page, PyObject *word) {
  static const char with[] = "co-";
  Py_ssize_t length = PyUnicode_GET_LENGTH(word);
  for (Py_ssize_t i = 0; with[i]; i++)
    if (length <= i || PyUnicode_READ_CHAR(word, i) != (Py_UCS4)with[i])
      return (ascribe_lists_of(page, word) & ORGANISATION_NOUNS) != 0;
  PyObject *rest = PyUnicode_Substring(word, (Py_ssize_t)strlen(with), length);
  int found = rest && ascribe_lists_of(page, rest) & ORGANISATION_NOUNS;
  Py_XDECREF(rest);
  return found;
}

/* ---- runs -------------------------------------------------------------------------- */

static int joins(const NamePage *page, Py_ssize_t at) {
  uint64_t before = ascribe_lower_lists(page, at - 1);
  uint64_t written = ascribe_written_lists(page, at);
  if (!ascribe_begins_upper(page->written[at + 1]) &&
      !(ascribe_lower_lists(page, at + 1) & PARTICLES))
    return 0;
  return (ascribe_lower_lists(page, at) & PARTICLES) || (written & AMPERSAND) ||
         (written & OF && before & ORGANISATION_NAME_WORDS) ||
         (written & APOSTROPHES && ends_with(page->written[at - 1], "s")) ||
         (written & POSSESSIVES && before & POSSESSORS);
}

Py_ssize_t ascribe_run_end(const NamePage *page, Py_ssize_t first) {
  const uint64_t may_join = PARTICLES | AMPERSAND | OF | APOSTROPHES | POSSESSIVES;
  for (Py_ssize_t at = first;; at++) {
    uint64_t lists = ascribe_lower_lists(page, at);
    if (lists & ENDS_RUN) return at;
    if (!ascribe_begins_upper(page->written[at]) &&
        !(lists & may_join && at > first && joins(page, at)))
      return at;
  }
}

/* ---- titles ------------------------------------------------------------------------ */

static int is_title(uint64_t word, Py_ssize_t after) {
  return word & TITLES && !(word & GIVEN_NAMES && after == 1);
}

/* As ``str.islower`` of what stands behind the last hyphen; see ``is_compound``. */
static int is_compound(PyObject *word) {
  Py_ssize_t length = PyUnicode_GET_LENGTH(word), start = length;
  while (start && PyUnicode_READ_CHAR(word, start - 1) != '-') start--;
  if (start < 2 || length - start <= 2) return 0;
  int cased = 0;
  for (Py_ssize_t i = start; i < length; i++) {
    Py_UCS4 c = PyUnicode_READ_CHAR(word, i);
    if (Py_UNICODE_ISUPPER(c) || Py_UNICODE_ISTITLE(c)) return 0;
    cased |= Py_UNICODE_ISLOWER(c);
  }
  return cased;
}

static int begins_alphanumeric(PyObject *word) {
  return PyUnicode_GET_LENGTH(word) && Py_UNICODE_ISALNUM(PyUnicode_READ_CHAR(word, 0));
}

static int leads(const NamePage *page, Py_ssize_t at, Py_ssize_t last, uint64_t lists) {
  PyObject *word = page->lower[at];
  if (lists & WEEKDAYS) return 1;
  if (!begins_alphanumeric(page->written[at - 1])) {
    if (lists & LEADS) return 1;
    if (!(lists & GIVEN_NAMES) && (is_small(page, word) || ends_with(word, "ing")))
      return 1;
  }
  return (count_of(word, '-') && is_compound(page->written[at])) ||
         (last - at > 2 && count_of(word, '.') > 1 &&
          ascribe_lower_lists(page, at + 1) & GIVEN_NAMES);
}

/* Where a person begins behind the first word; `start` where none does. */
static Py_ssize_t person_at_end(const NamePage *page, Py_ssize_t start, Py_ssize_t last) {
  if (ascribe_lower_lists(page, start) & GIVEN_NAMES ||
      ascribe_lower_lists(page, last - 1) & ORGANISATION_NAME_WORDS ||
      count_of(page->written[start], '.'))
    return start;
  for (Py_ssize_t at = start + 1; at < last - 1; at++) {
    uint64_t before = ascribe_lower_lists(page, at - 1);
    if (ascribe_lower_lists(page, at) & GIVEN_NAMES && last - at <= MOST_FROM_GIVEN &&
        !(before & (JOINING | PARTICLES)) && (before & BEFORE_PERSONS || at - start > 2))
      return at;
  }
  return start;
}

Py_ssize_t ascribe_behind_titles(const NamePage *page, Py_ssize_t first,
                                 Py_ssize_t last) {
  Py_ssize_t start = first;
  for (; start < last - 1; start++) {
    uint64_t lists = ascribe_lower_lists(page, start);
    if (!is_title(lists, last - 1 - start) && !leads(page, start, last, lists)) break;
  }
  for (Py_ssize_t at = start; at < last - 1; at++) {
    uint64_t lists = ascribe_lower_lists(page, at);
    if (lists & INNER_TITLES && is_title(lists, last - 1 - at)) start = at + 1;
  }
  return person_at_end(page, start, last);
}

/* ---- what stands around ------------------------------------------------------------ */

int ascribe_apposition(const NamePage *page, Py_ssize_t last,
                       Py_ssize_t roles[APPOSITION_WORDS], long *person) {
  uint64_t behind = ascribe_written_lists(page, last);
  if (!(behind & COMMA) || !PyUnicode_GET_LENGTH(page->written[last + 1])) {
    *person += !!(behind & WHO) - !!(behind & WHICH);
    return 0;
  }
  uint64_t opener = ascribe_lower_lists(page, last + 1);
  if (opener & (WHO | AGED) || is_number(page->lower[last + 1])) *person += 2;
  if (opener & WHICH) *person -= 2;
  if (!(opener & (DETERMINERS | PERSON_NOUNS))) return 0;
  int count = 0, in_head = 1, group = 0;
  for (Py_ssize_t row = last + 1; row < last + APPOSITION_WORDS; row++) {
    uint64_t written = ascribe_written_lists(page, row);
    if (written & ENDS_APPOSITION) break;
    if (written & CLAUSE_WORDS) return 0;
    in_head = in_head && !(written & PREPOSITIONS);
    if (ascribe_lower_lists(page, row) & PERSON_NOUNS)
      roles[count++] = row;
    else if (in_head && is_group(page, page->lower[row]))
      group = 1;
  }
  *person += count ? 2 : -2 * group;
  return count;
}

int ascribe_is_introduced(const NamePage *page, Py_ssize_t at) {
  if (!(ascribe_written_lists(page, at + 1) & COMMA) || is_small(page, page->lower[at]))
    return 0;
  uint64_t opener = ascribe_lower_lists(page, at + 2);
  if (opener & (WHO | WHOSE | AGED) || is_number(page->lower[at + 2])) return 1;
  if (!(opener & ARTICLES)) return 0;
  Py_ssize_t row = at + 3, end = at + 1 + APPOSITION_WORDS;
  while (row < end && PyUnicode_GET_LENGTH(page->lower[row]) &&
         !(ascribe_lower_lists(page, row) & COMMA))
    row++;
  return row + 1 < end && PyUnicode_GET_LENGTH(page->lower[row]) &&
         ascribe_lower_lists(page, row + 1) & SPEECH_VERBS;
}

PyObject *ascribe_group_before(const NamePage *page, Py_ssize_t start, Py_ssize_t last) {
  PyObject *noun = page->lower[start - 1];
  if (ascribe_lists_of(page, noun) & COMMA) {
    if (!(ascribe_written_lists(page, last) & CLOSES)) return NULL;
    noun = page->lower[start - 2];
  }
  return is_group(page, noun) ? noun : NULL;
}

/* Whether a word of letters has a capital at its beginning only, as ``str.istitle``. */
static int is_capitalised(PyObject *word) {
  int cased = 0;
  for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(word); i++) {
    Py_UCS4 c = PyUnicode_READ_CHAR(word, i);
    int upper = Py_UNICODE_ISUPPER(c) || Py_UNICODE_ISTITLE(c);
    int lower = !upper && Py_UNICODE_ISLOWER(c);
    /* A letter that has no case parts two words. */
    if (upper ? cased & 1 : lower && !(cased & 1)) return 0;
    cased = upper || lower ? 3 : cased & 2;
  }
  return cased != 0;
}

static int is_alphabetic(PyObject *word) {
  for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(word); i++)
    if (!Py_UNICODE_ISALPHA(PyUnicode_READ_CHAR(word, i))) return 0;
  return 1;
}

int ascribe_is_headline(const NamePage *page, Py_ssize_t first, Py_ssize_t end) {
  if (ascribe_written_lists(page, end - 1) & NO_HEADLINE_ENDS) return 0;
  Py_ssize_t weighty = 0, capital = 0;
  for (Py_ssize_t row = first; row < end; row++) {
    PyObject *word = page->written[row];
    if (PyUnicode_GET_LENGTH(word) < LONG || !is_alphabetic(word)) continue;
    weighty++;
    capital += is_capitalised(word);
  }
  return capital >= HEADLINE_CAPITALS && (double)capital >= 0.8 * (double)weighty;
}
