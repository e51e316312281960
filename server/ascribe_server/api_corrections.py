"""The API's routes for corrections: parse, call, answer."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from flask import Blueprint, Response

from ascribe_server import problems
from ascribe_server.bodies import json_answer, read_body
from ascribe_server.correction_schemas import (
    CorrectionIn,
    CorrectionLine,
    CorrectionList,
    CorrectionOut,
    Imported,
    ImportRequest,
    ListRequest,
    Undone,
    UndoRequest,
)
from ascribe_server.guard import require_token
from ascribe_server.problems import FieldError, Problem
from ascribe_server.service import service
from ascribe_server.store.corrections import NewCorrection

bp = Blueprint("corrections", __name__, url_prefix="/v1/corrections")

S = TypeVar("S", bound=msgspec.Struct)

# A quote and its neighbours at their longest, every letter as an escape.
MAX_CORRECTION_BYTES = 256 * 1024


@bp.post("")
def correct() -> Response:
    """Keep the reader's own label for a sentence.

    Request:  ``{"label": "opinion", "quote": "…", "prefix": "…", "suffix": "…",
              "block": {"sha256": "…", "kind": "paragraph"}, "model": {…}}``
    Answer:   the same with ``id``, ``made_at`` and ``used_in``; it is on the disk
    Errors:   not-paired (401), not-json (400), wrong-shape (422), store-busy (503),
              store-full (507), store-unusable (500)
    """
    require_token()
    body = read_body(CorrectionIn, max_bytes=MAX_CORRECTION_BYTES)
    return _answer(CorrectionOut.of(service().corrections.add(body.to_new())))


@bp.post("/list")
def list_() -> Response:
    """Tell every correction.

    Request:  ``{}``
    Answer:   ``{"corrections": [{"id": 1, "label": "opinion", …}]}``
    Errors:   as ``correct``
    """
    require_token()
    read_body(ListRequest, max_bytes=MAX_CORRECTION_BYTES)
    kept = service().corrections.all()
    return _answer(CorrectionList([CorrectionOut.of(each) for each in kept]))


@bp.post("/undo")
def undo() -> Response:
    """Forget a correction and its text.

    Request:  ``{"id": 1}``
    Answer:   ``{"id": 1}``
    Errors:   unknown-correction (404), and as ``correct``
    """
    require_token()
    body = read_body(UndoRequest, max_bytes=MAX_CORRECTION_BYTES)
    if not service().corrections.undo([body.id]):
        raise Problem(
            problems.UNKNOWN_CORRECTION,
            f"There is no correction {body.id}; it may have been undone already.",
        )
    return _answer(Undone(body.id))


@bp.post("/import")
def import_() -> Response:
    """Keep corrections that were listed before, all of them or none.

    Request:  ``{"corrections": [{"label": "opinion", …}]}``
    Answer:   ``{"added": 3, "replaced": 0}``
    Errors:   as ``correct``
    """
    require_token()
    body = read_body(ImportRequest, max_bytes=service().settings.max_body_bytes)
    lines = enumerate(body.corrections)
    added, replaced = service().corrections.add_all(
        [_new(at, one) for at, one in lines]
    )
    return _answer(Imported(added, replaced))


def _new(at: int, line: CorrectionLine) -> NewCorrection:
    try:
        return line.to_imported()
    except ValueError:
        error = FieldError(f"$.corrections[{at}].made_at", "Expected a time in UTC")
        raise Problem(
            problems.WRONG_SHAPE, f"{error.path}: {error.message}.", errors=[error]
        ) from None


def _answer(value: msgspec.Struct) -> Response:
    return json_answer(msgspec.to_builtins(value))
