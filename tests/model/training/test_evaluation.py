"""Measures equal those worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ascribe.engine import Engine
from ascribe.results import LABELS, Block, Label
from ascribe.training.dataset import Document
from ascribe.training.evaluation import ClassMeasure, evaluate, measure


def document(*sentences: tuple[str, Label]) -> Document:
    """Return a document of one sentence a paragraph."""
    return Document(
        name="d",
        source="",
        outlet="o",
        genre="",
        blocks=tuple(
            Block(str(i), "paragraph", text) for i, (text, _) in enumerate(sentences)
        ),
        spans=tuple(((0, len(text)),) for text, _ in sentences),
        labels=tuple(label for _, label in sentences),
    )


def sure_of(labels: Sequence[Label]) -> np.ndarray:
    return np.eye(len(LABELS))[[LABELS.index(label) for label in labels]]


FIRST = document(
    ("one two three", "opinion"),
    ("one", "attributed"),
    ("one two", "statement"),
    ("one two three four", "other"),
)
SECOND = document(("one two", "opinion"), ("one two", "attributed"))


def test_figures_of_classes_are_those_by_hand() -> None:
    found = measure(
        [FIRST, SECOND],
        [
            sure_of(["opinion", "attributed", "attributed", "other"]),
            sure_of(["statement", "attributed"]),
        ],
        power=1.0,
    )
    assert found.documents == 2
    assert found.sentences == 6
    assert found.classes == {
        "opinion": ClassMeasure(1.0, 0.5, pytest.approx(2 / 3), 2),
        "attributed": ClassMeasure(pytest.approx(2 / 3), 1.0, pytest.approx(0.8), 2),
        "statement": ClassMeasure(0.0, 0.0, 0.0, 1),
        "other": ClassMeasure(1.0, 1.0, 1.0, 1),
    }
    assert found.macro_f1 == pytest.approx((2 / 3 + 0.8 + 0 + 1) / 4)


def test_figures_of_pages_are_weighted_by_words_and_leave_other_out() -> None:
    found = measure(
        [FIRST, SECOND],
        [
            # 6 prose words: 3 opinion, 1 attributed; found 0 and 3.
            sure_of(["statement", "attributed", "attributed", "other"]),
            # 4 prose words: 2 opinion, 2 attributed; found 4 and 0.
            sure_of(["opinion", "opinion"]),
        ],
        power=1.0,
    )
    assert found.pages_measured == 2
    opinion, attributed = found.pages["opinion"], found.pages["attributed"]
    assert opinion.mean_absolute_error == pytest.approx((0.5 + 0.5) / 2)
    assert attributed.mean_absolute_error == pytest.approx((2 / 6 + 1 / 2) / 2)
    # The truth does not vary: one half on both pages.
    assert opinion.correlation is None
    assert attributed.correlation == pytest.approx(-1.0)


def test_shares_are_summed_from_sharpened_chances() -> None:
    doubtful = np.array([[0.8, 0.2, 0.0, 0.0], [0.2, 0.8, 0.0, 0.0]])
    plain = measure([SECOND], [doubtful], power=1.0)
    sharp = measure([SECOND], [doubtful[:1].repeat(2, axis=0)], power=2.0)
    assert plain.pages["opinion"].mean_absolute_error == pytest.approx(0.0)
    assert sharp.pages["opinion"].mean_absolute_error == pytest.approx(
        0.64 / 0.68 - 0.5
    )


def test_pages_without_prose_are_not_measured() -> None:
    found = measure([document(("menu", "other"))], [sure_of(["opinion"])], power=1.0)
    assert found.pages_measured == 0
    assert found.pages["opinion"].mean_absolute_error == 0.0
    assert found.pages["opinion"].correlation is None


def test_nothing_to_measure_gives_zeros() -> None:
    found = measure([], [], power=1.0)
    assert (found.documents, found.sentences, found.pages_measured) == (0, 0, 0)
    assert found.macro_f1 == 0.0
    assert set(found.classes) == set(LABELS)
    assert found.classes["opinion"] == ClassMeasure(0.0, 0.0, 0.0, 0)


def test_perfect_labels_score_one() -> None:
    right = [sure_of(FIRST.labels), sure_of(SECOND.labels)]
    found = measure([FIRST, SECOND], right, power=1.0)
    assert found.macro_f1 == 1.0
    assert found.pages["opinion"].mean_absolute_error == 0.0


def test_probabilities_of_another_number_of_documents_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|broadcast"):
        measure([FIRST, SECOND], [sure_of(FIRST.labels)], power=1.0)


def test_the_engine_is_measured_on_labelled_sentences(
    engine: Engine, few: list[Document]
) -> None:
    found = evaluate(engine, few)
    assert found.documents == len(few)
    assert found.sentences == sum(len(each.labels) for each in few)
    again = measure(
        few,
        [engine.probabilities(d.blocks, d.spans) for d in few],
        power=engine.calibration.power,
    )
    assert found == again
