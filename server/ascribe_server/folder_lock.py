"""Locks on a data folder, which the system frees however a process ends.

One is held by the server for as long as it lives, one by a training that puts its model
into the folder, and one by whoever changes a file that other processes change as well.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ascribe_server.private_files import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE_NAME = "server.lock"
CHANGES_FILE_NAME = "changes.lock"
TRAINING_FILE_NAME = "training.lock"


class FolderTakenError(StoreError):
    """Another server, or another training, uses the data folder."""


def lock_folder(data_dir: Path) -> int:
    """Take the data folder for this process, for as long as it lives.

    The file stays when the lock is freed: deleting it could give two processes a
    lock each, on two files of one name.

    Returns:
        The open file that holds the lock; closing it frees the folder.

    Raises:
        FolderTakenError: if another process has it.
        StoreError: if the folder cannot be written.
    """
    handle = _open(data_dir / FILE_NAME)
    try:
        _lock(handle, wait=False)
    except OSError as exc:
        os.close(handle)
        raise FolderTakenError(
            f"Ascribe already runs with the data folder {data_dir}. Use that one "
            "(`ascribe pair` pairs a browser with it), stop it, or choose another "
            "folder with --data-dir"
        ) from exc
    return handle


@contextmanager
def training(data_dir: Path) -> Iterator[None]:
    """Be the only training that puts its model into the data folder.

    Raises:
        FolderTakenError: if another process trains.
        StoreError: if the folder cannot be written.
    """
    handle = _open(data_dir / TRAINING_FILE_NAME)
    try:
        try:
            _lock(handle, wait=False)
        except OSError as exc:
            raise FolderTakenError(
                f"another training learns into the data folder {data_dir}. Wait until "
                "it is done, or keep the model elsewhere with --out DIR"
            ) from exc
        yield
    finally:
        os.close(handle)


@contextmanager
def changing(data_dir: Path) -> Iterator[None]:
    """Wait until no other thread or process changes the folder's JSON files.

    Whoever reads a file and writes it anew must hold this meanwhile, or a change that
    another process made in between is lost.

    Raises:
        StoreError: if the folder cannot be written.
    """
    path = data_dir / CHANGES_FILE_NAME
    handle = _open(path)
    try:
        try:
            _lock(handle, wait=True)
        except OSError as exc:
            raise StoreError(f"cannot lock {path}: {exc}") from exc
        yield
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as exc:
        raise StoreError(f"cannot write {path}: {exc}") from exc


def _lock(handle: int, *, wait: bool) -> None:
    if sys.platform == "win32":
        # Waits for ten seconds at most.
        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
