"""A file of texts with the labels that one person has given so far.

JSON Lines, a document a line, as ``ascribe train`` takes them; a sentence without a
label has ``"?"``. Written whole after every label, or not at all.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ascribe.errors import DataError, InputError
from ascribe.results import LABELS, Block, BlockKind, Label
from ascribe.text.passages import cut
from ascribe_server.private_files import StoreError

OPEN = "?"


class LabelSentence(msgspec.Struct):
    """One sentence; ``label`` is one of ``LABELS``, or ``OPEN``."""

    paragraph: int
    text: str
    label: str = OPEN
    kind: BlockKind = "paragraph"


class LabelDocument(msgspec.Struct):
    """One text."""

    doc: str
    sentences: list[LabelSentence]
    outlet: str = ""
    title: str = ""

    def blocks(self) -> tuple[list[Block], list[list[tuple[int, int]]]]:
        """Return its paragraphs, and the sentences' offsets in each (code points)."""
        blocks: list[Block] = []
        spans: list[list[tuple[int, int]]] = []
        last: int | None = None
        for one in self.sentences:
            if one.paragraph != last:
                blocks.append(Block(str(len(blocks)), one.kind, ""))
                spans.append([])
                last = one.paragraph
            before = blocks[-1].text
            text = f"{before} {one.text}" if before else one.text
            spans[-1].append((len(text) - len(one.text), len(text)))
            blocks[-1] = Block(blocks[-1].id, blocks[-1].kind, text)
        return blocks, spans


@dataclass
class LabelFile:
    """The file and what stands in it.

    Attributes:
        path: the file; made with the first ``save``.
        documents: in the order in which they were added.
    """

    path: Path
    documents: list[LabelDocument] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> LabelFile:
        """Read a file, or begin an empty one where there is none.

        Raises:
            DataError: if it is no such file; the message names the line.
            StoreError: if it cannot be read.
        """
        try:
            lines = path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return cls(path)
        except OSError as exc:
            raise StoreError(f"cannot read {path}: {exc}") from exc
        documents = []
        for number, line in enumerate(lines, start=1):
            if line.strip():
                documents.append(_document(line, f"{path}:{number}"))
        return cls(path, documents)

    def add(self, name: str, blocks: Sequence[Block], *, outlet: str = "") -> bool:
        """Add a text to be labelled.

        Returns:
            Whether it was added; False where the same text stands there already.

        Raises:
            InputError: if it has no sentence.
        """
        sentences = [
            LabelSentence(one.block, _sayable(one.text), kind=one.kind)
            for one in cut(blocks)
            if one.text.strip()
        ]
        if not sentences:
            raise InputError(f"{name} has no sentence to label")
        texts = [one.text for one in sentences]
        if any(
            [one.text for one in known.sentences] == texts for known in self.documents
        ):
            return False
        taken = {known.doc for known in self.documents}
        unique = name
        number = 2
        while unique in taken:
            unique = f"{name} ({number})"
            number += 1
        title = next((one.text for one in sentences if one.kind == "heading"), "")
        self.documents.append(
            LabelDocument(_sayable(unique), sentences, _sayable(outlet), title)
        )
        return True

    def put(self, doc: int, sentence: int, label: Label | None) -> None:
        """Give a sentence its label, or take it away with None.

        Raises:
            InputError: if there is no such sentence.
        """
        try:
            if min(doc, sentence) < 0:
                raise IndexError
            found = self.documents[doc].sentences[sentence]
        except IndexError:
            raise InputError(f"there is no sentence {sentence} in text {doc}") from None
        found.label = OPEN if label is None else label

    @property
    def done(self) -> int:
        """Number of sentences with a label."""
        return sum(
            one.label != OPEN for known in self.documents for one in known.sentences
        )

    @property
    def open(self) -> int:
        """Number of sentences without a label."""
        return sum(len(known.sentences) for known in self.documents) - self.done

    def save(self) -> None:
        """Write the file, durably; only its owner can read it.

        Raises:
            StoreError: if it cannot be written; what stood there stays.
        """
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                for document in self.documents:
                    line = json.dumps(msgspec.to_builtins(document), ensure_ascii=False)
                    stream.write(line + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(self.path)
        except OSError as exc:
            with suppress(OSError):
                draft.unlink()
            raise StoreError(f"cannot write {self.path}: {exc}") from exc


def _document(line: bytes, place: str) -> LabelDocument:
    try:
        document = msgspec.json.decode(line, type=LabelDocument)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise DataError(f"{place}: not a document with labels: {exc}") from exc
    for at, one in enumerate(document.sentences, start=1):
        if one.label not in (*LABELS, OPEN):
            raise DataError(
                f"{place}, sentence {at}: unknown label {one.label!r}; the labels are "
                f"{', '.join(LABELS)}, or {OPEN} for none yet"
            )
    return document


def _sayable(text: str) -> str:
    """Half a surrogate pair has no place in a file of UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
