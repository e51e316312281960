"""A reader's own label for one sentence, with what stood around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ascribe.labels.ngrams import FloatArray
from ascribe.results import Block, BlockKind, Label
from ascribe.text.passages import Sentence, cut
from ascribe.text.sentences import split_sentences
from ascribe.training.dataset import Document

# A neighbour in another block stands behind this.
BLOCK_END = "\n"
_LEAST_CHANCE = 1e-6
_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Return the words of a text, small letters only."""
    return _WORD.findall(text.casefold())


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
        around = [
            *(("paragraph", one, split_sentences(one)) for one in earlier),
            (self.kind, text, own),
            *(("paragraph", one, split_sentences(one)) for one in later),
        ]
        kept = [(kind, one, inside) for kind, one, inside in around if inside]
        place = len([one for one in earlier if split_sentences(one)])
        sentences = cut(
            [Block(str(at), kind, one) for at, (kind, one, _) in enumerate(kept)],
            [list(inside) for _, _, inside in kept],
        )
        at = next(
            index
            for index, one in enumerate(sentences)
            if (one.block, one.start, one.end) == (place, start, end)
        )
        return sentences, at


def corrections_of(
    documents: Sequence[Document], chances: Sequence[FloatArray]
) -> list[Correction]:
    """Turn labelled articles into sentences among their neighbours.

    Args:
        documents: the articles.
        chances: of each, as the model that is learned on gives them, ``(n, 4)``.
    """
    found = []
    for document, rows in zip(documents, chances, strict=True):
        places = [
            (at, start, end)
            for at, spans in enumerate(document.spans)
            for start, end in spans
        ]
        for index, (at, start, end) in enumerate(places):
            text = document.blocks[at].text
            prefix, suffix = text[:start], text[end:]
            if index and places[index - 1][0] == at:
                prefix = text[places[index - 1][1] : start]
            elif index:
                before, first, _ = places[index - 1]
                prefix = document.blocks[before].text[first:] + BLOCK_END + prefix
            if index + 1 < len(places) and places[index + 1][0] == at:
                suffix = text[end : places[index + 1][2]]
            elif index + 1 < len(places):
                after, _, last = places[index + 1]
                suffix += BLOCK_END + document.blocks[after].text[:last]
            found.append(
                Correction(
                    name=f"{document.name}, sentence {index + 1}",
                    label=document.labels[index],
                    quote=text[start:end],
                    prefix=prefix,
                    suffix=suffix,
                    kind=document.blocks[at].kind,
                    chances=tuple(rows[index].tolist()),
                )
            )
    return found
