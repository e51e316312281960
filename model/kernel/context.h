/* What surrounds each sentence of a page, as columns; see ascribe/labels/context.py. */
#ifndef ASCRIBE_CONTEXT_H
#define ASCRIBE_CONTEXT_H

#include "kernel.h"

#define LABELS 4
#define MOST_COLUMNS 256

/* What is known of a page: `rows` sentences in `blocks` blocks. */
typedef struct {
  const double *scores;                        /* of step one, rows by LABELS */
  const double *counts;                        /* rows by counted */
  const int64_t *firsts;                       /* the first sentence of each block */
  const int64_t *own, *page;                   /* counts that are seen again */
  const double *question, *lead_in, *speaker;  /* of each block, 1 or 0 */
  size_t rows, blocks, counted, own_count, page_count, unmarked;
} Input;

/* What is worked out once for a page. */
typedef struct {
  double *chance, *in_block, *since;
  size_t *block;
  double total[LABELS], counted[MOST_COLUMNS];
  double questions, speakers;
} Page;

size_t ascribe_context_width(const Input *in);
int ascribe_are_columns(const int64_t *columns, size_t count, size_t counted);
/* 0, or -1 with an error; the page is to be freed in both cases. */
int ascribe_read_page(const Input *in, Page *page);
void ascribe_free_page(Page *page);
/* Fill the columns of one row. */
void ascribe_fill_row(const Input *in, const Page *page, size_t row, double *to);

#endif
