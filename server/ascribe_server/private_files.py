"""Small JSON files that only their owner can read. Written whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

# A write takes milliseconds.
DRAFT_SECONDS = 60


class StoreError(Exception):
    """The data folder cannot be used. The message names the file."""


def read_private(path: Path) -> Any:
    """The JSON value in ``path``, or None where there is no such file.

    Raises:
        StoreError: if it cannot be read or is not JSON.
    """
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as exc:
        raise StoreError(
            f"cannot read {path}: {exc}. Delete it to start afresh"
        ) from exc


def write_private(path: Path, value: Any) -> None:
    """Write ``value`` to ``path`` with mode 0600, replacing what was there.

    Raises:
        StoreError: if it cannot be written.
    """
    content = json.dumps(value)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The mode is given at creation: no moment at which others could read.
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as exc:
        with suppress(OSError):
            draft.unlink()
        raise StoreError(f"cannot write {path}: {exc}") from exc


def sweep_drafts(folder: Path) -> None:
    """Delete what writes left that were cut off, by a crash or a full disk.

    Raises:
        StoreError: if one cannot be deleted.
    """
    for draft in folder.glob(".*.json.????????"):
        with suppress(FileNotFoundError):
            # A younger one may be another process's, on its way.
            if time.time() - draft.stat().st_mtime > DRAFT_SECONDS:
                delete_private(draft)


def delete_private(path: Path) -> None:
    """Delete ``path`` if it is there.

    Raises:
        StoreError: if it cannot be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as exc:
        raise StoreError(f"cannot delete {path}: {exc}") from exc
