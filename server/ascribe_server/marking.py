"""Put the engine's spans back on the text: blocks, sentences and pieces to show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ascribe.results import Analysis, Block, ScoredSentence, Span

Role = Literal["plain", "source", "cue"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a sentence's text that is shown in one way."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence with its text, cut where a source or cue starts or ends."""

    sentence: ScoredSentence
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block; its text between and outside sentences is kept as plain text."""

    block: Block
    parts: tuple[str | MarkedSentence, ...]


def marked_blocks(blocks: Sequence[Block], analysis: Analysis) -> Iterator[MarkedBlock]:
    """Give the blocks in reading order, with the analysis put on them."""
    by_block: dict[str, list[ScoredSentence]] = defaultdict(list)
    for sentence in analysis.sentences:
        by_block[sentence.block].append(sentence)
    for block in blocks:
        yield MarkedBlock(block, tuple(_parts(block, by_block[block.id])))


def _parts(
    block: Block, sentences: Sequence[ScoredSentence]
) -> Iterator[str | MarkedSentence]:
    units = _Units(block.text)
    done = 0
    for sentence in sorted(sentences, key=lambda one: one.start):
        if sentence.start > done:
            yield units.text(done, sentence.start)
        yield MarkedSentence(sentence, tuple(_pieces(units, sentence)))
        done = sentence.end
    if done < units.length:
        yield units.text(done, units.length)


def _pieces(units: _Units, sentence: ScoredSentence) -> Iterator[Piece]:
    marks: list[tuple[Span, Role]] = []
    if sentence.attribution:
        source, cue = sentence.attribution.source, sentence.attribution.cue
        if source and source.block in (None, sentence.block):
            marks.append((source, "source"))
        if cue and cue.block in (None, sentence.block):
            marks.append((cue, "cue"))
    inside = [
        (span, role)
        for span, role in marks
        if sentence.start <= span.start < span.end <= sentence.end
    ]
    cuts = {sentence.start, sentence.end}
    for span, _ in inside:
        cuts.update((span.start, span.end))
    places = sorted(cuts)
    for start, end in pairwise(places):
        role: Role = next(
            (role for span, role in inside if span.start <= start < span.end), "plain"
        )
        yield Piece(units.text(start, end), role)


class _Units:
    """A text that is cut by UTF-16 offsets."""

    def __init__(self, text: str) -> None:
        self._bytes = text.encode("utf-16-le", "surrogatepass")
        self.length = len(self._bytes) // 2

    def text(self, start: int, end: int) -> str:
        return self._bytes[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
