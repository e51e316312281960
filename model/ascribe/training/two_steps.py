"""Fit the two steps on labelled documents, and measure them on unseen outlets.

Everything fitted here is scikit-learn's own, so that a saved pipeline holds no code
of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from ascribe.errors import DataError
from ascribe.labels.context import context_of
from ascribe.labels.labeller import Labeller, Step, softmax
from ascribe.labels.ngrams import FloatArray
from ascribe.page.shares import Calibration
from ascribe.results import LABELS
from ascribe.text.passages import cut
from ascribe.training.calibrating import Doubt, calibrate, doubt_of
from ascribe.training.dataset import Document
from ascribe.training.evaluation import Evaluation, measure
from ascribe.training.examples import Examples
from ascribe.training.first_step import FirstStep
from ascribe.training.folds import outlet_folds

Progress = Callable[[str, int, int], None]

# Tuned on folds of unseen outlets; near this value the measures are flat.
SECOND_C = 0.03


@dataclass(frozen=True, slots=True)
class Trained:
    """A fitted model and what is known of it.

    Attributes:
        labeller: the frozen weights.
        calibration: how page shares and doubts are read off the probabilities.
        pipeline: the scikit-learn objects the weights were taken from, by step.
        doubt: how far its chances can be trusted, on outlets left out of training.
        evaluation: measures on outlets left out of training.
        baseline: the same of scikit-learn's plain TF-IDF pipeline.
    """

    labeller: Labeller
    calibration: Calibration
    pipeline: dict[str, Any]
    doubt: Doubt
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
    examples = Examples(pages, documents)
    fold = examples.rows(outlet_folds(documents))
    steps = int(fold.max()) + 3
    scores = np.zeros((len(fold), len(LABELS)))
    plain = np.zeros_like(scores)
    for held_out in range(int(fold.max()) + 1):
        progress("first step, by outlet", held_out, steps)
        known, unseen = np.flatnonzero(fold != held_out), fold == held_out
        _check_labels(examples.labels[known])
        step = FirstStep(examples, known, seed=seed)
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
    first = FirstStep(examples, np.arange(len(fold)), seed=seed)
    second = _fit_second(context, examples.labels)
    calibration = calibrate(documents, examples.split(chances))
    return Trained(
        labeller=first.frozen(_step_of(second)),
        calibration=calibration,
        pipeline=first.pipeline() | {"second": second},
        doubt=doubt_of(documents, examples.split(chances), calibration),
        evaluation=measure(documents, examples.split(chances), power=calibration.power),
        # The plain pipeline's shares are read off its chances the way that suits it.
        baseline=measure(
            documents,
            examples.split(plain),
            power=calibrate(documents, examples.split(plain)).power,
        ),
    )


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
    examples: Examples,
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
