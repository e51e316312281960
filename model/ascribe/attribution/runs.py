"""Cut the network's chances into runs of rows: cues, sources, pieces of content.

A run may begin and end anywhere, but each edge costs, and one beside a mark or a
break costs less: the cheapest cut of the page is found exactly, in one pass forward
and one back (the algorithm of Viterbi for two states).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from ascribe.attribution.features import BLOCK_BREAK_SHAPE, INSIDE, MARK_SHAPE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
# Rows between the end of one run and the start of the next across sentences: the
# break, and a closing mark and a stop that the cut may have left out.
_MAX_GAP_ROWS = 3
# A sentence is never less likely than this to carry an attribution.
_LEAST_CARRIES = 0.02


class Run(msgspec.Struct, frozen=True, gc=False):
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
    rows: Rows,
    chances: dict[Head, FloatArray],
    attributed: Sequence[int] = (),
) -> Runs:
    """Cut a page into runs; ``links.find_links`` does it compiled.

    Args:
        rows: the page.
        chances: what the network says of each row.
        attributed: which sentences are known to be attributed. Where such a sentence
            lacks a source or a cue, its parts are taken to be likelier.
    """
    cutter = _Cutter(rows, chances)
    runs = cutter.runs()
    with_source = {run.sentence for run in runs.sources}
    wanting = {*attributed} - (with_source & {run.sentence for run in runs.cues})
    return cutter.runs(wanting) if wanting else runs


class _Cutter:
    """Cuts one page into runs, as often as is asked.

    Args:
        rows: the page.
        chances: what the network says of each row.
    """

    def __init__(self, rows: Rows, chances: dict[Head, FloatArray]) -> None:
        self._rows = rows
        self._sentence: list[int] = rows.sentence.tolist()
        self._is_word = rows.start >= 0
        is_mark = rows.shape == MARK_SHAPE
        soft = ~self._is_word | is_mark
        # An edge after a mark is as cheap as one before it.
        soft[1:] |= soft[:-1].copy()
        soft[:1] = True
        self._marks = is_mark
        part = np.where(soft, _EDGE_AT_MARK, 1.0)
        self._edges = {head: price.edge * part for head, price in PRICES.items()}
        self._doubt = _doubt(rows, chances["carries"])
        outside = np.array([chances[head][:, 0] for head in PRICES])
        np.clip(outside, 1e-6, 1 - 1e-6, out=outside)
        log_odds = np.log((1 / outside - 1).astype(np.float64)) + self._doubt
        self._gains: dict[Head, NDArray[np.float64]] = {
            head: row + price.gain
            for row, (head, price) in zip(log_odds, PRICES.items(), strict=True)
        }
        # Where a run begins that goes straight on from another.
        self._is_first: dict[Head, NDArray[np.bool_]] = {
            head: chances[head][:, 1] > chances[head][:, 2] for head in PRICES
        }

    def runs(self, wanting: Collection[int] = ()) -> Runs:
        """Return the runs.

        Args:
            wanting: which sentences must have a source, a cue and content, so that
                they are likelier.
        """
        more = None
        if wanting:
            # Where it is known that a sentence carries something, no doubt counts.
            wanted = np.isin(self._rows.sentence, [*wanting])
            more = np.where(wanted, _WANTING_GAIN - self._doubt, 0.0)
        cut = {head: self._cut(head, more) for head in PRICES}
        return Runs(
            cues=cut["cue"],
            sources=self._with_words(cut["source"]),
            contents=self._linked(self._with_words(cut["content"])),
        )

    def _with_words(self, runs: list[Run]) -> list[Run]:
        """Leave out runs of nothing but marks."""
        return [run for run in runs if not self._marks[run.first : run.last].all()]

    def _linked(self, runs: list[Run]) -> list[Run]:
        """Say which runs follow on from the run at the end of the sentence before."""
        linked: list[Run] = []
        for run in runs:
            follows = (
                bool(linked)
                and linked[-1].sentence == run.sentence - 1
                and run.first - linked[-1].last <= _MAX_GAP_ROWS
                and self._in_one_block(linked[-1].last, run.first)
            )
            linked.append(Run(run.first, run.last, run.sentence, follows))
        return linked

    def _in_one_block(self, last: int, first: int) -> bool:
        """Whether no block ends between two rows, or a quotation is open there."""
        breaks = self._rows.shape[last : first + 1] == BLOCK_BREAK_SHAPE
        return not breaks.any() or bool(self._rows.quote[last - 1] == INSIDE)

    def _cut(self, head: Head, more: NDArray[np.float64] | None) -> list[Run]:
        """Cut the page into the runs of one head.

        Args:
            head: what is looked for.
            more: added to the log-odds of each row.
        """
        gain = self._gains[head] if more is None else self._gains[head] + more
        cut = _cut_rows(gain, self._is_word, self._edges[head], self._is_first[head])
        return [Run(first, last, self._sentence[first]) for first, last in cut]


def _doubt(rows: Rows, carries: FloatArray) -> NDArray[np.float64]:
    """Return what each row loses where its sentence as a whole seems to carry nothing.

    Args:
        rows: the page; each sentence begins with a break row.
        carries: for each row the chances of no and yes; break rows answer.

    Returns:
        The log-odds of yes where they are below 0, else 0; in nats.
    """
    breaks = np.flatnonzero(rows.start < 0)
    chance = np.clip(carries[breaks, 1], _LEAST_CARRIES, 0.5)
    doubt = np.log((chance / (1 - chance)).astype(np.float64))
    return np.asarray(doubt[rows.sentence])


def _cut_rows(
    gain: NDArray[np.float64],
    is_word: NDArray[np.bool_],
    edge: NDArray[np.float64],
    is_first: NDArray[np.bool_],
) -> list[tuple[int, int]]:
    """Cut rows into runs; all arrays have one item for each row.

    Args:
        gain: what a row adds when it is inside, in nats.
        is_word: whether the row is a word or mark; no other is inside.
        edge: what it costs to change sides just before the row, in nats.
        is_first: whether a run begins with the row where the one before is inside too.

    Returns:
        The first row of each run, and one past its last.
    """
    total = np.clip(gain, -_MOST_CERTAIN, _MOST_CERTAIN)
    total[~is_word] = _FORBIDDEN
    found: list[tuple[int, int]] = []
    start = -1
    inside = _cheapest_cut(total.tolist(), edge.tolist())
    for row, (is_inside, begins) in enumerate(
        zip(inside, is_first.tolist(), strict=True)
    ):
        if start >= 0 and (begins or not is_inside):
            found.append((start, row))
            start = -1
        if is_inside and start < 0:
            start = row
    return [*found, (start, len(inside))] if start >= 0 else found


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
