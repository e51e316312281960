"""The second step sees what its recipe lets it see, and freezes exactly."""

from __future__ import annotations

import numpy as np
import pytest

from ascribe.attribution.speech_columns import SPEECH_NAMES
from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.context import CONTEXT_NAMES
from ascribe.labels.labeller import softmax
from ascribe.results import LABELS
from ascribe.text.passages import cut
from ascribe.training.dataset import Document
from ascribe.training.examples import Examples
from ascribe.training.recipe import Recipe
from ascribe.training.second_step import SecondStep, columns_of


@pytest.fixture(scope="module")
def targets(few: list[Document]) -> np.ndarray:
    return np.eye(4)[[LABELS.index(x) for doc in few for x in doc.labels]]


@pytest.fixture(scope="module")
def columns(
    few: list[Document], tagger: AttributionTagger, targets: np.ndarray
) -> np.ndarray:
    examples = Examples([cut(doc.blocks, doc.spans) for doc in few], tagger)
    # First-step scores that are right more often than not, as real ones are.
    noise = np.random.default_rng(0).normal(size=targets.shape)
    return columns_of(examples, 2 * targets - 1 + noise, speech=True)


def fitted(columns: np.ndarray, targets: np.ndarray, recipe: Recipe) -> SecondStep:
    return SecondStep(columns, targets, np.ones(len(targets)), recipe, seed=0)


def test_columns_bear_the_names_of_context_and_tagger(columns: np.ndarray) -> None:
    assert columns.shape[1] == len(CONTEXT_NAMES) + len(SPEECH_NAMES)
    assert np.isfinite(columns).all()


def test_frozen_weights_give_the_same_chances(
    columns: np.ndarray, targets: np.ndarray
) -> None:
    step = fitted(columns, targets, Recipe())
    frozen = step.frozen()
    chances = softmax(columns @ frozen.weights + frozen.intercept)
    np.testing.assert_allclose(chances, step.chances(columns), atol=1e-9)


def test_what_a_recipe_leaves_out_moves_nothing(
    columns: np.ndarray, targets: np.ndarray
) -> None:
    step = fitted(columns, targets, Recipe(without=("speech_.*",)))
    changed = columns.copy()
    changed[:, -len(SPEECH_NAMES) :] = 7.0
    np.testing.assert_array_equal(step.chances(changed), step.chances(columns))
    with_all = fitted(columns, targets, Recipe())
    assert not np.allclose(with_all.chances(changed), with_all.chances(columns))


@pytest.mark.parametrize("second", ["none", "boosting"])
def test_other_second_steps_give_chances_too(
    columns: np.ndarray, targets: np.ndarray, second: str
) -> None:
    chances = fitted(columns, targets, Recipe(second=second)).chances(columns)
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
    assert (chances.argmax(axis=1) == targets.argmax(axis=1)).mean() > 0.6


def test_rows_without_weight_are_not_learned_from(
    columns: np.ndarray, targets: np.ndarray
) -> None:
    weights = np.ones(len(targets))
    weights[::2] = 0.0
    wrong = targets.copy()
    wrong[::2] = np.roll(wrong[::2], 1, axis=1)
    one = SecondStep(columns, targets, weights, Recipe(), seed=0)
    other = SecondStep(columns, wrong, weights, Recipe(), seed=0)
    np.testing.assert_array_equal(one.chances(columns), other.chances(columns))
