"""Who may open the server's own pages, and who may ask as one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest


def problem_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


@pytest.mark.parametrize("path", ["/", "/pair", "/samples/relayed-report"])
def test_a_link_from_anywhere_may_open_a_page_but_no_frame(
    caller: Any, path: str
) -> None:
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    assert caller.get(path, **link, Sec_Fetch_Dest="document").status_code == 200
    answer = caller.get(path, **link, Sec_Fetch_Dest="iframe")
    assert problem_of(answer) == (403, "wrong-origin")


@pytest.mark.parametrize("path", ["/", "/pair", "/static/ascribe.css"])
@pytest.mark.parametrize("mode", ["no-cors", "cors"])
def test_no_other_page_may_fetch_a_page(caller: Any, path: str, mode: str) -> None:
    for site in ("cross-site", "same-site"):
        answer = caller.get(path, Sec_Fetch_Site=site, Sec_Fetch_Mode=mode)
        assert problem_of(answer) == (403, "wrong-origin")
    answer = caller.get(path, Origin="https://evil.example")
    assert problem_of(answer) == (403, "wrong-origin")


def test_the_own_page_may_ask_by_both_names(caller: Any) -> None:
    assert caller.post_page({"text": "Rain fell."}).status_code == 200
    answer = caller.post_page(
        {"text": "Rain fell."},
        Host="localhost:8672",
        Origin="http://localhost:8672",
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"Origin": None}, id="no origin"),
        pytest.param({"Origin": "null"}, id="null"),
        pytest.param({"Origin": "https://evil.example"}, id="web page"),
        pytest.param({"Origin": "http://localhost:8672"}, id="the other name"),
        pytest.param({"Origin": "http://127.0.0.1:9000"}, id="another local server"),
        pytest.param({"Origin": "chrome-extension://" + "a" * 32}, id="extension"),
        pytest.param({"Sec_Fetch_Site": "same-site"}, id="same-site"),
        pytest.param({"Sec_Fetch_Site": "cross-site"}, id="cross-site"),
        pytest.param({"Sec_Fetch_Mode": "navigate"}, id="a form"),
        pytest.param({"X-Ascribe-Page": None}, id="no page token"),
        pytest.param({"X-Ascribe-Page": "x"}, id="wrong page token"),
    ],
)
def test_nobody_else_may_ask_as_the_own_page(
    caller: Any, engine: Any, changes: dict[str, str | None]
) -> None:
    answer = caller.post_page({"text": "Rain fell."}, **changes)
    assert answer.status_code == 403
    assert engine.pages == []


def test_the_page_token_is_in_the_page_and_another_at_each_start(
    caller: Any, engine: Any, settings: Any
) -> None:
    from ascribe_server.app import create_app

    token = caller.service.page_token
    assert len(token) >= 43
    assert token in caller.get("/").text
    later = replace(caller, app=create_app(engine, settings))
    answer = later.post_page({"text": "x"}, **{"X-Ascribe-Page": token})
    assert problem_of(answer) == (403, "stale-page")


def test_the_pairing_page_holds_no_secret(caller: Any) -> None:
    code = caller.service.code.renew()
    text = caller.get("/pair").text
    assert code not in text
    assert caller.service.page_token not in text
