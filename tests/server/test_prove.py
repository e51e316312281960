"""The server proves that it knows a token, to the browser that has it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from typing import Any

import pytest

from ascribe_server.pairings import Pairing

# The same three stand in tests/extension/proof.test.js: both sides agree on them.
TOKEN, NONCE = "a token for the tests", "0f" * 32
CLIENT = "4bb2e1369899953c"
PROOF = "e290bf340442ec0773a09fc74c2c29a82b24ca065f196837c498106bb4fe462a"
FIREFOX = "moz-extension://0b1c2d3e-1111-4222-8333-444455556666"


def name_of(token: str) -> str:
    digest = hashlib.sha256(token.encode()).hexdigest()
    return hashlib.sha256(f"ascribe client\n{digest}".encode()).hexdigest()[:16]


def proof_of(token: str, address: str) -> str:
    key = hashlib.sha256(token.encode()).digest()
    message = f"ascribe server proof\n{address}\n{NONCE}".encode()
    return hmac.new(key, message, "sha256").hexdigest()


def ask(caller: Any, token: str, **headers: str | None) -> Any:
    body = {"client": name_of(token), "nonce": NONCE}
    # The token itself is never sent before the proof.
    return replace(caller, token=None).post("/v1/prove", body, **headers)


def test_a_paired_browser_gets_the_proof_without_sending_its_token(paired: Any) -> None:
    answer = ask(paired, paired.token)
    assert answer.status_code == 200
    assert answer.json == {"proof": proof_of(paired.token, "http://127.0.0.1:8672")}


def test_each_of_several_browsers_gets_its_own(caller: Any) -> None:
    browsers = [caller.pair(), caller.pair(), replace(caller, origin=FIREFOX).pair()]
    proofs = [ask(one, one.token).json["proof"] for one in browsers]
    assert len(set(proofs)) == 3
    for browser, proof in zip(browsers, proofs, strict=True):
        assert proof == proof_of(browser.token, browser.settings.address)


def test_nothing_is_proved_to_one_that_is_not_paired(paired: Any) -> None:
    thief = replace(paired, origin=FIREFOX)
    for browser, token in [(paired, "another"), (thief, paired.token)]:
        answer = ask(browser, token)
        assert answer.status_code == 401
        assert answer.json["type"] == "/problems/not-paired"


def test_guesses_are_slowed_down(paired: Any) -> None:
    allowed = paired.settings.failures_per_minute
    statuses = [ask(paired, "another").status_code for _ in range(allowed + 1)]
    assert statuses == [401] * allowed + [429]


@pytest.mark.parametrize(
    "change", [{"nonce": "0" * 63}, {"nonce": "\n" * 64}, {"client": ""}, {"more": 1}]
)
def test_a_question_of_another_shape_is_refused(
    paired: Any, change: dict[str, object]
) -> None:
    body = {"client": name_of(paired.token), "nonce": NONCE, **change}
    assert paired.post("/v1/prove", body).status_code == 422


def test_a_web_page_may_not_ask(paired: Any) -> None:
    assert ask(paired, paired.token, Origin="https://evil.example").status_code == 403


def test_both_sides_agree_on_an_example() -> None:
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    assert Pairing(origin="", sha256=digest, since=0).client == CLIENT == name_of(TOKEN)
    assert proof_of(TOKEN, "http://127.0.0.1:8672") == PROOF
