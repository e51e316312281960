"""A reader's own label for one sentence, with what stood around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ascribe.labels.ngrams import FloatArray
from ascribe.results import Block, BlockKind, Label
from ascribe.text.passages import Sentence, cut
from ascribe.text.sentences import split_sentences

# A neighbour in another block stands behind this.
BLOCK_END = "\n"
_LEAST_CHANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected sentence.

    Attributes:
        name: what a report calls it: its number in the store, or file and line.
        label: what the reader says it is.
        quote: the sentence.
        prefix: the neighbours before it; a line feed ends a block.
        suffix: the neighbours after it; likewise.
        kind: the kind of its block.
        chances: of the four labels, as the model that is learned on gave them on the
            reader's page; None where they are not known.
    """

    name: str
    label: Label
    quote: str
    prefix: str = ""
    suffix: str = ""
    kind: BlockKind = "paragraph"
    chances: tuple[float, float, float, float] | None = None

    @property
    def log_chances(self) -> FloatArray | None:
        """The logarithms of the chances, bounded; None where they are not known."""
        if self.chances is None:
            return None
        return np.asarray(np.log(np.maximum(self.chances, _LEAST_CHANCE)))

    def passage(self) -> tuple[list[Sentence], int]:
        """Return the sentence among its neighbours, and its place there."""
        *earlier, before = self.prefix.split(BLOCK_END)
        after, *later = self.suffix.split(BLOCK_END)
        text = before + self.quote + after
        start, end = len(before), len(before) + len(self.quote)
        own = [
            *split_sentences(before),
            (start, end),
            *((end + a, end + b) for a, b in split_sentences(after)),
        ]
        blocks: list[Block] = []
        spans: list[list[tuple[int, int]]] = []
        for kind, each, inside in [
            *(("paragraph", one, split_sentences(one)) for one in earlier),
            (self.kind, text, own),
            *(("paragraph", one, split_sentences(one)) for one in later),
        ]:
            if inside:
                blocks.append(Block(str(len(blocks)), kind, each))
                spans.append(list(inside))
        sentences = cut(blocks, spans)
        at = next(
            index
            for index, one in enumerate(sentences)
            if (one.start, one.end) == (start, end) and blocks[one.block].text == text
        )
        return sentences, at
