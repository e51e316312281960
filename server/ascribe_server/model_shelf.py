"""The reader's own models: folders beside the store, and which of them is in use.

A model is written under another name and renamed when it is whole; the model in use
is one row of the store. So a power cut leaves the old state or the new one.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ascribe.errors import ModelError
from ascribe.model_files import read_card
from ascribe_server.private_files import StoreError
from ascribe_server.store.database import Database
from ascribe_server.store.promotions import Promotions

FOLDER = "models"
SHIPPED = "shipped"
_NAME = re.compile(r"reader-([1-9]\d*)")
_DRAFT = ".draft-"


class ModelShelf:
    """The models in one data folder.

    Args:
        data_dir: the data folder.
        database: its store.
    """

    def __init__(self, data_dir: Path, database: Database) -> None:
        self._folder = data_dir / FOLDER
        self.promotions = Promotions(database)

    def names(self) -> list[str]:
        """Return the reader's models, oldest first."""
        if not self._folder.is_dir():
            return []
        found = [_NAME.fullmatch(path.name) for path in self._folder.iterdir()]
        numbers = sorted(int(match[1]) for match in found if match)
        return [f"reader-{number}" for number in numbers]

    def folder_of(self, name: str) -> Path | None:
        """Return a model's folder; None for the model that ships.

        Raises:
            ModelError: if there is no such model.
        """
        if name == SHIPPED:
            return None
        if name not in self.names():
            known = ", ".join([SHIPPED, *self.names()])
            raise ModelError(f"there is no model {name!r}; there are: {known}")
        return self._folder / name

    def active(self) -> str:
        """Return the name of the model in use.

        Raises:
            StoreError: if the store cannot be read.
        """
        now = self.promotions.active()
        return SHIPPED if now is None or now.model is None else now.model

    def next_name(self) -> str:
        """Return the name of the next model; no name is given twice.

        Raises:
            StoreError: if the store cannot be read.
        """
        used = [change.model for change in self.promotions.history() if change.model]
        found = [_NAME.fullmatch(name) for name in [*self.names(), *used]]
        return f"reader-{max([0, *(int(match[1]) for match in found if match)]) + 1}"

    def add(self, name: str, write: Callable[[Path], Any]) -> Path:
        """Put a model on the shelf, whole or not at all.

        Args:
            name: as ``next_name`` gives it.
            write: writes the model into an empty folder.

        Raises:
            StoreError: if the folder cannot be written.
            ModelError: from ``write``.
        """
        draft = self._folder / f"{_DRAFT}{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # What an earlier run that was cut off has left.
            for left in self._folder.glob(f"{_DRAFT}*"):
                shutil.rmtree(left, ignore_errors=True)
            draft.mkdir(mode=0o700)
            write(draft)
            for path in draft.iterdir():
                _sync(path)
            _sync(draft)
            draft.rename(self._folder / name)
            _sync(self._folder)
        except OSError as exc:
            raise StoreError(f"cannot write the model {name}: {exc}") from exc
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return self._folder / name

    def promote(self, name: str) -> None:
        """Use a model from now on; a running server takes it with its next page.

        Raises:
            ModelError: if there is no such model or it cannot be read.
            StoreError: if the store cannot be written.
        """
        folder = self.folder_of(name)
        if folder is None:
            raise ModelError("the model that ships needs no promotion: roll back to it")
        self.promotions.promote(name, str(read_card(folder)["sha256"]))

    def rollback(self) -> str:
        """Use the model before the one in use again.

        Returns:
            Its name.

        Raises:
            ModelError: if the model that ships is in use.
            StoreError: if the store cannot be written.
        """
        back = self.promotions.rollback(self.names())
        if back is None:
            raise ModelError("the model that ships is in use; there is none before it")
        return back.model or SHIPPED

    def remove(self, name: str) -> None:
        """Delete a model that is not in use.

        Raises:
            ModelError: if there is no such model, or it is in use.
            StoreError: if it cannot be deleted.
        """
        folder = self.folder_of(name)
        if folder is None:
            raise ModelError("the model that ships cannot be removed")
        if name == self.active():
            raise ModelError(
                f"{name} is in use; roll back first: ascribe models rollback"
            )
        gone = self._folder / f"{_DRAFT}{secrets.token_hex(4)}"
        try:
            folder.rename(gone)
            shutil.rmtree(gone)
        except OSError as exc:
            raise StoreError(f"cannot delete {folder}: {exc}") from exc


def _sync(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
