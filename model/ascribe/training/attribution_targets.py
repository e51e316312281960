"""What the network should answer for each row of an article that people marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ascribe.attribution.features import IntArray, Rows
from ascribe.attribution.network import HEADS
from ascribe.training.attribution_data import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ascribe.attribution.features import WordTables
    from ascribe.training.attribution_data import (
        MarkedArticle,
        MarkedAttribution,
        Offsets,
    )

# A row that a head is not asked about.
NOT_ASKED = -1


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article's rows and the right answers.

    Attributes:
        rows: the rows.
        answers: by head, one answer a row; ``NOT_ASKED`` where there is none.
    """

    rows: Rows
    answers: dict[str, IntArray]


def lesson(article: MarkedArticle, tables: WordTables) -> Lesson:
    """Prepare an article for training."""
    placed = sentences_of(article.text)
    rows = tables.rows_of([one.sentence for one in placed])
    starts = np.array([one.start for one in placed], np.int64)
    is_word = rows.start >= 0
    begin = np.where(is_word, rows.start + starts[rows.sentence], -1)
    end = np.where(is_word, rows.end + starts[rows.sentence], -1)
    place = _Place(
        np.flatnonzero(is_word).astype(np.int32), begin[is_word], end[is_word]
    )
    answers = {
        head: np.where(is_word, 0, NOT_ASKED).astype(np.int32)
        for head in ("cue", "source", "content", "depth")
    }
    for part in ("cue", "source"):
        for span in _distinct(article.attributions, part):
            found = place.rows(span)
            if len(found) and not answers[part][found].any():
                answers[part][found[0]] = 1
                answers[part][found[1:]] = 2
    for span in _distinct(article.attributions, "content"):
        found = place.rows(span)
        if not len(found):
            continue
        answers["depth"][found] += 1
        content = answers["content"]
        content[found[0]] = content[found[0]] or 1
        content[found[1:]] = np.where(content[found[1:]] == 1, 1, 2)
    answers["depth"] = np.minimum(answers["depth"], HEADS["depth"] - 1)
    answers |= _sides(article, place, len(rows))
    answers |= _of_sentences(rows, answers, is_word)
    # People marked who speaks here, not which label a sentence has.
    answers["label"] = np.full(len(rows), NOT_ASKED, np.int32)
    return Lesson(rows, answers)


@dataclass(frozen=True, slots=True)
class _Place:
    """Finds the rows of a span of the article's text."""

    row: IntArray
    begin: IntArray
    end: IntArray

    def rows(self, span: Offsets) -> IntArray:
        first = np.searchsorted(self.end, span[0], "right")
        last = np.searchsorted(self.begin, span[1], "left")
        return self.row[first:last]


def _distinct(attributions: Iterable[MarkedAttribution], part: str) -> list[Offsets]:
    """Each span once; of spans that begin together the longest first."""
    spans = {span for one in attributions for span in getattr(one, part)}
    return sorted(spans, key=lambda span: (span[0], -span[1]))


def _sides(article: MarkedArticle, place: _Place, count: int) -> dict[str, IntArray]:
    source_side = np.full(count, NOT_ASKED, np.int32)
    content_side = np.full(count, NOT_ASKED, np.int32)
    for one in article.attributions:
        if not one.cue:
            continue
        at = one.cue[0][0]
        found = np.concatenate([place.rows(span) for span in one.cue])
        source = 0 if not one.source else 1 if one.source[0][0] < at else 2
        before = any(start < at for start, _ in one.content)
        after = any(start >= at for start, _ in one.content)
        source_side[found] = source
        content_side[found] = before + 2 * after
    return {"source_side": source_side, "content_side": content_side}


def _of_sentences(
    rows: Rows, answers: dict[str, IntArray], is_word: np.ndarray
) -> dict[str, IntArray]:
    count = int(rows.sentence[-1]) + 1 if len(rows) else 0
    touched = (answers["cue"] > 0) | (answers["source"] > 0) | (answers["content"] > 0)
    carries = np.bincount(rows.sentence, touched & is_word, count) > 0
    size = np.where(is_word, rows.end - rows.start, 0)
    content = np.bincount(rows.sentence, size * (answers["content"] > 0), count)
    mostly = 2 * content >= np.bincount(rows.sentence, size, count)
    asked = ~is_word
    return {
        "carries": np.where(asked, carries[rows.sentence], NOT_ASKED).astype(np.int32),
        "mostly": np.where(asked, mostly[rows.sentence], NOT_ASKED).astype(np.int32),
    }
