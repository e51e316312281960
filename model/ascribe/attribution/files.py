"""Write and read the tagger's weights: one npz of plain arrays, never a pickle."""

from __future__ import annotations

import hashlib
import io
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from ascribe.arrays import as_lines, as_terms, packed
from ascribe.attribution.features import WordTables
from ascribe.attribution.network import HEADS, LAYERS, TABLES, Weights
from ascribe.attribution.tagger import AttributionTagger
from ascribe.errors import ModelError

FILE_NAME = "attribution.npz"
# Raised when the arrays or what they mean change.
_FORMAT = 2


def save_tagger(path: Path, tables: WordTables, weights: Weights) -> str:
    """Write the weights in half precision; the same weights give the same bytes.

    Args:
        path: where to.
        tables: the words.
        weights: with tops.

    Returns:
        The file's SHA-256, in hexadecimal.

    Raises:
        ModelError: if the file cannot be written.
    """
    arrays: dict[str, np.ndarray[Any, Any]] = {
        "format": np.array([_FORMAT, *HEADS.values()], np.int32),
        "words": as_lines(tables.words),
        "beginnings": as_lines(tables.beginnings),
        "endings": as_lines(tables.endings),
    }
    for kind, named in (
        ("table", weights.tables),
        ("layer", weights.layers),
        ("bias", weights.biases),
        ("top", weights.tops),
    ):
        for name, array in named.items():
            arrays[f"{kind}_{name}"] = array.astype(np.float16)
    raw = packed(arrays)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    except OSError as exc:
        raise ModelError(f"cannot write {path}: {exc}") from exc
    return hashlib.sha256(raw).hexdigest()


def load_tagger(path: Path, *, sha256: str | None = None) -> AttributionTagger:
    """Read the weights and build the tagger around them.

    Args:
        path: the file that ``save_tagger`` wrote.
        sha256: what the file must hash to, in hexadecimal; None to take any.

    Raises:
        ModelError: if the file is missing, damaged, or made for another version.
    """
    try:
        raw = path.read_bytes()
    except OSError as exc:
        raise ModelError(f"cannot read {path}: {exc}") from exc
    if sha256 is not None and hashlib.sha256(raw).hexdigest() != sha256:
        raise ModelError(
            f"{path} is not the file its card names: it was damaged or changed; "
            "install the model again"
        )
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as archive:
            made_for = archive["format"].tolist()
            if made_for != [_FORMAT, *HEADS.values()]:
                raise ModelError(
                    f"{path} was made by another version of Ascribe: update, or train "
                    "it again"
                )
            tables = WordTables(
                *(
                    as_terms(archive[name])
                    for name in ("words", "beginnings", "endings")
                )
            )
            weights = Weights(
                {name: _single(archive[f"table_{name}"]) for name in TABLES},
                {name: _single(archive[f"layer_{name}"]) for name in LAYERS},
                {name: _single(archive[f"bias_{name}"]) for name in LAYERS},
                {
                    name: _single(archive[f"top_{name}"])
                    for name in LAYERS
                    if name != "input"
                },
            )
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as exc:
        raise ModelError(f"{path} cannot be used: {exc!r}") from exc
    return AttributionTagger(tables, weights)


def tagger_of(folder: Path | None, *, sha256: str | None = None) -> AttributionTagger:
    """Read the tagger of a model; the one that ships where the model has none.

    Args:
        folder: a model's folder; None for the model that ships.
        sha256: what the file must hash to, in hexadecimal; None to take any.

    Raises:
        ModelError: as ``load_tagger``.
    """
    if folder is not None and (folder / FILE_NAME).exists():
        return load_tagger(folder / FILE_NAME, sha256=sha256)
    default = Path(str(files("ascribe") / "models" / "default"))
    return load_tagger(default / FILE_NAME, sha256=sha256)


def _single(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if not np.isfinite(array).all():
        raise ValueError("weights that are not finite")
    return array.astype(np.float32)
