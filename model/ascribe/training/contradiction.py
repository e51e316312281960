"""Tell corrections that contradict what the model is sure of from honest ones.

Every correction disagrees with the model. But a model whose chances are calibrated is
seldom sure of what is wrong: it gave the right label a fair chance as well. Labels that
were flipped, mixed up or made up contradict it where it is sure and right. A few dozen
of them hide in the noise of the test articles; here they stand out.

How surprising honest corrections are is measured on the same test articles, label by
label, by the sentences that the model gets wrong there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.training.corrections import Correction

# Fewer tell too little, and cannot do much harm.
LEAST = 8
# In nats; of the mean over n corrections MARGIN + SPREAD / sqrt(n) is allowed. Measured
# on halves of the corpus: see model/experiments/GATE.md.
MARGIN = 0.5
SPREAD = 3.0
# One chance of nothing at all must not decide.
_LEAST_CHANCE = 1e-3
# A label's own mistakes are compared with where there are so many of them.
_LEAST_MISTAKES = 10
# So many fit on a screen.
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Contradiction:
    """How far corrections contradict what the model is sure of.

    Attributes:
        sentences: how many corrections disagree with the model.
        excess: how much more surprising they are on average than honest ones, in nats.
        allowed: how much more they may be.
        worst: those that surprise most, the worst first, each with the label that the
            model would give and its chance in [0, 1]; empty where nothing is wrong.
    """

    sentences: int
    excess: float
    allowed: float
    worst: tuple[tuple[Correction, str, float], ...] = ()

    @property
    def too_far(self) -> bool:
        """Whether honest corrections would not go so far."""
        return self.excess > self.allowed


def contradiction(
    corrections: Sequence[Correction],
    chances: FloatArray,
    mistakes: Sequence[Correction],
    mistaken: FloatArray,
) -> Contradiction | None:
    """Hold corrections against what the model gets wrong on the test articles.

    Args:
        corrections: what is to be learned, n of them.
        chances: of the four labels, as the model that is learned on gives them to the
            torn-out sentences, shape ``(n, 4)``.
        mistakes: sentences of the test articles with their right labels, m of them;
            those that the model gets right are passed over.
        mistaken: their chances, shape ``(m, 4)``.

    Returns:
        None where too few disagree with the model, or it makes too few mistakes.
    """
    label, surprise, at = _surprises(corrections, chances)
    known, expected, _ = _surprises(mistakes, mistaken)
    if len(at) < LEAST or len(known) < LEAST:
        return None
    means = np.full(len(LABELS), expected.mean())
    for one in range(len(LABELS)):
        of_label = expected[known == one]
        if len(of_label) >= _LEAST_MISTAKES:
            means[one] = of_label.mean()
    beyond = surprise - means[label]
    allowed = MARGIN + SPREAD / len(at) ** 0.5
    found = Contradiction(len(at), float(beyond.mean()), float(allowed))
    if not found.too_far:
        return found
    worst = at[np.argsort(-beyond, kind="stable")][:_MOST_NAMED]
    named = tuple(
        (
            corrections[one],
            LABELS[int(chances[one].argmax())],
            float(chances[one].max()),
        )
        for one in worst.tolist()
    )
    return Contradiction(found.sentences, found.excess, found.allowed, named)


def _surprises(
    corrections: Sequence[Correction], chances: FloatArray
) -> tuple[np.ndarray, FloatArray, np.ndarray]:
    """Return label, surprise in nats and place of those that the model gets wrong."""
    labels = np.array([LABELS.index(each.label) for each in corrections], dtype=int)
    chances = chances.reshape(-1, len(LABELS))
    wrong = np.flatnonzero(chances.argmax(axis=1) != labels)
    given = chances[wrong, labels[wrong]]
    return labels[wrong], -np.log(np.maximum(given, _LEAST_CHANCE)), wrong
