"""A bar on standard error: how far, how fast, how long still."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from ascribe_server.archives.reading import Archive
from ascribe_server.archives.rows import RecordRows


def with_progress(
    answers: Iterable[RecordRows], archive: Archive, *, done: int, failed: int
) -> Iterator[RecordRows]:
    """Let answers through and show how many there were.

    Args:
        answers: of this run.
        archive: what they are made from; tells how far it has been read.
        done: records of earlier runs.
        failed: errors among them.
    """
    # rich takes a tenth of a second to import.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    known = archive.size is not None
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %" if known else ""),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn() if known else TimeElapsedColumn(),
        TextColumn("left" if known else ""),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=archive.size, told="reading")
        started = time.monotonic()
        words = 0
        for new, rows in enumerate(answers, start=1):
            failed += not rows.ok
            words += rows.words
            told = told_of(
                done + new, failed, words, new, seconds=time.monotonic() - started
            )
            progress.update(task, completed=archive.position, told=told)
            yield rows


def told_of(done: int, failed: int, words: int, new: int, *, seconds: float) -> str:
    """Say what stands beside the bar.

    Args:
        done: records that have been answered, in all runs.
        failed: errors among them.
        words: prose words of the records of this run.
        new: records of this run.
        seconds: how long this run has taken.

    >>> told_of(1200, 3, 90_000, 200, seconds=10.0)
    '1,200 records, 3 errors, 20 records/s, 540,000 words/min'
    """
    rate = new / seconds if seconds else 0.0
    per_minute = 60 * words / seconds if seconds else 0.0
    return (
        f"{done:,} records, {failed:,} errors, "
        f"{rate:,.0f} records/s, {per_minute:,.0f} words/min"
    )
