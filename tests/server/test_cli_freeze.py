"""``ascribe freeze``: what training writes, and what one has made of it since."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import joblib
import pytest
from click.testing import CliRunner, Result

from ascribe.corpus import corpus_folder
from ascribe_server.cli import main

PAGE = str(corpus_folder() / "pages" / "relayed-report.html")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was trained on few articles, with its pipeline."""
    folder = tmp_path_factory.mktemp("made") / "own"
    paths = sorted(corpus_folder().glob("*.jsonl"))[::6]
    done = run("train", *paths, "--out", folder, "--model-version", "1")
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def model(made: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    for path in made.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def card_of(folder: Path) -> dict[str, object]:
    card: dict[str, object] = json.loads((folder / "card.json").read_text("utf-8"))
    return card


def test_what_training_wrote_is_written_again(model: Path, tmp_path: Path) -> None:
    target = tmp_path / "again"
    done = run("freeze", model, "--out", target)
    assert done.exit_code == 0, done.output
    assert "its weights are those of before" in done.stderr
    for name in ("weights.npz", "card.json"):
        assert (target / name).read_bytes() == (model / name).read_bytes()
    assert not (target / "pipeline.joblib").exists()


def test_a_changed_pipeline_gives_a_model_that_is_not_measured(model: Path) -> None:
    before = card_of(model)
    pipeline = joblib.load(model / "pipeline.joblib")
    pipeline["first"]["opinion"].intercept_ += 0.25
    joblib.dump(pipeline, model / "pipeline.joblib")
    done = run("freeze", model, "--name", "mine")
    assert done.exit_code == 0, done.output
    assert "ascribe evaluate" in done.stderr
    card = card_of(model)
    weights = hashlib.sha256((model / "weights.npz").read_bytes()).hexdigest()
    pickled = hashlib.sha256((model / "pipeline.joblib").read_bytes()).hexdigest()
    assert card["sha256"] == weights != before["sha256"]
    assert card["frozen_from"] == {
        "pipeline_sha256": pickled,
        "model_sha256": before["sha256"],
    }
    assert (card["name"], card["version"]) == ("mine", f"1+{pickled[:8]}")
    assert "measures" in before
    assert "measures" not in card
    assert run("analyze", PAGE, "--model", model).exit_code == 0
    # A second time it is the same model.
    assert "those of before" in run("freeze", model).stderr
    assert card_of(model) == card


def test_a_pipeline_that_cannot_be_frozen_changes_nothing(model: Path) -> None:
    before = {path.name: path.read_bytes() for path in model.iterdir()}
    pipeline = joblib.load(model / "pipeline.joblib")
    pipeline["words"].set_params(ngram_range=(1, 3))
    joblib.dump(pipeline, model / "pipeline.joblib")
    done = run("freeze", model)
    assert done.exit_code == 1
    assert "words has ngram_range=(1, 3); only (1, 2) can be frozen" in done.stderr
    for name in ("weights.npz", "card.json"):
        assert (model / name).read_bytes() == before[name]


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("pipeline.joblib", "unless told --no-pipeline"),
        ("card.json", "cannot read the model card"),
    ],
)
def test_a_missing_file_is_named(model: Path, missing: str, says: str) -> None:
    (model / missing).unlink()
    done = run("freeze", model)
    assert done.exit_code == 1
    assert says in done.stderr
    assert "Traceback" not in done.output


def test_the_models_own_tagger_goes_with_it(model: Path, tmp_path: Path) -> None:
    (model / "attribution.npz").write_bytes(b"its own")
    assert run("freeze", model, "--out", tmp_path / "to").exit_code == 0
    assert (tmp_path / "to" / "attribution.npz").read_bytes() == b"its own"
