"""The recipe beside a model names all that its bytes depend on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ascribe.errors import ModelError
from ascribe.training.recipe import RECIPE, write_recipe

CARD = {
    "name": "own",
    "version": "7",
    "data": {"documents": 3, "sha256": "d" * 64, "labels": "by me", "outlets": 2},
    "training": {"seed": 5},
}


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, Path]:
    teachers, taggers = tmp_path / "teachers.npz", tmp_path / "taggers"
    teachers.write_bytes(b"one")
    taggers.mkdir()
    (taggers / "0.npz").write_bytes(b"two")
    return {"teachers": teachers, "kept-taggers": taggers}


def told(folder: Path, inputs: dict[str, Path]) -> dict[str, Any]:
    write_recipe(folder, CARD, inputs, tagger=inputs["teachers"])
    found: dict[str, Any] = json.loads((folder / RECIPE).read_text("utf-8"))
    return found


def test_it_says_the_command_the_data_and_the_packages(
    tmp_path: Path, inputs: dict[str, Path]
) -> None:
    recipe = told(tmp_path, inputs)
    assert recipe["command"] == (
        "ascribe train PATH... --out DIR --seed 5 --teachers PATH --kept-taggers PATH"
    )
    assert recipe["data"] == {"documents": 3, "sha256": "d" * 64}
    assert recipe["choices"]["second"] == "logistic"
    assert all(recipe["packages"].values())


def test_every_input_is_named_by_what_is_in_it(
    tmp_path: Path, inputs: dict[str, Path]
) -> None:
    first = told(tmp_path, inputs)
    assert told(tmp_path, inputs) == first
    (inputs["kept-taggers"] / "0.npz").write_bytes(b"three")
    second = told(tmp_path, inputs)
    assert second["inputs"]["kept-taggers"] != first["inputs"]["kept-taggers"]
    assert second["inputs"]["teachers"] == first["inputs"]["teachers"]
    assert second["tagger"] == first["inputs"]["teachers"]


def test_a_folder_that_is_not_there_is_named(
    tmp_path: Path, inputs: dict[str, Path]
) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        write_recipe(tmp_path / "nowhere", CARD, inputs, tagger=inputs["teachers"])
