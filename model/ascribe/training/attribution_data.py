"""Read articles whose attributions people have marked, for training and measuring.

One article a line: ``{"doc", "outlet", "text", "attributions": [{"source":
[[start, end], …], "cue": […], "content": […]}]}``; offsets count code points of
``text``. A part may be missing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ascribe.attribution.acts import SpeechSentence
from ascribe.errors import DataError
from ascribe.text.quotations import find_quotations
from ascribe.text.sentences import split_sentences

if TYPE_CHECKING:
    from pathlib import Path

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MarkedAttribution:
    """One attribution as a person marked it, in offsets of the article's text."""

    source: tuple[Offsets, ...]
    cue: tuple[Offsets, ...]
    content: tuple[Offsets, ...]


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article with its attributions.

    Attributes:
        doc: name of the article.
        outlet: who published it; only for splitting the data.
        text: the whole text, one block a line.
        attributions: in the order of the file.
    """

    doc: str
    outlet: str
    text: str
    attributions: tuple[MarkedAttribution, ...]


def read_marked_articles(path: Path) -> list[MarkedArticle]:
    """Read a file of marked articles.

    Raises:
        DataError: if the file cannot be read or a line is not as it must be; the
            message names the file and the line.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"{path}: cannot be read: {exc}") from exc
    articles = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            articles.append(_article(json.loads(line)))
        except (ValueError, KeyError, TypeError) as exc:
            raise DataError(f"{path}:{number}: not a marked article: {exc}") from exc
    return articles


def _article(row: dict[str, Any]) -> MarkedArticle:
    text = row["text"]
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    return MarkedArticle(
        doc=str(row.get("doc", "")),
        outlet=str(row.get("outlet", "")),
        text=text,
        attributions=tuple(
            MarkedAttribution(
                *(
                    _offsets(found.get(part, []), len(text))
                    for part in ("source", "cue", "content")
                )
            )
            for found in row["attributions"]
        ),
    )


def _offsets(pairs: list[list[int]], length: int) -> tuple[Offsets, ...]:
    spans = []
    for start, end in pairs:
        if not 0 <= start < end <= length:
            raise ValueError(f"span [{start}, {end}] outside 0..{length}")
        spans.append((start, end))
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence and where it starts in the article's text, in code points."""

    start: int
    sentence: SpeechSentence


def sentences_of(text: str) -> list[PlacedSentence]:
    """Cut an article into its sentences, as the engine would.

    Every line is a block of kind paragraph; no labeller has read the text.
    """
    blocks = []
    starts = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append((line, split_sentences(line)))
            starts.append(at)
        at += len(line) + 1
    placed = []
    for block, ((line, spans), quoted) in enumerate(
        zip(blocks, find_quotations(blocks), strict=True)
    ):
        for (start, end), inside in zip(spans, quoted, strict=True):
            sentence = SpeechSentence(block, "paragraph", line[start:end], inside.spans)
            placed.append(PlacedSentence(starts[block] + start, sentence))
    return placed
