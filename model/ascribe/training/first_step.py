"""Fit the first step: TF-IDF of words and characters, and counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from ascribe.labels.labeller import Labeller, Step
from ascribe.labels.ngrams import (
    CHARACTER_NGRAMS,
    WORD_NGRAMS,
    FloatArray,
    Vocabulary,
)
from ascribe.results import LABELS
from ascribe.training.examples import Examples

# Tuned on folds of unseen outlets; near these values the measures are flat. A finer
# tolerance of the solver than 0.1 changes no measure by more than 0.001.
C = 1.0
TOLERANCE = 0.1
# The counts are put on the scale of TF-IDF values, which are far below 1.
COUNT_SCALE = 0.3
_RUN = r"\S+"


class FirstStep:
    """TF-IDF of words and characters and scaled counts; one against the rest."""

    def __init__(
        self, examples: Examples, rows: npt.NDArray[np.int64], *, seed: int
    ) -> None:
        shared = {
            "lowercase": False,
            "sublinear_tf": True,
            "dtype": np.float32,
        }
        self._words = TfidfVectorizer(
            token_pattern=_RUN, ngram_range=WORD_NGRAMS, min_df=2, **shared
        )
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=CHARACTER_NGRAMS, min_df=3, **shared
        )
        self._scaler = StandardScaler()
        matrix = self._matrix(examples, rows, method="fit_transform")
        labels = examples.labels[rows]
        self._models = [
            LogisticRegression(
                C=C, solver="liblinear", dual=True, tol=TOLERANCE, random_state=seed
            ).fit(matrix, labels == column)
            for column in range(len(LABELS))
        ]
        for model in self._models:
            # What ships has half the digits; so has the pipeline, that they agree.
            model.coef_ = model.coef_.astype(np.float16).astype(np.float64)
        for vectorizer in (self._words, self._characters):
            vectorizer.idf_ = vectorizer.idf_.astype(np.float32)

    def _matrix(
        self, examples: Examples, rows: npt.NDArray[np.int64], *, method: str
    ) -> sparse.csr_matrix:
        words = getattr(self._words, method)([examples.words[i] for i in rows])
        characters = getattr(self._characters, method)(
            [examples.characters[i] for i in rows]
        )
        counts = getattr(self._scaler, method)(examples.counts[rows]) * COUNT_SCALE
        return sparse.hstack([words, characters, sparse.csr_matrix(counts)]).tocsr()

    def scores(self, examples: Examples, rows: npt.NDArray[np.int64]) -> FloatArray:
        """Return the log-odds of each label for some rows, shape ``(n, 4)``."""
        matrix = self._matrix(examples, rows, method="transform")
        return np.column_stack([m.decision_function(matrix) for m in self._models])

    def frozen(self, context: Step) -> Labeller:
        """Return the weights as plain arrays, with the scaling folded in.

        Args:
            context: the second step.
        """
        weights = np.column_stack([model.coef_[0] for model in self._models])
        intercept = np.array([model.intercept_[0] for model in self._models])
        words = list(self._words.get_feature_names_out())
        characters = list(self._characters.get_feature_names_out())
        of_words, of_characters, of_counts = np.split(
            weights, [len(words), len(words) + len(characters)]
        )
        of_counts = of_counts * (COUNT_SCALE / self._scaler.scale_)[:, None]
        return Labeller(
            words=Vocabulary(words, self._words.idf_),
            word_weights=of_words.astype(np.float16),
            characters=Vocabulary(characters, self._characters.idf_),
            character_weights=of_characters.astype(np.float16),
            counts=Step(of_counts, intercept - self._scaler.mean_ @ of_counts),
            context=context,
        )

    def pipeline(self) -> dict[str, Any]:
        """Return the fitted scikit-learn objects by what they do."""
        return {
            "words": self._words,
            "characters": self._characters,
            "counts": self._scaler,
            "first": dict(zip(LABELS, self._models, strict=True)),
        }
