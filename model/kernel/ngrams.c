/* See ngrams.h. Gives what ascribe/labels/ngrams.py and views.py give, which define it. */
#include "ngrams.h"

#define NAME 0xA4  /* what stands for a name; see views.py */
#define SHORTEST 2 /* character n-grams, as in ngrams.py */
#define LONGEST 5
#define LARGE_TEXT 16384  /* code points */
#define REMEMBERED 100000 /* columns of a generation: 0.4 MB */

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

static inline void add_token(Kernel *k, size_t start, size_t end, uint64_t hash) {
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
  if (RESERVE(k->run_at, r->length / 2 + 2)) return -1;
  size_t runs = 0, before = SIZE_MAX; /* where the token before ends */
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
    /* Written in any case: whether white space stands before it is not to be guessed. */
    k->run_at[runs] = (uint32_t)k->token_count;
    runs += at != before;
    before = end;
    add_token(k, at, end, hash);
  }
  k->run_at[runs] = (uint32_t)k->token_count;
  add_token(k, r->length, r->length, hash_on(ascribe_hash_start, "</s>"));
  return RESERVE(k->words.found, 2 * k->token_count) ||
         RESERVE(k->at_token, 2 * k->token_count);
}

/* Fill grams with what each word of the sentence is known by, and then each pair. */
static int hash_words(Kernel *k) {
  const Vocabulary *v = &k->words;
  size_t count = k->token_count;
  k->gram_count = 2 * count - 1;
  if (RESERVE(k->grams, k->gram_count) || RESERVE(k->likely, k->gram_count + 1)) return -1;
  for (size_t i = 0; i < count; i++) {
    k->grams[i] = ascribe_hash_end(k->words_of[i]);
    SOON(&v->bits[place_of_bits(v, k->grams[i])]);
  }
  for (size_t i = 0; i + 1 < count; i++) {
    k->grams[count + i] = ascribe_hash_end(paired(k->words_of[i], k->words_of[i + 1]));
    SOON(&v->bits[place_of_bits(v, k->grams[count + i])]);
  }
  return 0;
}

int ascribe_read_sentence(Kernel *k, PyObject *text, PyObject *quoted) {
  return ascribe_read(&k->reading, text) || ascribe_find_names(&k->names, &k->reading) ||
                 find_words(k, quoted) || hash_words(k)
             ? -1
             : 0;
}

void ascribe_sift_words(Kernel *k) {
  const Vocabulary *v = &k->words;
  size_t likely = 0;
  for (size_t i = 0; i < k->gram_count; i++) {
    /* Written in any case: whether it may be known is not to be guessed. */
    k->likely[likely] = (uint32_t)i;
    likely += (size_t)may_know(v, k->grams[i]);
  }
  k->likely_count = likely;
  for (size_t i = 0; i < likely; i++)
    SOON(&v->slots[(uint32_t)k->grams[k->likely[i]] & v->mask]);
}

void ascribe_find_columns(Kernel *k) {
  const Vocabulary *v = &k->words;
  size_t known = 0;
  for (size_t i = 0; i < k->likely_count; i++) {
    uint32_t gram = k->likely[i];
    int64_t column = column_at(v, k->grams[gram]);
    if (column < 0) continue;
    SOON(&v->terms[column]);
    k->grams[gram] = (uint64_t)column;
    k->likely[known++] = gram;
  }
  k->likely_count = known;
}

void ascribe_occur_words(Kernel *k) {
  Vocabulary *v = &k->words;
  size_t count = k->token_count;
  k->first_pair = SIZE_MAX;
  for (size_t i = 0; i < k->likely_count; i++) {
    size_t gram = k->likely[i];
    if (gram >= count && k->first_pair == SIZE_MAX) k->first_pair = v->found_count;
    k->at_token[v->found_count] = (uint32_t)(gram < count ? gram : gram - count);
    occur(v, (uint32_t)k->grams[gram]);
  }
  if (k->first_pair == SIZE_MAX) k->first_pair = v->found_count;
}

/* Fill hashes with those of the n-grams of a run, which has a space on both sides; how
 * many there are, or -1. */
static Py_ssize_t hash_ngrams(Kernel *k, const Py_UCS4 *text, size_t length) {
  size_t points = length + 2, count = 0;
  if (RESERVE(k->run_sums, points + 1) ||
      RESERVE(k->hashes, points * (LONGEST - SHORTEST + 1)))
    return -1;
  uint64_t *sums = k->run_sums;
  sums[0] = ascribe_hash_start;
  sums[1] = ascribe_hash_more(sums[0], ' ');
  for (size_t at = 0; at < length; at++)
    sums[at + 2] = ascribe_hash_more(sums[at + 1], text[at]);
  sums[points] = ascribe_hash_more(sums[length + 1], ' ');
  for (size_t n = SHORTEST; n <= LONGEST; n++) {
    /* A run that is shorter gives itself, once. */
    size_t last = points > n ? points - n : 0, size = n < points ? n : points;
    for (size_t start = 0; start <= last; start++)
      k->hashes[count++] = ascribe_hash_end(sums[start + size] -
                                            sums[start] * ascribe_powers[size]);
    if (!last) break;
  }
  return (Py_ssize_t)count;
}

/* Look up the n-grams of a run, as if each stood once; 0, or -1 with an error. */
static int look_up(Kernel *k, Run *run, const Py_UCS4 *text, size_t length) {
  const Vocabulary *v = &k->characters;
  Generation *g = &k->now;
  Py_ssize_t found = hash_ngrams(k, text, length);
  if (found < 0 || RESERVE(g->columns, g->column_count + (size_t)found + COLUMN_BLOCK))
    return -1;
  size_t count = (size_t)found, likely = 0, known = 0;
  uint64_t *hashes = k->hashes;
  uint32_t *columns = g->columns + g->column_count;
  for (size_t i = 0; i < count; i++) SOON(&v->bits[place_of_bits(v, hashes[i])]);
  for (size_t i = 0; i < count; i++) {
    uint64_t hash = hashes[i];
    hashes[likely] = hash;
    likely += (size_t)may_know(v, hash);
  }
  for (size_t i = 0; i < likely; i++) SOON(&v->slots[(uint32_t)hashes[i] & v->mask]);
  for (size_t i = 0; i < likely; i++) {
    int64_t column = column_at(v, hashes[i]);
    if (column < 0) continue;
    SOON(&v->terms[column]);
    columns[known++] = (uint32_t)column;
  }
  memset(run, 0, sizeof *run);
  run->from = (uint32_t)g->column_count;
  run->count = (uint32_t)known;
  g->column_count += known;
  for (size_t i = 0; i < known; i++) {
    const Term *term = &v->terms[columns[i]];
    double idf = term->idf;
    run->square += idf * idf;
    for (int label = 0; label < LABELS; label++)
      run->sums[label] += idf * term->weights[label];
  }
  return 0;
}

/* ---- runs that are remembered ----------------------------------------------------- */

/* The place of a key, or the empty one where it would be. */
static Run *place_of(const Generation *g, uint64_t key) {
  size_t at = (size_t)key & (PLACES - 1);
  while (g->places[at].key && g->places[at].key != key) at = (at + 1) & (PLACES - 1);
  return &g->places[at];
}

/* When this generation is full another begins, and the one before is forgotten: what
 * pages say again and again passes from each to the next. */
static void begin_generation(Kernel *k) {
  if (k->now.count <= PLACES * 3 / 4 && k->now.column_count <= REMEMBERED) return;
  Generation oldest = k->before;
  k->before = k->now;
  k->now = oldest;
  memset(k->now.places, 0, PLACES * sizeof *k->now.places);
  k->now.count = k->now.column_count = 0;
  if (k->now.columns_size > 2 * REMEMBERED) RELEASE(k->now.columns);
}

static void remember(Generation *g, Run *place, Run run, uint64_t key) {
  /* In one endless sentence the table may fill up; the rest is not remembered. */
  if (g->count >= PLACES * 7 / 8) return;
  *place = run;
  place->key = key;
  g->count++;
}

/* Take a run over from the generation before; 1 if it was there, 0, or -1. */
static int take_over(Kernel *k, Run *run, uint64_t key) {
  Generation *g = &k->now;
  *run = *place_of(&k->before, key);
  if (!run->key) return 0;
  if (RESERVE(g->columns, g->column_count + run->count + COLUMN_BLOCK)) return -1;
  memcpy(g->columns + g->column_count, k->before.columns + run->from,
         run->count * sizeof *g->columns);
  run->from = (uint32_t)g->column_count;
  g->column_count += run->count;
  return 1;
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

int ascribe_cut_runs(Kernel *k) {
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
    const Run *place = &k->now.places[(size_t)k->keys[count] & (PLACES - 1)];
    SOON(place);
    SOON((const char *)(place + 1) - 1); /* it may lie in two lines of a cache */
    k->ends[count++] = run;
  }
  k->key_count = count;
  return 0;
}

int ascribe_find_runs(Kernel *k) {
  if (RESERVE(k->runs, k->key_count + 1)) return -1;
  begin_generation(k);
  for (k->run_count = 0; k->run_count < k->key_count; k->run_count++) {
    RunText one = k->ends[k->run_count];
    uint64_t key = k->keys[k->run_count];
    Run *run = &k->runs[k->run_count], *place = place_of(&k->now, key);
    if (place->key) {
      *run = *place;
      SOON(k->now.columns + run->from);
      continue;
    }
    int known = take_over(k, run, key);
    const Py_UCS4 *from = (one.in_view ? k->view : k->reading.small) + one.start;
    if (known < 0 || (!known && look_up(k, run, from, one.end - one.start))) return -1;
    remember(&k->now, place, *run, key);
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
  v->all_count = most;
  if (RESERVE(v->found, most + 1) || RESERVE(v->all, most + COLUMN_BLOCK) ||
      RESERVE(k->run_of, most + COLUMN_BLOCK))
    return -1;
  uint32_t *found = v->found, *to = v->all, *run_of = k->run_of;
  uint8_t *seen = v->seen, turn = v->turn;
  size_t count = 0, kept = 0;
  for (size_t i = 0; i < k->run_count; i++) {
    const Run *run = &k->runs[i];
    const uint32_t *columns = k->now.columns + run->from;
    /* In whole blocks: how many there are in a run is not to be guessed. */
    for (uint32_t j = 0; j < run->count; j += COLUMN_BLOCK) {
      memcpy(to + j, columns + j, COLUMN_BLOCK * sizeof *to);
      for (uint32_t in = 0; in < COLUMN_BLOCK; in++) run_of[j + in] = (uint32_t)i;
    }
    to += run->count;
    run_of += run->count;
    square += run->square;
    for (int label = 0; label < LABELS; label++) sums[label] += run->sums[label];
  }
  for (size_t i = 0; i < most; i++) {
    /* Written in any case, and kept if it stands again: nothing to guess wrong. */
    uint32_t column = v->all[i];
    found[count] = column;
    count += seen[column] == turn;
    seen[column] = turn;
  }
  for (size_t i = 0; i < count; i++) {
    uint32_t column = found[i], *times = &v->terms[column].count;
    int is_new = !*times;
    found[kept] = column;
    kept += (size_t)is_new;
    *times += 1 + (uint32_t)is_new;
    v->again[column >> 6] |= UINT64_C(1) << (column & 63);
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
  for (int label = 0; label < LABELS; label++) scores[label] += scale * sums[label];
  return scale;
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
  RELEASE(k->grams);
  RELEASE(k->hashes);
  RELEASE(k->likely);
  RELEASE(k->keys);
  RELEASE(k->ends);
  RELEASE(k->runs);
  RELEASE(k->run_sums);
  RELEASE(k->run_at);
  RELEASE(k->at_token);
  RELEASE(k->slots);
  RELEASE(k->run_of);
  RELEASE(k->shares);
  ascribe_forget_names(&k->names);
  RELEASE(k->words.found);
  RELEASE(k->characters.found);
  RELEASE(k->characters.all);
}
