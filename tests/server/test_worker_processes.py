"""Processes that answer together: replaced when they end, stopped with the first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

# Each worker writes its process into the folder and waits to be ended.
PROGRAM = """
import os, sys, threading
from pathlib import Path
from ascribe_server.worker_processes import WorkerProcesses

folder = Path(sys.argv[1])

def work(number, end_by):
    if (folder / "broken").exists():
        raise ValueError("text of a page")
    over = threading.Event()
    end_by(over.set)
    (folder / f"{number}.{os.getpid()}").write_text("")
    over.wait()
    (folder / f"ended.{os.getpid()}").write_text("")

WorkerProcesses(2, work).run()
"""


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)], stderr=subprocess.PIPE, text=True
    )


def within(seconds: float, condition: Callable[[], object]) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def workers(folder: Path) -> dict[int, str]:
    """Their numbers, by process."""
    found = [path.name.split(".") for path in folder.iterdir()]
    return {int(pid): name for name, pid in found if name.isdigit()}


def ended(folder: Path) -> set[int]:
    return {int(path.name.split(".")[1]) for path in folder.glob("ended.*")}


def test_a_worker_that_ends_is_replaced_and_a_stop_ends_all(tmp_path: Path) -> None:
    with start(tmp_path) as parent:
        within(20, lambda: len(workers(tmp_path)) == 2)
        first = next(pid for pid, name in workers(tmp_path).items() if name == "1")
        os.kill(first, signal.SIGKILL)
        within(20, lambda: len(workers(tmp_path)) == 3)
        assert sorted(workers(tmp_path).values()) == ["1", "1", "2"]
        parent.terminate()
        _, said = parent.communicate(timeout=20)
    assert parent.returncode == 0
    assert ended(tmp_path) == set(workers(tmp_path)) - {first}
    assert "worker 1 ended" in said


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    with start(tmp_path) as parent:
        within(20, lambda: len(workers(tmp_path)) == 2)
        parent.kill()
    within(20, lambda: ended(tmp_path) == set(workers(tmp_path)))
    within(20, lambda: not any(map(psutil.pid_exists, workers(tmp_path))))


def test_workers_that_cannot_start_end_it_without_telling_texts(tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("")
    with start(tmp_path) as parent:
        _, said = parent.communicate(timeout=30)
    assert parent.returncode == 1
    assert "as soon as they start" in said
    assert "worker 2 failed: ValueError" in said
    assert "text of a page" not in said
