"""How a model is made, as values: what the card states and experiments vary."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from ascribe.errors import ModelError
from ascribe.labels.ngrams import CHARACTER_NGRAMS, WORD_NGRAMS

RECIPE = "recipe.json"
# Another version of these may give other bytes.
_PACKAGES = ("ascribe", "numpy", "scipy", "scikit-learn", "joblib")

SecondMethod = Literal["logistic", "boosting", "none"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices of a training. The defaults ship; only they can be frozen.

    They were tuned on folds of unseen outlets; near each value the measures are flat.

    Attributes:
        words: shortest and longest word n-gram; None for none.
        characters: likewise of characters.
        ratio_power: how strongly n-grams are weighed by their log-count ratio (Wang
            and Manning, 2012), in [0, 1]; 0 for not at all.
        c: inverse strength of the first step's regularisation.
        balanced: whether labels weigh the same, however rare.
        tolerance: where the first step's solver stops, if it does not stop after a
            hundred rounds; stopping later changes no measure by more than 0.001.
        counts: whether the first step has the counts as well.
        count_scale: puts the counts on the scale of TF-IDF values, which are far
            below 1.
        second: what reads the context.
        second_c: inverse strength of the second step's regularisation.
        speech: whether the second step sees the tagger's columns.
        without: patterns; the second step does not see the columns whose whole name
            one of them matches.
        taught_weight: how much a sentence counts that a teacher has labelled, beside
            one that carries a label.
    """

    words: tuple[int, int] | None = WORD_NGRAMS
    characters: tuple[int, int] | None = CHARACTER_NGRAMS
    ratio_power: float = 0.0
    c: float = 1.0
    balanced: bool = False
    tolerance: float = 0.1
    counts: bool = True
    count_scale: float = 0.3
    second: SecondMethod = "logistic"
    second_c: float = 0.03
    speech: bool = True
    without: tuple[str, ...] = ()
    taught_weight: float = 1.0


def write_recipe(
    folder: Path, card: dict[str, Any], inputs: Mapping[str, Path], *, tagger: Path
) -> None:
    """Write beside a model what makes the same bytes again; no word of the data.

    Args:
        folder: the model's folder, which is there.
        card: the model's card, as ``make_card`` builds it.
        inputs: files and folders besides the documents, by the option that names each.
        tagger: the file of the tagger that read the pages.

    Raises:
        ModelError: if it cannot be written, or an input cannot be read.
    """
    data, seed = card["data"], card["training"]["seed"]
    options = "".join(f" --{name} PATH" for name in inputs)
    try:
        told = {
            "command": f"ascribe train PATH... --out DIR --seed {seed}{options}",
            "name": card["name"],
            "version": card["version"],
            "labels": data["labels"],
            "data": {key: data[key] for key in ("documents", "sha256")},
            "inputs": {name: _digest(path) for name, path in inputs.items()},
            "tagger": _digest(tagger),
            "choices": asdict(Recipe()),
            "packages": {name: version(name) for name in _PACKAGES},
        }
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
        (folder / RECIPE).write_text(text, "utf-8")
    except OSError as exc:
        raise ModelError(f"cannot write {folder / RECIPE}: {exc}") from exc


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and bytes in a folder."""
    found = hashlib.sha256()
    if not path.is_dir():
        found.update(path.read_bytes())
        return found.hexdigest()
    for each in sorted(path.iterdir()):
        if each.is_file():
            found.update(f"{each.name}\n{_digest(each)}\n".encode())
    return found.hexdigest()
