"""The pages that the tagger's network learns from, and what else they could say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import (
    BLOCK_BREAK_SHAPE,
    CAPITAL_SHAPE,
    Rows,
    WordTables,
)
from ascribe.text.name_lists import PEOPLE
from experiments.attribution_teaching import Chances

# So many words of names become longer, shorter, or hidden.
_CHANGED = 0.2


@dataclass(frozen=True, slots=True)
class Page:
    """A page to learn labels from.

    Attributes:
        rows: what the network sees.
        targets: the chances of its n sentences' labels, shape ``(n, 4)``.
        said: what the teacher of attributions says, see ``attribution_teaching``.
    """

    rows: Rows
    targets: NDArray[np.float32]
    said: Chances


class Name(NamedTuple):
    """The places of a name in the tables of words, beginnings and endings."""

    word: int
    beginning: int
    ending: int

    @classmethod
    def hidden(cls, tables: WordTables) -> Name:
        """Return that of a name which is the same as all others."""
        sentence = SpeechSentence(0, "paragraph", next(iter(PEOPLE)).title())
        rows = tables.rows_of([sentence])
        return cls(int(rows.word[1]), int(rows.beginning[1]), int(rows.ending[1]))


def renamed(page: Page, hidden: Name, chance: np.random.Generator) -> Page:
    """Give some names a word more or a word less, or hide them.

    Neither who speaks nor what a sentence is may hang on whether somebody is called by
    one name or by two, or by one that is known.

    Args:
        page: what is read.
        hidden: how a row shows a name that nobody may know.
        chance: chooses.
    """
    rows, count = page.rows, len(page.rows)
    behind_break = np.append(True, rows.start[:-1] < 0)
    name = (rows.start >= 0) & (rows.shape == CAPITAL_SHAPE)
    name &= ~behind_break | (rows.word == hidden.word)
    # The first of two words of a name is left out, or a word of another put before it.
    changed = name & (chance.random(count) < _CHANGED)
    shorter = changed & np.append(name[1:], False)
    at = np.repeat(np.arange(count), np.where(shorter, 0, 1 + changed))
    put = np.append(at[1:] == at[:-1], False)
    of = at.copy()
    of[put] = chance.choice(np.flatnonzero(name), put.sum()) if put.any() else 0
    veiled = name[at] & (chance.random(len(at)) < _CHANGED)
    word, beginning, ending = (
        np.where(veiled, shown, column[of]).astype(np.int32)
        for shown, column in zip(
            hidden, (rows.word, rows.beginning, rows.ending), strict=True
        )
    )
    others = (rows.shape, rows.quote, rows.sentence, rows.start, rows.end)
    kept = Rows(word, beginning, ending, *(column[at] for column in others))
    return Page(kept, page.targets, page.said[at])


def excerpt(rows: Rows, first: int, last: int) -> Rows:
    """Return the rows of the sentences from ``first`` up to ``last``."""
    kept = (rows.sentence >= first) & (rows.sentence < last)
    shape = rows.shape[kept].copy()
    shape[0] = BLOCK_BREAK_SHAPE
    return Rows(
        rows.word[kept],
        rows.beginning[kept],
        rows.ending[kept],
        shape,
        rows.quote[kept],
        rows.sentence[kept] - first,
        rows.start[kept],
        rows.end[kept],
    )
