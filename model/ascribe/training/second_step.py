"""Fit the second step: what surrounds a sentence, and what the tagger makes of it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from ascribe.attribution.speech_columns import SPEECH_NAMES
from ascribe.labels.context import CONTEXT_NAMES, context_of, softened
from ascribe.labels.labeller import Step
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.training.examples import Examples
from ascribe.training.freezing import frozen_second
from ascribe.training.recipe import Recipe
from ascribe.training.soft_targets import as_labels


def columns_of(examples: Examples, scores: FloatArray, *, speech: bool) -> FloatArray:
    """Return what the second step sees of each row, shape ``(n, k)``.

    Args:
        examples: the rows.
        scores: the first step's log-odds, shape ``(n, 4)``.
        speech: whether the tagger's columns stand beside the context's.
    """
    context = [
        context_of(page, scores[rows], examples.counts[rows])
        for page, rows in examples.by_page()
    ]
    columns = np.vstack([np.zeros((0, len(CONTEXT_NAMES))), *context])
    return np.hstack([columns, examples.speech]) if speech else columns


def column_names() -> tuple[str, ...]:
    """Return the names of what ``columns_of`` gives with the tagger's columns."""
    return (*CONTEXT_NAMES, *SPEECH_NAMES)


class SecondStep:
    """A multinomial logistic regression, or what a recipe puts in its place.

    Args:
        columns: as ``columns_of`` gives them.
        targets: shape ``(n, 4)``.
        weights: how much each row counts, shape ``(n,)``; rows of 0 are not looked
            at.
        recipe: how to learn.
        seed: fixes what boosting draws by chance.
    """

    def __init__(
        self,
        columns: FloatArray,
        targets: FloatArray,
        weights: FloatArray,
        recipe: Recipe,
        *,
        seed: int,
    ) -> None:
        self._kept = _kept(columns.shape[1], recipe)
        self.model: Any = None
        if recipe.second == "none":
            return
        used = np.flatnonzero(weights)
        rows, labels, weight = as_labels(targets[used], weights[used])
        if recipe.second == "boosting":
            self.model = HistGradientBoostingClassifier(
                learning_rate=0.05, max_leaf_nodes=15, l2_regularization=5.0,
                min_samples_leaf=60, random_state=seed,
            )  # fmt: skip
            self.model.fit(columns[used[rows]][:, self._kept], labels, weight)
            return
        self.model = make_pipeline(
            StandardScaler(),
            LogisticRegression(
                C=recipe.second_c, solver="newton-cholesky", max_iter=50
            ),
        )
        self.model.fit(
            columns[used[rows]][:, self._kept],
            labels,
            logisticregression__sample_weight=weight,
        )

    def chances(self, columns: FloatArray) -> FloatArray:
        """Return the chance of each label, shape ``(n, 4)``."""
        if self.model is None:
            return softened(columns[:, : len(LABELS)])
        return np.asarray(self.model.predict_proba(columns[:, self._kept]))

    def frozen(self) -> Step:
        """Fold the scaling into the weights."""
        return frozen_second(self.model)


def _kept(size: int, recipe: Recipe) -> Any:
    """Return which columns a recipe lets the step see."""
    if not recipe.without:
        return slice(None)
    names = column_names()[:size]
    left_out = re.compile("|".join(recipe.without))
    return [at for at, name in enumerate(names) if not left_out.fullmatch(name)]
