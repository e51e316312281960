"""Training says what is missing, tells how far it is, and repeats itself exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ascribe.attribution.tagger import AttributionTagger
from ascribe.errors import DataError
from ascribe.results import LABELS
from ascribe.training.dataset import Document
from ascribe.training.two_steps import Trained, train


def test_the_same_documents_and_seed_give_the_same_weights(
    few: list[Document], tagger: AttributionTagger, trained: Trained
) -> None:
    again = train(few, tagger)
    assert again.labeller.words.terms == trained.labeller.words.terms
    for one, other in (
        (again.labeller.word_weights, trained.labeller.word_weights),
        (again.labeller.character_weights, trained.labeller.character_weights),
        (again.labeller.counts.weights, trained.labeller.counts.weights),
        (again.labeller.context.weights, trained.labeller.context.weights),
        (again.labeller.speech.weights, trained.labeller.speech.weights),
    ):
        assert np.array_equal(one, other)
    assert again.calibration == trained.calibration
    assert again.evaluation == trained.evaluation


def test_a_label_that_does_not_occur_is_named(
    few: list[Document], tagger: AttributionTagger
) -> None:
    without = [
        replace(
            doc,
            labels=tuple("statement" if x == "opinion" else x for x in doc.labels),
        )
        for doc in few
    ]
    with pytest.raises(DataError, match="no sentence labelled opinion"):
        train(without, tagger)


def test_it_tells_how_far_it_is(few: list[Document], tagger: AttributionTagger) -> None:
    told: list[tuple[str, int, int]] = []
    train(few, tagger, progress=lambda what, done, of: told.append((what, done, of)))
    steps = [done for _, done, _ in told]
    assert steps == sorted(steps)
    assert told[-1][1] < told[-1][2]


def test_its_measures_are_of_every_sentence(
    few: list[Document], trained: Trained
) -> None:
    sentences = sum(len(doc.labels) for doc in few)
    assert trained.evaluation.sentences == trained.baseline.sentences == sentences
    assert set(trained.evaluation.classes) == set(LABELS)
    # Even from a dozen articles it learns more than the plain pipeline does.
    assert trained.evaluation.macro_f1 > trained.baseline.macro_f1


def test_doubt_lies_within_its_bounds(trained: Trained) -> None:
    doubt = trained.doubt
    assert 0 <= doubt.calibration_error <= 1
    assert 0.5 <= doubt.certain <= 1
    assert 0 <= doubt.certain_accuracy <= 1
    assert doubt.covered >= 0.8
