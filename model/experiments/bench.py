"""Run one experiment: fit fold by fold, measure on the outlets left out."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from ascribe.labels.ngrams import FloatArray
from ascribe.training.calibrating import calibrate
from ascribe.training.card import rounded
from ascribe.training.cross_fit import Lessons, cross_fit
from ascribe.training.dataset import Document, digest_of
from ascribe.training.evaluation import measure
from ascribe.training.folds import outlet_key
from ascribe.training.recipe import Recipe
from experiments.variants import Variant

SEED = 0
# What the first step depends on: two variants that agree in it share its scores.
_FIRST = (
    "words", "characters", "ratio_power", "c", "balanced", "tolerance", "counts",
    "count_scale", "taught_weight",
)  # fmt: skip


@dataclass(slots=True)
class Bench:
    """Documents that are prepared once for all experiments.

    Attributes:
        documents: what is measured on.
        labelled: their lessons.
        taught: the same with teachers' labels; None where there are none.
    """

    documents: Sequence[Document]
    labelled: Lessons
    taught: Lessons | None
    _scores: dict[tuple[Any, ...], FloatArray]

    def __init__(
        self, documents: Sequence[Document], labelled: Lessons, taught: Lessons | None
    ) -> None:
        self.documents = documents
        self.labelled = labelled
        self.taught = taught
        self._scores = {}

    def run(self, name: str, variant: Variant) -> dict[str, Any]:
        """Return what is written down of a run, as JSON values.

        Raises:
            LookupError: if the variant needs teachers and there are none.
        """
        lessons = self.taught if variant.taught else self.labelled
        if lessons is None:
            raise LookupError(f"{name} needs the teachers' labels")
        if variant.share < 1:
            lessons = _part_of(lessons, self.documents, variant.share)
        key = (
            variant.taught,
            variant.share,
            *(getattr(variant.recipe, each) for each in _FIRST),
        )
        started = time.perf_counter()
        with threadpool_limits(limits=1, user_api="blas"):
            fitted = cross_fit(
                lessons, variant.recipe, seed=SEED, scores=self._scores.get(key)
            )
        self._scores[key] = fitted.scores
        return {
            "name": name,
            "group": variant.group,
            "shows": variant.shows,
            "changes": changes(variant.recipe),
            "seed": SEED,
            "documents": digest_of(self.documents),
            "seconds": round(time.perf_counter() - started),
            "measures": measures_of(self.documents, fitted.chances),
        }


def measures_of(documents: Sequence[Document], chances: FloatArray) -> dict[str, Any]:
    """Measure chances of all sentences, the pages' shares read off as suits them."""
    ends = np.cumsum([len(document.labels) for document in documents])
    pages = np.split(chances, ends[:-1])
    power = calibrate(documents, pages).power
    return rounded(measure(documents, pages, power=power))


def changes(recipe: Recipe) -> dict[str, Any]:
    """Return where a recipe differs from the one that ships."""
    shipped = asdict(Recipe())
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(recipe).items()
        if value != shipped[name]
    }


def _part_of(lessons: Lessons, documents: Sequence[Document], share: float) -> Lessons:
    """Learn from some outlets only; all of them are still measured on."""
    kept = [
        zlib.crc32(outlet_key(document.outlet).encode()) % 1000 < share * 1000
        for document in documents
    ]
    rows = lessons.examples.rows(np.array(kept, dtype=np.int64))
    return replace(lessons, kept=rows.astype(np.float64))
