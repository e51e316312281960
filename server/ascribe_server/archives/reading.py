"""Open an archive: which files it has, in a stable order, and all their records."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ascribe.errors import InputError
from ascribe_server.archives.formats import (
    KINDS,
    DamagedFileError,
    Kind,
    OpenFile,
    kind_of,
    lines_of,
)
from ascribe_server.archives.places import STD, Place, place_of, reason_of
from ascribe_server.archives.records import Page, Record

_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    name: str
    size: int
    kind: Kind


class Archive:
    """The records of one file, of a folder's files, or of all that a pattern names.

    Args:
        source: a path or fsspec address; ``-`` for JSON lines on standard input.

    Raises:
        InputError: if there is no such file, or none that can be read.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._done = 0
        self._open: OpenFile | None = None
        if source == STD:
            self._place, self._files = None, []
            return
        self._place = place_of(source)
        try:
            self._files = _files_of(self._place)
        except OSError as exc:
            raise _unreadable(source, exc) from exc

    @property
    def size(self) -> int | None:
        """All bytes of the files, as they are stored; None where unknown."""
        return sum(file.size for file in self._files) or None

    @property
    def position(self) -> int:
        """How many of those bytes have been read."""
        return self._done + (self._open.tell() if self._open else 0)

    @property
    def digest(self) -> str:
        """SHA-256 of names and sizes: another archive has, most likely, another."""
        names = "\n".join(f"{file.size} {file.name}" for file in self._files)
        return hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()

    def records(self) -> Iterator[Record]:
        """Read from the beginning, one record at a time.

        A record or, in an archive of several files, a file that is damaged becomes a
        ``Page`` with an error.

        Raises:
            InputError: if the only file is no such file, a package to read it is
                missing, or the connection to it fails.
        """
        if self._place is None:
            yield from lines_of(sys.stdin.buffer, "")
            return
        alone = len(self._files) == 1
        for file in self._files:
            any_yet = False
            try:
                for record in self._records_of(self._place, file, alone=alone):
                    any_yet = True
                    yield record
            except DamagedFileError as exc:
                if alone and not any_yet:
                    raise InputError(f"{self.source} {exc}") from exc
                yield Page(file.name, b"", f"the file {exc}")
            except OSError as exc:
                # A page that may not be read is one of many; anything else is a
                # connection or a disk that fails, and the rest would fail as well.
                if not (file.kind.single and not alone):
                    raise _unreadable(self.source, exc) from exc
                yield Page(file.name, b"", f"the file cannot be read: {reason_of(exc)}")
            self._done += file.size

    def _records_of(
        self, place: Place, file: _File, *, alone: bool
    ) -> Iterator[Record]:
        raw: Any = place.files.open(file.path, "rb")
        with raw:
            self._open = OpenFile(raw)
            try:
                yield from file.kind.read(raw, "" if alone else file.name, file.name)
            finally:
                self._open = None


def _files_of(place: Place) -> list[_File]:
    """Return the files of an archive, ordered by the parts of their paths."""
    files, path = place.files, place.path
    if _GLOB & set(path) and not files.exists(path):
        found = {
            name: info
            for name, info in files.glob(path, detail=True).items()
            if info["type"] == "file"
        }
        root = path[: min(path.index(sign) for sign in _GLOB & set(path))]
        root = root.rpartition("/")[0]
        nothing = f"no file matches {place.address}"
    elif files.isdir(path):
        found = {
            name: info
            for name, info in files.find(path, detail=True).items()
            if kind_of(name)
        }
        root = path
        nothing = f"{place.address} holds no web page or archive ({', '.join(KINDS)})"
    else:
        info = files.info(path)
        name = PurePosixPath(path).name
        # A file that is named is taken whatever its name; JSON lines then.
        return [_file(path, name, info)]
    if not found:
        raise InputError(nothing)
    several = [
        _file(path, path.removeprefix(root).lstrip("/"), info)
        for path, info in found.items()
    ]
    return sorted(several, key=lambda file: file.name.split("/"))


def _file(path: str, name: str, info: dict[str, Any]) -> _File:
    kind = kind_of(name) or KINDS[".jsonl"]
    return _File(path, name, int(info.get("size") or 0), kind)


def _unreadable(source: str, exc: OSError) -> InputError:
    if isinstance(exc, FileNotFoundError):
        return InputError(f"there is no file {source}; is the path right?")
    return InputError(f"{source} cannot be read: {reason_of(exc)}")
