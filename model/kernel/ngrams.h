/* The n-grams of the sentence at hand; see ascribe/labels/ngrams.py and views.py. */
#ifndef ASCRIBE_NGRAMS_H
#define ASCRIBE_NGRAMS_H

#include "names.h"
#include "vocabulary.h"

#define PLACES 8192 /* for runs that are remembered, in each generation: a power of two */

typedef struct {
  uint32_t start, end; /* code points in the sentence */
} Token;

/* A run without white space and its character n-grams, as if each stood once. */
typedef struct {
  uint64_t key;         /* 0 is an empty place */
  uint32_t from, count; /* of the columns of its generation */
  double square;        /* of the length of its vector */
  double sums[LABELS];  /* what it adds to the log-odds, before that is made 1 */
} Run;

/* Runs that are remembered: those that have stood since the generation before was full. */
typedef struct {
  Run *places; /* PLACES */
  size_t count;
  GROWING(uint32_t, columns); /* of the n-grams of these runs */
  size_t column_count;
} Generation;

/* Where the characters of a run are: in the sentence, or in Kernel.view. */
typedef struct {
  uint32_t start, end;
  int in_view;
} RunText;

/* What something adds to the log-odds of each label. */
typedef struct {
  double weights[LABELS];
} Shares;

/* A place in a sentence, and what it adds. */
typedef struct {
  Shares shares;
  uint64_t place; /* its start, above that of 32 bits its end */
  uint64_t order; /* ties are broken as Python's dicts are filled */
} Place;

typedef struct {
  PyObject_HEAD
  Vocabulary words, characters;
  Reading reading;         /* the sentence at hand */
  GROWING(Py_UCS4, part);  /* a token or a run that has something odd, as the view has it */
  GROWING(Py_UCS4, view);  /* the runs of the sentence that are not as they stand there */
  GROWING(Token, tokens);
  size_t token_count;
  GROWING(uint64_t, words_of); /* what each token is known by, not yet spread */
  GROWING(uint64_t, grams);    /* the words of the sentence, then the pairs: what each is
                                * known by, and then the columns of those that are */
  size_t gram_count;
  GROWING(uint32_t, likely);   /* which of these may be known, and then those that are */
  size_t likely_count;
  size_t first_pair;           /* of the terms that were found */
  GROWING(uint64_t, hashes);   /* of the n-grams of a run */
  GROWING(uint64_t, run_sums); /* see hash_ngrams */
  GROWING(uint64_t, keys);   /* of the runs of the sentence */
  size_t key_count;
  GROWING(RunText, ends); /* where the runs stand */
  Names names;
  GROWING(Run, runs);
  size_t run_count;
  Generation now, before;
  GROWING(uint32_t, run_at);   /* which token each begins with, and then the last token */
  GROWING(uint32_t, at_token); /* where each of words.found begins */
  GROWING(uint32_t, run_of); /* which run each of characters.all is of */
  /* See evidence.c: */
  GROWING(uint32_t, slots);
  GROWING(Shares, shares); /* what the runs add */
  GROWING(char, kept);
  size_t kept_count;
} Kernel;

/* Read a sentence: its names, and its tokens, some of which stand in quoted spans. 0, or
 * -1 with an error, here and below.
 *
 * What comes then is in steps, because each looks up what the step before it has asked
 * memory for: let other work stand between two of them. */
int ascribe_read_sentence(Kernel *k, PyObject *text, PyObject *quoted);
/* Sift out the words and pairs of words that may be known, find the columns of those that
 * are, and note each, and the token where it begins: first the words, then the pairs. */
void ascribe_sift_words(Kernel *k);
void ascribe_find_columns(Kernel *k);
void ascribe_occur_words(Kernel *k);
/* Find where runs stand and what each is known by, and then what is known of it: a page
 * says the same words again and again, and what was looked up is remembered. */
int ascribe_cut_runs(Kernel *k);
int ascribe_find_runs(Kernel *k);
/* Weigh the character n-grams of the sentence at hand: return 1 / the length of their
 * vector, and add what they give to `scores`; -1 with an error. */
double ascribe_weigh_runs(Kernel *k, double *scores);
/* Make ready for the next sentence. */
void ascribe_forget_sentence(Kernel *k);

/* The lengths of two lists, if they are equal; else -1 with an error. */
static inline int ascribe_sequences(PyObject *texts, PyObject *others,
                                    Py_ssize_t *count) {
  *count = PyList_GET_SIZE(texts);
  if (PyList_GET_SIZE(others) == *count) return 0;
  PyErr_SetString(PyExc_ValueError, "each sentence has its quoted spans");
  return -1;
}

/* Append to `kept` the places of the sentence at hand that add `least` to some label,
 * given 1 / the lengths of its vectors of words and of characters. */
int ascribe_keep_places(Kernel *k, double words, double characters, double least);
/* Kernel.strongest. */
PyObject *ascribe_strongest(PyObject *self, PyObject *args);

#endif
