"""JSON Lines: a document a line, or a sentence a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from ascribe.results import BlockKind
from ascribe.training.formats.decoding import text_lines
from ascribe.training.formats.found import LabelledText, Row
from ascribe.training.formats.label_words import LabelError, allowed_labels
from ascribe.training.formats.tables import Cells, texts_of_rows

if TYPE_CHECKING:
    from pathlib import Path

    from ascribe.training.formats.found import Found


class _Sentence(msgspec.Struct):
    text: str
    label: str
    paragraph: int = 0
    kind: BlockKind = "paragraph"


class _Document(msgspec.Struct):
    sentences: list[_Sentence]
    doc: str = ""
    source: str = ""
    outlet: str = ""
    genre: str = ""
    title: str = ""


def read_json_lines(path: Path, found: Found) -> None:
    """Read ``{"doc", "outlet", "sentences": […]}`` or ``{"text", "label", …}`` a line.

    Raises:
        DataError: if the file cannot be read.
    """
    cells: list[Cells] = []
    for number, line in enumerate(text_lines(path, found), start=1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as exc:
            said = exc.msg if isinstance(exc, json.JSONDecodeError) else str(exc)
            found.fault(place, f"not JSON: {said}")
            continue
        if isinstance(value, dict) and "sentences" not in value and "text" in value:
            cells.append(_cells(value, place))
        else:
            _document(value, place, found)
    texts_of_rows(cells, found)


def _cells(value: dict[str, Any], place: str) -> Cells:
    return Cells(
        place,
        {
            name: "" if cell is None else str(cell)
            for name, cell in value.items()
            if not isinstance(cell, (dict, list))
        },
    )


def _document(value: Any, place: str, found: Found) -> None:
    try:
        raw = msgspec.convert(value, _Document)
    except msgspec.ValidationError as exc:
        found.fault(place, f"not a labelled document: {exc}")
        return
    if not raw.sentences:
        found.fault(place, "the document has no sentences")
        return
    rows = []
    for at, sentence in enumerate(raw.sentences, start=1):
        where = f"{place}, sentence {at}"
        if not sentence.text.strip():
            found.fault(where, "the sentence has no text")
            continue
        try:
            allowed = allowed_labels(sentence.label)
        except LabelError as exc:
            found.fault(where, str(exc))
            continue
        rows.append(
            Row(
                where,
                sentence.text,
                sentence.label,
                allowed,
                sentence.paragraph,
                sentence.kind,
            )
        )
    if rows:
        found.texts.append(
            LabelledText(
                place,
                raw.doc or place,
                tuple(rows),
                outlet=raw.outlet,
                source=raw.source,
                genre=raw.genre,
                title=raw.title,
            )
        )
