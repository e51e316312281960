"""Every sentence has one row, and each page knows its rows."""

from __future__ import annotations

import numpy as np

from ascribe.labels.counts import COUNT_NAMES
from ascribe.results import LABELS
from ascribe.text.passages import cut
from ascribe.training.dataset import Document
from ascribe.training.examples import Examples


def examples_of(documents: list[Document]) -> Examples:
    return Examples([cut(doc.blocks, doc.spans) for doc in documents], documents)


def test_every_sentence_has_one_row_in_reading_order(few: list[Document]) -> None:
    examples = examples_of(few)
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
    told = [label for doc in few for label in doc.labels]
    assert [LABELS[column] for column in examples.labels] == told


def test_a_number_of_a_page_is_repeated_for_each_of_its_sentences(
    few: list[Document],
) -> None:
    rows = examples_of(few[:3]).rows(np.array([7, 8, 9]))
    expected = [
        number for number, doc in zip((7, 8, 9), few, strict=False) for _ in doc.labels
    ]
    assert rows.tolist() == expected


def test_pages_and_their_rows_cover_everything_once(few: list[Document]) -> None:
    examples = examples_of(few)
    every = np.arange(len(examples.texts))
    assert np.concatenate(
        [every[where] for _, where in examples.by_page()]
    ).tolist() == (every.tolist())
    for (page, where), doc in zip(examples.by_page(), few, strict=True):
        assert [sentence.text for sentence in page] == examples.texts[where]
        assert len(page) == len(doc.labels)


def test_split_gives_each_page_its_rows(few: list[Document]) -> None:
    examples = examples_of(few)
    parts = examples.split(examples.counts)
    assert [len(part) for part in parts] == [len(doc.labels) for doc in few]
    np.testing.assert_array_equal(np.vstack(parts), examples.counts)


def test_no_document_gives_no_row() -> None:
    examples = examples_of([])
    assert examples.texts == []
    assert examples.counts.shape == (0, len(COUNT_NAMES))
    assert examples.by_page() == []
