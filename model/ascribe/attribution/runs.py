"""Cut the network's chances into runs of rows: cues, sources, pieces of content.

A run may begin and end anywhere, but each edge costs, and one beside a mark or a
break costs less: the cheapest cut of the page is found exactly, in one pass forward
and one back (the algorithm of Viterbi for two states).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ascribe.attribution.features import BLOCK_BREAK_SHAPE, INSIDE, MARK_SHAPE
from ascribe.kernel import compiled_cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.features import Rows
    from ascribe.attribution.network import FloatArray, Head


@dataclass(frozen=True, slots=True)
class CutPrice:
    """What the cut of one head pays, in nats.

    Attributes:
        gain: added to the log-odds of every row to lie inside.
        edge: price of an edge between two words.
    """

    gain: float
    edge: float


# Chosen on outlets held out of the training set, for the best overlap F1.
PRICES: dict[Head, CutPrice] = {
    "cue": CutPrice(gain=0.3, edge=0.4),
    "source": CutPrice(gain=0.8, edge=0.4),
    "content": CutPrice(gain=0.3, edge=1.2),
}
# An edge beside a mark or a break costs this part of the full price.
_EDGE_AT_MARK = 0.3
# What it adds to the log-odds that a sentence must have the parts.
_WANTING_GAIN = 1.0
# Log-odds beyond which the network's certainty counts no further.
_MOST_CERTAIN = 8.0
_FORBIDDEN = -1e6


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of one sentence that belong together.

    Attributes:
        first: its first row.
        last: one past its last row.
        sentence: index of its sentence.
        follows_on: it goes on with the content that ended the sentence before.
    """

    first: int
    last: int
    sentence: int
    follows_on: bool = False


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of a page, in reading order; runs of one kind never overlap."""

    cues: list[Run]
    sources: list[Run]
    contents: list[Run]


def find_runs(
    rows: Rows, chances: dict[Head, FloatArray], wanting: Sequence[bool] = ()
) -> Runs:
    """Cut a page into runs.

    Args:
        rows: the page.
        chances: what the network says of each row.
        wanting: for each sentence whether it must have a source, a cue and content,
            so that they are likelier; none for no sentence.
    """
    more = np.zeros(len(rows))
    if len(wanting):
        more = np.where(np.array(wanting)[rows.sentence], _WANTING_GAIN, 0.0)
    is_word = rows.start >= 0
    soft = ~is_word | (rows.shape == MARK_SHAPE)
    soft |= np.concatenate([[True], soft[:-1]])
    cut = {
        head: _runs(rows, chances[head], price, more, (is_word, soft))
        for head, price in PRICES.items()
    }
    return Runs(
        cues=cut["cue"],
        sources=_with_words(rows, cut["source"]),
        contents=_linked(rows, _with_words(rows, cut["content"])),
    )


def _with_words(rows: Rows, runs: list[Run]) -> list[Run]:
    """Leave out runs of nothing but marks."""
    marks = np.concatenate([[0], np.cumsum(rows.shape == MARK_SHAPE)])
    return [
        run for run in runs if marks[run.last] - marks[run.first] < run.last - run.first
    ]


def _runs(
    rows: Rows,
    chance: FloatArray,
    price: CutPrice,
    more: NDArray[np.float64],
    kinds: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> list[Run]:
    """Cut a page into the runs of one head.

    Args:
        rows: the page.
        chance: what the network says of each row.
        price: what the cut pays.
        more: added to the log-odds of each row.
        kinds: whether each row is a word or mark, and whether an edge before it is
            cheap.
    """
    is_word, soft = kinds
    outside = np.clip(chance[:, 0], 1e-6, 1 - 1e-6)
    gain = np.clip(
        np.log(1 / outside - 1) + price.gain + more, -_MOST_CERTAIN, _MOST_CERTAIN
    )
    gain = np.where(is_word, gain, _FORBIDDEN)
    edge = np.where(soft, price.edge * _EDGE_AT_MARK, price.edge)
    if compiled_cut is not None:
        inside = np.frombuffer(compiled_cut(gain, edge), bool)
    else:
        inside = np.array(_cheapest_cut(gain.tolist(), edge.tolist()), bool)
    before = np.concatenate([[False], inside[:-1]])
    firsts = np.flatnonzero(inside & (~before | (chance[:, 1] > chance[:, 2])))
    after = np.concatenate([inside[1:], [False]])
    ends = np.flatnonzero(inside & ~after) + 1
    if not len(firsts):
        return []
    # A run ends where the next begins or where the rows are outside.
    lasts = np.minimum(
        np.append(firsts[1:], len(inside)), ends[np.searchsorted(ends, firsts, "right")]
    )
    return [
        Run(first, last, sentence)
        for first, last, sentence in zip(
            firsts.tolist(), lasts.tolist(), rows.sentence[firsts].tolist(), strict=True
        )
    ]


def _cheapest_cut(gain: Sequence[float], edge: Sequence[float]) -> list[bool]:
    """Choose inside or outside for each row.

    Args:
        gain: what a row adds when it is inside.
        edge: what it costs to change sides just before a row.

    >>> _cheapest_cut([2.0, -0.5, 2.0], [1.0, 1.0, 1.0])
    [True, True, True]
    >>> _cheapest_cut([3.0, -3.0, 2.0], [1.0, 1.0, 1.0])
    [True, False, True]
    """
    # Only the lead of inside over outside matters; a change of sides is worth
    # its price at most, so that the lead is clipped to it.
    leads = []
    lead = -1e9
    for value, price in zip(gain, edge, strict=True):
        lead = (-price if lead < -price else price if lead > price else lead) + value
        leads.append(lead)
    sides = [False] * len(leads)
    inside = bool(leads) and leads[-1] > 0
    for at in range(len(leads) - 1, -1, -1):
        sides[at] = inside
        if at:
            inside = leads[at - 1] > (-edge[at] if inside else edge[at])
    return sides


# Rows between the end of one run and the start of the next across sentences: the
# break, and a closing mark and a stop that the cut may have left out.
_MAX_GAP_ROWS = 3


def _linked(rows: Rows, runs: list[Run]) -> list[Run]:
    """Say which runs follow on from the run at the end of the sentence before."""
    linked: list[Run] = []
    for run in runs:
        follows = (
            bool(linked)
            and linked[-1].sentence == run.sentence - 1
            and run.first - linked[-1].last <= _MAX_GAP_ROWS
            and _in_one_block(rows, linked[-1].last, run.first)
        )
        linked.append(Run(run.first, run.last, run.sentence, follows))
    return linked


def _in_one_block(rows: Rows, last: int, first: int) -> bool:
    """Whether no block ends between two rows, or a quotation is open where it does."""
    breaks = rows.shape[last : first + 1] == BLOCK_BREAK_SHAPE
    return not breaks.any() or bool(rows.quote[last - 1] == INSIDE)
