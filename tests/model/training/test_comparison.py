"""Two models side by side: what differs, and what only seems to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ascribe.results import LABELS
from ascribe.training.comparison import Row, compare
from ascribe.training.dataset import Document


def guesses(documents: list[Document], wrong: float, seed: int) -> list[np.ndarray]:
    """Return right labels, but for a random part of the sentences."""
    chance = np.random.default_rng(seed)
    result = []
    for document in documents:
        columns = np.array([LABELS.index(label) for label in document.labels])
        off = chance.random(len(columns)) < wrong
        result.append(np.eye(4)[(columns + off) % 4])
    return result


def by_name(rows: list[Row]) -> dict[str, Row]:
    return {row.name: row for row in rows}


def test_a_model_does_not_differ_from_itself(corpus: list[Document]) -> None:
    same = guesses(corpus, 0.3, 0)
    for row in compare(corpus, same, same):
        assert row.first == row.second
        assert row.low == row.high == 0
        assert not row.differs


def test_a_better_model_is_seen_to_be_better(corpus: list[Document]) -> None:
    rows = by_name(compare(corpus, guesses(corpus, 0.4, 0), guesses(corpus, 0.1, 1)))
    whole = rows["all, macro-F1"]
    assert whole.differs
    assert 0 < whole.low < whole.second - whole.first < whole.high
    assert whole.second == pytest.approx(0.9, abs=0.03)
    assert whole.sentences == sum(len(document.labels) for document in corpus)
    assert set(rows) >= {f"all, {label}" for label in LABELS}


def test_equally_good_models_are_not_told_apart(corpus: list[Document]) -> None:
    rows = by_name(compare(corpus, guesses(corpus, 0.3, 0), guesses(corpus, 0.3, 1)))
    whole = rows["all, macro-F1"]
    assert whole.low < 0 < whole.high


def test_collections_and_genres_stand_by_themselves(corpus: list[Document]) -> None:
    mixed = [
        replace(document, source="left" if at % 2 else "right", genre="news")
        for at, document in enumerate(corpus)
    ]
    better = guesses(mixed, 0.3, 0)
    for at in range(0, len(mixed), 2):
        better[at] = guesses(mixed[at : at + 1], 0.0, 0)[0]
    rows = by_name(compare(mixed, guesses(mixed, 0.3, 0), better))
    assert rows["source right, macro-F1"].differs
    assert not rows["source left, macro-F1"].differs
    # One genre for all documents would say the same as the whole.
    assert not any(name.startswith("genre") for name in rows)


def test_a_label_that_does_not_occur_does_not_count(corpus: list[Document]) -> None:
    one = replace(corpus[0], labels=("statement",) * len(corpus[0].labels))
    right = [np.eye(4)[[LABELS.index("statement")] * len(one.labels)]] * 2
    rows = by_name(compare([one, one], right, right))
    assert rows["all, macro-F1"].first == 1.0
