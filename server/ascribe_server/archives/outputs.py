"""Where rows are written to: what a run asks of it, and standard output."""

from __future__ import annotations

import sys
from typing import Protocol

from ascribe_server.archives.rows import RecordRows


class Output(Protocol):
    """Takes the rows of one record after the other.

    Attributes:
        done: number of records whose rows are here, also from an earlier run.
        failed: number of those that are errors.
        name: what to call it in a message.
        kept: where the rows are if the run stops; None if nowhere.
    """

    done: int
    failed: int
    name: str
    kept: str | None

    def add(self, rows: RecordRows) -> None:
        """Take the rows of the next record; OSError if they cannot be written."""

    def save(self) -> None:
        """Write what is only in memory; OSError if it cannot be written."""

    def finish(self) -> None:
        """Give the answers their name; OSError if that fails."""


class StandardOutput:
    """Rows of JSON, one a line, as soon as they are made."""

    name = "standard output"

    def __init__(self) -> None:
        self.done = self.failed = 0
        self.kept: str | None = None

    def add(self, rows: RecordRows) -> None:
        """Write the rows."""
        sys.stdout.buffer.write(rows.data)
        self.done += 1
        self.failed += not rows.ok

    def save(self) -> None:
        """Write what waits in the stream."""
        sys.stdout.buffer.flush()

    finish = save
