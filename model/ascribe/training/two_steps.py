"""Fit the two steps on labelled documents, and measure them on unseen outlets.

Everything fitted here is scikit-learn's own, so that a saved pipeline holds no code
of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from threadpoolctl import threadpool_limits

from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.labeller import Labeller, softmax
from ascribe.labels.ngrams import FloatArray
from ascribe.page.shares import Calibration
from ascribe.results import LABELS
from ascribe.training.calibrating import Doubt, calibrate, doubt_of
from ascribe.training.cross_fit import (
    Lessons,
    Progress,
    cross_fit,
    lessons_of,
    second_lessons,
)
from ascribe.training.dataset import Document
from ascribe.training.evaluation import Evaluation, measure
from ascribe.training.first_step import FirstStep
from ascribe.training.freezing import frozen
from ascribe.training.kept_taggers import KeptTaggers
from ascribe.training.recipe import Recipe
from ascribe.training.teaching import Teaching


@dataclass(frozen=True, slots=True)
class Trained:
    """A fitted model and what is known of it.

    Attributes:
        labeller: the frozen weights.
        calibration: how page shares and doubts are read off the probabilities.
        pipeline: the scikit-learn objects the weights were taken from, by step.
        chances: of each document, on outlets left out of training.
        doubt: how far these chances can be trusted.
        evaluation: their measures.
        without_tagger: the same where no tagger reads the page.
        baseline: the same of scikit-learn's plain TF-IDF pipeline.
    """

    labeller: Labeller
    calibration: Calibration
    pipeline: dict[str, Any]
    chances: Sequence[FloatArray]
    doubt: Doubt
    evaluation: Evaluation
    without_tagger: Evaluation
    baseline: Evaluation


def train(
    documents: Sequence[Document],
    tagger: AttributionTagger,
    teaching: Teaching | None = None,
    kept: KeptTaggers | None = None,
    *,
    seed: int = 0,
    progress: Progress = lambda _what, _done, _of: None,
) -> Trained:
    """Fit the model; the same documents and seed give the same weights.

    Args:
        documents: labelled documents from at least two outlets.
        tagger: reads the pages for the second step.
        teaching: further sentences, labelled by teachers.
        kept: taggers for the pages that ``tagger`` has learned labels from.
        seed: fixes the order in which the solver visits the examples.
        progress: called with what is being done, steps done and steps in all.

    Raises:
        DataError: if a label does not occur or all documents are of one outlet.
    """
    # One thread adds up in one order, so that the same seed gives the same weights on
    # every machine; and a second one waits more than it works on matrices this small.
    with threadpool_limits(limits=1, user_api="blas"):
        lessons = lessons_of(documents, tagger, teaching, kept, seed=seed)
        return _train(lessons, documents, seed, progress)


def _train(
    lessons: Lessons, documents: Sequence[Document], seed: int, progress: Progress
) -> Trained:
    recipe = Recipe()
    unheard = replace(recipe, speech=False)
    examples = lessons.examples
    found = cross_fit(lessons, recipe, seed=seed, progress=progress)
    plainer = cross_fit(lessons, unheard, seed=seed, scores=found.scores)
    steps = int(lessons.fold.max()) + 3
    progress("all documents", steps - 1, steps)
    targets, weights = lessons.targets(None), lessons.weights(recipe)
    first = FirstStep(examples, targets, weights, recipe, seed=seed)
    context, speech = (
        second_lessons(lessons, found.scores, speech=each.speech).fit(
            targets, weights, each, seed=seed
        )
        for each in (unheard, recipe)
    )
    chances = _by_document(documents, found.chances)
    calibration = calibrate(documents, chances)
    plain = _by_document(documents, _plain_pipeline(lessons))
    pipeline = first.pipeline() | {"context": context.model, "speech": speech.model}
    return Trained(
        labeller=frozen(pipeline),
        calibration=calibration,
        pipeline=pipeline,
        chances=chances,
        doubt=doubt_of(documents, chances, calibration),
        evaluation=measure(documents, chances, power=calibration.power),
        without_tagger=measure(
            documents,
            _by_document(documents, plainer.chances),
            power=calibration.power,
        ),
        # The plain pipeline's shares are read off its chances the way that suits it.
        baseline=measure(documents, plain, power=calibrate(documents, plain).power),
    )


def _by_document(documents: Sequence[Document], rows: FloatArray) -> list[FloatArray]:
    ends = np.cumsum([len(document.labels) for document in documents])
    return np.split(rows, ends[:-1])


def _plain_pipeline(lessons: Lessons) -> FloatArray:
    """Score with scikit-learn's defaults: what stands beside our figures."""
    labels = lessons.labels
    texts, fold = lessons.examples.texts[: len(labels)], lessons.fold[: len(labels)]
    chances = np.zeros((len(texts), len(LABELS)))
    for held_out in range(int(fold.max()) + 1):
        known, unseen = (
            np.flatnonzero(fold != held_out),
            np.flatnonzero(fold == held_out),
        )
        plain = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=300))
        plain.fit([texts[i] for i in known], labels[known])
        chances[unseen] = softmax(plain.decision_function([texts[i] for i in unseen]))
    return chances
