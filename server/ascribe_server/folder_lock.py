"""One server for each data folder, by a lock that the system frees at any end."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ascribe_server.private_files import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE_NAME = "server.lock"


class FolderTakenError(StoreError):
    """Another server uses the data folder."""


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
    path = data_dir / FILE_NAME
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as exc:
        raise StoreError(f"cannot write {path}: {exc}") from exc
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        os.close(handle)
        raise FolderTakenError(
            f"Ascribe already runs with the data folder {data_dir}. Use that one "
            "(`ascribe pair` pairs a browser with it), stop it, or choose another "
            "folder with --data-dir"
        ) from exc
    return handle
