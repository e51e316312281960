"""From chances to what is shown: page shares, their intervals, and doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ascribe.dataset import Document
from ascribe.ngrams import FloatArray
from ascribe.results import LABELS, PROSE_LABELS
from ascribe.sentences import words_in

# Powers tried when chances are sharpened; 1 is the plain expectation, and the largest
# is as good as counting the most likely label.
_POWERS = (1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
# The sharper, the closer the shares are to the marks that the reader sees; for that
# the mean error may be this much greater than the smallest.
_WORTH_SHARPNESS = 1.05
_NOMINAL = 0.9
# At least this part of the sentences is shown without a doubt mark ...
_LEAST_CERTAIN = 0.6
# ... and more, down to the chance at which labels so chosen are still this right.
_CERTAIN_ACCURACY = 0.88
# A page of a few sentences has no spread to speak of, but can be wrong all the same.
_LEAST_SPREAD = 0.02


@dataclass(frozen=True, slots=True)
class Calibration:
    """Numbers fitted on pages of unseen outlets.

    Attributes:
        power: chances are raised to it before they are summed to shares. Plain
            sums pull every page to the middle; the labels alone are too rash.
        widths: half width of the nominal 90 % interval of each prose label's share,
            in units of ``spread``.
        certain: least chance of a label that is shown without a doubt mark, in [0, 1].
    """

    power: float
    widths: tuple[float, float, float]
    certain: float


def page_shares(chances: FloatArray, words: FloatArray, *, power: float) -> FloatArray:
    """Return the shares of the three prose labels; they sum to 1.

    Args:
        chances: of each label, shape ``(n, 4)``, n >= 1.
        words: words of each sentence, shape ``(n,)``, with a positive sum.
        power: see ``Calibration``.
    """
    sharp = chances**power
    sharp = sharp / sharp.sum(axis=1, keepdims=True)
    total = words @ sharp[:, : len(PROSE_LABELS)]
    return np.asarray(total / total.sum())


def spread(chances: FloatArray, words: FloatArray) -> FloatArray:
    """Return the standard deviation of each prose label's share, shape ``(3,)``.

    The sentences are taken as independent draws.
    """
    prose = chances[:, : len(PROSE_LABELS)]
    variance = (words**2) @ (prose * (1 - prose))
    return np.asarray(np.sqrt(variance) / words.sum() + _LEAST_SPREAD)


def calibrate(
    documents: Sequence[Document], chances: Sequence[FloatArray]
) -> Calibration:
    """Fit the calibration on pages whose outlets the chances' model had not seen.

    Args:
        documents: labelled pages.
        chances: for each page, shape ``(n, 4)``.
    """
    pages = [
        (_labels(doc), each, sentence_words(doc))
        for doc, each in zip(documents, chances, strict=True)
    ]
    pages = [(t, c, w) for t, c, w in pages if w[t != LABELS.index("other")].sum()]
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
            np.concatenate([t for t, _, _ in pages]),
            np.vstack([c for _, c, _ in pages]),
        ),
    )


def expected_calibration_error(
    truth: npt.NDArray[np.int64], chances: FloatArray, *, bins: int = 15
) -> float:
    """Return the mean gap between chance and frequency of the most likely label.

    Source: M. P. Naeini, G. Cooper and M. Hauskrecht, "Obtaining Well Calibrated
    Probabilities Using Bayesian Binning", AAAI 2015: equal-width bins, weighted.
    """
    top = chances.max(axis=1)
    hit = chances.argmax(axis=1) == truth
    bin_of = np.minimum((top * bins).astype(int), bins - 1)
    gaps = np.bincount(bin_of, weights=top - hit, minlength=bins)
    return float(np.abs(gaps).sum() / max(len(top), 1))


def _certain(truth: npt.NDArray[np.int64], chances: FloatArray) -> float:
    order = np.argsort(-chances.max(axis=1), kind="stable")
    hit = (chances.argmax(axis=1) == truth)[order]
    right = np.cumsum(hit) / np.arange(1, len(hit) + 1)
    enough = np.flatnonzero(right >= _CERTAIN_ACCURACY)
    last = max(
        int(len(hit) * _LEAST_CERTAIN) - 1, int(enough[-1]) if len(enough) else 0, 0
    )
    return float(chances.max(axis=1)[order][last])


def _labels(document: Document) -> npt.NDArray[np.int64]:
    return np.array([LABELS.index(label) for label in document.labels])


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
