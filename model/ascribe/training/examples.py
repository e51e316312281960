"""All sentences of all pages in one row each, with what each step sees of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ascribe.attribution.acts import speech_of
from ascribe.attribution.speech_columns import SPEECH_NAMES, speech_columns
from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.counts import count_all
from ascribe.labels.ngrams import FloatArray
from ascribe.text.passages import Sentence
from ascribe.text.views import character_view, word_view


class Examples:
    """The n sentences of some pages, a row each.

    Args:
        pages: the sentences of each page.
        taggers: read the pages for the second step: one for each page, or one for
            all.

    Attributes:
        taggers: the tagger of each page.
        texts: the sentences.
        words: what word n-grams see.
        characters: what character n-grams see.
        counts: shape ``(n, len(COUNT_NAMES))``.
        speech: shape ``(n, len(SPEECH_NAMES))``.
    """

    def __init__(
        self,
        pages: Sequence[list[Sentence]],
        taggers: AttributionTagger | Sequence[AttributionTagger],
    ) -> None:
        everything = [sentence for page in pages for sentence in page]
        if isinstance(taggers, AttributionTagger):
            taggers = [taggers] * len(pages)
        self.pages = pages
        self.taggers = taggers
        self.texts = [s.text for s in everything]
        self.words = [word_view(s.text, s.quoted.spans) for s in everything]
        self.characters = [character_view(s.text) for s in everything]
        self.counts = count_all(everything)
        heard = [
            speech_columns(tagger.read(speech_of(page)))
            for page, tagger in zip(pages, taggers, strict=True)
        ]
        self.speech = np.vstack([np.zeros((0, len(SPEECH_NAMES))), *heard])
        self._starts = np.cumsum([0, *(len(page) for page in pages)])

    def __len__(self) -> int:
        return len(self.texts)

    def rows(self, of_page: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Repeat a number per page for each of its sentences."""
        return np.repeat(of_page, np.diff(self._starts))

    def by_page(self) -> list[tuple[list[Sentence], slice]]:
        """Return each page's sentences with the rows that they are in."""
        return [
            (page, slice(start, start + len(page)))
            for page, start in zip(self.pages, self._starts[:-1], strict=True)
        ]

    def split(self, rows: FloatArray) -> list[FloatArray]:
        """Cut an array with one row a sentence into one array a page."""
        return [rows[where] for _, where in self.by_page()]
