"""One table of problems; every error of the engine has a row."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.exceptions import HTTPException, ImATeapot, TooManyRequests

from ascribe import errors
from ascribe.errors import AscribeError, InputError
from ascribe_server.app import create_app
from ascribe_server.private_files import StoreError
from ascribe_server.problems import (
    ENGINE_ERRORS,
    INVALID_INPUT,
    KINDS,
    STATUS_KINDS,
    of_engine_error,
    of_http_error,
    place_of,
)
from ascribe_server.store.database import StoreBusyError, StoreFullError


def test_every_engine_error_has_a_row() -> None:
    classes = {
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, AscribeError)
    }
    assert set(ENGINE_ERRORS) == classes - {AscribeError}


def test_a_subclass_is_translated_as_the_nearest_above_it() -> None:
    class TooLongError(InputError):
        pass

    problem = of_engine_error(TooLongError("by far"))
    assert (problem.kind, problem.detail) == (INVALID_INPUT, "by far")


def test_an_error_without_a_row_tells_nothing() -> None:
    class OddError(AscribeError):
        pass

    problem = of_engine_error(OddError("the text of a page"))
    assert problem.kind.status == 500
    assert "page" not in problem.detail


def test_types_are_stable_unique_and_plain() -> None:
    slugs = [kind.slug for kind in KINDS]
    assert len(set(slugs)) == len(slugs) == 26
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in slugs)
    assert all(kind.uri == f"/problems/{kind.slug}" for kind in KINDS)


def test_a_status_leads_to_a_kind_of_the_same_status() -> None:
    assert all(kind.status == status for status, kind in STATUS_KINDS.items())


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [(ImATeapot(), 418, "i-m-a-teapot"), (HTTPException(), 500, "internal-error")],
)
def test_any_other_http_error_is_a_problem_too(
    error: HTTPException, status: int, slug: str
) -> None:
    problem = of_http_error(error)
    assert (problem.kind.status, problem.kind.slug) == (status, slug)


def test_the_time_to_wait_is_kept() -> None:
    assert of_http_error(TooManyRequests(retry_after=7)).headers == {"Retry-After": "7"}


def test_the_place_of_an_error_holds_no_values() -> None:
    def inner(secret: str) -> None:
        raise ValueError(secret)

    try:
        inner("Marmalade")
    except ValueError as exc:
        place = place_of(exc.__traceback__)
    assert "test_problems.py" in place
    assert "inner" in place
    assert "Marmalade" not in place


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_each_type_can_be_looked_up(caller: Any, kind: Any) -> None:
    answer = caller.get(kind.uri)
    assert answer.status_code == 200
    assert str(kind.status) in answer.text
    assert caller.get(kind.uri + "x").status_code == 404


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        pytest.param(StoreBusyError("locked"), 503, "store-busy", id="locked"),
        pytest.param(StoreFullError("full"), 507, "store-full", id="full"),
        pytest.param(StoreError("damaged"), 500, "store-unusable", id="damaged"),
    ],
)
def test_a_store_that_fails_says_how(
    caller: Any, error: StoreError, status: int, slug: str
) -> None:
    def fail() -> None:
        raise error

    app = create_app(caller.service.engine, caller.settings)
    app.add_url_rule("/fails", view_func=fail)
    answer = replace(caller, app=app).get("/fails")
    assert answer.status_code == status
    assert answer.json["type"] == f"/problems/{slug}"
    assert answer.json["detail"] == f"{error}."
