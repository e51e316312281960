"""The first step, fitted by scikit-learn, answers the same once it is frozen."""

from __future__ import annotations

import numpy as np
import pytest

from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.labeller import Step
from ascribe.results import LABELS
from ascribe.text.passages import cut
from ascribe.training.dataset import Document
from ascribe.training.examples import Examples
from ascribe.training.first_step import FirstStep
from ascribe.training.recipe import Recipe

NO_STEP = Step(np.zeros((0, 4)), np.zeros(4))


@pytest.fixture(scope="module")
def examples(few: list[Document], tagger: AttributionTagger) -> Examples:
    return Examples([cut(doc.blocks, doc.spans) for doc in few], tagger)


@pytest.fixture(scope="module")
def targets(few: list[Document]) -> np.ndarray:
    return np.eye(4)[[LABELS.index(x) for doc in few for x in doc.labels]]


@pytest.fixture(scope="module")
def known(examples: Examples) -> np.ndarray:
    """The rows of all but the last page."""
    return np.arange(examples.by_page()[-1][1].start)


def fitted(
    examples: Examples, targets: np.ndarray, known: np.ndarray, recipe: Recipe
) -> FirstStep:
    weights = np.zeros(len(examples))
    weights[known] = 1.0
    return FirstStep(examples, targets, weights, recipe, seed=0)


@pytest.fixture(scope="module")
def step(examples: Examples, targets: np.ndarray, known: np.ndarray) -> FirstStep:
    return fitted(examples, targets, known, Recipe())


def test_frozen_weights_give_the_same_log_odds(
    examples: Examples, step: FirstStep
) -> None:
    labeller = step.frozen(NO_STEP, NO_STEP)
    for page, where in examples.by_page():
        rows = np.arange(where.start, where.stop)
        frozen = labeller.first_scores(page, examples.counts[where])
        np.testing.assert_allclose(frozen, step.scores(examples, rows), atol=1e-4)


def test_only_the_rows_it_is_given_are_learned_from(
    examples: Examples, step: FirstStep, known: np.ndarray
) -> None:
    terms = set(step.frozen(NO_STEP, NO_STEP).words.terms)
    seen = {word for row in known for word in examples.words[row].split()}
    unseen = {
        word
        for text in examples.words[len(known) :]
        for word in text.split()
        if word not in seen
    }
    assert unseen
    assert not terms & unseen


def test_a_term_of_one_sentence_is_no_term(
    examples: Examples, step: FirstStep, known: np.ndarray
) -> None:
    times: dict[str, int] = {}
    for row in known:
        for word in set(examples.words[row].split()):
            times[word] = times.get(word, 0) + 1
    terms = set(step.frozen(NO_STEP, NO_STEP).words.terms)
    assert {word for word, n in times.items() if n == 1}.isdisjoint(terms)
    assert {word for word, n in times.items() if n > 1} <= terms


def test_the_same_seed_gives_the_same_weights(
    examples: Examples, targets: np.ndarray, step: FirstStep, known: np.ndarray
) -> None:
    again = fitted(examples, targets, known, Recipe()).frozen(NO_STEP, NO_STEP)
    first = step.frozen(NO_STEP, NO_STEP)
    assert again.words.terms == first.words.terms
    np.testing.assert_array_equal(again.word_weights, first.word_weights)
    np.testing.assert_array_equal(again.character_weights, first.character_weights)
    np.testing.assert_array_equal(again.counts.weights, first.counts.weights)
    np.testing.assert_array_equal(again.counts.intercept, first.counts.intercept)


def test_n_grams_weigh_half_precision_and_are_finite(step: FirstStep) -> None:
    labeller = step.frozen(NO_STEP, NO_STEP)
    for weights in (labeller.word_weights, labeller.character_weights):
        assert weights.dtype == np.float16
        assert np.isfinite(weights).all()
        assert weights.shape[1] == len(LABELS)


def test_one_regression_stands_for_each_label(step: FirstStep) -> None:
    assert list(step.pipeline()["first"]) == list(LABELS)


def test_a_recipe_can_leave_a_part_out(
    examples: Examples, targets: np.ndarray, known: np.ndarray
) -> None:
    recipe = Recipe(words=None, counts=False)
    frozen = fitted(examples, targets, known, recipe).frozen(NO_STEP, NO_STEP)
    assert not frozen.word_weights.any()
    assert not frozen.counts.weights.any()
    assert frozen.character_weights.any()


def test_log_count_ratios_and_balance_change_the_weights(
    examples: Examples, targets: np.ndarray, known: np.ndarray, step: FirstStep
) -> None:
    plain = step.scores(examples, known)
    for recipe in (Recipe(ratio_power=0.5), Recipe(balanced=True)):
        other = fitted(examples, targets, known, recipe).scores(examples, known)
        assert np.isfinite(other).all()
        assert np.abs(other - plain).max() > 0.05


def test_a_target_in_the_middle_is_learned_as_doubt(
    examples: Examples, targets: np.ndarray, known: np.ndarray, step: FirstStep
) -> None:
    softer = fitted(examples, 0.6 * targets + 0.1, known, Recipe())
    assert (
        np.abs(softer.scores(examples, known)).mean()
        < 0.7 * np.abs(step.scores(examples, known)).mean()
    )
