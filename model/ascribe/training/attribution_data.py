"""Read articles whose attributions people have marked, for training and measuring.

One article a line: ``{"doc", "outlet", "text", "attributions": [{"source":
[[start, end], …], "cue": […], "content": […]}]}``; offsets count code points of
``text``. A part may be missing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ascribe.attribution.acts import SpeechSentence
from ascribe.errors import DataError
from ascribe.text.quotations import find_quotations
from ascribe.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    return [_article(line, place) for place, line in _lines(path)]


def read_texts(path: Path) -> list[SpeechSentence]:
    """Read a file of unmarked articles, whose words the tagger gets to know.

    One article a line, with ``"sentences": [{"text": …}]`` or ``"paragraphs": […]``.

    Raises:
        DataError: as ``read_marked_articles``.
    """
    texts = [text for place, line in _lines(path) for text in _texts(line, place)]
    return [SpeechSentence(at, "paragraph", text) for at, text in enumerate(texts)]


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Return the lines of a file that are not empty, each with its place."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise DataError(f"{path}: cannot be read: {exc}") from exc
    return (
        (f"{path}:{number}", line)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def _texts(line: str, place: str) -> list[str]:
    try:
        row = json.loads(line)
        return [
            *(one["text"] for one in row.get("sentences", ())),
            *row.get("paragraphs", ()),
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise DataError(f"{place}: not an article: {exc}") from exc


def _article(line: str, place: str) -> MarkedArticle:
    try:
        row = json.loads(line)
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
    except (ValueError, KeyError, TypeError) as exc:
        raise DataError(f"{place}: not a marked article: {exc}") from exc


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
