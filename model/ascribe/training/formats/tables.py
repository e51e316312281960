"""Tables with a sentence a row: CSV, TSV, and the TSV of the CheckThat! lab."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ascribe.results import BLOCK_KINDS
from ascribe.training.formats.decoding import text_lines
from ascribe.training.formats.found import LabelledText, Row
from ascribe.training.formats.label_words import LabelError, allowed_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ascribe.results import BlockKind
    from ascribe.training.formats.found import Found

# What tools call each column; the first that a table has is taken.
_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "sentence", "sentence_text", "quote"),
    "label": ("label", "gold_label", "class", "choice", "sentiment"),
    "doc": ("doc", "document", "doc_id", "document_id", "article", "article_id", "url"),
    "outlet": ("outlet", "site", "publisher", "domain", "group"),
    "source": ("source", "collection", "dataset"),
    "genre": ("genre",),
    "title": ("title", "headline"),
    "paragraph": ("paragraph", "paragraph_id", "block"),
    "kind": ("kind", "block_kind"),
}
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table, by the names of its columns."""

    place: str
    by_name: Mapping[str, str]

    def get(self, name: str) -> str:
        """Return a cell by our name of its column; empty where there is none."""
        for column in _NAMES[name]:
            if column in self.by_name:
                return self.by_name[column].strip()
        return ""


def read_table(path: Path, found: Found) -> None:
    """Read a table whose first row names its columns.

    It needs a column for the sentence and one for the label; ``_NAMES`` says which
    names are taken. Rows of one ``doc`` are a text, in the order of the file; without
    such a column each sentence stands alone.

    Raises:
        DataError: if the file cannot be read.
    """
    lines = text_lines(path, found)
    tabs = path.suffix.lower() == ".tsv"
    rows = _tab_rows(lines) if tabs else _comma_rows(lines, path, found)
    head = next(rows, None)
    if head is None:
        found.fault(str(path), "the table is empty")
        return
    columns = [name.strip().casefold() for name in head[1]]
    for name in ("text", "label"):
        if not any(one in columns for one in _NAMES[name]):
            found.fault(
                f"{path}:{head[0]}",
                f"no column for the {'sentence' if name == 'text' else 'label'}; "
                f"name one of them {_NAMES[name][0]!r}. The columns are "
                f"{', '.join(columns) or 'none'}",
            )
            return
    cells = []
    for number, row in rows:
        place = f"{path}:{number}"
        if len(row) != len(columns):
            found.fault(
                place,
                f"{len(row)} cells where the head has {len(columns)}; is a quotation "
                "mark or delimiter missing?",
            )
            continue
        cells.append(Cells(place, dict(zip(columns, row, strict=True))))
    if not cells and not found.faults:
        found.fault(str(path), "the table has a head and no rows")
    texts_of_rows(cells, found)


def texts_of_rows(rows: Iterable[Cells], found: Found) -> None:
    """Put rows together to texts by their documents' names."""
    by_doc: dict[tuple[str, str], list[tuple[Cells, Row]]] = {}
    for cells in rows:
        row = _row(cells, found)
        if row is not None:
            doc = cells.get("doc")
            key = (doc, cells.get("outlet")) if doc else (cells.place, "")
            by_doc.setdefault(key, []).append((cells, row))
    for (name, _), inside in by_doc.items():
        cells = inside[0][0]
        found.texts.append(
            LabelledText(
                cells.place,
                name,
                tuple(row for _, row in inside),
                outlet=cells.get("outlet"),
                source=cells.get("source"),
                genre=cells.get("genre"),
                title=cells.get("title"),
                alone=not cells.get("doc"),
            )
        )


def _row(cells: Cells, found: Found) -> Row | None:
    text = cells.get("text")
    if not text:
        found.fault(cells.place, "the sentence has no text")
        return None
    try:
        allowed = allowed_labels(cells.get("label"))
    except LabelError as exc:
        found.fault(cells.place, str(exc))
        return None
    kind = cells.get("kind") or "paragraph"
    if kind not in BLOCK_KINDS:
        found.fault(
            cells.place,
            f"unknown kind {kind!r}; the kinds are {', '.join(BLOCK_KINDS)}",
        )
        return None
    known: BlockKind = kind
    return Row(
        cells.place,
        text,
        cells.get("label"),
        allowed,
        cells.get("paragraph") or 0,
        known,
    )


def _tab_rows(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    # In the CheckThat! files a quotation mark is a letter like any other.
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line.split("\t")


def _comma_rows(
    lines: Sequence[str], path: Path, found: Found
) -> Iterator[tuple[int, list[str]]]:
    text = "\n".join(lines)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            found.fault(f"{path}:{number}", f"not CSV: {exc}")
            return
        if any(cell.strip() for cell in row):
            yield number, row
