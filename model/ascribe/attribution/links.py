"""Say which source and which content belong to each cue.

Works on runs of rows. The network says on which side of a cue its source and its
content stand; cues then claim the nearest runs on those sides, and each run goes to
the strongest claim. A source serves cues of its own sentence only; content that
nobody claims stays with the content that it follows on from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from ascribe.attribution.runs import PRICES, Run, find_runs
from ascribe.kernel import compiled_links

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.features import Rows
    from ascribe.attribution.network import FloatArray, Head
    from ascribe.attribution.runs import Runs

# They say on which side of a cue its source and its content stand.
_SIDES: tuple[Head, Head] = ("source_side", "content_side")
# The content of a cue may begin in the next sentence ("“…,” he said. “…”"), at most
# this many rows further on: a stop, the break and a quotation mark lie between.
_NEXT_SENTENCE_ROWS = 3
# A claim to the next sentence is weaker than any claim from inside that sentence.
_NEXT_SENTENCE_PENALTY = 1.0
# A claim weakens with each row between cue and content; ten rows outweigh the
# network's being half as sure of the side.
_ROW_PENALTY = 0.05
# Below this chance a cue claims nothing on a side.
_MIN_SIDE = 0.25


class Link(msgspec.Struct, gc=False):
    """One attribution in rows; filled while a page is linked.

    Attributes:
        cue: the cue; None for content that no cue claims.
        source: the run that speaks; None where the sentence names none.
        contents: what is attributed, in reading order.
        depth: 1 where the cue lies in another attribution's content, else 0.
    """

    cue: Run | None
    source: Run | None
    contents: list[Run] = msgspec.field(default_factory=list)
    depth: int = 0


def find_links(
    rows: Rows,
    chances: dict[Head, FloatArray],
    attributed: Sequence[int] = (),
    *,
    compiled: bool = True,
) -> list[Link]:
    """Cut a page into runs, as ``find_runs`` does, and link them.

    Args:
        rows: the page.
        chances: what the network says of each row.
        attributed: which sentences are known to be attributed, ascending.
        compiled: use the kernel where it is there; the links are the same.
    """
    if not compiled or compiled_links is None:
        return link(find_runs(rows, chances, attributed), chances)
    known = bytearray(attributed[-1] + 1 if attributed else 0)
    for index in attributed:
        known[index] = True
    heads = [chances[head] for head in (*PRICES, "carries", *_SIDES)]
    return compiled_links(rows.start, rows.shape, rows.quote, *heads, known, Run, Link)


def link(runs: Runs, chances: dict[Head, FloatArray]) -> list[Link]:
    """Link the runs of a page; content that no cue claims comes without one."""
    contents = _Finder(runs.contents)
    sources = _Finder(runs.sources)
    links: list[Link] = []
    claims: list[tuple[float, int, bool, Link]] = []
    source_sides, content_sides = _means(runs.cues, *[chances[head] for head in _SIDES])
    for cue, source_side, side in zip(
        runs.cues, source_sides, content_sides, strict=True
    ):
        source = _source(cue, sources, source_side)
        one = Link(cue, source)
        links.append(one)
        left, outer, right = contents.near(cue)
        if outer is not None and outer.first < cue.first:
            one.depth = 1
            one.contents.extend(_inner(cue, source, outer))
            continue
        found = _claims(cue, source, runs.contents, (left, right), side)
        claims += [(*claim, one) for claim in found]
    owners = _settle(claims)
    _fill_gaps(runs, owners)
    _follow_on(runs.contents, owners)
    for at, run in enumerate(runs.contents):
        if at in owners:
            owners[at].contents.append(run)
        else:
            links.append(Link(None, None, [run]))
    return links


def with_whole_cues(links: Sequence[Link]) -> list[Link]:
    """Put "now | said" together, where one cue was cut in two.

    Two cues hardly ever touch in marked articles. What has a source or content of its
    own on both sides stays apart.
    """
    kept: list[Link] = []
    for one in links:
        before = kept[-1] if kept else None
        if before is None or not _are_halves(before, one):
            kept.append(one)
            continue
        if before.cue is not None and one.cue is not None:
            before.cue = Run(before.cue.first, one.cue.last, one.cue.sentence)
        before.source = before.source or one.source
        before.contents = before.contents or one.contents
        before.depth = min(before.depth, one.depth)
    return kept


def _are_halves(left: Link, right: Link) -> bool:
    return (
        left.cue is not None
        and right.cue is not None
        and left.cue.last == right.cue.first
        and not (left.contents and right.contents)
        and (left.source is None or right.source is None or left.source == right.source)
    )


def _means(runs: Sequence[Run], *heads: FloatArray) -> list[list[list[float]]]:
    """Return for each head the mean chances over the rows of each run.

    The runs are apart, and in order.
    """
    if not runs:
        return [[] for _ in heads]
    edges = np.array([(run.first, run.last) for run in runs])
    lengths = (edges[:, 1] - edges[:, 0])[:, None]
    # Each first is followed by a last; that of the last run may be the end.
    flat = edges.ravel() if edges[-1, 1] < len(heads[0]) else edges.ravel()[:-1]
    # In double precision the order of the sum does not show.
    totals = [
        np.add.reduceat(chances, flat, axis=0, dtype=np.float64)[::2]
        for chances in heads
    ]
    return [(total / lengths).tolist() for total in totals]


class _Finder:
    """Finds the runs around a row; runs are in order and do not overlap."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs
        self._firsts = [run.first for run in runs]

    def holds(self, row: int) -> bool:
        """Whether a run holds a row."""
        at = bisect_right(self._firsts, row) - 1
        return at >= 0 and row < self.runs[at].last

    def near(self, cue: Run) -> tuple[int, Run | None, int]:
        """Return what stands around a cue.

        Returns:
            The index of the last run that ends before the cue, -1 for none; the run
            that holds its first row; and the index of the next run behind it, one
            past all for none.
        """
        at = bisect_right(self._firsts, cue.first) - 1
        after = bisect_left(self._firsts, cue.last, at + 1)
        if at >= 0 and cue.first < self.runs[at].last:
            return at - 1, self.runs[at], after
        return at, None, after


def _source(cue: Run, sources: _Finder, side: Sequence[float]) -> Run | None:
    none, before, after = side
    left, inside, right = sources.near(cue)
    candidates: list[tuple[float, Run]] = []
    if left >= 0 and sources.runs[left].sentence == cue.sentence:
        candidates.append((before, sources.runs[left]))
    if right < len(sources.runs) and sources.runs[right].sentence == cue.sentence:
        candidates.append((after, sources.runs[right]))
    # A source inside the cue ("in her view"): people mark both.
    if inside is not None:
        candidates.append((max(before, after), inside))
    if not candidates:
        return None
    chance, best = max(candidates, key=itemgetter(0))
    return best if chance > none / 2 else None


def _inner(cue: Run, source: Run | None, outer: Run) -> list[Run]:
    """The content of a cue inside another's content: what follows it there."""
    first = cue.last
    if source is not None and source.first >= first:
        first = source.last
    return [Run(first, outer.last, outer.sentence)] if first < outer.last else []


def _claims(
    cue: Run,
    source: Run | None,
    contents: Sequence[Run],
    near: tuple[int, int],
    side: Sequence[float],
) -> list[tuple[float, int, bool]]:
    """Return (strength, index of the content, whether it stands after the cue).

    Args:
        cue: who claims.
        source: its source.
        contents: of the page.
        near: the index of the last content before the cue, and of the next behind it.
        side: the chances of no content, of one before, of one behind, and of both.
    """
    low = min(cue.first, source.first) if source else cue.first
    high = max(cue.last, source.last) if source else cue.last
    _, only_before, only_after, both = side
    left, right = near
    found = []
    # Between content and cue only the source may stand.
    if left >= 0 and only_before + both > _MIN_SIDE:
        run = contents[left]
        if run.sentence == cue.sentence:
            distance = max(0, low - run.last)
            found.append((only_before + both - _ROW_PENALTY * distance, left, False))
    if only_after + both <= _MIN_SIDE:
        return found
    # Only the nearest and the next: another cue may take the nearest.
    for at in range(right, min(right + 2, len(contents))):
        run = contents[at]
        distance = max(0, run.first - high)
        strength = only_after + both - _ROW_PENALTY * distance
        if run.sentence != cue.sentence:
            if distance <= _NEXT_SENTENCE_ROWS:
                found.append((strength - _NEXT_SENTENCE_PENALTY, at, True))
            break
        found.append((strength, at, True))
    return found


def _settle(claims: list[tuple[float, int, bool, Link]]) -> dict[int, Link]:
    """Give each content to its strongest claim; a cue has one on each side."""
    owners: dict[int, Link] = {}
    served: set[tuple[int, bool]] = set()
    for _, at, after, one in sorted(claims, key=itemgetter(0), reverse=True):
        if at not in owners and (id(one), after) not in served:
            owners[at] = one
            served.add((id(one), after))
    return owners


# Content that is cut in two by a word or a mark is one content.
_GAP_ROWS = 3


def _fill_gaps(runs: Runs, owners: dict[int, Link]) -> None:
    """Give content without a cue to the owner of the content beside it.

    Both lie in the same sentence, and neither a cue nor a source stands between.
    """
    cues, sources = _Finder(runs.cues), _Finder(runs.sources)

    def touch(left: Run, right: Run) -> bool:
        if left.sentence != right.sentence or right.first - left.last > _GAP_ROWS:
            return False
        between = range(left.last, right.first)
        return not any(
            finder.holds(row) for finder in (cues, sources) for row in between
        )

    last = len(runs.contents) - 1
    for at in range(1, last + 1):
        if (
            at not in owners
            and at - 1 in owners
            and touch(*runs.contents[at - 1 : at + 1])
        ):
            owners[at] = owners[at - 1]
    for at in range(last, 0, -1):
        if (
            at - 1 not in owners
            and at in owners
            and touch(*runs.contents[at - 1 : at + 1])
        ):
            owners[at - 1] = owners[at]


def _follow_on(contents: Sequence[Run], owners: dict[int, Link]) -> None:
    """Give content without a cue to the owner of the content that it continues."""
    for at in range(1, len(contents)):
        if at not in owners and contents[at].follows_on and at - 1 in owners:
            owners[at] = owners[at - 1]
    for at in range(len(contents) - 1, 0, -1):
        if at - 1 not in owners and contents[at].follows_on and at in owners:
            owners[at - 1] = owners[at]
