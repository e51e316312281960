"""Every sentence has one row, and each page knows its rows."""

from __future__ import annotations

import numpy as np
import pytest

from ascribe.attribution.speech_columns import SPEECH_NAMES
from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.counts import COUNT_NAMES
from ascribe.text.passages import cut
from ascribe.training.dataset import Document
from ascribe.training.examples import Examples


@pytest.fixture(scope="module")
def examples(few: list[Document], tagger: AttributionTagger) -> Examples:
    return Examples([cut(doc.blocks, doc.spans) for doc in few], tagger)


def test_every_sentence_has_one_row_in_reading_order(
    few: list[Document], examples: Examples
) -> None:
    sentences = sum(len(doc.labels) for doc in few)
    texts = [
        block.text[start:end]
        for doc in few
        for block, spans in zip(doc.blocks, doc.spans, strict=True)
        for start, end in spans
    ]
    assert examples.texts == texts
    assert len(examples.words) == len(examples.characters) == sentences
    assert examples.counts.shape == (sentences, len(COUNT_NAMES))
    assert examples.speech.shape == (sentences, len(SPEECH_NAMES))


def test_a_number_of_a_page_is_repeated_for_each_of_its_sentences(
    few: list[Document], examples: Examples
) -> None:
    rows = examples.rows(np.arange(len(few)) + 7)
    expected = [at + 7 for at, doc in enumerate(few) for _ in doc.labels]
    assert rows.tolist() == expected


def test_pages_and_their_rows_cover_everything_once(
    few: list[Document], examples: Examples
) -> None:
    every = np.arange(len(examples.texts))
    assert np.concatenate(
        [every[where] for _, where in examples.by_page()]
    ).tolist() == (every.tolist())
    for (page, where), doc in zip(examples.by_page(), few, strict=True):
        assert [sentence.text for sentence in page] == examples.texts[where]
        assert len(page) == len(doc.labels)


def test_split_gives_each_page_its_rows(
    few: list[Document], examples: Examples
) -> None:
    parts = examples.split(examples.counts)
    assert [len(part) for part in parts] == [len(doc.labels) for doc in few]
    np.testing.assert_array_equal(np.vstack(parts), examples.counts)


def test_no_page_gives_no_row(tagger: AttributionTagger) -> None:
    examples = Examples([], tagger)
    assert examples.speech.shape == (0, len(SPEECH_NAMES))
    assert examples.texts == []
    assert examples.counts.shape == (0, len(COUNT_NAMES))
    assert examples.by_page() == []
