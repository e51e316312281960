"""Every defence before a body is read; removing one makes a test here fail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

PAGE = {"blocks": [{"id": "1", "kind": "paragraph", "text": "Rain fell."}]}
OTHER_CHROME = "chrome-extension://" + "ponmlkjihgfedcba" * 2


def problem_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


@pytest.mark.parametrize("host", ["127.0.0.1:8672", "localhost:8672"])
def test_its_own_two_names_are_answered(paired: Any, host: str) -> None:
    assert paired.post("/v1/analyze", PAGE, Host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8672",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:8673",
        "0.0.0.0:8672",
        "[::1]:8672",
        "x.localhost:8672",
        "127.0.0.1.evil.example:8672",
        "127.0.0.1:8672.evil.example",
        "LOCALHOST:8672",
        "127.1:8672",
        "",
        None,
    ],
)
@pytest.mark.parametrize("path", ["/v1/analyze", "/v1/health", "/", "/pair", "/x"])
def test_another_host_is_refused_even_with_a_good_token(
    paired: Any, engine: Any, host: str | None, path: str
) -> None:
    if path == "/v1/analyze":
        answer = paired.post(path, PAGE, Host=host or "")
    else:
        answer = paired.get(path, Host=host or "")
    assert problem_of(answer) == (403, "wrong-host")
    assert engine.pages == []


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "",
        "http://127.0.0.1:8672",
        "https://evil.example",
        "chrome-extension://abc",
        "chrome-extension://" + "a" * 33,
        "chrome-extension://" + "q" * 32,
        "chrome-extension://" + "a" * 32 + ".evil.example",
        "https://evil.example/chrome-extension://" + "a" * 32,
        "moz-extension://0b1c2d3e",
        "moz-extension://0b1c2d3e-1111-4222-8333-444455556666x",
        "safari-web-extension://0b1c2d3e-1111-4222-8333-444455556666",
    ],
)
@pytest.mark.parametrize("path", ["/v1/analyze", "/v1/pair"])
def test_a_post_from_another_origin_is_refused(
    paired: Any, engine: Any, origin: str | None, path: str
) -> None:
    code = paired.service.code.renew()
    body = PAGE if path == "/v1/analyze" else {"code": code}
    answer = paired.post(path, body, Origin=origin)
    assert problem_of(answer) == (403, "wrong-origin")
    assert engine.pages == []
    paired.service.code.spend(code)  # still there


def test_a_get_needs_no_origin_but_may_not_have_a_pages(caller: Any) -> None:
    assert caller.get("/v1/health").status_code == 200
    answer = caller.get("/v1/health", Origin="https://evil.example")
    assert problem_of(answer) == (403, "wrong-origin")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "odd"])
@pytest.mark.parametrize("path", ["/v1/analyze", "/v1/health"])
def test_a_request_that_a_web_page_caused_is_refused(
    paired: Any, engine: Any, site: str, path: str
) -> None:
    if path == "/v1/analyze":
        answer = paired.post(path, PAGE, Sec_Fetch_Site=site)
    else:
        answer = paired.get(path, Sec_Fetch_Site=site)
    assert problem_of(answer) == (403, "wrong-origin")
    assert engine.pages == []


@pytest.mark.parametrize("mode", ["no-cors", "navigate", "websocket", "same-origin"])
def test_a_post_in_another_mode_than_cors_is_refused(
    paired: Any, engine: Any, mode: str
) -> None:
    answer = paired.post("/v1/analyze", PAGE, Sec_Fetch_Mode=mode)
    assert problem_of(answer) == (403, "wrong-origin")
    assert engine.pages == []


def test_firefox_and_programs_without_fetch_metadata_are_answered(paired: Any) -> None:
    for site, mode in [("same-origin", "cors"), (None, None)]:
        answer = paired.post(
            "/v1/analyze", PAGE, Sec_Fetch_Site=site, Sec_Fetch_Mode=mode
        )
        assert answer.status_code == 200


def test_an_address_of_the_api_can_be_looked_at_by_hand_but_not_embedded(
    caller: Any,
) -> None:
    by_hand = {"Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert caller.get("/v1/openapi.json", **by_hand).status_code == 200
    for embedded in ("iframe", "frame", "embed", "object"):
        answer = caller.get(
            "/v1/health", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest=embedded
        )
        assert problem_of(answer) == (403, "wrong-origin")


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json, text/plain",
        "application/json; charset=utf-16",
        "application/jsonx",
    ],
)
@pytest.mark.parametrize("path", ["/v1/analyze", "/v1/pair", "/page/analyze"])
def test_only_json_is_taken(
    paired: Any, engine: Any, content_type: str | None, path: str
) -> None:
    send = paired.post_page if path == "/page/analyze" else None
    if send:
        answer = paired.post_page({"text": "x"}, Content_Type=content_type)
    else:
        answer = paired.post(path, PAGE, Content_Type=content_type)
    assert problem_of(answer) == (415, "wrong-media-type")
    assert engine.pages == []


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity"])
def test_compressed_json_is_not_taken(paired: Any, encoding: str) -> None:
    answer = paired.post("/v1/analyze", PAGE, Content_Encoding=encoding)
    assert problem_of(answer) == (415, "wrong-media-type")


@pytest.mark.parametrize(
    "path", ["/v1/analyze", "/v1/pair", "/v1/health", "/", "/pair", "/page/analyze"]
)
def test_a_preflight_gets_405_and_no_cors_header(caller: Any, path: str) -> None:
    answer = caller.send(
        "OPTIONS",
        path,
        origin=caller.origin,
        headers={"Access-Control-Request-Method": "POST"},
    )
    assert problem_of(answer) == (405, "wrong-method")
    assert "Allow" in answer.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "GET"])
def test_other_methods_get_405(paired: Any, method: str) -> None:
    answer = paired.send(method, "/v1/analyze", origin=paired.origin, headers={})
    assert problem_of(answer) == (405, "wrong-method")


def test_an_unknown_address_is_a_problem_too(caller: Any) -> None:
    assert problem_of(caller.get("/v2/health")) == (404, "not-found")
    assert problem_of(caller.get("/static/../app.py")) == (404, "not-found")
    assert problem_of(caller.get("/static/%2e%2e/%2e%2e/app.py")) == (404, "not-found")


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer x",
        "Bearer " + "A" * 43,
        "Bearer " + "A" * 5000,
        "Basic dXNlcjpwYXNz",
        "Bearer \xff",
    ],
)
def test_without_the_right_token_it_is_401(
    paired: Any, engine: Any, header: str | None
) -> None:
    answer = paired.post("/v1/analyze", PAGE, Authorization=header)
    assert problem_of(answer) == (401, "not-paired")
    assert "ascribe pair" in answer.json["detail"]
    assert engine.pages == []


@pytest.mark.parametrize("change", ["", "x", "cut"])
def test_a_token_counts_only_whole(paired: Any, change: str) -> None:
    token = paired.token[:-1] if change == "cut" else paired.token + change
    expected = 200 if change == "" else 401
    answer = replace(paired, token=token).post("/v1/analyze", PAGE)
    assert answer.status_code == expected


def test_a_stolen_token_is_no_use_to_another_extension(paired: Any) -> None:
    thief = replace(paired, origin=OTHER_CHROME)
    assert problem_of(thief.post("/v1/analyze", PAGE)) == (401, "not-paired")


def test_the_token_is_asked_for_before_the_body_is_read(caller: Any) -> None:
    assert problem_of(caller.post("/v1/analyze", "[" * 200_000)) == (401, "not-paired")


def test_wrong_tokens_are_slowed_down_but_a_right_one_is_not(paired: Any) -> None:
    wrong = replace(paired, token="A" * 43)
    allowed = paired.settings.failures_per_minute
    statuses = [wrong.post("/v1/analyze", PAGE).status_code for _ in range(allowed + 2)]
    assert statuses == [401] * allowed + [429] * 2
    last = wrong.post("/v1/analyze", PAGE)
    assert 1 <= int(last.headers["Retry-After"]) <= 61
    assert paired.post("/v1/analyze", PAGE).status_code == 200


ANSWERS = [
    ("GET", "/v1/health", 200),
    ("GET", "/v1/openapi.json", 200),
    ("GET", "/", 200),
    ("GET", "/pair", 200),
    ("GET", "/samples/relayed-report", 200),
    ("GET", "/static/ascribe.css", 200),
    ("GET", "/problems/not-paired", 200),
    ("GET", "/nowhere", 404),
    ("POST", "/v1/analyze", 401),
    ("POST", "/v1/pair", 422),
    ("OPTIONS", "/v1/analyze", 405),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_is_sealed(
    caller: Any, method: str, path: str, status: int
) -> None:
    answer = caller.send(
        method,
        path,
        origin=caller.origin if method != "GET" else None,
        data="{}" if method == "POST" else None,
        headers={},
    )
    assert answer.status_code == status
    csp = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in csp
    assert "frame-ancestors 'none'" in csp
    assert "script-src 'unsafe" not in csp
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    cors = [name for name, _ in answer.headers if "access-control" in name.lower()]
    assert cors == []


def test_even_a_failure_of_the_engine_is_sealed(paired: Any, engine: Any) -> None:
    engine.before = lambda: 1 / 0
    answer = paired.post("/v1/analyze", PAGE)
    assert problem_of(answer) == (500, "internal-error")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
