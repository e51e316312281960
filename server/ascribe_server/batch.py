"""Analyse a stream of records in order, in constant memory, over several processes."""

from __future__ import annotations

import gc
import logging
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ascribe.errors import InputError
from ascribe.reading.html_reader import blocks_of_html
from ascribe.results import as_json
from ascribe_server.archives import MAX_RECORD_BYTES, Record, numbered
from ascribe_server.cli_options import json_bytes
from ascribe_server.records import InputDocument, RecordError, document_of_line

if TYPE_CHECKING:
    from ascribe.engine import Engine

log = logging.getLogger(__name__)

# Records that wait for each process. One article takes some hundredths of a second;
# a few waiting ones keep a process busy, and a book among them does not fill memory.
_WAITING_PER_WORKER = 8

# What a brief answer tells of a sentence.
_BRIEF = ("block", "start", "end", "label", "certain")

# Title of each kind of problem that a record can have.
_TITLES = {
    "not-json": "The line is not JSON",
    "unreadable": "The record cannot be read",
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


def rows(
    engine: Engine, lines: Iterable[Record], *, skip: int = 0, brief: bool = False
) -> Iterator[Row]:
    """Analyse records in this process; blank lines give no row.

    Args:
        engine: what scores them.
        lines: the records.
        skip: records at the start that are read over; they give no row.
        brief: leave out sources and evidence.
    """
    for line, number in numbered(lines, skip):
        yield row_of(engine, line, number, brief=brief)


def rows_of_workers(
    model_folder: Path | None,
    lines: Iterable[Record],
    *,
    workers: int,
    skip: int = 0,
    brief: bool = False,
) -> Iterator[Row]:
    """Analyse records in ``workers`` processes; the rows come in the records' order.

    ``skip`` and ``brief`` as in ``rows``.

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
            for line, number in numbered(lines, skip):
                waiting.append(pool.submit(_row_in_worker, line, number, brief))
                if len(waiting) >= workers * _WAITING_PER_WORKER:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def row_of(engine: Engine, line: Record, number: int, *, brief: bool = False) -> Row:
    """Analyse one record. Never raises: what goes wrong becomes an error row.

    Args:
        engine: what scores it.
        line: the record, JSON.
        number: the line's number in its file, from 1.
        brief: leave out sources and evidence.
    """
    try:
        document = _document_of(line, number)
    except RecordError as exc:
        return _error(line, number, exc.record_id, exc.kind, str(exc))
    try:
        # Asked for only where it is wanted: a test's engine need not know it.
        analysis = (
            engine.analyze(document.blocks, details=False)
            if brief
            else engine.analyze(document.blocks)
        )
    except InputError as exc:
        return _error(line, number, document.id, "invalid-input", str(exc))
    except Exception as exc:
        # One page of a million must not stop the rest.
        log.info("line %d", number, exc_info=exc)
        detail = f"{type(exc).__name__}; 'ascribe -v batch' with one worker tells more"
        return _error(line, number, document.id, "internal-error", detail)
    if brief:
        whole = as_json(replace(analysis, sentences=()))
        del whole["sources"]
        whole["sentences"] = [
            {name: getattr(one, name) for name in _BRIEF} for one in analysis.sentences
        ]
    else:
        whole = as_json(analysis)
    value: dict[str, Any] = {"id": document.id, **whole}
    return Row(json_bytes(value), ok=True, size=len(line))


def _document_of(record: Record, number: int) -> InputDocument:
    if isinstance(record, bytes):
        if len(record) >= MAX_RECORD_BYTES and not record.endswith(b"\n"):
            raise RecordError(
                f"the line has more than {MAX_RECORD_BYTES:,} bytes, the limit"
            )
        return document_of_line(record, number=number)
    if record.error:
        raise RecordError(record.error, kind="unreadable", record_id=record.id)
    return InputDocument(record.id, tuple(blocks_of_html(record.html)))


def _error(
    line: Record, number: int, record_id: str | int | None, kind: str, detail: str
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
    # It stays: the collector need not walk through it.
    gc.freeze()
    # A page makes some thousand objects and no cycles.
    gc.set_threshold(20_000, 20, 20)


def _row_in_worker(line: Record, number: int, brief: bool) -> Row:  # noqa: FBT001 crosses a process
    return row_of(_engine, line, number, brief=brief)
