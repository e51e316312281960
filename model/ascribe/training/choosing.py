"""Choose the sentences whose labels would teach a model most.

Uncertainty with diversity: the doubtful are drawn, the more doubtful the likelier,
instead of taking the most doubtful in turn, which are often the same doubt many times
(A. Kirsch et al., "Stochastic Batch Acquisition", TMLR 2023, "power acquisition").
``experiments/LABELLING.md`` shows what it saves, beside clusters and other ways.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ascribe.labels.ngrams import FloatArray

# 0 would be chance alone, infinity the most doubtful in turn. Measured with 1, 4 and 8.
POWER = 4.0


def uncertainty(chances: FloatArray) -> FloatArray:
    """Return the entropy of the chances as a part of the largest, in [0, 1].

    Args:
        chances: of each label, shape ``(n, k)``, k >= 2; rows sum to 1.

    >>> uncertainty(np.array([[0.5, 0.5], [1.0, 0.0]]))
    array([1., 0.])
    """
    safe = np.maximum(chances, np.finfo(np.float64).tiny)
    found = -(chances * np.log(safe)).sum(axis=1) / np.log(chances.shape[1])
    # Plus 0, so that nothing is not minus nothing.
    return np.asarray(np.clip(found, 0.0, 1.0) + 0.0)


def choose(
    texts: Sequence[str], chances: FloatArray, count: int, *, seed: int = 0
) -> npt.NDArray[np.int64]:
    """Draw sentences to label, doubtful ones far likelier than others.

    What stands in ``texts`` twice is drawn again only where there is nothing else.

    Args:
        texts: the sentences nobody has labelled, length n.
        chances: what the model says of them, shape ``(n, k)``.
        count: how many are wanted.
        seed: fixes the draw.

    Returns:
        At most ``count`` places in ``texts``, the most doubtful first.
    """
    if not texts:
        return np.zeros(0, dtype=np.int64)
    doubt = uncertainty(chances)
    # The largest of these are a draw without putting back, by doubt to the power.
    luck = np.random.default_rng(seed).gumbel(size=len(texts))
    merit = POWER * np.log(np.maximum(doubt, np.finfo(np.float64).tiny)) + luck
    order = np.argsort(-merit, kind="stable")
    chosen = order[np.argsort(_is_repeated(texts, order), kind="stable")][:count]
    return np.asarray(chosen[np.argsort(-doubt[chosen], kind="stable")])


def _is_repeated(
    texts: Sequence[str], order: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Tell which of ``order`` say the same as one before them."""
    seen: set[str] = set()
    repeated = np.zeros(len(order), dtype=bool)
    for at, place in enumerate(order):
        folded = " ".join(texts[place].casefold().split())
        repeated[at] = folded in seen
        seen.add(folded)
    return repeated
