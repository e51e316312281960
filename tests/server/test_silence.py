"""No text of a page in a log or an error, whatever happens."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from ascribe_server.sockets import Server, quiet_waitress


def test_no_text_of_a_page_is_logged_whatever_happens(
    live: Any, engine: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "Marmalade-4711"

    def fail() -> None:
        raise ValueError(f"cannot read {secret}")

    block = {"id": secret, "kind": "paragraph", "text": secret}
    bodies = [
        {"blocks": [block]},
        {"blocks": [block, block]},
        {"blocks": [{**block, "kind": secret}]},
        {"blocks": [{**block, secret: 1}]},
        {secret: 1},
        secret,
    ]
    answers = [live.raw(live.request(json.dumps(body).encode())) for body in bodies]
    answers.append(live.raw(live.request(secret.encode())))
    engine.before = fail
    failed = live.raw(live.request(json.dumps(bodies[0]).encode()))
    assert failed.startswith(b"HTTP/1.1 500 ")
    assert secret.encode() in answers[0]  # the block's own id, to its own caller
    for answer in [*answers[1:], failed]:
        assert secret.encode() not in answer
    logged = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "analyzed 1 blocks" in logged
    assert "unhandled ValueError" in logged
    assert secret not in logged


def test_an_exception_outside_the_application_is_logged_without_its_text(
    start: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    quiet_waitress()
    live = start()

    def broken(environ: Any, answer: Any) -> Any:
        raise ValueError("Marmalade-4711")

    assert isinstance(live.server, Server)
    live.server.application = broken
    answer = live.raw(b"GET /Marmalade-4711 HTTP/1.0\r\n\r\n")
    assert b"500" in answer[:20]
    assert b"Marmalade" not in answer
    logged = "\n".join(logging.Formatter().format(record) for record in caplog.records)
    assert "a request failed" in logged
    assert "Marmalade" not in logged
