"""Every error answer: RFC 9457 problem details, one table, one shape.

No answer quotes the text of a page.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from ascribe.errors import AscribeError, DataError, InputError, ModelError
from ascribe_server.private_files import StoreError
from ascribe_server.store.database import StoreBusyError, StoreFullError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem: the part of the answer that never changes.

    Attributes:
        slug: last part of the stable ``type`` URI.
        status: the HTTP status.
        title: what is wrong, in a few words.
    """

    slug: str
    status: int
    title: str

    @property
    def uri(self) -> str:
        """The stable ``type``, relative to the server."""
        return f"/problems/{self.slug}"


WRONG_HOST = Kind("wrong-host", 403, "Not addressed to this server")
WRONG_ORIGIN = Kind("wrong-origin", 403, "Not from a caller that may ask")
NOT_PAIRED = Kind("not-paired", 401, "This browser is not paired")
WRONG_PAGE_TOKEN = Kind("stale-page", 403, "This page is from an earlier server")
WRONG_CODE = Kind("wrong-code", 403, "Wrong pairing code")
CODE_SPENT = Kind("code-spent", 410, "The pairing code no longer works")
TOO_MANY_FAILURES = Kind("too-many-failures", 429, "Too many wrong tokens or codes")
BUSY = Kind("busy", 503, "Busy with other pages")
STOPPING = Kind("stopping", 503, "The server is being stopped")
NOT_FOUND = Kind("not-found", 404, "Nothing is here")
WRONG_METHOD = Kind("wrong-method", 405, "This address does not take this method")
BODY_TOO_LARGE = Kind("body-too-large", 413, "The request is too large")
PAGE_TOO_LARGE = Kind("page-too-large", 413, "The page is too large")
HEADERS_TOO_LARGE = Kind("headers-too-large", 431, "The headers are too large")
WRONG_TYPE = Kind("wrong-media-type", 415, "Only plain JSON is taken")
NOT_JSON = Kind("not-json", 400, "The body is not JSON")
WRONG_SHAPE = Kind("wrong-shape", 422, "The JSON has the wrong shape")
BAD_REQUEST = Kind("bad-request", 400, "The request cannot be read")
UNKNOWN_CORRECTION = Kind("unknown-correction", 404, "There is no such correction")
INVALID_INPUT = Kind("invalid-input", 422, "The page cannot be analysed")
MODEL_UNAVAILABLE = Kind("model-unavailable", 503, "The model cannot be used")
DATA_UNUSABLE = Kind("data-unusable", 500, "The labelled data cannot be used")
STORE_UNUSABLE = Kind("store-unusable", 500, "The data folder cannot be used")
STORE_BUSY = Kind("store-busy", 503, "Another program holds the data folder")
STORE_FULL = Kind("store-full", 507, "There is no room in the data folder")
INTERNAL = Kind("internal-error", 500, "The server failed")

KINDS: tuple[Kind, ...] = tuple(
    value for value in list(globals().values()) if isinstance(value, Kind)
)

# One row for each class in ascribe.errors.
ENGINE_ERRORS: dict[type[AscribeError], Kind] = {
    InputError: INVALID_INPUT,
    ModelError: MODEL_UNAVAILABLE,
    DataError: DATA_UNUSABLE,
}

STORE_ERRORS: dict[type[StoreError], Kind] = {
    StoreBusyError: STORE_BUSY,
    StoreFullError: STORE_FULL,
}

# One row for each status that Flask, Werkzeug or waitress chooses by itself.
STATUS_KINDS: dict[int, Kind] = {
    400: BAD_REQUEST,
    404: NOT_FOUND,
    405: WRONG_METHOD,
    413: BODY_TOO_LARGE,
    415: WRONG_TYPE,
    431: HEADERS_TOO_LARGE,
    500: INTERNAL,
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong in a request.

    Attributes:
        path: where, as ``$.blocks[3].kind``; ``$`` is the whole body.
        message: what was expected.
    """

    path: str
    message: str


@dataclass
class Problem(Exception):  # noqa: N818 the word of RFC 9457
    """Raised anywhere while a request is answered; becomes the answer.

    Attributes:
        kind: what sort of problem.
        detail: what happened this time and what the caller can do.
        errors: the fields that are wrong, if it is about fields.
        headers: further headers of the answer, such as ``Retry-After``.
    """

    kind: Kind
    detail: str
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_json(problem: Problem) -> bytes:
    """The body of the answer."""
    body: dict[str, object] = {
        "type": problem.kind.uri,
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": problem.detail,
    }
    if problem.errors:
        body["errors"] = [
            {"path": error.path, "message": error.message} for error in problem.errors
        ]
    return json.dumps(body).encode()


def answer(problem: Problem) -> Response:
    """The whole answer."""
    return Response(
        problem_json(problem),
        status=problem.kind.status,
        headers=dict(problem.headers),
        content_type=MEDIA_TYPE,
    )


def of_engine_error(error: AscribeError) -> Problem:
    """Translate an error of the engine, by its class or the nearest above it."""
    for cls in type(error).__mro__:
        if cls in ENGINE_ERRORS:
            return Problem(ENGINE_ERRORS[cls], str(error))
    return Problem(INTERNAL, "The engine failed.")


def of_http_error(error: HTTPException) -> Problem:
    """Translate an error that Flask or Werkzeug raised."""
    status = error.code or 500
    kind = STATUS_KINDS.get(status)
    if kind is None:
        phrase = HTTPStatus(status).phrase
        slug = re.sub(r"[^a-z]+", "-", phrase.lower())
        kind = Kind(slug, status, phrase)
    kept = {
        name: value
        for name, value in error.get_headers()
        if name in ("Allow", "Retry-After")
    }
    return Problem(kind, kind.title + ".", headers=kept)


def place_of(trace: TracebackType | None) -> str:
    """Where an exception came from: files, lines and functions, no values.

    Neither the exception's message nor the source lines are used: a message can
    quote the page that is being read.
    """
    frames = traceback.extract_tb(trace, limit=-8)
    return " < ".join(
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )


def register(app: Flask) -> None:
    """Answer every error of ``app`` as a problem."""

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return answer(error)

    @app.errorhandler(AscribeError)
    def _engine(error: AscribeError) -> Response:
        return answer(of_engine_error(error))

    @app.errorhandler(StoreError)
    def _store(error: StoreError) -> Response:
        log.error("%s", error)
        kind = STORE_ERRORS.get(type(error), STORE_UNUSABLE)
        return answer(Problem(kind, f"{error}."))

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        return answer(of_http_error(error))

    @app.errorhandler(Exception)
    def _bug(error: Exception) -> Response:
        log.error(
            "unhandled %s at %s", type(error).__name__, place_of(error.__traceback__)
        )
        return answer(Problem(INTERNAL, "The server failed; its log says where."))
