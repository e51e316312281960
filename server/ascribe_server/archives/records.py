"""The records of an archive as they travel to the process that analyses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from ascribe.errors import InputError

# Longer pages are no articles; the engine takes 8 million characters.
MAX_RECORD_BYTES = 64_000_000
TOO_LONG = f"it has more than {MAX_RECORD_BYTES:,} bytes, the limit"
# A task is some records: their way to another process and back costs as much for one
# as for sixteen. A few long ones are enough.
RECORDS_OF_TASK = 16
_BYTES_OF_TASK = 256_000


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line of JSON, or a row of a table as one.

    Attributes:
        data: the JSON; of one that is too long the first ``MAX_RECORD_BYTES``.
        place: where it stands, for messages: ``line 3``.
        id: what it is called if it has no id of its own.
        cut: whether it was too long.
    """

    data: bytes
    place: str
    id: str | int
    cut: bool = False

    def __len__(self) -> int:
        return len(self.data)


class Page(msgspec.Struct, frozen=True, gc=False):
    """A web page.

    Attributes:
        id: its path inside the folder, or its address.
        html: as it was stored; its encoding is found when it is read.
        error: why it could not be read; then ``html`` is empty.
    """

    id: str
    html: bytes
    error: str | None = None

    def __len__(self) -> int:
        return len(self.html)


Record = Line | Page


def page_of(name: str, file: Any) -> Page:
    """Read a page from an open file, up to ``MAX_RECORD_BYTES``."""
    html = file.read(MAX_RECORD_BYTES + 1)
    if len(html) > MAX_RECORD_BYTES:
        return Page(name, b"", TOO_LONG)
    return Page(name, html)


def missing_package(extra: str) -> InputError:
    """Make the error of a file that needs an optional package of Ascribe."""
    return InputError(
        f"this kind of archive needs a package more: pip install 'ascribe[{extra}]'"
    )


Task = list[Record]


def tasks(
    records: Iterable[Record], *, skip: int = 0, most: int = RECORDS_OF_TASK
) -> Iterator[Task]:
    """Put records together to tasks, in order.

    Args:
        records: the records; none is read ahead of the task it belongs to.
        skip: records at the start that are read over.
        most: records of one task.
    """
    task: Task = []
    size = 0
    for record in islice(records, skip, None):
        task.append(record)
        size += len(record)
        if len(task) >= most or size >= _BYTES_OF_TASK:
            yield task
            task, size = [], 0
    if task:
        yield task
