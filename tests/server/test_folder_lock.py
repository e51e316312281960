"""A data folder has one server at a time, and is free again however that ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ascribe_server.folder_lock import (
    FILE_NAME,
    FolderTakenError,
    changing,
    lock_folder,
)
from ascribe_server.pairings import Pairings
from ascribe_server.private_files import StoreError

HOLD = """
import sys
from pathlib import Path
from ascribe_server.folder_lock import lock_folder
lock_folder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_folder_is_taken_once_and_free_after(tmp_path: Path) -> None:
    handle = lock_folder(tmp_path / "new" / "folder")
    with pytest.raises(FolderTakenError, match=r"already runs.*--data-dir"):
        lock_folder(tmp_path / "new" / "folder")
    os.close(lock_folder(tmp_path / "other"))
    os.close(handle)
    os.close(lock_folder(tmp_path / "new" / "folder"))


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    os.close(lock_folder(tmp_path / "data"))
    assert (tmp_path / "data" / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_process_that_is_killed_frees_it(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FolderTakenError):
            lock_folder(tmp_path)
        holder.kill()
        holder.wait(10)
    os.close(lock_folder(tmp_path))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot write .*file"):
        lock_folder(tmp_path / "file" / "data")


ADD = """
import sys
from pathlib import Path
from ascribe_server.pairings import Pairings
pairings = Pairings(Path(sys.argv[1]), most=1000)
for number in range(20):
    pairings.add(f"moz-extension://{sys.argv[2]}-{number}")
"""


def test_no_change_is_lost_where_processes_change_at_once(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", ADD, str(tmp_path), str(number)])
        for number in range(4)
    ]
    assert [process.wait(60) for process in processes] == [0] * 4
    assert len({one.origin for one in Pairings(tmp_path, most=1000).all()}) == 80


def test_changes_wait_for_each_other_within_a_process(tmp_path: Path) -> None:
    entered = threading.Event()

    def enter() -> None:
        with changing(tmp_path):
            entered.set()

    other = threading.Thread(target=enter)
    with changing(tmp_path):
        other.start()
        assert not entered.wait(0.2)
    other.join(10)
    assert entered.is_set()


def test_a_folder_that_cannot_be_locked_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"), changing(tmp_path / "file"):
        pass
