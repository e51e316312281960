"""A model that is damaged, foreign or changed is refused, and says what to do."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import joblib
import numpy as np
import pytest

from ascribe.engine import DEFAULT_MODEL, load_engine
from ascribe.errors import ModelError
from ascribe.model_files import CARD, FORMAT, PIPELINE, WEIGHTS, load_model, save_model
from ascribe.results import Block
from ascribe.training.two_steps import Trained

PAGE = [Block("0", "paragraph", "The mayor said that it rained. I hate the rain.")]


@pytest.fixture
def folder(trained: Trained, tmp_path: Path) -> Path:
    """A small model of one's own."""
    card = {"name": "own", "version": "7"}
    save_model(tmp_path / "own", trained.labeller, trained.calibration, card)
    return tmp_path / "own"


def rewrite(folder: Path, **changes: object) -> None:
    card = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps({**card, **changes}), "utf-8")


def test_what_is_written_is_read_again(folder: Path, trained: Trained) -> None:
    name, labeller, calibration = load_model(folder)
    assert (name.name, name.version) == ("own", "7")
    assert calibration == trained.calibration
    assert labeller.words.terms == list(trained.labeller.words.terms)
    assert np.array_equal(labeller.word_weights, trained.labeller.word_weights)
    assert load_engine(folder).analyze(PAGE).model == name


def test_the_same_model_gives_the_same_bytes(
    folder: Path, trained: Trained, tmp_path: Path
) -> None:
    card = {"name": "own", "version": "7"}
    save_model(tmp_path / "again", trained.labeller, trained.calibration, card)
    for file in (WEIGHTS, CARD):
        assert (tmp_path / "again" / file).read_bytes() == (folder / file).read_bytes()


def test_the_pipeline_beside_it_holds_scikit_learn_objects_only(
    trained: Trained, tmp_path: Path
) -> None:
    card = {"name": "own", "version": "7"}
    save_model(
        tmp_path, trained.labeller, trained.calibration, card, pipeline=trained.pipeline
    )
    found = joblib.load(tmp_path / PIPELINE)
    assert set(found) == {"words", "characters", "counts", "first", "context", "speech"}
    parts = [found[n] for n in ("words", "characters", "counts", "context", "speech")]
    for part in [*parts, *found["first"].values()]:
        assert type(part).__module__.startswith("sklearn.")


def test_changed_weights_are_refused(folder: Path) -> None:
    raw = bytearray((folder / WEIGHTS).read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / WEIGHTS).write_bytes(raw)
    with pytest.raises(ModelError, match="damaged or changed; install the model again"):
        load_model(folder)


def test_truncated_weights_are_refused_even_if_the_card_agrees(folder: Path) -> None:
    import hashlib

    raw = (folder / WEIGHTS).read_bytes()[:5_000]
    (folder / WEIGHTS).write_bytes(raw)
    rewrite(folder, sha256=hashlib.sha256(raw).hexdigest())
    with pytest.raises(ModelError, match="cannot be used"):
        load_model(folder)


class Touch:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


def test_pickled_arrays_are_never_read(folder: Path, tmp_path: Path) -> None:
    import hashlib

    with np.load(folder / WEIGHTS) as archive:
        arrays = {name: archive[name] for name in archive.files}
    ran = tmp_path / "ran"
    for name in arrays:
        arrays[name] = np.array([Touch(ran)], dtype=object)
    target = io.BytesIO()
    np.savez(target, **arrays)
    (folder / WEIGHTS).write_bytes(target.getvalue())
    rewrite(folder, sha256=hashlib.sha256(target.getvalue()).hexdigest())
    with pytest.raises(ModelError, match="cannot be used"):
        load_model(folder)
    assert not ran.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": FORMAT + 1}, "update Ascribe, or train the model again"),
        ({"counts": ["commas"]}, "train it again with `ascribe train`"),
        ({"labels": ["good", "bad"]}, "train it again with `ascribe train`"),
    ],
)
def test_a_model_of_another_version_is_refused(
    folder: Path, changes: dict[str, object], message: str
) -> None:
    rewrite(folder, **changes)
    with pytest.raises(ModelError, match=message):
        load_model(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", "\x00"])
def test_a_card_that_is_none_is_refused(folder: Path, text: str) -> None:
    (folder / CARD).write_text(text, "utf-8")
    with pytest.raises(ModelError, match="cannot read the model card"):
        load_model(folder)


@pytest.mark.parametrize("file", [WEIGHTS, CARD])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(ModelError, match="own"):
        load_model(folder)


def test_a_folder_that_cannot_be_written_is_named(
    trained: Trained, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError, match="cannot write the model"):
        save_model(
            tmp_path / "file",
            trained.labeller,
            trained.calibration,
            {"name": "own", "version": "7"},
        )


def test_the_model_that_ships_is_at_most_ten_megabytes() -> None:
    size = sum(file.stat().st_size for file in DEFAULT_MODEL.iterdir())
    assert size <= 10_000_000


def test_a_damaged_tagger_is_refused(folder: Path) -> None:
    shutil.copy(DEFAULT_MODEL / "attribution.npz", folder)
    raw = (folder / "attribution.npz").read_bytes()
    (folder / "attribution.npz").write_bytes(raw[: len(raw) // 2])
    with pytest.raises(ModelError, match="attribution"):
        load_engine(folder)
