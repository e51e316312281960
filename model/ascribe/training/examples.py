"""All sentences of all documents in one row each, with what the n-grams see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ascribe.labels.counts import COUNT_NAMES, counts_of
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.text.passages import Sentence
from ascribe.text.views import character_view, word_view
from ascribe.training.dataset import Document


class Examples:
    """All sentences of all documents in one row each, with their views."""

    def __init__(
        self, pages: Sequence[list[Sentence]], documents: Sequence[Document]
    ) -> None:
        everything = [sentence for page in pages for sentence in page]
        self.pages = pages
        self.texts = [s.text for s in everything]
        self.words = [word_view(s.text, s.quoted.spans) for s in everything]
        self.characters = [character_view(s.text) for s in everything]
        self.counts = np.array(
            [counts_of(s.text, s.quoted, s.kind) for s in everything]
        ).reshape(-1, len(COUNT_NAMES))
        self.labels = np.array(
            [LABELS.index(label) for doc in documents for label in doc.labels]
        )
        self._starts = np.cumsum([0, *(len(page) for page in pages)])

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
