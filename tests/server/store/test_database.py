"""The store's file: kept whole, private and in one version, or refused in words."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ascribe_server.private_files import StoreError
from ascribe_server.store import migrations
from ascribe_server.store.database import Database, StoreBusyError, StoreFullError

ADD = "INSERT INTO promotions (model, reason, at) VALUES (?, 'promote', 0)"
COUNT = "SELECT count(*) FROM promotions"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "data", busy_seconds=0.05)


def count(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(COUNT).fetchone()[0])


def add(database: Database, model: str = "a") -> None:
    with database.writing() as connection:
        connection.execute(ADD, (model,))


def test_nothing_is_made_before_it_is_used(database: Database) -> None:
    assert not database.path.parent.exists()
    before = database.state()
    assert count(database) == 0
    assert database.path.exists()
    assert database.state() != before


def test_only_the_owner_can_read_it_and_its_journals(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(ADD, ("a",))
        files = list(database.path.parent.iterdir())
        assert {path.name.partition("sqlite3")[2] for path in files} >= {"", "-wal"}
        for path in files:
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_a_block_that_fails_changes_nothing(database: Database) -> None:
    add(database)
    with pytest.raises(ZeroDivisionError), database.writing() as connection:  # noqa: PT012
        connection.execute(ADD, ("b",))
        raise ZeroDivisionError
    assert count(database) == 1


def test_every_change_can_be_seen_without_opening_it(database: Database) -> None:
    states = [database.state()]
    for _ in range(3):
        add(database)
        states.append(database.state())
    assert len(set(states)) == 4
    count(database)
    with database.reading():
        pass
    assert count(database) == 3


def test_what_is_written_is_there_after_the_process_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, pathlib\n"
        "from ascribe_server.store.database import Database\n"
        f"with Database(pathlib.Path({str(tmp_path)!r})).writing() as connection:\n"
        f"    connection.execute({ADD!r}, ('kept',))\n"
        f"with Database(pathlib.Path({str(tmp_path)!r})).writing() as connection:\n"
        f"    connection.execute({ADD!r}, ('not finished',))\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -9
    with Database(tmp_path).reading() as connection:
        rows = connection.execute("SELECT model FROM promotions").fetchall()
    assert [row["model"] for row in rows] == ["kept"]


def test_an_acknowledged_change_is_on_the_disk_not_only_in_the_journal_cache(
    database: Database,
) -> None:
    with database.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA secure_delete").fetchone()[0] == 1


def test_an_older_file_is_brought_up_to_date_and_keeps_its_rows(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database)
    newer = (*migrations.MIGRATIONS, ("CREATE TABLE later (a INTEGER) STRICT",))
    monkeypatch.setattr("ascribe_server.store.database.MIGRATIONS", newer)
    assert count(database) == 1
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM later").fetchone()[0] == 0


def test_a_step_that_fails_leaves_the_file_as_it_was(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database)
    broken = (*migrations.MIGRATIONS, ("CREATE TABLE later (a INTEGER)", "NONSENSE"))
    with monkeypatch.context() as patch:
        patch.setattr("ascribe_server.store.database.MIGRATIONS", broken)
        with pytest.raises(StoreError, match="syntax error"):
            count(database)
    with database.reading() as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert "later" not in [row["name"] for row in names]


def test_a_file_of_a_newer_version_is_refused_and_left_alone(
    database: Database,
) -> None:
    add(database)
    with sqlite3.connect(database.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match=r"newer Ascribe \(version 99"):
        add(database)


def test_a_locked_file_is_waited_for_and_then_named(database: Database) -> None:
    add(database)
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreBusyError, match=r"ascribe\.sqlite3 is locked"):
            add(database)
        assert count(database) == 1  # who reads need not wait
    finally:
        other.close()
    add(database)
    assert count(database) == 2


def test_a_full_disk_is_named_and_nothing_is_lost(database: Database) -> None:
    add(database)
    full = pytest.raises(StoreFullError, match="disk is full")
    with full, database.writing() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        connection.execute(ADD, ("x" * 1_000_000,))
    assert count(database) == 1


@pytest.mark.parametrize(
    "content",
    [pytest.param(b"no database at all " * 300, id="another file")],
)
def test_a_damaged_file_is_named_and_left_alone(
    database: Database, content: bytes
) -> None:
    database.path.parent.mkdir()
    database.path.write_bytes(content)
    with pytest.raises(StoreError, match=r"is damaged .* Move it away"):
        count(database)
    assert database.path.read_bytes() == content


def test_a_file_with_a_hole_in_it_is_named(database: Database) -> None:
    for number in range(200):
        add(database, f"model {number} " * 50)
    with sqlite3.connect(database.path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    raw = bytearray(database.path.read_bytes())
    raw[4096 * 4 :] = b"\xff" * (len(raw) - 4096 * 4)
    database.path.write_bytes(raw)
    damaged = pytest.raises(StoreError, match="is damaged")
    with damaged, database.reading() as connection:
        connection.execute("SELECT * FROM promotions").fetchall()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot write"):
        count(Database(tmp_path / "file"))


def test_many_threads_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    database = Database(tmp_path)

    def write() -> None:
        for _ in range(5):
            add(database)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(database) == 40


def test_a_new_store_is_waited_for_while_another_process_makes_it(
    tmp_path: Path,
) -> None:
    database = Database(tmp_path)
    # As it is for a moment in a process that was a little faster.
    code = (
        "import sqlite3, time\n"
        f"other = sqlite3.connect({str(database.path)!r}, isolation_level=None)\n"
        "other.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True)\n"
        "time.sleep(0.5)\n"
        "other.execute('ROLLBACK')\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        add(database)
    assert count(database) == 1


def test_processes_that_make_a_store_at_once_all_get_it(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from ascribe_server.store.database import Database\n"
        "print('ready', flush=True)\n"
        "for line in sys.stdin:\n"
        "    at, folder = line.rstrip().split(' ', 1)\n"
        "    while time.time() < float(at):\n"
        "        pass\n"
        "    with Database(pathlib.Path(folder)).writing() as connection:\n"
        f"        connection.execute({ADD!r}, ('a',))\n"
        "    print('done', flush=True)\n"
    )
    folders = [tmp_path / str(number) for number in range(20)]
    for folder in folders:
        folder.mkdir()
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    pipes = [(one.stdin, one.stdout) for one in makers]
    try:
        said = [output.readline() for _, output in pipes if output]
        for folder in folders:
            at = time.time() + 0.02
            for orders, _ in pipes:
                assert orders
                orders.write(f"{at} {folder}\n")
                orders.flush()
            said += [output.readline() for _, output in pipes if output]
    finally:
        for maker in makers:
            maker.communicate(timeout=30)
    assert set(said) == {"ready\n", "done\n"}
    assert [count(Database(folder)) for folder in folders] == [3] * len(folders)
