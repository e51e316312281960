"""Whatever stops a run, what was finished is kept, and the end has the same bytes."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import pytest
from fsspec.implementations.local import LocalFileSystem

from ascribe_server.archives import pieces, rows
from ascribe_server.archives.places import Place

from .conftest import Run, rows_in

RECORDS = 11
FORMS = [
    pytest.param(name, options, id=" ".join([name, *options]))
    for name in ("out.jsonl", "out.parquet")
    for options in ((), ("--by", "sentence"))
]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of three records; all that is no piece is saved at once."""
    monkeypatch.setattr(pieces, "PIECE_RECORDS", 3)
    monkeypatch.setattr(rows, "RECORDS_TOGETHER", 1)
    monkeypatch.setattr(pieces, "_LOCAL_SECONDS", 0.0)


@pytest.fixture
def archive(run: Run) -> Path:
    lines = [
        "no" if at % 4 == 0 else json.dumps({"id": at, "text": f"It is.\n\nI {at}."})
        for at in range(RECORDS)
    ]
    Path("in.jsonl").write_text("\n".join(lines))
    return Path("in.jsonl")


def whole_of(run: Run, *options: str, name: str) -> bytes:
    assert run(*options, "in.jsonl", f"whole-{name}").exit_code == 1
    return Path(f"whole-{name}").read_bytes()


class Stopper:
    """Stops a run at one of the times that it writes something."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
        self.left = 10**9
        self._error = error
        write, move = Place.write, LocalFileSystem.mv

        def stopped_write(place: Place, name: str, data: bytes) -> None:
            self._count()
            write(place, name, data)

        def stopped_move(files: Any, *arguments: Any, **options: Any) -> Any:
            if str(arguments[0]).endswith("whole"):
                self._count()
            return move(files, *arguments, **options)

        monkeypatch.setattr(Place, "write", stopped_write)
        monkeypatch.setattr(LocalFileSystem, "mv", stopped_move)

    def _count(self) -> None:
        self.left -= 1
        # A disk stays full; a key is pressed once.
        if self.left == -1 or (self.left < 0 and isinstance(self._error, OSError)):
            raise self._error


@pytest.mark.parametrize(("name", "options"), FORMS)
@pytest.mark.parametrize(
    "error",
    [
        pytest.param(OSError(errno.ENOSPC, "No space left on device"), id="full disk"),
        pytest.param(KeyboardInterrupt(), id="stop"),
    ],
)
def test_a_run_stopped_at_any_write_is_resumed_to_the_same_bytes(
    run: Run,
    archive: Path,
    engine: Any,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    options: tuple[str, ...],
    error: BaseException,
) -> None:
    whole = whole_of(run, *options, name=name)
    stopper = Stopper(monkeypatch, error)
    # The first write says what run it is. The last one gives the file its name.
    for writes in range(1, RECORDS + 5):
        stopper.left = writes
        result = run(*options, archive, name)
        assert result.exit_code == 1
        stopper.left = 10**9
        if Path(name).exists():
            break
        assert "the same command with --resume does the rest" in result.stderr
        if isinstance(error, OSError):
            assert f"{name} cannot be written: No space left" in result.stderr
        engine.pages.clear()
        resumed = run("--resume", *options, archive, name)
        assert f"{RECORDS} records, 3 errors" in resumed.stderr
        assert Path(name).read_bytes() == whole
        assert not Path(f"{name}.part").exists()
        # Each write but that of the run saved one record more, as far as it goes.
        assert len(engine.pages) <= RECORDS - 3
        Path(name).unlink()
    assert writes == RECORDS + 3
    assert Path(name).read_bytes() == whole


def test_what_was_finished_is_not_done_again(
    run: Run, archive: Path, engine: Any
) -> None:
    def stop() -> None:
        if len(engine.pages) == 5:
            raise KeyboardInterrupt

    engine.before = stop
    assert run(archive, "out.jsonl").exit_code == 1
    assert len(list(Path("out.jsonl.part").glob("*.jsonl"))) == 2
    engine.before = lambda: None
    engine.pages.clear()
    run("--resume", archive, "out.jsonl")
    assert len(engine.pages) == 8 - 4
    assert [row.get("id") for row in rows_in("out.jsonl")][1:4] == [1, 2, 3]


@pytest.fixture
def stopped(run: Run, archive: Path, engine: Any) -> Path:
    """A run that was stopped after its fifth page."""

    def stop() -> None:
        if len(engine.pages) == 5:
            raise KeyboardInterrupt

    engine.before = stop
    run(archive, "out.jsonl")
    engine.before = lambda: None
    return Path("out.jsonl.part")


def test_a_stopped_run_is_not_overwritten(run: Run, stopped: Path) -> None:
    result = run("in.jsonl", "out.jsonl")
    assert result.exit_code == 1
    assert "holds 6 records of a run that was stopped: go on with --resume" in (
        result.stderr
    )
    assert run("--resume", "in.jsonl", "out.jsonl").exit_code == 1
    assert len(rows_in("out.jsonl")) == RECORDS
    again = run("--resume", "in.jsonl", "out.jsonl")
    assert "out.jsonl is finished: there is nothing to resume" in again.stderr


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(["--by", "sentence"], "another settings", id="options"),
        pytest.param([], "another input", id="input"),
    ],
)
def test_another_run_is_not_gone_on_with(
    run: Run, stopped: Path, change: list[str], says: str
) -> None:
    if not change:
        Path("in.jsonl").write_text('{"text": "Rain."}\n' * 99)
    result = run("--resume", *change, "in.jsonl", "out.jsonl")
    assert result.exit_code == 1
    assert says in result.stderr
    assert stopped.exists()


def test_another_model_does_not_go_on(run: Run, stopped: Path, engine: Any) -> None:
    engine.model = type(engine.model)("small", "2", "1" * 64)
    result = run("--resume", "in.jsonl", "out.jsonl")
    assert "another model; resume with the same" in result.stderr


@pytest.mark.parametrize("name", ["run.json", "pending", "000000-3-1.jsonl"])
def test_a_damaged_folder_is_told_and_left_alone(
    run: Run, stopped: Path, name: str
) -> None:
    if name.startswith("0"):
        (stopped / name).unlink()
    else:
        (stopped / name).write_text("what is this\n")
    result = run("--resume", "in.jsonl", "out.jsonl")
    assert result.exit_code == 1
    assert "out.jsonl.part is damaged" in result.stderr
    assert "delete it and start anew" in result.stderr
    assert "Traceback" not in result.output
    assert stopped.exists()


def test_a_half_written_file_is_never_taken_for_a_whole_one(
    run: Run, stopped: Path
) -> None:
    """A kill in the middle of a write leaves it under another name."""
    (stopped / "~000002-3-1.jsonl").write_text('{"id": 1, "sta')
    (stopped / "~pending").write_text("[2, ")
    (stopped / "whole").write_text('{"id": 1, "sta')
    run("--resume", "in.jsonl", "out.jsonl")
    whole = whole_of(run, name="out.jsonl")
    assert Path("out.jsonl").read_bytes() == whole


def test_a_kill_while_the_pieces_are_deleted_loses_nothing(
    run: Run, stopped: Path
) -> None:
    """What makes the folder a run goes first; the file has its name by then."""
    Path("out.jsonl").write_text("finished\n")
    (stopped / "run.json").unlink()
    result = run("--resume", "in.jsonl", "out.jsonl")
    assert "is finished: there is nothing to resume" in result.stderr
    assert Path("out.jsonl").read_text() == "finished\n"


def test_a_file_in_the_way_is_told(run: Run, archive: Path) -> None:
    Path("out.jsonl.part").write_text("mine")
    result = run(archive, "out.jsonl")
    assert result.exit_code == 1
    assert "out.jsonl.part is in the way" in result.stderr
    assert Path("out.jsonl.part").read_text() == "mine"
