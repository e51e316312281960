"""Analyse a stream of records in order, in constant memory, over several processes."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ascribe.errors import InputError
from ascribe.results import as_json
from ascribe_server.cli_options import json_bytes
from ascribe_server.records import RecordError, document_of_line

if TYPE_CHECKING:
    from ascribe.engine import Engine

log = logging.getLogger(__name__)

# Records that wait for each process. One article takes some hundredths of a second;
# a few waiting ones keep a process busy, and a book among them does not fill memory.
_WAITING_PER_WORKER = 8

# Title of each kind of problem that a record can have.
_TITLES = {
    "not-json": "The line is not JSON",
    "wrong-shape": "The record has the wrong shape",
    "invalid-input": "The document cannot be analysed",
    "internal-error": "The analysis failed",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the output.

    Attributes:
        data: the line, without its end.
        ok: whether it is an analysis and not an error.
        size: length of the record it was made from, in bytes.
    """

    data: bytes
    ok: bool
    size: int


def rows(engine: Engine, lines: Iterable[bytes]) -> Iterator[Row]:
    """Analyse records in this process; blank lines give no row."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield row_of(engine, line, number)


def rows_of_workers(
    model_folder: Path | None, lines: Iterable[bytes], *, workers: int
) -> Iterator[Row]:
    """Analyse records in ``workers`` processes; the rows come in the records' order.

    Raises:
        concurrent.futures.process.BrokenProcessPool: if a process dies.
    """
    waiting: deque[Future[Row]] = deque()
    # Not fork: the progress bar runs a thread, and a fork copies its locks.
    with ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        initargs=(model_folder,),
    ) as pool:
        try:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                waiting.append(pool.submit(_row_in_worker, line, number))
                if len(waiting) >= workers * _WAITING_PER_WORKER:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def row_of(engine: Engine, line: bytes, number: int) -> Row:
    """Analyse one record. Never raises: what goes wrong becomes an error row.

    Args:
        engine: what scores it.
        line: the record, JSON.
        number: the line's number in its file, from 1.
    """
    try:
        document = document_of_line(line, number=number)
    except RecordError as exc:
        return _error(line, number, exc.record_id, exc.kind, str(exc))
    try:
        analysis = engine.analyze(document.blocks)
    except InputError as exc:
        return _error(line, number, document.id, "invalid-input", str(exc))
    except Exception as exc:
        # One page of a million must not stop the rest.
        log.info("line %d", number, exc_info=exc)
        detail = f"{type(exc).__name__}; 'ascribe -v batch' with one worker tells more"
        return _error(line, number, document.id, "internal-error", detail)
    value: dict[str, Any] = {"id": document.id, **as_json(analysis)}
    return Row(json_bytes(value), ok=True, size=len(line))


def _error(
    line: bytes, number: int, record_id: str | int | None, kind: str, detail: str
) -> Row:
    value = {
        "id": number if record_id is None else record_id,
        "error": {
            "type": f"/problems/{kind}",
            "title": _TITLES[kind],
            "detail": f"line {number}: {detail}",
        },
    }
    return Row(json_bytes(value), ok=False, size=len(line))


# The engine of a worker process, loaded once.
_engine: Engine


def _start_worker(model_folder: Path | None) -> None:
    global _engine
    from ascribe.engine import load_engine

    _engine = load_engine(model_folder)


def _row_in_worker(line: bytes, number: int) -> Row:
    return row_of(_engine, line, number)
