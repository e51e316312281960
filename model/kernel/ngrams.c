/* See ngrams.h. Gives what ascribe/labels/ngrams.py and views.py give, which define it. */
#include "ngrams.h"

#define NAME 0xA4  /* what stands for a name; see views.py */
#define SHORTEST 2 /* character n-grams, as in ngrams.py */
#define LONGEST 5
#define LARGE_TEXT 16384  /* code points */
#define REMEMBERED 200000 /* columns: 0.8 MB */

/* End of the token that begins at `at`, which is no white space. */
static size_t token_end(const Reading *r, size_t at) {
  if (ascribe_has(r->digits, at)) return ascribe_end_of(r->digits, at);
  if (!ascribe_has(r->letters, at)) return at + 1;
  for (;;) {
    size_t end = ascribe_end_of(r->letters, at);
    if (end + 1 >= r->length || !(r->text[end] == '\'' || r->text[end] == 0x2019) ||
        !ascribe_has(r->letters, end + 1))
      return end;
    at = end + 1;
  }
}

static void add_token(Kernel *k, size_t start, size_t end, uint64_t hash) {
  k->tokens[k->token_count] = (Token){(uint32_t)start, (uint32_t)end};
  k->words_of[k->token_count++] = hash;
}

static uint64_t hash_on(uint64_t hash, const char *text) {
  for (; *text; text++) hash = ascribe_hash_more(hash, (unsigned char)*text);
  return hash;
}

/* Go on with the hash of a token as the view has it; 0, or -1 with an error. */
static int hash_token(Kernel *k, size_t start, size_t end, int is_name, uint64_t *hash) {
  const Reading *r = &k->reading;
  if (is_name) {
    *hash = ascribe_hash_more(*hash, NAME);
    if (end - start >= 2 && r->small[end - 2] == '\'' && r->small[end - 1] == 's')
      *hash = hash_on(*hash, "'s");
    return 0;
  }
  if (!r->has_odd) {
    *hash = ascribe_hash_behind(*hash, ascribe_hash_of(r, start, end), end - start);
    return 0;
  }
  if (RESERVE(k->part, end - start + 1)) return -1;
  for (size_t at = start; at < end; at++) k->part[at - start] = ascribe_folded(r->text[at]);
  Py_ssize_t size = ascribe_lower(&k->part, &k->part_size, end - start);
  for (Py_ssize_t at = 0; at < size; at++) *hash = ascribe_hash_more(*hash, k->part[at]);
  return size < 0 ? -1 : 0;
}

/* Find the tokens of the sentence and what they are known by; see views.word_view. */
static int find_words(Kernel *k, PyObject *quoted) {
  const Reading *r = &k->reading;
  if (!PyTuple_Check(quoted)) {
    PyErr_SetString(PyExc_TypeError, "quoted spans are a tuple");
    return -1;
  }
  Py_ssize_t spans = PyTuple_GET_SIZE(quoted), span = -1;
  long left = 0, right = -1; /* the span at hand */
  const Span *name = k->names.spans, *last_name = name + k->names.count;
  k->token_count = 0;
  if (RESERVE(k->tokens, r->length + 2) || RESERVE(k->words_of, r->length + 2)) return -1;
  add_token(k, 0, 0, hash_on(ascribe_hash_start, "<s>"));
  for (size_t at = ascribe_end_of(r->spaces, 0), end; at < r->length;
       at = ascribe_end_of(r->spaces, end)) {
    end = token_end(r, at);
    while (span < spans && right <= (long)at) {
      if (++span == spans) break;
      if (!PyArg_ParseTuple(PyTuple_GET_ITEM(quoted, span), "ll", &left, &right))
        return -1;
    }
    while (name < last_name && name->end <= at) name++;
    uint64_t hash = ascribe_hash_start;
    if (span < spans && left <= (long)at) hash = ascribe_hash_more(hash, '"');
    if (hash_token(k, at, end, name < last_name && name->start < end, &hash)) return -1;
    add_token(k, at, end, hash);
  }
  add_token(k, r->length, r->length, hash_on(ascribe_hash_start, "</s>"));
  return RESERVE(k->words.found, 2 * k->token_count);
}

int ascribe_read_sentence(Kernel *k, PyObject *text, PyObject *quoted) {
  return ascribe_read(&k->reading, text) || ascribe_find_names(&k->names, &k->reading) ||
                 find_words(k, quoted)
             ? -1
             : 0;
}

int ascribe_occur_words(Kernel *k, size_t *first_pair, uint32_t *at_token) {
  Vocabulary *v = &k->words;
  size_t count = k->token_count, grams = 2 * count - 1, likely = 0;
  if (RESERVE(k->hashes, grams) || RESERVE(k->likely, grams + 1)) return -1;
  uint64_t *hashes = k->hashes;
  uint32_t *gram = k->likely; /* those that may be known, in order */
  for (size_t i = 0; i < count; i++) {
    hashes[i] = ascribe_hash_end(k->words_of[i]);
    SOON(&v->bits[place_of_bits(v, hashes[i])]);
  }
  for (size_t i = 0; i + 1 < count; i++) {
    hashes[count + i] = ascribe_hash_end(paired(k->words_of[i], k->words_of[i + 1]));
    SOON(&v->bits[place_of_bits(v, hashes[count + i])]);
  }
  for (size_t i = 0; i < grams; i++) {
    /* Written in any case: whether it may be known is not to be guessed. */
    gram[likely] = (uint32_t)i;
    likely += (size_t)may_know(v, hashes[i]);
  }
  for (size_t i = 0; i < likely; i++) SOON(&v->slots[(uint32_t)hashes[gram[i]] & v->mask]);
  for (size_t i = 0; i < likely; i++) {
    int64_t column = column_at(v, hashes[gram[i]]);
    hashes[gram[i]] = (uint64_t)column;
    if (column >= 0) SOON(&v->terms[column]);
  }
  if (first_pair) *first_pair = SIZE_MAX;
  for (size_t i = 0; i < likely; i++) {
    size_t at = gram[i];
    if (first_pair && at >= count && *first_pair == SIZE_MAX) *first_pair = v->found_count;
    int64_t column = (int64_t)hashes[at];
    if (column < 0) continue;
    if (at_token) at_token[v->found_count] = (uint32_t)(at < count ? at : at - count);
    occur(v, (uint32_t)column);
  }
  if (first_pair && *first_pair == SIZE_MAX) *first_pair = v->found_count;
  return 0;
}

/* The character at a place of a run that has a space on both sides. */
static inline Py_UCS4 padded(const Py_UCS4 *run, size_t length, size_t at) {
  return at && at <= length ? run[at - 1] : ' ';
}

/* Look up the n-grams of a run, which has a space on both sides. */
static int look_up(Kernel *k, Run *run, const Py_UCS4 *text, size_t length) {
  Vocabulary *v = &k->characters;
  size_t points = length + 2;
  if (RESERVE(k->columns, k->column_count + points * (LONGEST - SHORTEST + 1))) return -1;
  memset(run, 0, sizeof *run);
  run->from = (uint32_t)k->column_count;
  for (size_t n = SHORTEST; n <= LONGEST; n++) {
    size_t last = points > n ? points - n : 0;
    for (size_t start = 0; start <= last; start++) {
      size_t stop = start + n < points ? start + n : points;
      uint64_t hash = ascribe_hash_start;
      for (size_t at = start; at < stop; at++)
        hash = ascribe_hash_more(hash, padded(text, length, at));
      hash = ascribe_hash_end(hash);
      int64_t column = may_know(v, hash) ? column_at(v, hash) : -1;
      if (column < 0) continue;
      const Term *term = &v->terms[column];
      k->columns[k->column_count++] = (uint32_t)column;
      double idf = term->idf;
      run->square += idf * idf;
      for (int label = 0; label < LABELS; label++)
        run->sums[label] += idf * term->weights[label];
    }
    if (!last) break;
  }
  run->count = (uint32_t)k->column_count - run->from;
  return 0;
}

/* Append a run to view as views.character_view has it: with a sign for each name, a
 * double glyph for two single ones, and what is odd in lower case. 0, or -1. */
static int view_run(Kernel *k, RunText *run, const Span *name, size_t *used) {
  const Reading *r = &k->reading;
  const Span *last_name = k->names.spans + k->names.count;
  size_t count = 0;
  if (RESERVE(k->part, run->end - run->start + 1)) return -1;
  for (size_t at = run->start; at < run->end; at++) {
    if (name < last_name && at == name->start) {
      k->part[count++] = NAME;
      at = name++->end - 1;
      continue;
    }
    /* A name has no glyph, so it cannot part two. */
    Py_UCS4 c = r->text[at];
    if (ascribe_pairs_up(c) && at + 1 < run->end && r->text[at + 1] == c) {
      k->part[count++] = '"';
      at++;
    } else
      k->part[count++] = r->small[at];
  }
  Py_ssize_t size = (Py_ssize_t)count;
  if (r->has_odd) size = ascribe_lower(&k->part, &k->part_size, count);
  if (size < 0 || RESERVE(k->view, *used + (size_t)size + 1)) return -1;
  memcpy(k->view + *used, k->part, (size_t)size * sizeof *k->view);
  *run = (RunText){(uint32_t)*used, (uint32_t)(*used + (size_t)size), 1};
  *used += (size_t)size;
  return 0;
}

/* Find where runs stand and what each is known by; the number of runs, or -1. */
static Py_ssize_t cut_runs(Kernel *k) {
  const Reading *r = &k->reading;
  const Span *name = k->names.spans, *last_name = name + k->names.count;
  size_t count = 0, used = 0;
  if (RESERVE(k->keys, r->length / 2 + 1) || RESERVE(k->ends, r->length / 2 + 1)) return -1;
  for (size_t at = ascribe_end_of(r->spaces, 0), end; at < r->length;
       at = ascribe_end_of(r->spaces, end)) {
    end = ascribe_next_of(r->spaces, at, r->length);
    while (name < last_name && name->end <= at) name++;
    RunText run = {(uint32_t)at, (uint32_t)end, 0};
    if ((name < last_name && name->start < end) || r->has_odd || r->has_pairs) {
      if (view_run(k, &run, name, &used)) return -1;
      k->keys[count] = ascribe_hash(k->view + run.start, run.end - run.start);
    } else
      k->keys[count] = ascribe_hash_end(ascribe_hash_of(r, at, end));
    SOON(&k->memory[(size_t)k->keys[count] & (MEMORY - 1)]);
    k->ends[count++] = run;
  }
  return (Py_ssize_t)count;
}

/* Fill runs. A page says the same words again and again: what was looked up is
 * remembered, until there is too much of it. */
int ascribe_find_runs(Kernel *k) {
  Py_ssize_t cut = cut_runs(k);
  if (cut < 0 || RESERVE(k->runs, (size_t)cut + 1)) return -1;
  size_t count = (size_t)cut;
  k->run_count = 0;
  if (k->column_count > REMEMBERED || k->remembered > MEMORY / 2) {
    memset(k->memory, 0, MEMORY * sizeof *k->memory);
    k->column_count = k->remembered = 0;
    if (k->columns_size > 2 * REMEMBERED) RELEASE(k->columns);
  }
  for (size_t i = 0; i < count; i++) {
    RunText one = k->ends[i];
    const Py_UCS4 *from = (one.in_view ? k->view : k->reading.small) + one.start;
    uint64_t key = k->keys[i];
    size_t place = (size_t)key & (MEMORY - 1);
    while (k->memory[place].key && k->memory[place].key != key)
      place = (place + 1) & (MEMORY - 1);
    Run *run = &k->runs[k->run_count++];
    if (k->memory[place].key) {
      *run = k->memory[place];
      SOON(k->columns + run->from);
      continue;
    }
    if (look_up(k, run, from, one.end - one.start)) {
      k->run_count--;
      return -1;
    }
    /* In one endless sentence the table may fill up; the rest is not remembered. */
    if (k->remembered < MEMORY * 3 / 4) {
      k->memory[place] = *run;
      k->memory[place].key = key;
      k->remembered++;
    }
  }
  return 0;
}

/* The runs know what their n-grams give if each stood once. Only those that stand again
 * are looked at by themselves: `again` has a bit for each of them, and their terms know
 * how often they stand. */
double ascribe_weigh_runs(Kernel *k, double *scores) {
  Vocabulary *v = &k->characters;
  double square = 0, sums[LABELS] = {0};
  size_t most = 0;
  for (size_t i = 0; i < k->run_count; i++) most += k->runs[i].count;
  v->found_count = 0;
  if (RESERVE(v->found, most + 1)) return -1;
  uint32_t *found = v->found;
  uint8_t *seen = v->seen, turn = v->turn;
  size_t count = 0, kept = 0;
  for (size_t i = 0; i < k->run_count; i++) {
    const Run *run = &k->runs[i];
    const uint32_t *columns = k->columns + run->from;
    for (uint32_t j = 0; j < run->count; j++) {
      /* Written in any case, and kept if it stands again: nothing to guess wrong. */
      uint32_t column = columns[j];
      found[count] = column;
      count += seen[column] == turn;
      seen[column] = turn;
    }
    square += run->square;
    for (int label = 0; label < LABELS; label++) sums[label] += run->sums[label];
  }
  for (size_t i = 0; i < count; i++) {
    uint32_t column = found[i];
    uint64_t bit = UINT64_C(1) << (column & 63);
    if (!(v->again[column >> 6] & bit)) {
      v->again[column >> 6] |= bit;
      v->terms[column].count = 1;
      found[kept++] = column;
    }
    v->terms[column].count++;
  }
  v->found_count = kept;
  for (size_t i = 0; i < v->found_count; i++) {
    const Term *term = &v->terms[v->found[i]];
    double value = damped(term->count), idf = term->idf;
    square += (value * value - term->count) * idf * idf;
    for (int label = 0; label < LABELS; label++)
      sums[label] += (value - term->count) * idf * term->weights[label];
  }
  double scale = most ? 1.0 / sqrt(square) : 0;
  for (int label = 0; scores && label < LABELS; label++)
    scores[label] += scale * sums[label];
  return scale;
}

double ascribe_share_of_run(const Kernel *k, const Run *run, double scale, int label) {
  const Vocabulary *v = &k->characters;
  double sum = run->sums[label];
  for (uint32_t i = run->from; i < run->from + run->count; i++) {
    uint32_t column = k->columns[i];
    if (!(v->again[column >> 6] >> (column & 63) & 1)) continue;
    const Term *term = &v->terms[column];
    sum += (damped(term->count) / term->count - 1) * term->idf * term->weights[label];
  }
  return scale * sum;
}

static void forget_runs(Kernel *k) {
  Vocabulary *v = &k->characters;
  if (!++v->turn) {
    memset(v->seen, 0, v->size);
    v->turn = 1;
  }
  for (size_t i = 0; i < v->found_count; i++) {
    uint32_t column = v->found[i];
    v->terms[column].count = 0;
    v->again[column >> 6] = 0;
  }
  v->found_count = k->run_count = 0;
}

void ascribe_forget_sentence(Kernel *k) {
  forget(&k->words);
  forget_runs(k);
  /* A sentence as long as a book comes once; its memory is not kept. */
  if (k->reading.text_size <= LARGE_TEXT) return;
  ascribe_forget_reading(&k->reading);
  RELEASE(k->part);
  RELEASE(k->view);
  RELEASE(k->tokens);
  RELEASE(k->words_of);
  RELEASE(k->hashes);
  RELEASE(k->likely);
  RELEASE(k->keys);
  RELEASE(k->ends);
  RELEASE(k->runs);
  RELEASE(k->places);
  RELEASE(k->sums);
  ascribe_forget_names(&k->names);
  RELEASE(k->words.found);
  RELEASE(k->characters.found);
}
