"""What a teacher says of sentences that nobody has labelled, for the model to learn.

A teacher is a larger model, see ``model/experiments/teacher.py``; it does not ship. To
keep measures honest there are several, each kept from some folds of outlets, and what
is measured on a fold has learned only from teachers that were kept from it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ascribe.arrays import packed
from ascribe.errors import DataError
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.training.folds import FOLDS, outlet_key
from ascribe.training.raw_documents import RawDocument, raw_digest

# Chances are kept in steps of 1/255: a teacher is not surer than that.
_STEPS = 255


@dataclass(frozen=True, slots=True)
class Teaching:
    """Sentences without labels, and the chances that teachers give theirs.

    Attributes:
        documents: what the teachers have read; n sentences in all.
        chances: by teacher and sentence, shape ``(teachers, n, 4)``.
        kept_from: whether a teacher was kept from a fold, ``(teachers, FOLDS)``.
    """

    documents: Sequence[RawDocument]
    chances: FloatArray
    kept_from: npt.NDArray[np.bool_]

    def targets(self, fold: int | None) -> FloatArray:
        """Return the teachers' mean chances, shape ``(n, 4)``.

        Args:
            fold: take only teachers that were kept from it; None for all.
        """
        chosen = np.ones(len(self.chances), dtype=bool)
        if fold is not None:
            chosen = self.kept_from[:, fold]
        if not chosen.any():
            raise DataError(f"every teacher has seen the outlets of fold {fold}")
        return np.asarray(self.chances[chosen].mean(axis=0))

    def folds(self, known: Mapping[str, int]) -> npt.NDArray[np.int64]:
        """Return a fold for each document; that of its outlet where that has one.

        Args:
            known: the folds of the labelled outlets, by ``outlet_key``.
        """
        keys = [outlet_key(document.outlet) for document in self.documents]
        return np.array(
            [known.get(key, zlib.crc32(key.encode()) % FOLDS) for key in keys],
            dtype=np.int64,
        )


def save_teaching(path: Path, teaching: Teaching, *, labelled: str) -> None:
    """Write what the teachers said; the sentences themselves are not kept.

    Args:
        path: an ``.npz`` file.
        teaching: what to write.
        labelled: the digest of the documents that the teachers learned from.
    """
    path.write_bytes(
        packed(
            {
                "chances": np.rint(teaching.chances * _STEPS).astype(np.uint8),
                "kept_from": teaching.kept_from,
                "sha256": np.array([labelled, raw_digest(teaching.documents)]),
            }
        )
    )


def load_teaching(
    path: Path, documents: Sequence[RawDocument], *, labelled: str
) -> Teaching:
    """Read what teachers said of ``documents``.

    Args:
        path: what ``save_teaching`` wrote.
        documents: the same documents that it was written for.
        labelled: the digest of the documents that the model learns from.

    Raises:
        DataError: if it cannot be read, or belongs to other documents.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
            chances = archive["chances"].astype(np.float64)
            kept_from = archive["kept_from"].astype(bool)
            made_for = archive["sha256"].tolist()
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as exc:
        raise DataError(f"cannot read the teachers' labels {path}: {exc!r}") from exc
    if made_for != [labelled, raw_digest(documents)]:
        raise DataError(
            f"{path} was made for other documents: train the teachers again, see "
            "model/experiments/README.md, or leave it out"
        )
    if chances.shape[1:] != (sum(len(one.page) for one in documents), len(LABELS)):
        raise DataError(f"{path} does not have four chances for each sentence")
    return Teaching(documents, chances / chances.sum(axis=2, keepdims=True), kept_from)
