"""The label files of the server's own page: one for each person, in the data folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ascribe_server.label_file import LabelFile

FOLDER = "labels"
SUFFIX = ".jsonl"
# A name becomes part of a path: nothing in it may lead elsewhere.
NAME_PATTERN = r"^[a-z0-9][a-z0-9-]{0,39}$"


class LabelDesk:
    """The files in one data folder; made when the first text is added.

    Args:
        data_dir: the data folder.
    """

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER
        self._lock = threading.Lock()

    def path(self, person: str) -> Path:
        """Return where a person's labels lie; ``person`` fits ``NAME_PATTERN``."""
        return self.folder / f"{person}{SUFFIX}"

    def people(self) -> list[str]:
        """List whose labels there are."""
        return sorted(path.stem for path in self.folder.glob(f"*{SUFFIX}"))

    def read(self, person: str) -> LabelFile:
        """Read a person's file; an empty one where there is none.

        Raises:
            DataError: if it is damaged.
            StoreError: if it cannot be read.
        """
        return LabelFile.read(self.path(person))

    @contextmanager
    def changing(self, person: str) -> Iterator[LabelFile]:
        """Give a person's file, and save it where the block ends well.

        Raises:
            DataError: if it is damaged.
            StoreError: if it cannot be read or written.
        """
        # Two windows of one browser must not undo each other's labels.
        with self._lock:
            file = self.read(person)
            yield file
            file.save()
