"""Read labelled files and folders of every format, and check them as a whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from ascribe.errors import DataError
from ascribe.results import LABELS, Block
from ascribe.training.dataset import Document
from ascribe.training.folds import outlet_key
from ascribe.training.formats.found import Found
from ascribe.training.formats.json_lines import read_json_lines
from ascribe.training.formats.label_studio import read_label_studio
from ascribe.training.formats.standoff import (
    SUFFIX,
    marked_article,
    one_annotator_each,
    read_standoff,
)
from ascribe.training.formats.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ascribe.results import Label
    from ascribe.training.attribution_data import MarkedArticle
    from ascribe.training.formats.found import LabelledText, Row

_READERS = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".csv": read_table,
    ".tsv": read_table,
    ".json": read_label_studio,
    SUFFIX: read_standoff,
}
SUFFIXES = tuple(_READERS)
# More lines than this are not read; the number of all is said.
_MOST_FAULTS = 40
# Each class must be learned on some outlets and measured on others.
_LEAST_OUTLETS = 2


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document, and what its file leaves open.

    Attributes:
        collection: the file it comes from; of standoff files their folder.
        document: the labels are the file's own; where it leaves several open, the
            first of them.
        allowed: for each sentence the labels that its file leaves open.
        own_labels: for each sentence the label in the file's own words.
    """

    collection: str
    document: Document
    allowed: tuple[tuple[Label, ...], ...]
    own_labels: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether some label is not decided."""
        return any(len(labels) > 1 for labels in self.allowed)


@dataclass(frozen=True, slots=True)
class Labelled:
    """All documents of some files.

    Attributes:
        warnings: a line for each row that looks odd, or that was left out.
        files: number of files read.
    """

    documents: tuple[LabelledDocument, ...]
    warnings: tuple[str, ...]
    files: int


def read_labelled(
    paths: Sequence[Path], *, skip_bad_rows: bool = False, keep_repeats: bool = False
) -> Labelled:
    """Read labelled documents.

    Args:
        paths: files whose suffix is one of ``SUFFIXES``, or folders that hold such.
        skip_bad_rows: leave rows out that cannot be used, instead of stopping.
        keep_repeats: keep what stands there twice with the same labels, as a measure
            that others have published does.

    Raises:
        DataError: if a file cannot be read or nothing is left; with a line for each
            row that cannot be used, each with file and line.
    """
    found = Found()
    collections: dict[str, str] = {}
    files = labelled_files(paths, found)
    for file in files:
        before = len(found.texts), len(found.faults)
        _READERS[file.suffix.lower()](file, found)
        if (len(found.texts), len(found.faults)) == before:
            found.fault(str(file), "holds no labelled sentence")
        name = str(file.parent if file.suffix.lower() == SUFFIX else file)
        collections.update((text.place, name) for text in found.texts[before[0] :])
    texts = _without_duplicates(found, keep_repeats=keep_repeats)
    if found.faults and not (skip_bad_rows and texts):
        raise DataError(faults_message(found.faults))
    left_out = [f"left out: {fault}" for fault in found.faults]
    return Labelled(
        tuple(_labelled_document(text, collections[text.place]) for text in texts),
        (*found.warnings, *left_out),
        len(files),
    )


def marked_articles(path: Path) -> tuple[list[MarkedArticle], tuple[str, ...]]:
    """Read the attributions of a standoff file, or of those in a folder.

    Returns:
        The articles, and a line for each file that was left out.

    Raises:
        DataError: if there is none; with a line for each mark that is wrong.
    """
    found = Found()
    if path.is_dir():
        files = sorted(path.rglob(f"*{SUFFIX}"))
        if not files:
            raise DataError(f"{path} holds no file that ends in {SUFFIX}")
    else:
        files = [path]
    articles = [
        marked_article(file, found) for file in one_annotator_each(files, found)
    ]
    if found.faults:
        raise DataError(faults_message(found.faults))
    return [one for one in articles if one is not None], tuple(found.warnings)


def labelled_files(paths: Sequence[Path], found: Found) -> list[Path]:
    """Put the labelled files of folders in their place; each file comes once.

    Raises:
        DataError: if there is no such file, or a folder holds none.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(
                each
                for each in path.rglob("*")
                if each.suffix.lower() in _READERS and each.is_file()
            )
            if not inside:
                raise DataError(
                    f"{path} holds no labelled file: none that ends in "
                    f"{', '.join(SUFFIXES)}"
                )
        elif not path.exists():
            raise DataError(f"there is no file {path}")
        elif path.suffix.lower() not in _READERS:
            raise DataError(
                f"{path} is in no format that is known by its name: take one that ends "
                f"in {', '.join(SUFFIXES)}"
            )
        else:
            inside = [path]
        for each in inside:
            files.setdefault(each.resolve(), each)
    marked = [file for file in files.values() if file.suffix.lower() == SUFFIX]
    kept = set(one_annotator_each(marked, found))
    return [file for file in files.values() if file not in marked or file in kept]


def check_classes(documents: Sequence[Document]) -> None:
    """See that every label can be learned, and measured on outlets not learned from.

    Raises:
        DataError: if a label has no sentence, or all of its sentences are of one
            outlet; the message names the label and what can be done.
    """
    outlets: dict[Label, Counter[str]] = {label: Counter() for label in LABELS}
    for document in documents:
        for label in document.labels:
            outlets[label][outlet_key(document.outlet)] += 1
    missing = [label for label in LABELS if not outlets[label]]
    if missing:
        raise DataError(
            f"no sentence is labelled {' or '.join(missing)}; a model needs examples "
            "of all four labels. Label some, or train on another collection as well, "
            "such as model/corpus"
        )
    for label, of in outlets.items():
        if len(of) < _LEAST_OUTLETS:
            raise DataError(
                f"every sentence labelled {label} is of one outlet, "
                f"{next(iter(of))!r}; a model is measured on outlets it has not seen. "
                "Add documents of another outlet"
            )


def faults_message(faults: Sequence[str]) -> str:
    """Put what is wrong into one message, a line each."""
    shown = list(faults[:_MOST_FAULTS])
    if len(faults) > len(shown):
        shown.append(f"… and {len(faults) - len(shown):,} more")
    if len(faults) == 1:
        return shown[0]
    return "\n".join([f"{len(faults):,} rows cannot be used:", *shown])


def _without_duplicates(found: Found, *, keep_repeats: bool) -> list[LabelledText]:
    """Take out what stands there twice, and say so; two labels for one are a fault.

    Where one of the two leaves a label open that the other decides, that is taken.
    """
    kept: dict[tuple[str, ...], LabelledText] = {}
    repeats: list[LabelledText] = []
    for text in found.texts:
        key = tuple(" ".join(row.text.split()) for row in text.rows)
        first = kept.setdefault(key, text)
        if first is text:
            continue
        what = "sentence" if text.alone else "document"
        rows = tuple(map(_agreed, first.rows, text.rows))
        decided = [row for row in rows if row is not None]
        if len(decided) < len(rows):
            at = rows.index(None)
            found.fault(
                text.rows[at].place,
                f"labelled {text.rows[at].own_label!r}; the same {what} is labelled "
                f"{first.rows[at].own_label!r} at {first.rows[at].place}",
            )
        elif keep_repeats:
            repeats.append(text)
        else:
            kept[key] = replace(first, rows=tuple(decided))
            found.warn(text.place, f"left out: the same {what} stands at {first.place}")
    return [*kept.values(), *repeats]


def _agreed(one: Row, other: Row) -> Row | None:
    """Return what two rows of one sentence say together; None if they differ."""
    allowed = tuple(label for label in one.allowed if label in other.allowed)
    if not allowed:
        return None
    return replace(
        one,
        allowed=allowed,
        own_label=min(one, other, key=lambda row: len(row.allowed)).own_label,
    )


def _labelled_document(text: LabelledText, collection: str) -> LabelledDocument:
    blocks: list[Block] = []
    spans = []
    ordered: list[Row] = []
    for _, group in groupby(text.rows, key=lambda row: row.paragraph):
        inside = list(group)
        line = ""
        places = []
        for row in inside:
            line += " " if line else ""
            places.append((len(line), len(line) + len(row.text)))
            line += row.text
        kind = inside[0].kind
        # As in dataset.py: what repeats the title is the headline.
        if kind == "paragraph" and line == text.title:
            kind = "heading"
        blocks.append(Block(str(len(blocks)), kind, line))
        spans.append(tuple(places))
        ordered += inside
    document = Document(
        name=text.name,
        source=text.source,
        outlet=text.outlet or text.name,
        genre=text.genre,
        blocks=tuple(blocks),
        spans=tuple(spans),
        labels=tuple(row.allowed[0] for row in ordered),
    )
    return LabelledDocument(
        collection,
        document,
        tuple(row.allowed for row in ordered),
        tuple(row.own_label for row in ordered),
    )
