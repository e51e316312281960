"""Verbs of speech that say nothing: a storm that "claimed the lives" of three people.

To the network such a verb is another word of the same meaning. Marked articles have too
few of these to learn from.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

_CLAIMS = {
    "claim": "take",
    "claims": "takes",
    "claimed": "took",
    "claiming": "taking",
}
_LIVES = ("lives", "life")
# What may stand between the two: whose, and how many.
_BETWEEN = frozenset(
    "the a an his her its their our my your another other more most than at "
    "least about around some over up to nearly almost as many several hundreds "
    "thousands dozens scores of one two three four five six seven eight nine "
    "ten eleven twelve twenty thirty forty fifty hundred thousand million "
    "innocent young civilian human 's".split()
)
_LONGEST = 6


class Idioms:
    """Finds them among the rows of a page.

    Args:
        row_of: the row of a word in the table of words; None where it is not known.
        numbers: the rows of numbers.
    """

    def __init__(
        self, row_of: Callable[[str], int | None], numbers: frozenset[int]
    ) -> None:
        self._claims = {
            row: plain for word, plain in _CLAIMS.items() if (row := row_of(word))
        }
        self._lives = {row for word in _LIVES if (row := row_of(word))}
        self._between = {row for word in _BETWEEN if (row := row_of(word))} | numbers
        # By row of the table of words; one more, for a page may have any of them.
        self._is_wanted = np.zeros(max(self._claims, default=0) + 2, bool)
        self._is_wanted[list(self._claims)] = True

    def find(self, word: NDArray[np.int32]) -> list[tuple[int, str]]:
        """Return which rows say nothing, and the word that each stands for."""
        found = []
        last = len(self._is_wanted) - 1
        for at in np.flatnonzero(self._is_wanted[np.minimum(word, last)]).tolist():
            for row in word[at + 1 : at + 1 + _LONGEST].tolist():
                if row in self._lives:
                    found.append((at, self._claims[int(word[at])]))
                if row not in self._between:
                    break
        return found
