"""Processes that die take nothing with them but the record that kills them."""

from __future__ import annotations

import os
import signal
import struct
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from ascribe.errors import AscribeError
from ascribe_server.archives import pool
from ascribe_server.archives.records import Page, Record, Task
from ascribe_server.archives.rows import BatchSettings, RecordRows

SETTINGS = BatchSettings()


class Executor:
    """Dies of records named "poison", and once for each of ``accidents``."""

    accidents: set[str] = set()

    def __init__(self, *_: Any, **__: Any) -> None:
        self.broken = False

    def submit(self, _rows: Any, task: Task) -> Future[list[RecordRows]]:
        future: Future[list[RecordRows]] = Future()
        names = {str(record.id) for record in task}
        self.broken |= "poison" in names or bool(names & self.accidents)
        self.accidents -= names
        if self.broken:
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result([row(record) for record in task])
        return future

    def shutdown(self, **_: Any) -> None:
        pass


def row(record: Record) -> RecordRows:
    return RecordRows(str(record.id).encode(), ok=True)


@pytest.fixture(autouse=True)
def fake_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "ProcessPoolExecutor", Executor)
    monkeypatch.setattr(Executor, "accidents", set())


def analysed(names: list[str]) -> list[RecordRows]:
    records = (Page(name, b"x" * 99_999) for name in names)
    return list(pool.rows_of_workers(None, records, SETTINGS, workers=2))


NAMES = [str(at) for at in range(40)]


def test_rows_come_in_order() -> None:
    assert [one.data.decode() for one in analysed(NAMES)] == NAMES


@pytest.mark.parametrize("accidents", [{"0"}, {"17"}, {"39"}, {"3", "4", "20", "21"}])
def test_a_process_that_is_killed_costs_nothing(accidents: set[str]) -> None:
    Executor.accidents = accidents
    assert [one.data.decode() for one in analysed(NAMES)] == NAMES
    assert all(one.ok for one in analysed(NAMES))


@pytest.mark.parametrize("at", [0, 16, 39])
def test_a_record_that_kills_every_process_is_one_error_row(at: int) -> None:
    names = [*NAMES[:at], "poison", *NAMES[at:]]
    found = analysed(names)
    assert [one.ok for one in found] == [name != "poison" for name in names]
    assert b"/problems/process-died" in found[at].data
    assert b'"id":"poison"' in found[at].data


def test_processes_that_die_of_everything_stop_the_run() -> None:
    with pytest.raises(AscribeError, match="use fewer --workers"):
        analysed(["poison"] * 9)


def test_a_process_that_is_killed_while_it_answers_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pool, "ProcessPoolExecutor", ProcessPoolExecutor)
    monkeypatch.setattr(pool, "_rows_in_worker", half_an_answer)
    monkeypatch.setenv("KILLED", str(tmp_path / "killed"))
    assert [one.data.decode() for one in analysed(NAMES)] == NAMES
    assert (tmp_path / "killed").exists()


def half_an_answer(task: Task) -> list[RecordRows]:
    """Answer, but the first time die in the middle of it, in a process of a pool."""
    killed = Path(os.environ["KILLED"])
    if not killed.exists():
        killed.touch()

        def send(pipe: Connection, data: memoryview) -> None:
            os.write(
                pipe.fileno(), struct.pack("!i", len(data)) + data[: len(data) // 2]
            )
            os.kill(os.getpid(), signal.SIGKILL)

        Connection._send_bytes = send  # type: ignore[attr-defined]
    return [row(record) for record in task]
