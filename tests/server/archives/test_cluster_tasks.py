"""A worker loads the model that is asked for, once, or says that it has another."""

from __future__ import annotations

from pathlib import Path

import pytest

from ascribe.engine import DEFAULT_MODEL, load_engine
from ascribe.errors import AscribeError, ModelError
from ascribe.results import ModelName
from ascribe_server.archives import cluster_tasks
from ascribe_server.archives.cluster_tasks import (
    Parcel,
    SentModel,
    rows_of_task,
    sent_model,
)
from ascribe_server.archives.records import Line
from ascribe_server.archives.rows import BatchSettings, rows_of

from .conftest import LONG

SETTINGS = BatchSettings()
TASK = [
    Line(f'{{"text": "{LONG}"}}'.encode(), "line 1", 1),
    Line(b"not json", "line 2", 2),
]


@pytest.fixture(autouse=True)
def nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_tasks, "_engines", {})


def copied_model(folder: Path) -> Path:
    """The model that ships, in a folder of its own, with what scoring does not need."""
    folder.mkdir()
    for name in ("card.json", "weights.npz", "attribution.npz"):
        (folder / name).write_bytes((DEFAULT_MODEL / name).read_bytes())
    (folder / "pipeline.joblib").write_bytes(b"for training only")
    return folder


@pytest.mark.parametrize("own", [False, True], ids=["shipped", "own"])
def test_a_task_gives_the_rows_of_its_records(tmp_path: Path, own: bool) -> None:
    folder = copied_model(tmp_path / "own") if own else None
    engine = load_engine(folder)
    sent = sent_model(engine.model, folder)
    assert [name for name, _ in sent.files] == (
        ["attribution.npz", "card.json", "weights.npz"] if own else []
    )
    expected = [rows_of(engine, record, SETTINGS) for record in TASK]
    assert rows_of_task(Parcel(TASK), SETTINGS, sent) == expected


def test_the_model_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = load_engine()
    loaded: list[Path | None] = []

    def load(folder: Path | None = None) -> object:
        loaded.append(folder)
        return engine

    monkeypatch.setattr("ascribe.engine.load_engine", load)
    for _ in range(3):
        rows_of_task(Parcel(TASK), SETTINGS, sent_model(engine.model, None))
    assert len(loaded) == 1


def test_a_worker_of_another_version_says_so() -> None:
    model = load_engine().model
    with pytest.raises(AscribeError, match=r"this is 99\.0; install the same version"):
        rows_of_task(Parcel(TASK), SETTINGS, SentModel(model, "99.0"))
    other = type(model)(model.name, model.version, "1" * 64)
    with pytest.raises(AscribeError, match="another model default, of SHA-256"):
        rows_of_task(Parcel(TASK), SETTINGS, sent_model(other, None))


def test_a_model_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere"):
        sent_model(load_engine().model, tmp_path / "nowhere")


def test_what_fails_on_a_worker_can_travel(monkeypatch: pytest.MonkeyPatch) -> None:
    class HomelessError(Exception):
        """Pickle finds no module that has it."""

    def full(_folder: object = None) -> object:
        raise HomelessError("no room")

    monkeypatch.setattr("ascribe.engine.load_engine", full)
    model = ModelName("default", "1", "0" * 64)
    with pytest.raises(AscribeError, match="a worker failed: HomelessError: no room"):
        rows_of_task(Parcel(TASK), SETTINGS, sent_model(model, None))
