"""Fit how shares and doubts are read off the chances, on pages of unseen outlets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ascribe.labels.ngrams import FloatArray
from ascribe.page.shares import Calibration, page_shares, spread
from ascribe.results import LABELS
from ascribe.text.sentences import words_in
from ascribe.training.dataset import Document

# Powers tried when chances are sharpened; 1 is the plain expectation, and the largest
# is as good as counting the most likely label.
_POWERS = (1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
# The sharper, the closer the shares are to the marks that the reader sees; for that
# the mean error may be this much greater than the smallest.
_WORTH_SHARPNESS = 1.05
_NOMINAL = 0.9
# At least this part of the sentences is shown without a doubt mark ...
_LEAST_CERTAIN = 0.6
# ... and more, down to the chance at which the labels so chosen still have this
# macro-F1.
_CERTAIN_MACRO_F1 = 0.88


def calibrate(
    documents: Sequence[Document], chances: Sequence[FloatArray]
) -> Calibration:
    """Fit the calibration on pages whose outlets the chances' model had not seen.

    Args:
        documents: labelled pages.
        chances: for each page, shape ``(n, 4)``.
    """
    every = [
        (_labels(doc), each, sentence_words(doc))
        for doc, each in zip(documents, chances, strict=True)
    ]
    # A page without prose has no shares.
    pages = [(t, c, w) for t, c, w in every if w[t != LABELS.index("other")].sum()]
    truth = np.array(
        [page_shares(np.eye(len(LABELS))[t], w, power=1.0) for t, _, w in pages]
    )
    errors = {
        power: np.array([page_shares(c, w, power=power) for _, c, w in pages]) - truth
        for power in _POWERS
    }
    mean_errors = {each: float(np.abs(errors[each]).mean()) for each in _POWERS}
    best = min(mean_errors.values())
    power = max(p for p, e in mean_errors.items() if e <= best * _WORTH_SHARPNESS)
    scaled = np.abs(errors[power]) / np.array([spread(c, w) for _, c, w in pages])
    widths = np.quantile(scaled, _NOMINAL, axis=0)
    return Calibration(
        power=power,
        widths=(float(widths[0]), float(widths[1]), float(widths[2])),
        certain=_certain(
            np.concatenate([t for t, _, _ in every]),
            np.vstack([c for _, c, _ in every]),
        ),
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far the chances can be trusted.

    Attributes:
        calibration_error: mean gap between the chance and the frequency of the most
            likely label, in [0, 1].
        certain: part of the sentences that are shown without a doubt mark, in [0, 1].
        certain_accuracy: part of these whose label is right, in [0, 1].
        certain_macro_f1: unweighted mean of the F1 of their labels, in [0, 1].
        covered: part of the pages whose true share lies in the nominal 90 % interval,
            mean over the prose labels, in [0, 1].
    """

    calibration_error: float
    certain: float
    certain_accuracy: float
    certain_macro_f1: float
    covered: float


def doubt_of(
    documents: Sequence[Document],
    chances: Sequence[FloatArray],
    calibration: Calibration,
) -> Doubt:
    """Measure the chances that ``calibration`` was fitted on.

    Source of the calibration error: M. P. Naeini, G. Cooper and M. Hauskrecht,
    "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015:
    15 bins of equal width, weighted by their sentences.
    """
    every = np.vstack(chances)
    found = every.argmax(axis=1)
    truth = np.concatenate([_labels(doc) for doc in documents])
    hit = found == truth
    top = every.max(axis=1)
    bins = np.minimum((top * 15).astype(int), 14)
    gaps = np.bincount(bins, weights=top - hit, minlength=15)
    certain = top >= calibration.certain
    inside = []
    for doc, each in zip(documents, chances, strict=True):
        known, words = _labels(doc), sentence_words(doc)
        if words[known != LABELS.index("other")].sum():
            true = page_shares(np.eye(len(LABELS))[known], words, power=1.0)
            shown = page_shares(each, words, power=calibration.power)
            half = spread(each, words) * np.array(calibration.widths)
            inside.append((np.abs(true - shown) <= half).mean())
    return Doubt(
        calibration_error=float(np.abs(gaps).sum() / len(top)),
        certain=float(certain.mean()),
        certain_accuracy=float(hit[certain].mean()),
        certain_macro_f1=_macro_f1(truth[certain], found[certain]),
        covered=float(np.mean(inside)),
    )


def _macro_f1(truth: npt.NDArray[np.int64], found: npt.NDArray[np.int64]) -> float:
    hits = np.bincount(truth[truth == found], minlength=len(LABELS))
    both = np.bincount(truth, minlength=len(LABELS))
    both = both + np.bincount(found, minlength=len(LABELS))
    return float(np.mean(2 * hits / np.maximum(both, 1)))


def sentence_words(document: Document) -> FloatArray:
    """Return the number of words of each sentence of a document, shape ``(n,)``."""
    return np.array(
        [
            words_in(block.text[start:end])
            for block, spans in zip(document.blocks, document.spans, strict=True)
            for start, end in spans
        ],
        dtype=np.float64,
    )


def _certain(truth: npt.NDArray[np.int64], chances: FloatArray) -> float:
    """Return the least chance of a label that is shown without a doubt mark."""
    order = np.argsort(-chances.max(axis=1), kind="stable")
    every = np.eye(len(LABELS))
    # Of the k most certain sentences: how many have each label, get it, and rightly.
    true, got = every[truth[order]], every[chances.argmax(axis=1)[order]]
    hits = np.cumsum(true * got, axis=0)
    both = np.cumsum(true + got, axis=0)
    known = true.any(axis=0)
    macro_f1 = (2 * hits / np.maximum(both, 1))[:, known].mean(axis=1)
    enough = np.flatnonzero(macro_f1 >= _CERTAIN_MACRO_F1)
    last = max(
        int(len(order) * _LEAST_CERTAIN) - 1, int(enough[-1]) if len(enough) else 0, 0
    )
    return float(chances.max(axis=1)[order][last])


def _labels(document: Document) -> npt.NDArray[np.int64]:
    return np.array([LABELS.index(label) for label in document.labels])
