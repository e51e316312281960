"""Open the store: one SQLite file that only its owner can read.

A connection lives for one transaction, so that threads and processes share nothing
but the file, and the file can be deleted or replaced while a server runs.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ascribe_server.private_files import StoreError
from ascribe_server.store.migrations import MIGRATIONS

FILE_NAME = "ascribe.sqlite3"
# A transaction takes milliseconds; who waits longer waits for something stuck.
BUSY_SECONDS = 5.0

# Of the file and its journal: number, time of the last change (ns), size (bytes);
# then the number of changes through this object, which may be quicker than the clock.
State = tuple[tuple[int, int, int], tuple[int, int, int], int]

# Switching a new file to its journal takes a millisecond.
_RETRY_SECONDS = 0.002


class StoreBusyError(StoreError):
    """Another program holds the store; trying again helps."""


class StoreFullError(StoreError):
    """There is no room left for what was to be written; nothing was changed."""


class Database:
    """The store in one data folder. Nothing is opened before it is used.

    Args:
        data_dir: the data folder; made with the first transaction.
        busy_seconds: how long a transaction waits for another program's.
    """

    def __init__(self, data_dir: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = data_dir / FILE_NAME
        self._journal = data_dir / f"{FILE_NAME}-wal"
        self._busy_seconds = busy_seconds
        self._writes = 0

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one state of the store and changes nothing.

        Raises:
            StoreError: if the store cannot be read.
        """
        with self._translated(), closing(self._open()) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are all kept, or none where the block fails.

        When the block has ended the changes are on the disk, whatever happens next.

        Raises:
            StoreBusyError: if another program did not let go in time.
            StoreFullError: if there is no room left.
            StoreError: if the store cannot be written.
        """
        with self._translated(), closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
            self._writes += 1

    def state(self) -> State:
        """Return what differs after every change, by whatever program; no lock needed.

        Raises:
            StoreError: if the folder cannot be read.
        """
        return (_state(self.path), _state(self._journal), self._writes)

    def _open(self) -> sqlite3.Connection:
        """Open the file and bring it up to date."""
        _make_private(self.path)
        # Without a level of isolation Python begins no transactions by itself.
        connection = sqlite3.connect(
            self.path, timeout=self._busy_seconds, isolation_level=None
        )
        try:
            connection.row_factory = sqlite3.Row
            self._use_journal(connection)
            # FULL: what is acknowledged survives a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            # What a reader deletes is overwritten, not only forgotten.
            connection.execute("PRAGMA secure_delete = ON")
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _use_journal(self, connection: sqlite3.Connection) -> None:
        """Have changes written to a journal first, which readers need not wait for."""
        deadline = time.monotonic() + self._busy_seconds
        # SQLite itself does not wait for its turn to switch: two threads or programs
        # that open a new file at once get in each other's way.
        while not _switched(connection, or_raise=time.monotonic() >= deadline):
            time.sleep(_RETRY_SECONDS)

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if _version(connection) == len(MIGRATIONS):
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been faster while this one waited.
            done = _version(connection)
            if done > len(MIGRATIONS):
                raise StoreError(
                    f"{self.path} was written by a newer Ascribe (version {done} of "
                    f"its tables; this one knows {len(MIGRATIONS)}): update Ascribe, "
                    "or choose another folder with --data-dir"
                )
            for statements in MIGRATIONS[done:]:
                for statement in statements:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Say what SQLite says in words that tell what to do."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise  # a bug of ours, or the caller's to handle
        except sqlite3.Error as exc:
            raise _named(self.path, exc) from exc


def _switched(connection: sqlite3.Connection, *, or_raise: bool) -> bool:
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as exc:
        if or_raise or not _is_busy(exc):
            raise
        return False
    return True


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _state(path: Path) -> tuple[int, int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    except OSError as exc:
        raise StoreError(f"cannot read {path}: {exc}") from exc
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)


def _make_private(path: Path) -> None:
    """Make the file before SQLite does: its journals take over its mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as exc:
        raise StoreError(f"cannot write {path}: {exc}") from exc


def _is_busy(error: sqlite3.Error) -> bool:
    return "locked" in str(error) or "busy" in str(error)


def _named(path: Path, error: sqlite3.Error) -> StoreError:
    # The names of the codes came with Python 3.11; the words are the same since 2004.
    said = str(error)
    if _is_busy(error):
        return StoreBusyError(
            f"{path} is locked by another program. Try again; if it stays so, find "
            "what has it open and stop that"
        )
    if "full" in said:
        return StoreFullError(
            f"{path} cannot grow: the disk is full. Nothing was changed; free some "
            "space and try again"
        )
    if "not a database" in said or "malformed" in said:
        return StoreError(
            f"{path} is damaged ({said}). Move it away, with the files -wal and -shm "
            "beside it, and put a backup there or start afresh"
        )
    return StoreError(f"cannot use {path}: {said}")
