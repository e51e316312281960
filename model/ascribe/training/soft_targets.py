"""Fit scikit-learn's classifiers, which know labels only, to chances of labels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ascribe.labels.ngrams import FloatArray

# A label less likely than this is left out: it teaches nothing and costs a row.
_LEAST_CHANCE = 0.05


def as_labels(
    targets: FloatArray, weights: FloatArray
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], FloatArray]:
    """Repeat rows so that each stands once for each of its likely labels.

    A logistic loss weighted by a label's chance, summed over the labels, is the
    cross-entropy with these chances.

    Args:
        targets: shape ``(n, k)``; rows sum to 1.
        weights: how much each row counts, shape ``(n,)``.

    Returns:
        Of m rows: which of the n it repeats, its label, its weight. A row whose
        label is certain stands once.

    >>> as_labels(np.array([[1, 0], [0.25, 0.75]]), np.array([1.0, 2.0]))
    (array([0, 1, 1]), array([0, 0, 1]), array([1. , 0.5, 1.5]))
    """
    likely = np.where(targets >= _LEAST_CHANCE, targets, 0.0)
    likely /= likely.sum(axis=1, keepdims=True)
    rows, labels = np.nonzero(likely)
    return rows, labels, likely[rows, labels] * weights[rows]
