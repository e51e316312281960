"""Taggers that were kept from some outlets, for honest inputs of the second step.

The tagger that ships has learned from all labelled pages. On these pages its answers
are better than on any other, so that a second step fitted to them would trust it too
much, and be measured too well. In training each page is therefore read by a tagger
that has seen no page of its outlet; see ``model/experiments/label_head.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ascribe.attribution.files import load_tagger
from ascribe.attribution.tagger import AttributionTagger
from ascribe.errors import DataError, ModelError

CARD_NAME = "taggers.json"


@dataclass(frozen=True, slots=True)
class KeptTaggers:
    """Taggers by what they have not seen.

    Attributes:
        by_fold: for each fold of outlets the tagger that was kept from it.
        sha256: of each tagger's file, by the file's name.
    """

    by_fold: Sequence[AttributionTagger]
    sha256: Mapping[str, str]


def write_card(
    folder: Path, files: Mapping[str, str], folds: Sequence[str], *, labelled: str
) -> None:
    """Write which tagger was kept from which fold.

    Args:
        folder: where the taggers lie.
        files: SHA-256 of each tagger's file, by its name.
        folds: for each fold the name of the file that was kept from it.
        labelled: the digest of the documents that they have learned from.
    """
    card = {"documents": labelled, "folds": list(folds), "files": dict(files)}
    (folder / CARD_NAME).write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def load_kept_taggers(folder: Path, *, labelled: str) -> KeptTaggers:
    """Read the taggers that lie in a folder.

    Args:
        folder: what ``write_card`` was told.
        labelled: the digest of the documents that the model learns from.

    Raises:
        DataError: if they cannot be read, or belong to other documents.
    """
    path = folder / CARD_NAME
    try:
        card = json.loads(path.read_text("utf-8"))
        made_for = card["documents"]
        folds = [str(name) for name in card["folds"]]
        files = {str(name): str(digest) for name, digest in card["files"].items()}
        if any(Path(name).name != name for name in files):
            raise ValueError("a tagger in another folder")
        if made_for != labelled:
            raise DataError(
                f"the taggers in {folder} were made for other documents: train them "
                "again, see model/experiments/README.md, or leave them out"
            )
        taggers = {
            name: load_tagger(folder / name, sha256=digest)
            for name, digest in files.items()
        }
        return KeptTaggers([taggers[name] for name in folds], files)
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as exc:
        raise DataError(f"cannot read {path}: {exc!r}") from exc
    except ModelError as exc:
        raise DataError(str(exc)) from exc
