"""Fit the first step: TF-IDF of words and characters, and counts."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ascribe.labels.labeller import Labeller, Step
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.training.examples import Examples
from ascribe.training.freezing import WORD, frozen_first
from ascribe.training.recipe import Recipe
from ascribe.training.soft_targets import as_labels


class FirstStep:
    """TF-IDF of words and characters and scaled counts; one against the rest.

    Args:
        examples: what there is to learn from.
        targets: the chance that each label is right, shape ``(n, 4)``.
        weights: how much each row of it counts, shape ``(n,)``; rows of 0 are not
            looked at.
        recipe: how to learn.
        seed: fixes the order in which the solver visits the rows.
    """

    def __init__(
        self,
        examples: Examples,
        targets: FloatArray,
        weights: FloatArray,
        recipe: Recipe,
        *,
        seed: int,
    ) -> None:
        self._recipe = recipe
        shared = {"lowercase": False, "sublinear_tf": True, "dtype": np.float32}
        self._words = TfidfVectorizer(
            token_pattern=WORD, ngram_range=recipe.words or (1, 1), min_df=2, **shared
        )
        self._characters = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=recipe.characters or (1, 1),
            min_df=3,
            **shared,
        )
        self._scaler = StandardScaler()
        rows = np.flatnonzero(weights)
        matrix = self._matrix(examples, rows, method="fit_transform")
        self._models = [
            self._fit(matrix, targets[rows, column], weights[rows], seed)
            for column in range(len(LABELS))
        ]
        for model in self._models:
            # What ships has half the digits; so has the pipeline, that they agree.
            model.coef_ = model.coef_.astype(np.float16).astype(np.float64)
        for vectorizer in (self._words, self._characters):
            vectorizer.idf_ = vectorizer.idf_.astype(np.float32)

    def _fit(
        self,
        matrix: sparse.csr_matrix,
        target: FloatArray,
        weights: FloatArray,
        seed: int,
    ) -> LogisticRegression:
        recipe = self._recipe
        rows, is_label, weight = as_labels(
            np.column_stack([1 - target, target]), weights
        )
        if recipe.balanced:
            sums = np.bincount(is_label, weights=weight)
            weight = weight * weight.sum() / (2 * sums[is_label])
        scale = self._ratios(matrix, target)
        model = LogisticRegression(
            C=recipe.c,
            solver="liblinear",
            dual=True,
            tol=recipe.tolerance,
            random_state=seed,
        )
        scaled = matrix @ sparse.diags(scale) if recipe.ratio_power else matrix
        with warnings.catch_warnings():
            # A loose tolerance is meant: see the recipe.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(scaled[rows], is_label, sample_weight=weight)
        model.coef_ = model.coef_ * scale
        return model

    def _ratios(self, matrix: sparse.csr_matrix, target: FloatArray) -> FloatArray:
        """Return each column's log-count ratio, to the recipe's power."""
        if not self._recipe.ratio_power:
            return np.ones(matrix.shape[1])
        present = (matrix != 0).T.astype(np.float64)
        with_label, without = 1 + present @ target, 1 + present @ (1 - target)
        ratio = np.log(with_label / with_label.sum()) - np.log(without / without.sum())
        return np.asarray(np.abs(ratio) ** self._recipe.ratio_power)

    def _matrix(
        self, examples: Examples, rows: npt.NDArray[np.int64], *, method: str
    ) -> sparse.csr_matrix:
        recipe = self._recipe
        words = getattr(self._words, method)([examples.words[i] for i in rows])
        characters = getattr(self._characters, method)(
            [examples.characters[i] for i in rows]
        )
        counts = getattr(self._scaler, method)(examples.counts[rows])
        # A part that the recipe leaves out stays, as nothing: one shape for all.
        parts = [
            words * float(recipe.words is not None),
            characters * float(recipe.characters is not None),
            sparse.csr_matrix(counts * recipe.count_scale * recipe.counts),
        ]
        return sparse.hstack(parts).tocsr()

    def scores(self, examples: Examples, rows: npt.NDArray[np.int64]) -> FloatArray:
        """Return the log-odds of each label for some rows, shape ``(n, 4)``."""
        matrix = self._matrix(examples, rows, method="transform")
        return np.column_stack([m.decision_function(matrix) for m in self._models])

    def frozen(self, context: Step, speech: Step) -> Labeller:
        """Return the weights as plain arrays, with the scaling folded in.

        Args:
            context: the second step without the tagger's columns.
            speech: the second step with them.
        """
        return frozen_first(
            self.pipeline(), context, speech, count_scale=self._recipe.count_scale
        )

    def pipeline(self) -> dict[str, Any]:
        """Return the fitted scikit-learn objects by what they do."""
        for vectorizer in (self._words, self._characters):
            # An address in memory, which differs from run to run; it only saves
            # scikit-learn a check, and is made again.
            vars(vectorizer).pop("_stop_words_id", None)
        return {
            "words": self._words,
            "characters": self._characters,
            "counts": self._scaler,
            "first": dict(zip(LABELS, self._models, strict=True)),
        }
