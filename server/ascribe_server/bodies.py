"""Read the JSON body of a request, within limits, into one of the schemas.

Nothing is read before the guard has let the caller in.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn, TypeVar

import msgspec
from flask import Response, request

from ascribe.results import BLOCK_KINDS, LABELS
from ascribe_server import problems
from ascribe_server.json_output import compact_json
from ascribe_server.problems import FieldError, Problem

S = TypeVar("S", bound=msgspec.Struct)

# msgspec puts the place behind the message.
_PLACE = re.compile(r"^(?P<message>.*) - at `(?P<path>\$[^`]*)`$", re.DOTALL)
_FIELD = re.compile(r"^Object contains unknown field `.*`$", re.DOTALL)
_ENUM = re.compile(r"^Invalid enum value .*$", re.DOTALL)


def read_body(schema: type[S], *, max_bytes: int) -> S:
    """The body of the current request.

    Raises:
        Problem: ``body-too-large``, ``not-json`` or ``wrong-shape``.
    """
    if (request.content_length or 0) > max_bytes:
        raise Problem(
            problems.BODY_TOO_LARGE,
            f"The request has {request.content_length:,} bytes; "
            f"the limit is {max_bytes:,}.",
        )
    raw = request.get_data(cache=False)
    if len(raw) > max_bytes:
        raise Problem(
            problems.BODY_TOO_LARGE, f"The request has more than {max_bytes:,} bytes."
        )
    return read_json(schema, raw)


def read_json(schema: type[S], raw: bytes) -> S:
    """Hold JSON against ``schema``.

    Raises:
        Problem: ``not-json`` or ``wrong-shape``.
    """
    try:
        return msgspec.json.decode(raw, type=schema)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        # The standard library takes more: a page can hold half a surrogate pair, which
        # JavaScript sends as an escape. And it says what is wrong.
        return shaped(schema, _json_of(raw))


def shaped(schema: type[S], value: object) -> S:
    """Hold ``value`` against ``schema``.

    Raises:
        Problem: ``wrong-shape``, with the place in the value.
    """
    try:
        return msgspec.convert(value, schema)
    except (msgspec.ValidationError, UnicodeEncodeError) as exc:
        error = (
            # Where only some words are allowed msgspec fails, and does not say where.
            FieldError("$", "Half a surrogate pair stands where a word is expected")
            if isinstance(exc, UnicodeEncodeError)
            else _field_error(str(exc))
        )
        raise Problem(
            problems.WRONG_SHAPE, f"{error.path}: {error.message}.", errors=[error]
        ) from None


def json_answer(value: object, status: int = 200) -> Response:
    """Plain JSON values, or results of the engine, as an answer."""
    return Response(compact_json(value), status=status, content_type="application/json")


def _json_of(raw: bytes) -> object:
    try:
        return json.loads(
            raw.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_number
        )
    except UnicodeDecodeError:
        detail = "The body is not UTF-8."
    except RecursionError:
        detail = "The JSON is nested too deeply."
    except json.JSONDecodeError as exc:
        detail = f"The body is not JSON: line {exc.lineno}, column {exc.colno}."
    except ValueError:
        detail = "The JSON holds a number that cannot be read."
    raise Problem(problems.NOT_JSON, detail) from None


def _number(text: str) -> float:
    """Read a number with a point; to JSON Schema 3.0 is an integer."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _field_error(message: str) -> FieldError:
    """Split msgspec's message; what the caller sent is not repeated in it."""
    found = _PLACE.match(message)
    path = found["path"] if found else "$"
    text = found["message"] if found else message
    if _ENUM.match(text):
        allowed = LABELS if path.endswith(".label") else BLOCK_KINDS
        text = f"Expected one of {', '.join(allowed)}"
    elif _FIELD.match(text):
        text = "Object contains an unknown field"
    return FieldError(path, text)
