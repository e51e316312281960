"""Measure labels against labelled documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ascribe.labels.ngrams import FloatArray
from ascribe.page.shares import page_shares
from ascribe.results import LABELS, PROSE_LABELS
from ascribe.training.calibrating import sentence_words

if TYPE_CHECKING:
    from ascribe.engine import Engine
    from ascribe.training.dataset import Document


@dataclass(frozen=True, slots=True)
class ClassMeasure:
    """How well one label is found; each number lies in [0, 1].

    Attributes:
        support: number of sentences that carry the label.
    """

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class ShareMeasure:
    """How well the pages' shares of one label agree.

    Attributes:
        mean_absolute_error: in [0, 1].
        correlation: Pearson's, in [-1, 1]; None where one side does not vary.
    """

    mean_absolute_error: float
    correlation: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures over labelled documents.

    Attributes:
        documents: number of documents.
        sentences: number of sentences.
        macro_f1: unweighted mean of the F1 of the four labels.
        classes: by label.
        pages: by label; word-weighted shares of prose, ``other`` left out.
        pages_measured: number of documents with prose.
    """

    documents: int
    sentences: int
    macro_f1: float
    classes: dict[str, ClassMeasure]
    pages: dict[str, ShareMeasure]
    pages_measured: int


def evaluate(engine: Engine, documents: Sequence[Document]) -> Evaluation:
    """Label ``documents`` with ``engine`` and compare with their own labels.

    The documents' sentence boundaries are used, and their block kinds. The page
    rules of the engine are not: each sentence counts, also where a live page would
    be left unscored.
    """
    found = [engine.probabilities(doc.blocks, doc.spans) for doc in documents]
    return measure(documents, found, power=engine.calibration.power)


def measure(
    documents: Sequence[Document],
    probabilities: Sequence[FloatArray],
    *,
    power: float,
) -> Evaluation:
    """Compare probabilities with labels.

    The shares of a page are those that a reader is shown: summed from the
    probabilities, see ``calibration.page_shares``.

    Args:
        documents: labelled documents.
        probabilities: for each document shape ``(n, 4)``, columns as in ``LABELS``.
        power: how much they are sharpened before they are summed.
    """
    truth = [np.array([LABELS.index(x) for x in doc.labels]) for doc in documents]
    guess = [each.argmax(axis=1) for each in probabilities]
    all_truth = np.concatenate([*truth, np.zeros(0, dtype=np.int64)])
    all_guess = np.concatenate([*guess, np.zeros(0, dtype=np.int64)])
    classes: dict[str, ClassMeasure] = {
        label: _class_measure(all_truth == column, all_guess == column)
        for column, label in enumerate(LABELS)
    }
    pairs = []
    for doc, known, chances in zip(documents, truth, probabilities, strict=True):
        words = sentence_words(doc)
        if words[known != LABELS.index("other")].sum():
            pairs.append(
                (
                    page_shares(np.eye(len(LABELS))[known], words, power=1.0),
                    page_shares(chances, words, power=power),
                )
            )
    both = np.array(pairs).reshape(-1, 2, len(PROSE_LABELS))
    pages = {
        label: _share_measure(both[:, :, PROSE_LABELS.index(label)])
        for label in ("opinion", "attributed")
    }
    return Evaluation(
        documents=len(documents),
        sentences=len(all_truth),
        macro_f1=float(np.mean([each.f1 for each in classes.values()])),
        classes=classes,
        pages=pages,
        pages_measured=len(both),
    )


def _class_measure(
    truth: npt.NDArray[np.bool_], guess: npt.NDArray[np.bool_]
) -> ClassMeasure:
    hits = int((truth & guess).sum())
    precision = hits / max(int(guess.sum()), 1)
    recall = hits / max(int(truth.sum()), 1)
    f1 = 2 * hits / max(int(guess.sum() + truth.sum()), 1)
    return ClassMeasure(precision, recall, f1, int(truth.sum()))


def _share_measure(pairs: FloatArray) -> ShareMeasure:
    if not len(pairs):
        return ShareMeasure(0.0, None)
    error = float(np.abs(pairs[:, 0] - pairs[:, 1]).mean())
    if len(pairs) < 2 or not pairs[:, 0].std() or not pairs[:, 1].std():
        return ShareMeasure(error, None)
    return ShareMeasure(error, float(np.corrcoef(pairs.T)[0, 1]))
