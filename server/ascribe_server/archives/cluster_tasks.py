"""What a worker of a cluster does with a task; runs there, where Ascribe is installed.

Knows nothing of Dask: any system that calls a function elsewhere can call this one.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ascribe.errors import AscribeError, ModelError
from ascribe.results import ModelName
from ascribe_server.archives.records import Task
from ascribe_server.archives.rows import (
    BatchSettings,
    RecordRows,
    program_version,
    rows_of_all,
)

if TYPE_CHECKING:
    from ascribe.engine import Engine

log = logging.getLogger(__name__)

# Not the scikit-learn pipeline that may lie beside them.
_MODEL_FILES = (".npz", ".json")
# Threads of one process share an engine; one of them loads it.
_engines: dict[tuple[str, ModelName, str], Engine] = {}
_loading = threading.Lock()


class Parcel:
    """Records on their way; of a type that Dask does not look into."""

    def __init__(self, task: Task) -> None:
        self.task = task


@dataclass(frozen=True, slots=True)
class SentModel:
    """A model on its way to a worker.

    Attributes:
        name: which model it is.
        program: version of the program that asks.
        digest: SHA-256 of the files; empty where there are none.
        files: its files by name; none for the model that ships, which a worker has.
    """

    name: ModelName
    program: str
    digest: str = ""
    files: tuple[tuple[str, bytes], ...] = ()


def sent_model(name: ModelName, folder: Path | None) -> SentModel:
    """Read the files of a model that scoring needs.

    Args:
        name: which model it is.
        folder: where it is; None for the one that ships.

    Raises:
        ModelError: if it cannot be read.
    """
    if folder is None:
        return SentModel(name, program_version())
    try:
        files = tuple(
            (path.name, path.read_bytes())
            for path in sorted(folder.iterdir())
            if path.suffix in _MODEL_FILES
        )
    except OSError as exc:
        raise ModelError(f"cannot read the model {folder}: {exc}") from exc
    digest = hashlib.sha256()
    for file, data in files:
        digest.update(f"{file} {len(data)} ".encode() + data)
    return SentModel(name, program_version(), digest.hexdigest(), files)


def same(model: SentModel) -> SentModel:
    """Return what is given, as a task: a cluster makes it anew where it is lost."""
    return model


def rows_of_task(
    parcel: Parcel, settings: BatchSettings, model: SentModel
) -> list[RecordRows]:
    """Analyse the records of a task with an engine that is loaded once.

    Raises:
        AscribeError: if this process has another program or model than who asks, or
            cannot load the model.
    """
    try:
        engine = _engine_of(model)
        return rows_of_all(engine, parcel.task, settings)
    except AscribeError:
        raise
    except Exception as exc:
        log.warning("a task failed", exc_info=exc)
        failed = f"a worker failed: {type(exc).__name__}: {exc}"
    # Without the error itself: not every one can travel, and then nothing arrives.
    raise AscribeError(failed)


def _engine_of(model: SentModel) -> Engine:
    key = (model.program, model.name, model.digest)
    with _loading:
        if key not in _engines:
            # A worker that serves many runs keeps the model of the last one.
            _engines.clear()
            _engines[key] = _load(model)
        return _engines[key]


def _load(model: SentModel) -> Engine:
    from ascribe.engine import load_engine

    here = program_version()
    if here != model.program:
        raise AscribeError(
            f"a worker has Ascribe {here}, this is {model.program}; install the same "
            "version there"
        )
    if model.files:
        with TemporaryDirectory(prefix="ascribe-") as folder:
            for name, data in model.files:
                (Path(folder) / name).write_bytes(data)
            engine = load_engine(Path(folder))
    else:
        engine = load_engine()
    if engine.model != model.name:
        raise AscribeError(
            f"a worker has another model {engine.model.name}, of SHA-256 "
            f"{engine.model.sha256[:12]} and not {model.name.sha256[:12]}; install the "
            "same version there"
        )
    return engine
