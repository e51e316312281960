"""From chances to what is shown: page shares, their spread, and doubt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ascribe.labels.ngrams import FloatArray
from ascribe.results import PROSE_LABELS

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
