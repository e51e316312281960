"""Short pieces of pages, as pages of their own.

Readers score a selection, and people check single sentences: a second step that has
seen whole articles only takes a page of one sentence for something it is not.
"""

from __future__ import annotations

import numpy as np

from ascribe.attribution.acts import speech_of
from ascribe.attribution.speech_columns import SPEECH_NAMES, speech_columns
from ascribe.labels.context import CONTEXT_NAMES, context_of
from ascribe.labels.ngrams import FloatArray
from ascribe.training.examples import Examples

_LONGEST = 3
# This part of all pieces is enough; more would outweigh the whole pages.
_TAKEN = 0.3
# An excerpt's label may rest on what was cut off, so it counts for less.
WEIGHT = 0.5


class Excerpts:
    """Some runs of one to three sentences of some pages.

    Args:
        examples: the pages; their taggers read each excerpt by itself.
        seed: which runs are taken; the same seed takes the same ones.

    Attributes:
        rows: which row of ``examples`` each of the m sentences is, shape ``(m,)``.
    """

    def __init__(self, examples: Examples, *, seed: int) -> None:
        chance = np.random.default_rng(seed)
        self._examples = examples
        self._parts = []
        taggers = []
        for (page, where), tagger in zip(
            examples.by_page(), examples.taggers, strict=True
        ):
            at = 0
            while at < len(page):
                length = int(chance.integers(1, _LONGEST + 1))
                if chance.random() < _TAKEN:
                    part = page[at : at + length]
                    first = where.start + at
                    self._parts.append((part, slice(first, first + len(part))))
                    taggers.append(tagger)
                at += length
        self.rows = np.array(
            [row for _, where in self._parts for row in range(where.start, where.stop)],
            dtype=np.int64,
        )
        heard = [
            speech_columns(tagger.read(speech_of(part)))
            for (part, _), tagger in zip(self._parts, taggers, strict=True)
        ]
        self._speech = np.vstack([np.zeros((0, len(SPEECH_NAMES))), *heard])

    def columns(self, scores: FloatArray, *, speech: bool) -> FloatArray:
        """Return what the second step sees of each sentence, shape ``(m, k)``.

        Args:
            scores: the first step's log-odds of all rows of the examples.
            speech: whether the tagger's columns stand beside the context's.
        """
        context = [
            context_of(part, scores[where], self._examples.counts[where])
            for part, where in self._parts
        ]
        columns = np.vstack([np.zeros((0, len(CONTEXT_NAMES))), *context])
        return np.hstack([columns, self._speech]) if speech else columns
