"""A server of many users: refused unless whole, and walled off to its proxy."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ascribe_server.app import create_app
from ascribe_server.settings import Settings
from ascribe_server.settings_sources import SettingsError, load_settings
from ascribe_server.sharing import ANY_FIREFOX, faults

from .conftest import CHROME, FIREFOX, Caller, OneSentenceEngine

ADDRESS = "https://ascribe.example.org"
OTHER_CHROME = "chrome-extension://" + "ponmlkjihgfedcba" * 2
PAGE = {"blocks": [{"id": "1", "kind": "paragraph", "text": "Rain fell."}]}


class ProxiedCaller(Caller):
    """Asks as a reverse proxy passes on what came by TLS."""

    scheme = "https"

    def send(self, method: str, path: str, **how: Any) -> Any:
        how["headers"].setdefault("Host", self.settings.hosts[0])
        return super().send(method, path, scheme=self.scheme, **how)


@pytest.fixture
def shared(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        public_address=ADDRESS,
        extension_origins=(CHROME, ANY_FIREFOX),
    )


@pytest.fixture
def proxied(shared: Settings) -> ProxiedCaller:
    return ProxiedCaller(create_app(OneSentenceEngine(), shared))


def paired(caller: ProxiedCaller, user: str) -> ProxiedCaller:
    answer = caller.post("/v1/pair", {"code": caller.service.code.renew(user)})
    assert answer.status_code == 200, answer.text
    return replace(caller, token=answer.json["token"])


def test_a_server_of_one_person_needs_none_of_it() -> None:
    assert faults(Settings()) == []


def test_what_is_whole_is_taken(shared: Settings) -> None:
    assert faults(shared) == []
    assert faults(replace(shared, workers=4)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"public_address": ""}, "public_address must be"),
        ({"public_address": "http://a.example"}, "by TLS"),
        ({"public_address": "https://a.example/"}, "public_address must be"),
        ({"public_address": "https://a.example@b"}, "public_address must be"),
        ({"extension_origins": ()}, "extension_origins must list"),
        ({"extension_origins": (CHROME, "chrome-extension://*")}, "neither"),
        ({"extension_origins": ("https://a.example",)}, "neither"),
        ({"port": 0}, "not 0"),
    ],
)
def test_what_is_not_whole_is_refused_and_told(
    shared: Settings, change: dict[str, Any], said: str
) -> None:
    half = replace(shared, **change)
    with pytest.raises(ValueError, match=said):
        create_app(OneSentenceEngine(), half)
    options = {
        name: getattr(half, name)
        for name in ("public_address", "extension_origins", "port")
        if getattr(half, name) not in ("", ())
    }
    with pytest.raises(SettingsError, match=f"not set up whole: .*{said}"):
        load_settings(environment={}, options=options)


def test_several_processes_are_for_a_shared_server_only() -> None:
    assert any("public_address" in one for one in faults(Settings(workers=2)))


def test_a_system_without_fork_has_one_process(
    shared: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    assert faults(replace(shared, workers=2)) == ["workers must be 1 on this system"]


def test_a_paired_browser_is_answered_and_the_server_proves_itself(
    proxied: ProxiedCaller,
) -> None:
    caller = paired(proxied, "anna")
    assert caller.post("/v1/analyze", PAGE).status_code == 200
    (pairing,) = caller.service.pairings.all()
    assert pairing.user == "anna"
    question = {"client": pairing.client, "nonce": "0" * 64}
    answer = caller.post("/v1/prove", question)
    assert answer.json["proof"] == caller.service.pairings.proof(
        pairing.client, "0" * 64, origin=CHROME, address=ADDRESS
    )


def test_what_did_not_come_by_tls_is_refused(proxied: ProxiedCaller) -> None:
    caller = paired(proxied, "anna")
    caller.scheme = "http"
    answer = caller.post("/v1/analyze", PAGE)
    assert answer.status_code == 403
    assert answer.json["type"] == "/problems/wrong-host"


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8672", "localhost:8672", "ascribe.example.org:443", "x.example"]
)
def test_only_the_public_name_is_answered(proxied: ProxiedCaller, host: str) -> None:
    assert proxied.get("/v1/health").status_code == 200
    assert proxied.get("/v1/health", Host=host).status_code == 403


@pytest.mark.parametrize(
    ("origin", "status"), [(CHROME, 200), (FIREFOX, 200), (OTHER_CHROME, 403)]
)
def test_only_listed_extensions_may_ask(
    proxied: ProxiedCaller, origin: str, status: int
) -> None:
    caller = replace(proxied, origin=origin)
    answer = caller.post("/v1/pair", {"code": caller.service.code.renew("anna")})
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/", "/samples/relayed-report", "/nothing"])
def test_its_own_pages_are_off(proxied: ProxiedCaller, path: str) -> None:
    assert proxied.get(path).status_code == 404


def test_nothing_is_there_that_would_keep_one_users_pages_for_another(
    proxied: ProxiedCaller,
) -> None:
    caller = paired(proxied, "anna")
    kept = {"analyze", "health", "openapi.json", "pair", "prove"}
    for rule in caller.app.url_map.iter_rules():
        name = rule.rule.removeprefix("/v1/")
        if rule.rule.startswith("/v1/") and name not in kept:
            (method,) = rule.methods - {"HEAD", "OPTIONS"}
            ask = caller.get if method == "GET" else partial(caller.post, body={})
            assert ask(rule.rule).status_code == 404, rule.rule
    caller.service.diary.switch(on=True)
    page = {"url": "https://a.example/", "title": "x", "language": "en"}
    assert caller.post("/v1/analyze", {**PAGE, "page": page}).status_code == 200
    assert list(caller.service.diary.pages()) == []


def test_its_own_page_scores_for_nobody(proxied: ProxiedCaller) -> None:
    answer = proxied.post_page({"text": "Rain fell."})
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/pair", "/static/pair.js", "/problems/busy"])
def test_pairing_needs_its_page_and_that_is_there(
    proxied: ProxiedCaller, path: str
) -> None:
    assert proxied.get(path).status_code == 200
