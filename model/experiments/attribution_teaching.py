"""What a teacher of attributions says of pages that nobody has marked.

The teacher is in ``attribution_teacher.py``; who only reads what it has said needs
nothing of what it needs.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ascribe.arrays import packed
from ascribe.attribution.acts import SpeechSentence, speech_of
from ascribe.attribution.network import HEADS
from ascribe.errors import DataError
from ascribe.text.passages import cut
from ascribe.training.dataset import Document, digest_of
from ascribe.training.raw_documents import RawDocument, raw_digest

# Labels have teachers of their own, see teacher.py.
TAUGHT = {head: size for head, size in HEADS.items() if head != "label"}
# Chances are kept in steps of 1/255: a teacher is not surer than that.
STEPS = 255

Chances = npt.NDArray[np.uint8]


def pages_of(
    documents: Sequence[Document], raw: Sequence[RawDocument]
) -> list[list[SpeechSentence]]:
    """Return the pages that the teacher reads: the labelled ones, then the others."""
    texts = [cut(doc.blocks, doc.spans) for doc in documents]
    texts += [one.page for one in raw]
    return list(map(speech_of, texts))


def save_chances(
    path: Path,
    chances: Sequence[Chances],
    documents: Sequence[Document],
    raw: Sequence[RawDocument],
) -> None:
    """Write the chances of the answers of the heads ``TAUGHT``.

    Args:
        path: an ``.npz`` file.
        chances: for each page, shape ``(rows, answers)``, in steps of 1 / ``STEPS``.
        documents: what was read, as ``pages_of`` was told it.
        raw: likewise.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        packed(
            {
                "chances": np.concatenate(list(chances)),
                "rows": np.array([len(one) for one in chances]),
                "sha256": np.array([digest_of(documents), raw_digest(raw)]),
            }
        )
    )


def load_chances(
    path: Path, documents: Sequence[Document], raw: Sequence[RawDocument]
) -> list[Chances]:
    """Read what ``save_chances`` has written for the same documents.

    Raises:
        DataError: if it cannot be read, or belongs to other documents.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as archive:
            chances, rows = archive["chances"], archive["rows"]
            made_for = archive["sha256"].tolist()
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as exc:
        raise DataError(f"cannot read what {path} says: {exc!r}") from exc
    if made_for != [digest_of(documents), raw_digest(raw)]:
        raise DataError(
            f"{path} was made for other documents: delete it, and make label-head"
        )
    if chances.shape != (rows.sum(), sum(TAUGHT.values())):
        raise DataError(f"{path} does not have the network's answers for each row")
    return np.split(chances, np.cumsum(rows)[:-1])
