"""Read labelled documents: JSON Lines, one document a line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ascribe.errors import DataError
from ascribe.results import Block, BlockKind, Label, SourceKind

# The labels of the labelling guide, and what each is to the model. A plus says that
# the author's wording around an attribution is loaded; the voice stays the source's.
LABEL_OF_CODE: dict[str, Label] = {
    "O": "opinion",
    "A": "attributed",
    "B": "attributed",
    "A+": "attributed",
    "B+": "attributed",
    "S": "statement",
    "X": "other",
    "opinion": "opinion",
    "attributed": "attributed",
    "statement": "statement",
    "other": "other",
}


class _Sentence(msgspec.Struct):
    paragraph: int
    text: str
    label: str
    kind: BlockKind = "paragraph"


class ExpectedSource(msgspec.Struct, frozen=True):
    """A source that an article is known to have.

    Attributes:
        name: in the fullest form that the article uses.
        kind: what sort of source it is.
    """

    name: str
    kind: SourceKind


class _Document(msgspec.Struct):
    sentences: list[_Sentence]
    doc: str = ""
    source: str = ""
    outlet: str = ""
    genre: str = ""
    title: str = ""
    sources: tuple[ExpectedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One labelled article.

    Attributes:
        name: its own name in its file.
        source: the collection it comes from.
        outlet: who published it; documents of one outlet are never split.
        genre: the kind of text, where the file says so.
        blocks: its paragraphs; a paragraph is its sentences joined by one space. The
            one that repeats the document's title is a heading.
        spans: sentence offsets (code points) of each block.
        labels: label of each sentence, in reading order.
        sources: who speaks in it, where the file says so.
    """

    name: str
    source: str
    outlet: str
    genre: str
    blocks: tuple[Block, ...]
    spans: tuple[tuple[tuple[int, int], ...], ...]
    labels: tuple[Label, ...]
    sources: tuple[ExpectedSource, ...] = ()


def read_documents(paths: Sequence[Path]) -> list[Document]:
    """Read labelled documents from files and folders.

    Args:
        paths: ``.jsonl`` files, or folders whose ``.jsonl`` files are read in the
            order of their names.

    Raises:
        DataError: if a file cannot be read, holds no document, or a line is not a
            labelled document; the message names file and line.
    """
    documents: list[Document] = []
    for file in _files(paths):
        try:
            raw = file.read_bytes()
        except OSError as exc:
            raise DataError(f"cannot read {file}: {exc.strerror}") from exc
        before = len(documents)
        for number, line in enumerate(raw.split(b"\n"), start=1):
            if line.strip():
                documents.append(_document(line, f"{file}:{number}"))
        if len(documents) == before:
            raise DataError(f"{file} holds no document")
    return documents


def digest_of(documents: Iterable[Document]) -> str:
    """Return the SHA-256 of the documents' texts and labels, as hexadecimal."""
    digest = hashlib.sha256()
    for document in documents:
        for block in document.blocks:
            digest.update(block.text.encode("utf-8", "surrogatepass"))
        digest.update(",".join(document.labels).encode())
    return digest.hexdigest()


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.jsonl"))
            if not inside:
                raise DataError(f"{path} holds no .jsonl file")
            files += inside
        elif path.exists():
            files.append(path)
        else:
            raise DataError(f"there is no file {path}")
    return files


def _document(line: bytes, place: str) -> Document:
    try:
        raw = msgspec.json.decode(line, type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise DataError(f"{place}: not a labelled document: {exc}") from exc
    if not raw.sentences:
        raise DataError(f"{place}: the document has no sentences")
    blocks: list[Block] = []
    spans: list[tuple[tuple[int, int], ...]] = []
    labels: list[Label] = []
    for paragraph in _paragraphs(raw.sentences):
        text = ""
        inside = []
        for sentence in paragraph:
            if sentence.label not in LABEL_OF_CODE:
                raise DataError(
                    f"{place}: unknown label {sentence.label!r}; "
                    f"the labels are {', '.join(LABEL_OF_CODE)}"
                )
            if not sentence.text.strip():
                raise DataError(f"{place}: a sentence has no text")
            text += " " if text else ""
            inside.append((len(text), len(text) + len(sentence.text)))
            text += sentence.text
            labels.append(LABEL_OF_CODE[sentence.label])
        kind = paragraph[0].kind
        if kind == "paragraph" and text == raw.title:
            kind = "heading"
        blocks.append(Block(str(len(blocks)), kind, text))
        spans.append(tuple(inside))
    return Document(
        name=raw.doc or place,
        source=raw.source,
        outlet=raw.outlet or raw.doc or place,
        genre=raw.genre,
        blocks=tuple(blocks),
        spans=tuple(spans),
        labels=tuple(labels),
        sources=raw.sources,
    )


def _paragraphs(sentences: Sequence[_Sentence]) -> list[list[_Sentence]]:
    paragraphs: list[list[_Sentence]] = []
    last: int | None = None
    for sentence in sentences:
        if sentence.paragraph != last:
            paragraphs.append([])
            last = sentence.paragraph
        paragraphs[-1].append(sentence)
    return paragraphs
