"""Fit the two steps on labelled documents, and measure them on unseen outlets.

Everything fitted here is scikit-learn's own, so that a saved pipeline holds no code
of ours.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from ascribe.calibration import Calibration, calibrate
from ascribe.context import context_of
from ascribe.counts import COUNT_NAMES, counts_of
from ascribe.dataset import Document
from ascribe.errors import DataError
from ascribe.evaluation import Evaluation, measure
from ascribe.labeller import Labeller, Step, softmax
from ascribe.ngrams import CHARACTER_NGRAMS, WORD_NGRAMS, FloatArray, Vocabulary
from ascribe.passages import Sentence, cut
from ascribe.results import LABELS
from ascribe.views import character_view, word_view

Progress = Callable[[str, int, int], None]

# Tuned on folds of unseen outlets; near these values the measures are flat. A finer
# tolerance of the solver than 0.1 changes no measure by more than 0.001.
FIRST_C = 1.0
SECOND_C = 0.03
# The counts are put on the scale of TF-IDF values, which are far below 1.
COUNT_SCALE = 0.3
FOLDS = 5
_RUN = r"\S+"


@dataclass(frozen=True, slots=True)
class Trained:
    """A fitted model and what is known of it.

    Attributes:
        labeller: the frozen weights.
        calibration: how page shares and doubts are read off the probabilities.
        pipeline: the scikit-learn objects the weights were taken from, by step.
        evaluation: measures on outlets left out of training.
        baseline: the same of scikit-learn's plain TF-IDF pipeline.
    """

    labeller: Labeller
    calibration: Calibration
    pipeline: dict[str, Any]
    evaluation: Evaluation
    baseline: Evaluation


def train(
    documents: Sequence[Document],
    *,
    seed: int = 0,
    progress: Progress = lambda _what, _done, _of: None,
) -> Trained:
    """Fit the model; the same documents and seed give the same weights.

    The second step is fitted on first-step scores of documents whose outlet the first
    step had not seen. Both steps are measured the same way, fold by fold.

    Args:
        documents: labelled documents from at least two outlets.
        seed: fixes the order in which the solver visits the examples.
        progress: called with what is being done, steps done and steps in all.

    Raises:
        DataError: if a label does not occur or all documents are of one outlet.
    """
    # One thread adds up in one order, so that the same seed gives the same weights on
    # every machine; and a second one waits more than it works on matrices this small.
    with threadpool_limits(limits=1, user_api="blas"):
        return _train(documents, seed, progress)


def _train(documents: Sequence[Document], seed: int, progress: Progress) -> Trained:
    pages = [cut(doc.blocks, doc.spans) for doc in documents]
    examples = _Examples(pages, documents)
    fold = examples.rows(outlet_folds(documents))
    steps = int(fold.max()) + 3
    scores = np.zeros((len(fold), len(LABELS)))
    plain = np.zeros_like(scores)
    for held_out in range(int(fold.max()) + 1):
        progress("first step, by outlet", held_out, steps)
        known, unseen = np.flatnonzero(fold != held_out), fold == held_out
        _check_labels(examples.labels[known])
        step = _FirstStep(examples, known, seed=seed)
        scores[unseen] = step.scores(examples, np.flatnonzero(unseen))
        plain[unseen] = _plain_pipeline(examples, known, unseen)
    progress("second step, by outlet", steps - 2, steps)
    context = np.vstack(
        [
            context_of(page, scores[rows], examples.counts[rows])
            for page, rows in examples.by_page()
        ]
    )
    chances = np.zeros_like(scores)
    for held_out in range(int(fold.max()) + 1):
        known, unseen = fold != held_out, fold == held_out
        second = _fit_second(context[known], examples.labels[known])
        chances[unseen] = second.predict_proba(context[unseen])
    progress("all documents", steps - 1, steps)
    first = _FirstStep(examples, np.arange(len(fold)), seed=seed)
    second = _fit_second(context, examples.labels)
    calibration = calibrate(documents, examples.split(chances))
    return Trained(
        labeller=first.frozen(_step_of(second)),
        calibration=calibration,
        pipeline=first.pipeline() | {"second": second},
        evaluation=measure(documents, examples.split(chances), power=calibration.power),
        baseline=measure(documents, examples.split(plain), power=1.0),
    )


def outlet_folds(documents: Sequence[Document]) -> npt.NDArray[np.int64]:
    """Return a fold number for each document; an outlet is never in two folds.

    Large outlets are dealt out first, each to the smallest fold so far.

    Raises:
        DataError: if there are fewer than two outlets.
    """
    sizes = Counter[str]()
    for document in documents:
        sizes[document.outlet] += len(document.labels)
    if len(sizes) < 2:
        raise DataError(
            "training needs documents of at least two outlets, to measure on one "
            f"it has not seen; these are all of {next(iter(sizes), 'none')!r}"
        )
    count = min(FOLDS, len(sizes))
    loads = [0] * count
    chosen: dict[str, int] = {}
    for outlet, size in sorted(
        sizes.items(), key=lambda pair: (-pair[1], zlib.crc32(pair[0].encode()))
    ):
        chosen[outlet] = int(np.argmin(loads))
        loads[chosen[outlet]] += size
    return np.array([chosen[document.outlet] for document in documents])


class _Examples:
    """All sentences of all documents in one row each, with their views."""

    def __init__(
        self, pages: Sequence[list[Sentence]], documents: Sequence[Document]
    ) -> None:
        everything = [sentence for page in pages for sentence in page]
        self.pages = pages
        self.texts = [s.text for s in everything]
        self.words = [word_view(s.text, s.quoted.spans) for s in everything]
        self.characters = [character_view(s.text) for s in everything]
        self.counts = np.array(
            [counts_of(s.text, s.quoted, s.kind) for s in everything]
        ).reshape(-1, len(COUNT_NAMES))
        self.labels = np.array(
            [LABELS.index(label) for doc in documents for label in doc.labels]
        )
        self._starts = np.cumsum([0, *(len(page) for page in pages)])

    def rows(self, of_page: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Repeat a number per page for each of its sentences."""
        return np.repeat(of_page, np.diff(self._starts))

    def by_page(self) -> list[tuple[list[Sentence], slice]]:
        return [
            (page, slice(start, start + len(page)))
            for page, start in zip(self.pages, self._starts[:-1], strict=True)
        ]

    def split(self, rows: FloatArray) -> list[FloatArray]:
        return [rows[where] for _, where in self.by_page()]


class _FirstStep:
    """TF-IDF of words and characters and scaled counts; one against the rest."""

    def __init__(
        self, examples: _Examples, rows: npt.NDArray[np.int64], *, seed: int
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
                C=FIRST_C, solver="liblinear", dual=True, tol=0.1, random_state=seed
            ).fit(matrix, labels == column)
            for column in range(len(LABELS))
        ]
        for model in self._models:
            # What ships has half the digits; so has the pipeline, that they agree.
            model.coef_ = model.coef_.astype(np.float16).astype(np.float64)
        for vectorizer in (self._words, self._characters):
            vectorizer.idf_ = vectorizer.idf_.astype(np.float32)

    def _matrix(
        self, examples: _Examples, rows: npt.NDArray[np.int64], *, method: str
    ) -> sparse.csr_matrix:
        words = getattr(self._words, method)([examples.words[i] for i in rows])
        characters = getattr(self._characters, method)(
            [examples.characters[i] for i in rows]
        )
        counts = getattr(self._scaler, method)(examples.counts[rows]) * COUNT_SCALE
        return sparse.hstack([words, characters, sparse.csr_matrix(counts)]).tocsr()

    def scores(self, examples: _Examples, rows: npt.NDArray[np.int64]) -> FloatArray:
        matrix = self._matrix(examples, rows, method="transform")
        return np.column_stack([m.decision_function(matrix) for m in self._models])

    def frozen(self, context: Step) -> Labeller:
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
        return {
            "words": self._words,
            "characters": self._characters,
            "counts": self._scaler,
            "first": dict(zip(LABELS, self._models, strict=True)),
        }


def _fit_second(context: FloatArray, labels: npt.NDArray[np.int64]) -> Any:
    return make_pipeline(
        StandardScaler(),
        LogisticRegression(C=SECOND_C, solver="newton-cholesky", max_iter=50),
    ).fit(context, labels)


def _step_of(second: Any) -> Step:
    """Fold the scaling of the second step into its weights."""
    scaler, model = second[0], second[-1]
    weights = (model.coef_ / scaler.scale_).T
    return Step(weights, model.intercept_ - scaler.mean_ @ weights)


def _plain_pipeline(
    examples: _Examples,
    known: npt.NDArray[np.int64],
    unseen: npt.NDArray[np.bool_],
) -> FloatArray:
    """Score with scikit-learn's defaults: what stands beside our figures."""
    plain = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=300))
    plain.fit([examples.texts[i] for i in known], examples.labels[known])
    return softmax(
        plain.decision_function([examples.texts[i] for i in np.flatnonzero(unseen)])
    )


def _check_labels(labels: npt.NDArray[np.int64]) -> None:
    missing = sorted(set(range(len(LABELS))) - set(labels.tolist()))
    if missing:
        names = ", ".join(LABELS[column] for column in missing)
        raise DataError(
            f"too few examples: no sentence labelled {names} is left when the "
            "documents of some outlets are held out for measuring"
        )
