"""Labels that a file leaves open: filled in to train, left open to measure.

A collection with two labels says of a sentence that it is one of some of ours. To
train, a model chooses among those; to measure, only what the file says is asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ascribe.results import LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from ascribe.engine import Engine
    from ascribe.labels.ngrams import FloatArray
    from ascribe.results import Label
    from ascribe.training.dataset import Document
    from ascribe.training.formats.reading import LabelledDocument


@dataclass(frozen=True, slots=True)
class OwnLabel:
    """How well a model agrees with one label of a file's own; numbers in [0, 1].

    Attributes:
        label: the label in the file's own words.
        allowed: the labels of ours that agree with it.
        support: number of sentences that carry it.
    """

    label: str
    allowed: tuple[Label, ...]
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class OpenEvaluation:
    """Measures by a file's own labels.

    Attributes:
        macro_f1: unweighted mean of their F1.
        labels: most sentences first.
    """

    documents: int
    sentences: int
    macro_f1: float
    labels: tuple[OwnLabel, ...]


def fill_in(
    labelled: Sequence[LabelledDocument], engine: Engine
) -> tuple[list[Document], int]:
    """Let a model decide what the files leave open, within what they allow.

    Returns:
        The documents with a label for each sentence, and how many labels the model
        has chosen.
    """
    documents = []
    filled = 0
    for one in labelled:
        document = one.document
        if one.is_open:
            chances = engine.probabilities(document.blocks, document.spans)
            labels = [
                _likeliest(allowed, row)
                for allowed, row in zip(one.allowed, chances, strict=True)
            ]
            filled += sum(len(allowed) > 1 for allowed in one.allowed)
            document = replace(document, labels=tuple(labels))
        documents.append(document)
    return documents, filled


def evaluate_open(
    labelled: Sequence[LabelledDocument], engine: Engine
) -> OpenEvaluation:
    """Measure a model by the labels of one collection's own.

    A label of ours counts for the first of the collection's that allows it, those that
    decide before those that leave something open. Such schemes have no label for what
    is no prose; there ``other`` counts for the last.
    """
    counts: Counter[tuple[Label, ...]] = Counter()
    words: dict[tuple[Label, ...], str] = {}
    for one in labelled:
        for word, allowed in zip(one.own_labels, one.allowed, strict=True):
            if allowed != LABELS:
                counts[allowed] += 1
                words.setdefault(allowed, word)
    own = sorted(counts, key=lambda allowed: (len(allowed), -counts[allowed]))
    of_ours = [
        next((at for at, allowed in enumerate(own) if label in allowed), len(own) - 1)
        for label in LABELS
    ]
    truth: list[int] = []
    guess: list[int] = []
    for one in labelled:
        document = one.document
        chances = engine.probabilities(document.blocks, document.spans)
        for allowed, row in zip(one.allowed, chances, strict=True):
            if allowed != LABELS:
                truth.append(own.index(allowed))
                guess.append(of_ours[int(np.argmax(row))])
    known, said = np.array(truth, dtype=np.int64), np.array(guess, dtype=np.int64)
    rows = tuple(
        _measured(words[allowed], allowed, known == at, said == at)
        for at, allowed in enumerate(own)
    )
    return OpenEvaluation(
        documents=len(labelled),
        sentences=len(truth),
        macro_f1=float(np.mean([row.f1 for row in rows])) if rows else 0.0,
        labels=tuple(sorted(rows, key=lambda row: -row.support)),
    )


def _likeliest(allowed: Sequence[Label], chances: FloatArray) -> Label:
    return max(allowed, key=lambda label: float(chances[LABELS.index(label)]))


def _measured(
    word: str,
    allowed: tuple[Label, ...],
    truth: npt.NDArray[np.bool_],
    guess: npt.NDArray[np.bool_],
) -> OwnLabel:
    hits, known, said = (int(each.sum()) for each in (truth & guess, truth, guess))
    return OwnLabel(
        label=word,
        allowed=allowed,
        precision=hits / max(said, 1),
        recall=hits / max(known, 1),
        f1=2 * hits / max(known + said, 1),
        support=known,
    )
