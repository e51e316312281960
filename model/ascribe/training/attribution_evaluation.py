"""Measure found attributions against those that people marked.

Sentence measures are macro-F1 over yes and no: a sentence *carries* an attribution
when any source, cue or content touches it, and is *mostly attributed* when at least
half of its characters are content. Span measures are F1 over the distinct spans of
all articles: *exact* wants the same offsets, *overlap* wants one character in
common, each span being matched once at most. Content is measured by tokens as well:
a token is right when both or neither side has it inside content.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ascribe.attribution.speech_tokens import tokens_of
from ascribe.training.attribution_data import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ascribe.attribution.acts import Part, SpeechAct, Tagger
    from ascribe.training.attribution_data import MarkedArticle, Offsets, PlacedSentence


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each in [0, 1]; 0 where nothing was found."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class AttributionScores:
    """All measures of one tagger on one set of articles.

    Attributes:
        articles: number of articles read.
        sentences: number of their sentences.
        any_macro_f1: whether a sentence carries an attribution.
        mostly_macro_f1: whether a sentence is mostly attributed.
        spans: by name (``cue_exact``, ``cue_overlap``, ``source_…``, ``content_…``
            and ``content_tokens``).
    """

    articles: int
    sentences: int
    any_macro_f1: float
    mostly_macro_f1: float
    spans: dict[str, Score]


class _Count:
    def __init__(self) -> None:
        self.right_found = self.found = self.right_marked = self.marked = 0

    def score(self) -> Score:
        precision = self.right_found / self.found if self.found else 0.0
        recall = self.right_marked / self.marked if self.marked else 0.0
        both = precision + recall
        return Score(precision, recall, 2 * precision * recall / both if both else 0.0)

    def add(self, *, right: int, found: int, marked: int) -> None:
        self.right_found += right
        self.right_marked += right
        self.found += found
        self.marked += marked


def evaluate_attribution(
    tagger: Tagger, articles: Sequence[MarkedArticle]
) -> AttributionScores:
    """Tag every article and compare with its marks."""
    names = [f"{part}_{how}" for part in _PARTS for how in ("exact", "overlap")]
    counts = {name: _Count() for name in (*names, "content_tokens")}
    carries: list[tuple[bool, bool]] = []
    mostly: list[tuple[bool, bool]] = []
    for article in articles:
        placed = sentences_of(article.text)
        acts = tagger.tag([one.sentence for one in placed])
        found = _found_spans(placed, acts)
        marked = _marked_spans(article)
        for part in _PARTS:
            exact = len(found[part] & marked[part])
            sizes = {"found": len(found[part]), "marked": len(marked[part])}
            counts[f"{part}_exact"].add(right=exact, **sizes)
            overlap = _matches(sorted(found[part]), sorted(marked[part]))
            counts[f"{part}_overlap"].add(right=overlap, **sizes)
        covers = [_Cover(spans, len(article.text)) for spans in (found, marked)]
        for one in placed:
            start, end = one.start, one.start + len(one.sentence.text)
            carries.append(
                (covers[0].touches(start, end), covers[1].touches(start, end))
            )
            mostly.append((covers[0].mostly(start, end), covers[1].mostly(start, end)))
            for token in tokens_of(one.sentence.text):
                ours, theirs = (
                    cover.content_at(start + token.start) for cover in covers
                )
                counts["content_tokens"].add(
                    right=ours and theirs, found=ours, marked=theirs
                )
    return AttributionScores(
        articles=len(articles),
        sentences=len(carries),
        any_macro_f1=_macro_f1(carries),
        mostly_macro_f1=_macro_f1(mostly),
        spans={name: count.score() for name, count in counts.items()},
    )


_PARTS = ("source", "cue", "content")


def _marked_spans(article: MarkedArticle) -> dict[str, set[Offsets]]:
    return {
        part: {span for one in article.attributions for span in getattr(one, part)}
        for part in _PARTS
    }


def _found_spans(
    placed: Sequence[PlacedSentence], acts: Sequence[Sequence[SpeechAct]]
) -> dict[str, set[Offsets]]:
    """Put the found parts into offsets of the article.

    People mark content that runs over several sentences as one span, so content of
    neighbouring sentences with the same source and cue is joined.
    """
    spans: dict[str, set[Offsets]] = {part: set() for part in _PARTS}
    contents: dict[tuple[Part | None, Part | None], list[Offsets]] = {}
    for one in (act for sentence in acts for act in sentence):
        if one.source is not None:
            spans["source"].add(_placed(one.source, placed))
        if one.cue is not None:
            spans["cue"].add(_placed(one.cue, placed))
        pieces = contents.setdefault((one.source, one.cue), [])
        pieces.extend(_placed(part, placed) for part in one.content)
    for pieces in contents.values():
        spans["content"].update(_joined(sorted(pieces), placed))
    return spans


def _placed(part: Part, placed: Sequence[PlacedSentence]) -> Offsets:
    at = placed[part.sentence].start
    return at + part.start, at + part.end


def _joined(
    pieces: list[Offsets], placed: Sequence[PlacedSentence]
) -> Iterable[Offsets]:
    ends = {one.start + len(one.sentence.text) for one in placed}
    starts = {one.start for one in placed}
    cuts = [0]
    for index, (left, right) in enumerate(pairwise(pieces), start=1):
        # A mark may be left out at the edge: two characters are not a gap.
        near_end = any(left[1] + k in ends for k in range(3))
        near_start = any(right[0] - k in starts for k in range(3))
        if not (near_end and near_start and right[0] - left[1] < 8):
            cuts.append(index)
    cuts.append(len(pieces))
    for low, high in pairwise(cuts):
        if low < high:
            yield pieces[low][0], max(end for _, end in pieces[low:high])


def _matches(found: list[Offsets], marked: list[Offsets]) -> int:
    """Count pairs of overlapping spans, each span used once at most.

    Both lists are sorted; the earliest-ending partner is taken, which is the
    largest matching for intervals that hardly nest.
    """
    taken: set[int] = set()
    right = 0
    first = 0
    for start, end in found:
        while first < len(marked) and marked[first][1] <= start - _REACH:
            first += 1
        best = None
        for at in range(first, len(marked)):
            left, stop = marked[at]
            if left >= end:
                break
            overlaps = stop > start and at not in taken
            if overlaps and (best is None or stop < marked[best][1]):
                best = at
        if best is not None:
            taken.add(best)
            right += 1
    return right


# Nested marks are not sorted by their ends; none in news is longer than this.
_REACH = 20_000


class _Cover:
    """Which characters of an article lie inside attributions."""

    def __init__(self, spans: dict[str, set[Offsets]], length: int) -> None:
        self._content = _running_sum(spans["content"], length)
        every = spans["source"] | spans["cue"] | spans["content"]
        self._any = _running_sum(every, length)

    def touches(self, start: int, end: int) -> bool:
        return self._any[end] > self._any[start]

    def mostly(self, start: int, end: int) -> bool:
        return 2 * (self._content[end] - self._content[start]) >= end - start

    def content_at(self, at: int) -> bool:
        return self._content[at + 1] > self._content[at]


def _running_sum(spans: set[Offsets], length: int) -> list[int]:
    """Return how many covered characters stand before each offset."""
    inside = bytearray(length)
    for start, end in spans:
        inside[start:end] = b"\1" * (end - start)
    total = [0]
    for one in inside:
        total.append(total[-1] + one)
    return total


def _macro_f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Return the mean F1 of yes and no; pairs are (found, marked)."""
    scores = []
    for wanted in (True, False):
        count = _Count()
        for found, marked in pairs:
            count.add(
                right=found == marked == wanted,
                found=found == wanted,
                marked=marked == wanted,
            )
        scores.append(count.score().f1)
    return sum(scores) / len(scores)
