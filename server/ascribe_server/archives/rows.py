"""One record in, its rows out: what stands in the output, by document or sentence."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from ascribe.errors import InputError
from ascribe.reading.html_reader import blocks_of_html
from ascribe.results import Analysis, Block, Label, ScoredSentence, as_json
from ascribe.text.sentences import utf16_length
from ascribe_server.archives.records import (
    RECORDS_OF_TASK,
    TOO_LONG,
    Page,
    Record,
    tasks,
)
from ascribe_server.json_output import compact_json
from ascribe_server.records import InputDocument, RecordError, document_of_line

if TYPE_CHECKING:
    from ascribe.engine import Engine

log = logging.getLogger(__name__)

Unit = Literal["document", "sentence"]
UNITS: tuple[Unit, ...] = get_args(Unit)

# Each step of the engine takes all of them in turn, while its tables are in the
# processor's cache; more at once gain nothing.
RECORDS_TOGETHER = RECORDS_OF_TASK
# Title of each kind of problem that a record can have.
_TITLES = {
    "not-json": "The line is not JSON",
    "unreadable": "The record cannot be read",
    "wrong-shape": "The record has the wrong shape",
    "invalid-input": "The document cannot be analysed",
    "internal-error": "The analysis failed",
    "process-died": "The process that analysed the record died",
}


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What changes the rows; each row repeats it.

    Attributes:
        by: what a row is.
        brief: leave out sources, chances and evidence; the rest is the same.
    """

    by: Unit = "document"
    brief: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the column ``settings``, with the version of the program."""
        return _column_of(self)


class RecordRows(msgspec.Struct, frozen=True, gc=False):
    """What one record became.

    Attributes:
        data: one JSON object a line, at least one; each line has its end.
        ok: whether it is an analysis and not an error.
        words: number of prose words that count in the shares.
    """

    data: bytes
    ok: bool
    words: int = 0


class _BriefSentence(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What a brief answer tells of a sentence; see ``results.ScoredSentence``."""

    block: str
    start: int
    end: int
    label: Label
    certain: bool
    repeated: bool = False


@cache
def program_version() -> str:
    """Return the version of Ascribe that is running."""
    return version("ascribe")


@cache
def _column_of(settings: BatchSettings) -> dict[str, Any]:
    return {"ascribe": program_version(), **asdict(settings)}


def rows(
    engine: Engine,
    records: Iterable[Record],
    settings: BatchSettings,
    *,
    skip: int = 0,
) -> Iterator[RecordRows]:
    """Analyse records in this process, in order.

    Args:
        engine: what scores them.
        records: what to analyse.
        settings: what the rows hold.
        skip: records at the start that are read over; they give no row.
    """
    for task in tasks(records, skip=skip, most=RECORDS_TOGETHER):
        yield from rows_of_all(engine, task, settings)


def rows_of(engine: Engine, record: Record, settings: BatchSettings) -> RecordRows:
    """Analyse one record, as ``rows_of_all``."""
    (found,) = rows_of_all(engine, [record], settings)
    return found


def rows_of_all(
    engine: Engine, records: Sequence[Record], settings: BatchSettings
) -> list[RecordRows]:
    """Analyse some records together, which is faster than one after the other.

    Never raises: what goes wrong becomes an error row.
    """
    documents = [_read(record) for record in records]
    read = [one for one in documents if isinstance(one, InputDocument)]
    analyses = iter(_analyses(engine, read, settings))
    made = []
    for record, document in zip(records, documents, strict=True):
        if not isinstance(document, InputDocument):
            made.append(_failed(record, document.record_id, document, settings))
            continue
        found = next(analyses)
        made.append(
            _failed(record, document.id, found, settings)
            if isinstance(found, Exception)
            else _analysed(document, found, settings)
        )
    return made


def _analyses(
    engine: Engine, documents: Sequence[InputDocument], settings: BatchSettings
) -> list[Analysis | Exception]:
    try:
        pages = [one.blocks for one in documents]
        return list(engine.analyze_all(pages, details=not settings.brief))
    except Exception as exc:  # noqa: BLE001 it is logged with its record
        if len(documents) == 1:
            return [exc]
    # One page of a million must not stop the rest; by itself each shows itself.
    return [found for one in documents for found in _analyses(engine, [one], settings)]


def _analysed(
    document: InputDocument, analysis: Analysis, settings: BatchSettings
) -> RecordRows:
    values = (
        [_document_row(document, analysis, settings)]
        if settings.by == "document"
        else _sentence_rows(document, analysis, settings)
    )
    data = b"".join([compact_json(one) + b"\n" for one in values])
    return RecordRows(data, ok=True, words=analysis.page.words)


def _failed(
    record: Record, record_id: str | int | None, why: Exception, settings: BatchSettings
) -> RecordRows:
    if isinstance(why, InputError):
        kind = why.kind if isinstance(why, RecordError) else "invalid-input"
        detail = str(why)
    else:
        log.info("%s", _where(record), exc_info=why)
        kind = "internal-error"
        detail = f"{type(why).__name__}; 'ascribe -v batch' with one worker tells more"
    return _error(record, record_id, kind, detail, settings)


def died(record: Record, settings: BatchSettings) -> RecordRows:
    """Make the row of a record whose analysis killed its process."""
    detail = "its process died each time it was tried, perhaps for lack of memory"
    return _error(record, record.id, "process-died", detail, settings)


def _read(record: Record) -> InputDocument | RecordError:
    try:
        return _document_of(record)
    except RecordError as exc:
        return exc


def _document_of(record: Record) -> InputDocument:
    if isinstance(record, Page):
        if record.error:
            raise RecordError(record.error, kind="unreadable", record_id=record.id)
        return InputDocument(record.id, tuple(blocks_of_html(record.html)))
    if record.cut:
        raise RecordError(TOO_LONG)
    return document_of_line(record.data, number=record.id)


def _document_row(
    document: InputDocument, analysis: Analysis, settings: BatchSettings
) -> dict[str, Any]:
    value = {"id": document.id, "settings": settings.as_json()}
    # Results are written as they are.
    if not settings.brief:
        return {**value, **msgspec.structs.asdict(analysis)}
    return {
        **value,
        "model": analysis.model,
        "status": analysis.status,
        "page": analysis.page,
        "sentences": [_brief(one) for one in analysis.sentences],
        "offset_unit": analysis.offset_unit,
    }


def _sentence_rows(
    document: InputDocument, analysis: Analysis, settings: BatchSettings
) -> Iterator[dict[str, Any]]:
    """Yield a row a sentence; a page without any has one row, so that none is lost."""
    value = {
        "id": document.id,
        "settings": settings.as_json(),
        "model": analysis.model,
        "status": analysis.status,
        "offset_unit": analysis.offset_unit,
    }
    if not analysis.sentences:
        yield value
    texts = {block.id: _Utf16Text(block) for block in document.blocks}
    for number, one in enumerate(analysis.sentences):
        found = as_json(_brief(one) if settings.brief else one)
        text = texts[one.block].between(one.start, one.end)
        yield {**value, "sentence": number, "text": text, **found}


def _brief(sentence: ScoredSentence) -> _BriefSentence:
    return _BriefSentence(
        sentence.block,
        sentence.start,
        sentence.end,
        sentence.label,
        sentence.certain,
        sentence.repeated,
    )


class _Utf16Text:
    """A block's text, cut as a browser cuts it."""

    def __init__(self, block: Block) -> None:
        self._text = block.text
        wide = utf16_length(block.text) != len(block.text)
        # Few texts have characters outside the basic plane.
        self._units = block.text.encode("utf-16-le", "surrogatepass") if wide else None

    def between(self, start: int, end: int) -> str:
        if self._units is None:
            return self._text[start:end]
        return self._units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


def _where(record: Record) -> str:
    return record.id if isinstance(record, Page) else record.place


def _error(
    record: Record,
    record_id: str | int | None,
    kind: str,
    detail: str,
    settings: BatchSettings,
) -> RecordRows:
    value = {
        "id": record.id if record_id is None else record_id,
        "settings": settings.as_json(),
        "error": {
            "type": f"/problems/{kind}",
            "title": _TITLES[kind],
            "detail": f"{_where(record)}: {detail}",
        },
    }
    return RecordRows(compact_json(value) + b"\n", ok=False)
