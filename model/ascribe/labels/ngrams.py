"""The n-grams of a page as numbers, equal to scikit-learn's TfidfVectorizer.

Two vocabularies: words (1–2-grams of ``views.word_view``) and characters (``char_wb``
2–5-grams of ``views.character_view``). A word's character n-grams are looked up once
and remembered, because a page says the same words again and again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ascribe.arrays import as_lines, as_terms

FloatArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.int64]

# The lengths that training and scoring share.
WORD_NGRAMS = (1, 2)
CHARACTER_NGRAMS = (2, 5)
# A remembered word costs about 300 bytes; this bounds the cache to some 20 MB.
_MAX_REMEMBERED = 65_536


@dataclass(frozen=True, slots=True)
class Terms:
    """The weighted n-grams of a page, in coordinates.

    Attributes:
        row: index of the sentence, shape ``(m,)``, ascending.
        term: index in the vocabulary, shape ``(m,)``.
        value: TF-IDF, sublinear and of Euclidean length 1 per row, shape ``(m,)``.
    """

    row: IndexArray
    term: IndexArray
    value: FloatArray


class Vocabulary:
    """Known n-grams of one kind and their inverse document frequencies.

    Args:
        terms: the n-grams in column order, or the same as ``arrays.as_lines`` packs
            them.
        idf: inverse document frequency of each, shape ``(v,)``.
    """

    def __init__(
        self,
        terms: Sequence[str] | npt.NDArray[np.uint8],
        idf: npt.NDArray[np.floating],
    ) -> None:
        self._given = terms
        self.given_idf = idf
        self._remembered: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.given_idf)

    @cached_property
    def idf(self) -> FloatArray:
        """The inverse document frequencies, shape ``(v,)``."""
        return np.asarray(self.given_idf, dtype=np.float64)

    # The kernel needs neither list nor index: they cost 25 MB and a tenth of a second.
    @cached_property
    def terms(self) -> Sequence[str]:
        """The n-grams in column order."""
        if isinstance(self._given, np.ndarray):
            return as_terms(self._given)
        return self._given

    @cached_property
    def _index(self) -> dict[str, int]:
        return {term: column for column, term in enumerate(self.terms)}

    def lines(self) -> bytes:
        """Return the n-grams as UTF-8, one a line."""
        if isinstance(self._given, np.ndarray):
            return self._given.tobytes()
        return as_lines(self._given).tobytes()

    def column(self, term: str) -> int | None:
        """Return the column of one n-gram, None where it is not known."""
        return self._index.get(term)

    def words(self, view: str) -> list[int]:
        """Return the columns of the word n-grams of one ``word_view``, with repeats."""
        tokens = view.split(" ")
        get = self._index.get
        found = [get(token) for token in tokens]
        found += [get(f"{a} {b}") for a, b in pairwise(tokens)]
        return [column for column in found if column is not None]

    def characters(self, view: str) -> list[int]:
        """Return the columns of the character n-grams of one ``character_view``."""
        found: list[int] = []
        for word in view.split():
            found += self.characters_of_word(word)
        return found

    def characters_of_word(self, word: str) -> list[int]:
        """Return the columns of the known n-grams of one word, spaces around it.

        A word shorter than the n-gram gives itself once, as scikit-learn's
        ``char_wb`` does.
        """
        columns = self._remembered.get(word)
        if columns is None:
            columns = self._look_up(f" {word} ")
            if len(self._remembered) < _MAX_REMEMBERED:
                self._remembered[word] = columns
        return columns

    def _look_up(self, padded: str) -> list[int]:
        size = len(padded)
        found = []
        for length in range(CHARACTER_NGRAMS[0], CHARACTER_NGRAMS[1] + 1):
            last = max(size - length, 0)
            found += [
                self._index.get(padded[start : start + length])
                for start in range(last + 1)
            ]
            if not last:
                break
        return [column for column in found if column is not None]

    def weigh(self, rows: Sequence[Sequence[int]]) -> Terms:
        """Turn columns with repeats into TF-IDF.

        The same as ``TfidfVectorizer`` with ``sublinear_tf=True, norm="l2"``.

        Args:
            rows: the columns of each sentence.
        """
        sizes = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        flat = np.fromiter(
            (column for row in rows for column in row),
            dtype=np.int64,
            count=int(sizes.sum()),
        )
        keys = np.repeat(np.arange(len(rows)), sizes) * max(len(self), 1) + flat
        keys, counts = np.unique(keys, return_counts=True)
        row, term = np.divmod(keys, max(len(self), 1))
        value = (1.0 + np.log(counts)) * self.idf[term]
        square = np.bincount(row, weights=value * value, minlength=len(rows))
        value /= np.sqrt(square)[row]
        return Terms(row, term, value)


def project(terms: Terms, weights: npt.NDArray[np.floating], rows: int) -> FloatArray:
    """Multiply weighted n-grams with weights.

    Args:
        terms: n-grams of ``rows`` sentences.
        weights: shape ``(v, k)``.
        rows: number of sentences.

    Returns:
        Shape ``(rows, k)``.
    """
    parts = weights[terms.term] * terms.value[:, None]
    result = np.empty((rows, weights.shape[1]))
    for column in range(weights.shape[1]):
        result[:, column] = np.bincount(
            terms.row, weights=parts[:, column], minlength=rows
        )
    return result
