"""Write answers so that a stop loses nothing: in whole pieces, joined at the end.

Beside OUT stands the folder OUT.part. Each piece in it was written whole; its name says
how many records and errors it holds. What is not yet a piece is saved every so often.
Where pieces end depends on the rows alone, so that a run that was stopped and resumed
gives the same bytes as one that was not.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

from ascribe.errors import InputError
from ascribe_server.archives.output_forms import OutputForm
from ascribe_server.archives.places import Place
from ascribe_server.archives.rows import RecordRows
from ascribe_server.json_output import json_bytes

# A piece is in memory until it is written.
PIECE_BYTES = 8_000_000
PIECE_RECORDS = 10_000
# How often what is in memory is saved. Elsewhere it is sent over a network.
_LOCAL_SECONDS = 1.0
_REMOTE_SECONDS = 15.0

_RUN = "run.json"
_PENDING = "pending"
_WHOLE = "whole"
_NAME = re.compile(r"(\d{6,})-(\d+)-(\d+)\.\w+")


class Pieces:
    """The answers of one run.

    Args:
        target: where they go when all is done.
        form: the form of the file.
        run: what must be the same when it is gone on with; JSON values.
        resume: go on with what an earlier run left.

    Attributes:
        done: number of records whose rows are here.
        failed: number of those that are errors.
        name: the address of the file.
        kept: the address of the folder.

    Raises:
        InputError: if another run's pieces are there, or none may be resumed.
        OSError: if nothing can be written there.
    """

    def __init__(
        self, target: Place, form: OutputForm, run: dict[str, Any], *, resume: bool
    ) -> None:
        self._target = target
        self._folder = target.beside(".part")
        self._form = form
        self.name = target.address
        self.kept: str | None = self._folder.address
        self.done = self.failed = 0
        self._pieces: list[str] = []
        self._lines: list[bytes] = []
        self._size = self._records = self._errors = 0
        self._every = _LOCAL_SECONDS if target.local else _REMOTE_SECONDS
        self._saved_at = time.monotonic()
        self._is_saved = True
        self._start(run, resume=resume)

    def add(self, rows: RecordRows) -> None:
        """Keep the rows of the next record.

        Raises:
            OSError: if they cannot be written.
        """
        self._take(rows.data, 1, int(not rows.ok))
        self._is_saved = False
        if self._is_full():
            self._write_piece()
        elif time.monotonic() - self._saved_at >= self._every:
            self.save()

    def save(self) -> None:
        """Save what is no piece yet.

        Raises:
            OSError: if it cannot be written.
        """
        if not self._is_saved:
            head = [len(self._pieces), self._records, self._errors]
            data = b"".join([json_bytes(head), b"\n", *self._lines])
            self._folder.write(_PENDING, data)
            self._is_saved = True
        self._saved_at = time.monotonic()

    def finish(self) -> None:
        """Join the pieces to the file and delete them.

        Raises:
            OSError: if the file cannot be written; the pieces are still there.
        """
        if self._lines:
            self._write_piece()
        files, whole = self._target.files, self._folder.inside(_WHOLE)
        with files.open(whole, "wb") as out:
            self._form.join(self._opened(), out)
        files.mv(whole, self._target.path)
        # First what makes it a run: half a folder must not be gone on with.
        files.rm(self._folder.inside(_RUN))
        files.rm(self._folder.path, recursive=True)

    def _is_full(self) -> bool:
        return self._size >= PIECE_BYTES or self._records >= PIECE_RECORDS

    def _opened(self) -> Iterator[Any]:
        for name in self._pieces:
            with self._target.files.open(self._folder.inside(name), "rb") as piece:
                yield piece

    def _take(self, data: bytes, records: int, errors: int) -> None:
        self._lines.append(data)
        self._size += len(data)
        self._records += records
        self._errors += errors
        self.done += records
        self.failed += errors

    def _write_piece(self) -> None:
        counts = f"{len(self._pieces):06d}-{self._records}-{self._errors}"
        name = counts + self._form.ending
        self._folder.write(name, self._form.piece(b"".join(self._lines)))
        self._pieces.append(name)
        self._lines, self._size, self._records, self._errors = [], 0, 0, 0
        self._is_saved = True
        self._saved_at = time.monotonic()

    def _start(self, run: dict[str, Any], *, resume: bool) -> None:
        files, folder = self._target.files, self._folder
        found = self._run_before()
        if found is None:
            if resume and self._target.exists():
                raise InputError(
                    f"{self._target.address} is finished: there is nothing to resume"
                )
            if folder.exists():
                if not files.isdir(folder.path):
                    raise InputError(f"{folder.address} is in the way; delete it")
                files.rm(folder.path, recursive=True)
            files.makedirs(folder.path, exist_ok=True)
            folder.write(_RUN, json_bytes(run))
            return
        self._read(files.ls(folder.path, detail=False))
        if not resume:
            if self.done:
                raise InputError(
                    f"{folder.address} holds {self.done:,} records of a run that was "
                    "stopped: go on with --resume, or delete it"
                )
            folder.write(_RUN, json_bytes(run))
            return
        differ = sorted(name for name in run if run[name] != found.get(name))
        if differ:
            raise InputError(
                f"{folder.address} was made with another {', '.join(differ)}; resume "
                "with the same, or delete it and start anew"
            )
        if self._is_full():
            # Stopped while this piece was being written.
            self._write_piece()

    def _run_before(self) -> dict[str, Any] | None:
        self._target.files.invalidate_cache()
        try:
            value = json.loads(self._target.files.cat_file(self._folder.inside(_RUN)))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise self._damaged(_RUN)
        return value

    def _read(self, paths: list[str]) -> None:
        names = sorted(
            name for path in paths if _NAME.fullmatch(name := path.rpartition("/")[2])
        )
        for number, name in enumerate(names):
            found = _NAME.fullmatch(name)
            if found is None or int(found[1]) != number:
                raise self._damaged(f"piece {number}")
            self._pieces.append(name)
            self.done += int(found[2])
            self.failed += int(found[3])
        try:
            saved = self._target.files.cat_file(self._folder.inside(_PENDING))
        except FileNotFoundError:
            return
        head, _, lines = saved.partition(b"\n")
        try:
            piece, records, errors = json.loads(head)
        except (ValueError, TypeError):
            raise self._damaged(_PENDING) from None
        # Saved before the piece was whole that holds its rows as well.
        if piece == len(self._pieces):
            self._take(lines, records, errors)

    def _damaged(self, what: str) -> InputError:
        return InputError(
            f"{self._folder.address} is damaged ({what}); delete it and start anew"
        )
