"""Records of JSON, one a line, as the command line takes them; each becomes blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NoReturn

import msgspec

from ascribe.errors import InputError
from ascribe.reading.html_reader import blocks_of_html
from ascribe.reading.text_reader import blocks_of_text
from ascribe.results import BLOCK_KINDS, Block, BlockKind
from ascribe_server.schemas import BlockIn

# The fields of a record of which it has exactly one.
_CONTENTS = ("blocks", "text", "html", "sentences")
# msgspec puts the place behind the message.
_PLACE = re.compile(r"^(?P<message>.*) - at `\$(?P<path>[^`]*)`$", re.DOTALL)


class InputDocument(msgspec.Struct, frozen=True, gc=False):
    """One page to be analysed.

    Attributes:
        id: the caller's name for it, as it came; a path where the input has none.
        blocks: its blocks, in reading order.
    """

    id: str | int
    blocks: tuple[Block, ...]


class RecordError(InputError):
    """A record of a file of JSON lines cannot be read.

    Attributes:
        record_id: the record's id, if it was readable.
        kind: last part of the problem's type: ``not-json`` or ``wrong-shape``.
    """

    def __init__(
        self,
        detail: str,
        *,
        kind: str = "wrong-shape",
        record_id: str | int | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.record_id = record_id


class _Sentence(msgspec.Struct, frozen=True):
    """A sentence of a labelled document; its label is not looked at."""

    text: str
    paragraph: int = 0
    kind: BlockKind = "paragraph"


class _Record(msgspec.Struct, frozen=True):
    """One line. Other fields than these are the caller's own and are let through."""

    id: str | int | None = None
    doc: str | int | None = None
    blocks: list[BlockIn] | None = None
    text: str | None = None
    html: str | None = None
    sentences: list[_Sentence] | None = None


def document_of_line(line: str | bytes, *, number: str | int) -> InputDocument:
    """Read one line of JSON: ``{"id", "blocks" | "text" | "html" | "sentences"}``.

    Args:
        line: the record. ``sentences`` is a labelled document; its sentences are
            joined to paragraphs again.
        number: the line's number or place, the id of a record that has none.

    Raises:
        RecordError: if it is not such a record.
    """
    value = _json_of(line)
    record_id = _id_of(value)
    try:
        record = msgspec.convert(value, _Record)
    except msgspec.ValidationError as exc:
        raise RecordError(_readable(str(exc)), record_id=record_id) from None
    given = [name for name in _CONTENTS if getattr(record, name) is not None]
    if len(given) != 1:
        found = " and ".join(f'"{name}"' for name in given) or "none of them"
        raise RecordError(
            f"a record has one of {', '.join(_CONTENTS)}; this one has {found}",
            record_id=record_id,
        )
    blocks = _blocks_of(record)
    seen: set[str] = set()
    for block in blocks:
        if block.id in seen:
            raise RecordError(
                f"two blocks have the id {block.id!r}", record_id=record_id
            )
        seen.add(block.id)
    return InputDocument(number if record_id is None else record_id, blocks)


def _blocks_of(record: _Record) -> tuple[Block, ...]:
    if record.blocks is not None:
        return tuple(block.to_block() for block in record.blocks)
    if record.text is not None:
        return tuple(blocks_of_text(record.text))
    if record.html is not None:
        return tuple(blocks_of_html(record.html))
    return _blocks_of_sentences(record.sentences or ())


def _blocks_of_sentences(sentences: Sequence[_Sentence]) -> tuple[Block, ...]:
    # As in ascribe.training.dataset: the first sentence says what its paragraph is.
    paragraphs = [
        list(group) for _, group in groupby(sentences, key=lambda one: one.paragraph)
    ]
    return tuple(
        Block(str(index), group[0].kind, " ".join(one.text for one in group))
        for index, group in enumerate(paragraphs)
    )


def _json_of(line: str | bytes) -> Any:
    # Not msgspec's decoder: it refuses half a surrogate pair, which pages hold.
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        return json.loads(text, parse_constant=_refuse)
    except UnicodeDecodeError:
        detail = "the line is not UTF-8"
    except RecursionError:
        detail = "the JSON is nested too deeply"
    except json.JSONDecodeError as exc:
        detail = f"the line is not JSON: {exc.msg} at column {exc.colno}"
    except ValueError:
        detail = "the JSON holds a number that cannot be read"
    raise RecordError(detail, kind="not-json")


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _id_of(value: Any) -> str | int | None:
    """Return the record's id even where the rest of it cannot be read."""
    if not isinstance(value, dict):
        return None
    for name in ("id", "doc"):
        found = value.get(name)
        if isinstance(found, (str, int)) and not isinstance(found, bool):
            return found
    return None


def _readable(message: str) -> str:
    """Put msgspec's message in the words of someone who looks at the record."""
    found = _PLACE.match(message)
    what, place = (found["message"], found["path"]) if found else (message, "")
    if what.startswith("Invalid enum value"):
        what = f"Expected one of {', '.join(BLOCK_KINDS)}"
    return f"{place.lstrip('.') or 'the record'}: {what[:1].lower()}{what[1:]}"
