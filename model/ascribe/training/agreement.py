"""Compare the labels that two people gave to the same sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from ascribe.errors import DataError
from ascribe.results import LABELS

if TYPE_CHECKING:
    from ascribe.results import Label
    from ascribe.training.formats.reading import LabelledDocument

_DRAWS = 1_000
_SEED = 0


class NothingInCommonError(DataError):
    """Two people have labelled no sentence that is the same."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A sentence that two people labelled differently."""

    doc: str
    text: str
    first: Label
    second: Label


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree.

    Attributes:
        sentences: number that both have labelled.
        observed: part of them with the same label, in [0, 1].
        kappa: Cohen's, in [-1, 1]: what is left of the agreement when what chance would
            give is taken off; None where both used one label only.
        low: lower bound of its 95 % interval, from resampling the documents; None
            where there are fewer than two.
        high: upper bound.
        table: number of sentences by first and second person's label, in the order of
            ``LABELS``.
        disagreements: in the order of the first person's file.
    """

    sentences: int
    observed: float
    kappa: float | None
    low: float | None
    high: float | None
    table: tuple[tuple[int, ...], ...]
    disagreements: tuple[Disagreement, ...]


def agreement(
    first: Sequence[LabelledDocument], second: Sequence[LabelledDocument]
) -> Agreement:
    """Compare two people's labels, sentence by sentence.

    Sentences go together by document and text; those that only one has labelled are
    left out.

    Raises:
        NothingInCommonError: if there is no sentence that both have labelled.
    """
    theirs = dict(_labels(second))
    pairs = [
        (key, label, theirs[key]) for key, label in _labels(first) if key in theirs
    ]
    if not pairs:
        raise NothingInCommonError(
            "There is no sentence that both have labelled. Do both have the same texts?"
        )
    one = np.array([LABELS.index(label) for _, label, _ in pairs])
    two = np.array([LABELS.index(label) for _, _, label in pairs])
    docs = np.unique([key[0] for key, _, _ in pairs], return_inverse=True)[1]
    low, high = _interval(one, two, docs)
    table = confusion_matrix(one, two, labels=range(len(LABELS)))
    return Agreement(
        sentences=len(pairs),
        observed=float((one == two).mean()),
        kappa=_kappa(one, two),
        low=low,
        high=high,
        table=tuple(tuple(int(cell) for cell in row) for row in table),
        disagreements=tuple(
            Disagreement(key[0], key[1], mine, other)
            for key, mine, other in pairs
            if mine != other
        ),
    )


def _labels(
    documents: Sequence[LabelledDocument],
) -> list[tuple[tuple[str, str, int], Label]]:
    """Give each decided sentence by document, text and which of its like it is."""
    found = []
    for one in documents:
        document = one.document
        seen: Counter[str] = Counter()
        texts = [
            block.text[start:end]
            for block, spans in zip(document.blocks, document.spans, strict=True)
            for start, end in spans
        ]
        for text, allowed in zip(texts, one.allowed, strict=True):
            folded = " ".join(text.split())
            seen[folded] += 1
            if len(allowed) == 1:
                found.append(((document.name, folded, seen[folded]), allowed[0]))
    return found


def _kappa(one: np.ndarray, two: np.ndarray) -> float | None:
    if len(set(one.tolist()) | set(two.tolist())) < 2:
        return None
    return float(cohen_kappa_score(one, two))


def _interval(
    one: np.ndarray,
    two: np.ndarray,
    docs: np.ndarray,
) -> tuple[float | None, float | None]:
    count = int(docs.max()) + 1
    if count < 2:
        return None, None
    inside = [np.flatnonzero(docs == doc) for doc in range(count)]
    rng = np.random.default_rng(_SEED)
    found = []
    for _ in range(_DRAWS):
        rows = np.concatenate([inside[doc] for doc in rng.integers(count, size=count)])
        kappa = _kappa(one[rows], two[rows])
        if kappa is not None:
            found.append(kappa)
    if not found:
        return None, None
    low, high = np.quantile(found, [0.025, 0.975])
    return float(low), float(high)
