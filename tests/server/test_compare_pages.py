"""The page that compares, over HTTP; tests/browser looks at it in a browser."""

from __future__ import annotations

from typing import Any

import pytest

TWO = {"pages": [{"name": "a", "text": "Rain fell."}, {"html": "<p>I hate it.</p>"}]}


def ask(caller: Any, body: Any, path: str = "/page/compare", **headers: str) -> Any:
    own = {
        "Origin": caller.settings.address,
        "Sec-Fetch-Site": "same-origin",
        "X-Ascribe-Page": caller.service.page_token,
    }
    return caller.post(path, body, **{**own, **headers})


def test_two_texts_are_compared(caller: Any) -> None:
    answer = ask(caller, TWO)
    assert answer.status_code == 200
    assert [page["letter"] for page in answer.json["pages"]] == ["A", "B"]
    assert answer.json["pages"][0]["name"] == "a"
    assert answer.json["shared_parts"] == [None, None]


def test_the_report_is_a_file_to_keep(caller: Any) -> None:
    answer = ask(caller, TWO, "/page/compare/report")
    assert answer.content_type == "text/html; charset=utf-8"
    assert "comparison.html" in answer.headers["Content-Disposition"]
    assert "2 pages side by side" in answer.text


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([], id="none"),
        pytest.param([{"text": "a"}], id="one"),
        pytest.param([{"text": "a"}] * 7, id="too many"),
        pytest.param([{"text": "a"}, {"text": "a", "html": "b"}], id="two in one"),
        pytest.param([{"text": "a"}, {}], id="an empty one"),
        pytest.param([{"text": "a"}, {"url": "b"}], id="an unknown field"),
    ],
)
@pytest.mark.parametrize("path", ["/page/compare", "/page/compare/report"])
def test_anything_but_two_to_six_texts_is_refused(
    caller: Any, pages: Any, path: str
) -> None:
    answer = ask(caller, {"pages": pages}, path)
    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/wrong-shape"


def test_a_sample_that_is_not_there_is_told(caller: Any) -> None:
    answer = ask(caller, {"pages": [{"text": "a"}, {"sample": "nothing"}]})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/page/compare", "/page/compare/report"])
def test_only_the_servers_own_page_may_ask(caller: Any, path: str) -> None:
    assert ask(caller, TWO, path, X_Ascribe_Page="wrong").status_code == 403
    assert ask(caller, TWO, path, Origin="https://example.org").status_code == 403


def test_nothing_is_kept(caller: Any, settings: Any) -> None:
    ask(caller, TWO)
    assert not settings.data_dir.exists()
