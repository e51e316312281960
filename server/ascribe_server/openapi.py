"""The OpenAPI 3.1 document, made from the schemas that validate."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import msgspec

from ascribe_server import problems
from ascribe_server.correction_schemas import (
    CorrectedAnalysis,
    CorrectionIn,
    CorrectionList,
    CorrectionOut,
    Imported,
    ImportRequest,
    ListRequest,
    Undone,
    UndoRequest,
)
from ascribe_server.problems import Kind
from ascribe_server.schemas import (
    AnalyzeRequest,
    DiaryRequest,
    DiaryState,
    Health,
    Paired,
    PairRequest,
    ProblemOut,
    Proved,
    ProveRequest,
)
from ascribe_server.settings import Settings

OF_ANY = (problems.WRONG_HOST, problems.WRONG_ORIGIN, problems.INTERNAL)
OF_ANY_BODY = (
    problems.WRONG_TYPE,
    problems.BODY_TOO_LARGE,
    problems.NOT_JSON,
    problems.WRONG_SHAPE,
)


OF_STORE = (
    problems.NOT_PAIRED,
    problems.TOO_MANY_FAILURES,
    problems.STORE_BUSY,
    problems.STORE_FULL,
    problems.STORE_UNUSABLE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route of the API.

    Attributes:
        problems: what can go wrong besides ``OF_ANY`` and, where there is a
            request body, ``OF_ANY_BODY``.
    """

    method: str
    path: str
    name: str
    summary: str
    request: type | None = None
    answer: Any = None
    paired: bool = False
    problems: tuple[Kind, ...] = ()

    @property
    def all_problems(self) -> tuple[Kind, ...]:
        """Everything that can go wrong."""
        return self.problems + OF_ANY + (OF_ANY_BODY if self.request else ())


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="get",
        path="/v1/health",
        name="health",
        summary="Which program answers here, and with which model.",
        answer=Health,
    ),
    Operation(
        method="post",
        path="/v1/analyze",
        name="analyze",
        summary="Label the sentences of one page. Its text is not kept.",
        request=AnalyzeRequest,
        answer=CorrectedAnalysis,
        paired=True,
        problems=(
            problems.NOT_PAIRED,
            problems.TOO_MANY_FAILURES,
            problems.PAGE_TOO_LARGE,
            problems.INVALID_INPUT,
            problems.BUSY,
            problems.STOPPING,
            problems.MODEL_UNAVAILABLE,
            problems.STORE_UNUSABLE,
        ),
    ),
    Operation(
        method="post",
        path="/v1/corrections",
        name="correct",
        summary="Keep the reader's own label for a sentence. It is on the disk when "
        "this answers; an earlier correction of the sentence is replaced.",
        request=CorrectionIn,
        answer=CorrectionOut,
        paired=True,
        problems=OF_STORE,
    ),
    Operation(
        method="post",
        path="/v1/corrections/list",
        name="list_corrections",
        summary="Every correction, as it can be imported again.",
        request=ListRequest,
        answer=CorrectionList,
        paired=True,
        problems=OF_STORE,
    ),
    Operation(
        method="post",
        path="/v1/corrections/undo",
        name="undo_correction",
        summary="Forget a correction and the text that was kept for it.",
        request=UndoRequest,
        answer=Undone,
        paired=True,
        problems=(problems.UNKNOWN_CORRECTION, *OF_STORE),
    ),
    Operation(
        method="post",
        path="/v1/corrections/import",
        name="import_corrections",
        summary="Keep corrections that were listed before, all of them or none.",
        request=ImportRequest,
        answer=Imported,
        paired=True,
        problems=OF_STORE,
    ),
    Operation(
        method="post",
        path="/v1/pair",
        name="pair",
        summary="Trade a one-time pairing code for a token of this browser.",
        request=PairRequest,
        answer=Paired,
        problems=(
            problems.WRONG_CODE,
            problems.CODE_SPENT,
            problems.TOO_MANY_FAILURES,
            problems.STORE_UNUSABLE,
        ),
    ),
    Operation(
        method="post",
        path="/v1/prove",
        name="prove",
        summary="Prove to a paired browser that this server knows its token.",
        request=ProveRequest,
        answer=Proved,
        problems=(
            problems.NOT_PAIRED,
            problems.TOO_MANY_FAILURES,
            problems.STORE_UNUSABLE,
        ),
    ),
    Operation(
        method="post",
        path="/v1/diary",
        name="diary",
        summary="Ask whether the diary is on, or switch it.",
        request=DiaryRequest,
        answer=DiaryState,
        paired=True,
        problems=(
            problems.NOT_PAIRED,
            problems.TOO_MANY_FAILURES,
            problems.STORE_UNUSABLE,
        ),
    ),
    Operation(
        method="get",
        path="/v1/openapi.json",
        name="openapi",
        summary="This document.",
    ),
)


def openapi_document(settings: Settings) -> dict[str, Any]:
    """Describe the API as it runs with ``settings``."""
    types = [
        type_
        for operation in OPERATIONS
        for type_ in (operation.request, operation.answer)
        if type_ is not None
    ]
    references, components = msgspec.json.schema_components(
        [*types, ProblemOut], ref_template="#/components/schemas/{name}"
    )
    by_type = dict(zip([*types, ProblemOut], references, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        described = _describe(operation, by_type)
        paths.setdefault(operation.path, {})[operation.method] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ascribe",
            "version": version("ascribe"),
            "summary": "Tells who is speaking on a web page.",
            "description": _limits(settings),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": settings.address}],
        "paths": paths,
        "components": {
            "schemas": _tidy(components),
            "securitySchemes": {
                "paired": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of `POST /v1/pair`, with the Origin "
                    "that paired.",
                }
            },
        },
    }


def _limits(settings: Settings) -> str:
    return (
        "Offsets count UTF-16 code units inside a block's text.\n\n"
        f"Limits: {settings.max_body_bytes:,} bytes of body, "
        f"{settings.max_blocks:,} blocks and {settings.max_page_units:,} UTF-16 code "
        "units of text in one page.\n\n"
        "A POST carries the Origin of a browser extension. No answer holds a CORS "
        "header."
    )


def _describe(operation: Operation, by_type: dict[Any, Any]) -> dict[str, Any]:
    schema = by_type[operation.answer] if operation.answer else {"type": "object"}
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": {
            "200": {
                "description": "Done.",
                "content": {"application/json": {"schema": schema}},
            },
            **_failures(operation, by_type[ProblemOut]),
        },
        "security": [{"paired": []}] if operation.paired else [],
    }
    if operation.request:
        described["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": by_type[operation.request]}},
        }
    return described


def _failures(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    by_status: dict[int, list[Kind]] = {}
    for kind in operation.all_problems:
        by_status.setdefault(kind.status, []).append(kind)
    return {
        str(status): {
            "description": "\n".join(f"`{kind.uri}`: {kind.title}." for kind in kinds),
            "content": {problems.MEDIA_TYPE: {"schema": schema}},
        }
        for status, kinds in sorted(by_status.items())
    }


def _tidy(value: Any) -> Any:
    """Fold the white space of descriptions, which come from docstrings."""
    if isinstance(value, dict):
        return {
            key: " ".join(item.split())
            if key == "description" and isinstance(item, str)
            else _tidy(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return value
