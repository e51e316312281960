"""Set two models side by side, with how sure the difference is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ascribe.labels.ngrams import FloatArray, IndexArray
from ascribe.results import LABELS
from ascribe.training.dataset import Document

_RESAMPLES = 2000
_LEVEL = 0.95
_SEED = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of both models.

    Attributes:
        name: what it is of.
        sentences: how many sentences it is taken over.
        first: the first model's, in [0, 1].
        second: the second model's, in [0, 1].
        low: lower end of the 95 % interval of ``second - first``.
        high: its upper end.
    """

    name: str
    sentences: int
    first: float
    second: float
    low: float
    high: float

    @property
    def differs(self) -> bool:
        """Whether the interval leaves 0 out."""
        return self.low > 0 or self.high < 0


def compare(
    documents: Sequence[Document],
    first: Sequence[FloatArray],
    second: Sequence[FloatArray],
) -> list[Row]:
    """Compare two models' labels of the same documents.

    Macro-F1 and the F1 of each label over all documents, then macro-F1 by collection
    and by genre, over the labels that occur there. The intervals are a percentile
    bootstrap over documents (Efron, 1979), both models resampled alike, since the
    sentences of a document are not independent.

    Args:
        documents: labelled documents.
        first: for each, the first model's chances, shape ``(n, 4)``.
        second: the second model's.
    """
    tables = np.array(
        [[_confusion(doc, each) for doc, each in zip(documents, found, strict=True)]
         for found in (first, second)]
    )  # fmt: skip
    everything = np.arange(len(documents))
    rows = [_row("all, macro-F1", tables, everything, _macro)]
    for column, label in enumerate(LABELS):
        rows.append(_row(f"all, {label}", tables, everything, _f1_of(column)))
    for name, members in _groups(documents):
        rows.append(_row(f"{name}, macro-F1", tables, members, _macro))
    return rows


def _groups(documents: Sequence[Document]) -> Iterator[tuple[str, IndexArray]]:
    for kind in ("source", "genre"):
        names = [getattr(document, kind) for document in documents]
        for name in sorted({name for name in names if name}):
            members = np.flatnonzero([each == name for each in names])
            # A group of all documents, or of one, says nothing of its own.
            if 1 < len(members) < len(documents):
                yield f"{kind} {name}", members


def _confusion(document: Document, chances: FloatArray) -> FloatArray:
    """Count the sentences of each label (row) by the label found (column)."""
    table = np.zeros((len(LABELS), len(LABELS)))
    known = [LABELS.index(label) for label in document.labels]
    np.add.at(table, (known, chances.argmax(axis=1)), 1)
    return table


def _f1(tables: FloatArray) -> FloatArray:
    """Return the F1 of each label, nan where it does not occur; ``(…, 4)``."""
    hits = np.diagonal(tables, axis1=-2, axis2=-1)
    known, found = tables.sum(axis=-1), tables.sum(axis=-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(known > 0, 2 * hits / (known + found), np.nan)


def _macro(tables: FloatArray) -> FloatArray:
    return np.asarray(np.nanmean(_f1(tables), axis=-1))


def _f1_of(column: int) -> Callable[[FloatArray], FloatArray]:
    return lambda tables: np.nan_to_num(_f1(tables)[..., column])


def _row(
    name: str,
    tables: FloatArray,
    members: IndexArray,
    measure: Callable[[FloatArray], FloatArray],
) -> Row:
    chosen = tables[:, members]
    first, second = measure(chosen.sum(axis=1))
    times = resamples(len(members))
    again = measure(np.einsum("rd,mdij->mrij", times, chosen))
    low, high = interval(again[1] - again[0])
    return Row(
        name,
        int(chosen[0].sum()),
        float(first),
        float(second),
        low,
        high,
    )


def resamples(documents: int) -> IndexArray:
    """Draw documents with replacement, the same ones each time.

    Args:
        documents: how many there are.

    Returns:
        How often each stands in each sample, shape ``(samples, documents)``.
    """
    chance = np.random.default_rng(_SEED)
    each = np.full(documents, 1 / documents)
    return np.asarray(chance.multinomial(documents, each, size=_RESAMPLES))


def interval(differences: FloatArray) -> tuple[float, float]:
    """Return both ends of the 95 % interval of what was measured on the samples."""
    low, high = np.quantile(differences, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return float(low), float(high)
