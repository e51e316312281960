"""Write and read a model: plain arrays and a JSON card. Never a pickle to score.

The scikit-learn pipeline is written beside them for people who go on training; it is
never read here.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ascribe.arrays import as_lines, packed
from ascribe.attribution.speech_columns import SPEECH_NAMES
from ascribe.errors import ModelError
from ascribe.labels.context import CONTEXT_NAMES
from ascribe.labels.counts import COUNT_NAMES
from ascribe.labels.labeller import Labeller, Step
from ascribe.labels.ngrams import Vocabulary
from ascribe.page.shares import Calibration
from ascribe.results import LABELS, ModelName

# Raised when the arrays or what they mean change, so that an old program refuses a
# new model and the other way round.
FORMAT = 2
WEIGHTS = "weights.npz"
CARD = "card.json"
PIPELINE = "pipeline.joblib"

# What a model's columns must be called; the card repeats it.
_INPUTS = {
    "labels": LABELS,
    "counts": COUNT_NAMES,
    "context": CONTEXT_NAMES,
    "speech": SPEECH_NAMES,
}
_ARRAYS = (
    "words",
    "word_idf",
    "word_weights",
    "characters",
    "character_idf",
    "character_weights",
    "count_weights",
    "count_intercept",
    "context_weights",
    "context_intercept",
    "speech_weights",
    "speech_intercept",
)


def save_model(
    folder: Path,
    labeller: Labeller,
    calibration: Calibration,
    card: dict[str, Any],
    *,
    pipeline: dict[str, Any] | None = None,
) -> ModelName:
    """Write a model into ``folder``, which is made where it does not exist.

    Args:
        folder: where to.
        labeller: the weights.
        calibration: goes into the card.
        card: what is known of the model; ``name`` and ``version`` are needed.
        pipeline: scikit-learn objects to keep beside it.

    Raises:
        ModelError: if the folder cannot be written.
    """
    weights = weights_of(labeller)
    digest = hashlib.sha256(weights).hexdigest()
    full = {
        **card,
        "format": FORMAT,
        **{name: list(needed) for name, needed in _INPUTS.items()},
        "calibration": asdict(calibration),
        "sha256": digest,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / WEIGHTS).write_bytes(weights)
        text = json.dumps(full, indent=1, ensure_ascii=False) + "\n"
        (folder / CARD).write_text(text, "utf-8")
        if pipeline is not None:
            import joblib

            joblib.dump(pipeline, folder / PIPELINE, compress=3)
    except OSError as exc:
        raise ModelError(f"cannot write the model {folder}: {exc}") from exc
    return ModelName(card["name"], card["version"], digest)


def weights_of(labeller: Labeller) -> bytes:
    """Pack the weights; the same weights give the same bytes."""
    return packed(
        {
            "words": as_lines(labeller.words.terms),
            "word_idf": labeller.words.idf.astype(np.float32),
            "word_weights": labeller.word_weights,
            "characters": as_lines(labeller.characters.terms),
            "character_idf": labeller.characters.idf.astype(np.float32),
            "character_weights": labeller.character_weights,
            "count_weights": labeller.counts.weights,
            "count_intercept": labeller.counts.intercept,
            "context_weights": labeller.context.weights,
            "context_intercept": labeller.context.intercept,
            "speech_weights": labeller.speech.weights,
            "speech_intercept": labeller.speech.intercept,
        }
    )


def load_model(folder: Path) -> tuple[ModelName, Labeller, Calibration]:
    """Read a model.

    Raises:
        ModelError: if it is missing, damaged, or made for another version.
    """
    card = read_card(folder)
    try:
        raw = (folder / WEIGHTS).read_bytes()
    except OSError as exc:
        raise ModelError(f"cannot read the model {folder}: {exc}") from exc
    digest = hashlib.sha256(raw).hexdigest()
    if digest != card["sha256"]:
        raise ModelError(
            f"the weights of {folder} are not those its card names: the file was "
            "damaged or changed; install the model again"
        )
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as archive:
            array = {name: archive[name] for name in _ARRAYS}
        calibration = card["calibration"]
        return (
            ModelName(str(card["name"]), str(card["version"]), digest),
            Labeller(
                words=Vocabulary(array["words"], array["word_idf"]),
                word_weights=array["word_weights"],
                characters=Vocabulary(array["characters"], array["character_idf"]),
                character_weights=array["character_weights"],
                counts=Step(array["count_weights"], array["count_intercept"]),
                context=Step(array["context_weights"], array["context_intercept"]),
                speech=Step(array["speech_weights"], array["speech_intercept"]),
            ),
            Calibration(
                power=float(calibration["power"]),
                widths=tuple(calibration["widths"]),
                certain=float(calibration["certain"]),
            ),
        )
    except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as exc:
        raise ModelError(f"the model {folder} cannot be used: {exc!r}") from exc


def read_card(folder: Path) -> dict[str, Any]:
    """Read a model's card.

    Raises:
        ModelError: if it is missing, not a card, or of another format.
    """
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
        _ = card["sha256"], card["name"], card["version"], card["calibration"]
        made_for = card["format"]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ModelError(f"cannot read the model card of {folder}: {exc!r}") from exc
    if made_for != FORMAT:
        raise ModelError(
            f"the model {folder} has format {made_for}; this program reads {FORMAT}: "
            "update Ascribe, or train the model again"
        )
    if any(card.get(name) != list(needed) for name, needed in _INPUTS.items()):
        raise ModelError(
            f"the model {folder} was made by a version with other inputs: train it "
            "again with `ascribe train`"
        )
    return dict(card)
