/* The runs of a page: cues, sources and contents; see ascribe/attribution/runs.py. */
#ifndef ASCRIBE_RUNS_H
#define ASCRIBE_RUNS_H

#include "heads.h"

typedef struct {
  Py_ssize_t first, last, sentence;
  int follows_on;
} Run;

typedef struct {
  GROWING(Run, runs);
  size_t count;
} Runs;

enum { CUE, SOURCE, CONTENT, KINDS };
/* What the network answers for each row: of what is cut, in the order of the kinds, and
 * of the sentence. */
enum { CARRIES = KINDS, CUT_HEADS };

/* The rows that are cut: see find_links, which is handed them. */
typedef struct {
  const int32_t *start, *shape, *quote;
  Py_ssize_t rows;
  const Py_buffer *heads; /* CUT_HEADS */
  const char *attributed; /* of the first `known` sentences */
  Py_ssize_t known;
} RowsToCut;

/* Cut a page; 0, or -1 with an error. */
int ascribe_cut_rows(const RowsToCut *rows, Runs *found);

#endif
