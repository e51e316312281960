"""Read articles that nobody has labelled: JSON Lines, one article a line."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ascribe.errors import DataError
from ascribe.results import Block
from ascribe.text.passages import Sentence, cut

# A very long article would outweigh all others; its beginning tells as much of it.
_MOST_SENTENCES = 70


class _Raw(msgspec.Struct):
    doc: str
    outlet: str
    paragraphs: list[str]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One article without labels.

    Attributes:
        name: its own name in its file.
        outlet: who published it.
        page: its first sentences.
    """

    name: str
    outlet: str
    page: list[Sentence]


def read_raw_documents(path: Path, *, without: Collection[str]) -> list[RawDocument]:
    """Read a ``.jsonl`` file of ``{"doc", "outlet", "paragraphs": [text]}``.

    Args:
        path: the file.
        without: names of documents to pass over: those that carry labels elsewhere.

    Raises:
        DataError: if it cannot be read or a line is no article; the message names
            file and line.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as exc:
        raise DataError(f"cannot read {path}: {exc.strerror}") from exc
    documents = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            raw = msgspec.json.decode(line, type=_Raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as exc:
            raise DataError(f"{path}:{number}: not an article: {exc}") from exc
        texts = [text for text in raw.paragraphs if text.strip()]
        page = cut([Block(str(at), "paragraph", text) for at, text in enumerate(texts)])
        if raw.doc not in without and page:
            documents.append(RawDocument(raw.doc, raw.outlet, page[:_MOST_SENTENCES]))
    return documents


def raw_digest(documents: Iterable[RawDocument]) -> str:
    """Return the SHA-256 of the sentences, as hexadecimal."""
    digest = hashlib.sha256()
    for document in documents:
        for sentence in document.page:
            digest.update(sentence.text.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
