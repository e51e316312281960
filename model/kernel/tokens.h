/* How a text is cut into tokens; see ascribe/attribution/speech_tokens.py. */
#ifndef ASCRIBE_TOKENS_H
#define ASCRIBE_TOKENS_H

#include "patterns.h"

/* What is remembered of tokens has its place in one set of a few, the one asked for last
 * in front: a new one puts out the one that was not asked for longest, and what most
 * pages say stays. There are so many sets that few of the 5,000 words of a dozen pages
 * put each other out. */
#define TOKEN_SETS 4096
#define IN_TOKEN_SET 4

typedef struct {
  Pattern pattern;
  Stack stack;
  /* See ascribe_next_token. */
  uint64_t plain_ends[3];
  uint64_t plain_marks[3];
  unsigned char least_before[2][128]; /* any run, one that begins small; 0 for none */
  char opens[16]; /* a word that may go on behind white space; empty for none */
  GROWING(Py_UCS4, text); /* the one at hand */
  size_t length;
} TokenCut;

#define AT_ONCE 64 /* tokens whose sets are asked for before the first is looked up */

typedef struct {
  uint64_t key; /* ascribe_hash of it */
  size_t start, end;
} TokenPlace;

/* Take over what ascribe.kernel.TokenCut says; 0, or -1 with an error. */
int ascribe_fill_cut(TokenCut *cut, PyObject *pattern, PyObject *ends, PyObject *marks,
                     PyObject *least_before, const char *opens);
void ascribe_free_cut(TokenCut *cut);

/* Take a text, a str, to be cut; 0, or -1 with an error. */
int ascribe_take_text(TokenCut *cut, PyObject *text);
/* The next token of it at or behind `from`: 1, 0, or -1 with an error. */
int ascribe_next_token(TokenCut *cut, size_t from, TokenPlace *token);
/* Give back the memory of a large one. */
void ascribe_drop_text(TokenCut *cut);

#endif
