"""Score every sentence by a model that saw no document of its outlet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ascribe.attribution.tagger import AttributionTagger
from ascribe.errors import DataError
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.text.passages import cut
from ascribe.training.dataset import Document
from ascribe.training.examples import Examples
from ascribe.training.excerpts import WEIGHT, Excerpts
from ascribe.training.first_step import FirstStep
from ascribe.training.folds import outlet_folds, outlet_key
from ascribe.training.kept_taggers import KeptTaggers
from ascribe.training.recipe import Recipe
from ascribe.training.second_step import SecondStep, columns_of
from ascribe.training.teaching import Teaching

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Lessons:
    """What there is to learn from, and what was kept apart from what.

    Attributes:
        examples: the labelled sentences, then those that a teacher has labelled.
        excerpts: some of them torn from their pages.
        labels: the columns of the labels of those that carry one, shape ``(m,)``.
        fold: the fold of each sentence, shape ``(n,)``.
        teaching: the teachers; None where there are none.
        kept: how much of each sentence's weight to keep, ``(n,)``; 1 is all.
    """

    examples: Examples
    excerpts: Excerpts
    labels: npt.NDArray[np.int64]
    fold: npt.NDArray[np.int64]
    teaching: Teaching | None
    kept: FloatArray | float = 1.0

    def targets(self, fold: int | None) -> FloatArray:
        """Return the targets that may be learned from to be measured on a fold.

        Args:
            fold: the fold; None where nothing will be measured.
        """
        known = np.eye(len(LABELS))[self.labels]
        if self.teaching is None:
            return known
        return np.vstack([known, self.teaching.targets(fold)])

    def weights(self, recipe: Recipe, *, without: int | None = None) -> FloatArray:
        """Return how much each sentence counts; nothing where its fold is left out."""
        weights = np.full(len(self.fold), recipe.taught_weight)
        weights[: len(self.labels)] = 1.0
        weights[self.fold == without] = 0.0
        return weights * self.kept


@dataclass(frozen=True, slots=True)
class SecondLessons:
    """What the second step learns from.

    Attributes:
        columns: of the n sentences on their pages, then of the excerpts.
        rows: which of the n sentences each row is.
        part: how much of a sentence's weight each row has.
    """

    columns: FloatArray
    rows: npt.NDArray[np.int64]
    part: FloatArray

    def fit(
        self, targets: FloatArray, weights: FloatArray, recipe: Recipe, *, seed: int
    ) -> SecondStep:
        """Fit a second step to the targets and weights of the n sentences."""
        return SecondStep(
            self.columns,
            targets[self.rows],
            weights[self.rows] * self.part,
            recipe,
            seed=seed,
        )


def second_lessons(
    lessons: Lessons, scores: FloatArray, *, speech: bool
) -> SecondLessons:
    """Lay out what the second step sees.

    Args:
        lessons: what there is to learn from; n sentences.
        scores: the first step's log-odds of each, shape ``(n, 4)``.
        speech: whether the tagger's columns are among them.
    """
    whole = columns_of(lessons.examples, scores, speech=speech)
    torn = lessons.excerpts.columns(scores, speech=speech)
    return SecondLessons(
        np.vstack([whole, torn]),
        np.concatenate([np.arange(len(whole)), lessons.excerpts.rows]),
        np.repeat([1.0, WEIGHT], [len(whole), len(torn)]),
    )


def lessons_of(
    documents: Sequence[Document],
    tagger: AttributionTagger,
    teaching: Teaching | None = None,
    kept: KeptTaggers | None = None,
    *,
    seed: int = 0,
) -> Lessons:
    """Cut all documents into sentences and deal their outlets out to folds.

    Args:
        documents: labelled documents.
        tagger: reads the pages for the second step.
        teaching: further sentences, labelled by teachers.
        kept: read the pages in place of ``tagger`` where that has seen them.
        seed: fixes which excerpts are taken.

    Raises:
        DataError: if all labelled documents are of one outlet.
    """
    of_document = outlet_folds(documents)
    pages = [cut(doc.blocks, doc.spans) for doc in documents]
    labels = [LABELS.index(label) for doc in documents for label in doc.labels]
    if teaching is not None:
        known = {
            outlet_key(doc.outlet): int(fold)
            for doc, fold in zip(documents, of_document, strict=True)
        }
        of_document = np.concatenate([of_document, teaching.folds(known)])
        pages += [one.page for one in teaching.documents]
    taggers = [tagger if kept is None else kept.by_fold[fold] for fold in of_document]
    examples = Examples(pages, taggers)
    return Lessons(
        examples,
        Excerpts(examples, seed=seed),
        np.array(labels),
        examples.rows(of_document),
        teaching,
    )


@dataclass(frozen=True, slots=True)
class CrossFit:
    """What models say of sentences whose outlets they have not seen.

    Attributes:
        scores: the first step's log-odds of all n sentences, shape ``(n, 4)``.
        chances: the second step's chances of the m labelled ones, shape ``(m, 4)``.
    """

    scores: FloatArray
    chances: FloatArray


def cross_fit(
    lessons: Lessons,
    recipe: Recipe,
    *,
    seed: int,
    scores: FloatArray | None = None,
    progress: Progress = lambda _what, _done, _of: None,
) -> CrossFit:
    """Fit both steps fold by fold, each time on the other folds.

    The second step is fitted on first-step scores that were made the same way.

    Args:
        lessons: what there is to learn from.
        recipe: how to learn.
        seed: the same seed gives the same result.
        scores: the first step's, where they are known already.
        progress: called with what is being done, steps done and steps in all.

    Raises:
        DataError: if a label does not occur outside one of the folds.
    """
    examples, folds = lessons.examples, int(lessons.fold.max()) + 1
    check_labels(lessons)
    if scores is None:
        scores = np.zeros((len(examples), len(LABELS)))
        for fold in range(folds):
            progress("first step, by outlet", fold, folds + 1)
            unseen = np.flatnonzero(lessons.fold == fold)
            first = FirstStep(
                examples,
                lessons.targets(fold),
                lessons.weights(recipe, without=fold),
                recipe,
                seed=seed,
            )
            scores[unseen] = first.scores(examples, unseen)
    progress("second step, by outlet", folds, folds + 1)
    second = second_lessons(lessons, scores, speech=recipe.speech)
    chances = np.zeros((len(lessons.labels), len(LABELS)))
    for fold in range(folds):
        step = second.fit(
            lessons.targets(fold),
            lessons.weights(recipe, without=fold),
            recipe,
            seed=seed,
        )
        unseen = np.flatnonzero(lessons.fold[: len(lessons.labels)] == fold)
        chances[unseen] = step.chances(second.columns[unseen])
    return CrossFit(scores, chances)


def check_labels(lessons: Lessons) -> None:
    """Refuse data in which a label is missing outside one of the folds."""
    labels, fold = lessons.labels, lessons.fold[: len(lessons.labels)]
    for held_out in range(int(fold.max()) + 1):
        left = set(labels[fold != held_out].tolist())
        missing = [name for at, name in enumerate(LABELS) if at not in left]
        if missing:
            raise DataError(
                f"too few examples: no sentence labelled {', '.join(missing)} is left "
                "when the documents of some outlets are held out for measuring"
            )
