"""How a model is made, as values: what the card states and experiments vary."""

from __future__ import annotations

import json
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


def write_recipe(folder: Path, card: dict[str, Any]) -> None:
    """Write beside a model what makes the same bytes again; no word of the data.

    Args:
        folder: the model's folder, which is there.
        card: the model's card, as ``make_card`` builds it.

    Raises:
        ModelError: if it cannot be written.
    """
    data, seed = card["data"], card["training"]["seed"]
    told = {
        "command": f"ascribe train PATH... --out DIR --seed {seed}",
        "name": card["name"],
        "version": card["version"],
        "labels": data["labels"],
        "data": {key: data[key] for key in ("documents", "sha256")},
        "taught": (data["taught"] or {}).get("sha256"),
        "choices": asdict(Recipe()),
        "packages": {name: version(name) for name in _PACKAGES},
    }
    try:
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
        (folder / RECIPE).write_text(text, "utf-8")
    except OSError as exc:
        raise ModelError(f"cannot write the model {folder}: {exc}") from exc
