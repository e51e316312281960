"""Verbs of speech that say nothing: a storm that "claimed the lives" of three people.

To the network such a verb is another word of the same meaning; so is one that does
something by being said, where what it does is named: who "ordered the bombing" is heard
for a deed, not for words. Marked articles have too few of these to learn from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class _Idiom:
    """Verbs and what has to follow them.

    Attributes:
        plain: for each form of the verb the form of the plain one.
        objects: what it is done to.
        between: what may stand between the two; None for all but ``_ENDS``.
        longest: how many words away the object may be.
    """

    plain: dict[str, str]
    objects: tuple[str, ...]
    between: tuple[str, ...] | None
    longest: int


_ENDS = tuple(
    "to that and or but of in on by at for from with as if when who which whom "
    "whose what be is was were are been has have had he she they we it i you "
    ", . ; : ! ? \" ' ( ) — –".split()
)
_LIVES = _Idiom(
    plain={
        "claim": "take",
        "claims": "takes",
        "claimed": "took",
        "claiming": "taking",
    },
    objects=("lives", "life"),
    between=tuple(
        "the a an his her its their our my your another other more most than at "
        "least about around some over up to nearly almost as many several hundreds "
        "thousands dozens scores of one two three four five six seven eight nine "
        "ten eleven twelve twenty thirty forty fifty hundred thousand million "
        "innocent young civilian human 's".split()
    ),
    longest=6,
)
_DEEDS = _Idiom(
    plain={
        "order": "launch",
        "orders": "launches",
        "ordered": "launched",
        "ordering": "launching",
    },
    objects=tuple(
        "bombing bombings bombardment strike strikes airstrike airstrikes attack "
        "attacks raid raids invasion assault offensive crackdown killing killings "
        "murder murders assassination assassinations execution executions massacre "
        "arrest arrests detention deportation deportations expulsion evacuation "
        "closure shutdown lockdown blockade curfew deployment withdrawal retreat "
        "release seizure demolition destruction removal review investigation "
        "inquiry probe audit search recount".split()
    ),
    between=None,
    longest=5,
)


class Idioms:
    """Finds them among the rows of a page.

    Args:
        row_of: the row of a word in the table of words; None where it is not known.
        numbers: the rows of numbers.
        sentence_break: the row that stands between two sentences.
    """

    def __init__(
        self,
        row_of: Callable[[str], int | None],
        numbers: frozenset[int],
        sentence_break: int,
    ) -> None:
        def rows(words: tuple[str, ...]) -> frozenset[int]:
            return frozenset(row for word in words if (row := row_of(word)))

        self._ends = rows(_ENDS) | {sentence_break}
        self._of_verb = {
            row: (word, idiom, rows(idiom.objects), numbers | rows(idiom.between or ()))
            for idiom in (_LIVES, _DEEDS)
            for verb, word in idiom.plain.items()
            if (row := row_of(verb))
        }
        # By row of the table of words, and one more for all rows beyond.
        self._is_wanted = np.zeros(max(self._of_verb, default=0) + 2, bool)
        self._is_wanted[list(self._of_verb)] = True

    def find(self, word: NDArray[np.int32]) -> list[tuple[int, str]]:
        """Return which rows say nothing, and the word that each stands for."""
        found = []
        (wanted,) = self._is_wanted.take(word, mode="clip").nonzero()
        for at in wanted.tolist():
            plain, idiom, objects, between = self._of_verb[int(word[at])]
            for row in word[at + 1 : at + 1 + idiom.longest].tolist():
                if row in objects:
                    found.append((at, plain))
                    break
                if row in self._ends if idiom.between is None else row not in between:
                    break
        return found
