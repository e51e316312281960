"""The model that ships stands above the floors, and no floor sinks in silence."""

from __future__ import annotations

import json
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ascribe.engine import Engine
from ascribe.training.dataset import Document, digest_of
from ascribe.training.evaluation import Evaluation, evaluate

ROOT = Path(__file__).parents[2]
FLOORS = ROOT / "model" / "floors.json"


@pytest.fixture(scope="module")
def floors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    return found


def measured(evaluation: Evaluation) -> dict[str, float]:
    """Return what a floor may be set under, by name; larger is better for all."""
    pages = evaluation.pages
    return {
        "macro_f1": evaluation.macro_f1,
        **{f"f1_{label}": one.f1 for label, one in evaluation.classes.items()},
        **{
            f"share_within_{label}": 1 - one.mean_absolute_error
            for label, one in pages.items()
        },
    }


def test_floors_are_of_the_articles_they_are_held_against(
    floors: dict[str, Any], corpus: list[Document]
) -> None:
    assert floors["sha256"] == digest_of(corpus)


def test_the_model_that_ships_stands_above_every_floor(
    floors: dict[str, Any], corpus: list[Document], engine: Engine
) -> None:
    found = measured(evaluate(engine, corpus))
    assert set(floors["floors"]) == set(found)
    below = {
        name: (round(found[name], 4), floor)
        for name, floor in floors["floors"].items()
        if found[name] < floor
    }
    assert not below, f"measured, floor: {below}"


def test_a_floor_is_no_idle_promise(
    floors: dict[str, Any], corpus: list[Document], engine: Engine
) -> None:
    found = measured(evaluate(engine, corpus))
    for name, floor in floors["floors"].items():
        assert found[name] - floor < 0.02, f"the floor of {name} can be raised"


def test_a_lowered_floor_is_said_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = _versions()
    assert versions
    for before, after in pairwise(versions):
        for name, floor in before["floors"].items():
            if after["floors"].get(name, 0) < floor:
                assert f"floor of `{name}`" in changelog, name


def _versions() -> list[dict[str, Any]]:
    """Return all that the file ever said, oldest first, as far as git remembers."""
    git = ["git", "-C", str(ROOT)]
    found = subprocess.run(
        [*git, "log", "--reverse", "--format=%H", "--", "model/floors.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    commits = found.stdout.split() if found.returncode == 0 else []
    texts = [
        subprocess.run(
            [*git, "show", f"{commit}:model/floors.json"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for commit in commits
    ]
    return [json.loads(text) for text in [*texts, FLOORS.read_text("utf-8")]]
