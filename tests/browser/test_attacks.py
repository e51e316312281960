"""Web pages that want the server's answers, in a Chromium that lets them try.

Chromium's own wall (Local Network Access) is off: with it on, these tests
would pass with no defence at all in the server.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from .chromium import Chromium
from .site import Site
from .watched_server import WatchedServer

ATTACK = (Path(__file__).parent / "attack.js").read_text("utf-8").rstrip(" ;\n")
EXTENSION = f"chrome-extension://{'a' * 32}"
PAGE = "<!doctype html><title>An attacker's page</title><body>"
# Of the tries, those that end in the browser itself (a preflight stands for
# the request, a refused frame loads nothing) are not counted.
FEWEST_KNOCKS = 20


@pytest.fixture(scope="module")
def open_chromium(playwright: Playwright, extension_dir: Path) -> Iterator[Chromium]:
    browser = Chromium(
        playwright,
        extension_dir,
        arguments=["--disable-features=LocalNetworkAccessChecks"],
    )
    yield browser
    browser.close()


@pytest.fixture
def victim(tmp_path: Path) -> Iterator[WatchedServer]:
    with WatchedServer(tmp_path) as server:
        yield server


@pytest.mark.parametrize(
    ("page", "target"),
    [
        pytest.param("http://evil.test:{site}", "127.0.0.1", id="another origin"),
        pytest.param("http://evil.test:{site}", "localhost", id="to localhost"),
        pytest.param("http://evil.test:{site}", "0.0.0.0", id="to 0.0.0.0"),
        pytest.param("http://127.0.0.1:{site}", "127.0.0.1", id="another local port"),
        pytest.param("http://evil.test:{server}", "evil.test", id="DNS rebinding"),
        pytest.param("http://0.0.0.0:{server}", "0.0.0.0", id="from 0.0.0.0"),
    ],
)
def test_no_web_page_gets_anything_scored_or_read(
    open_chromium: Chromium, victim: WatchedServer, site: Site, page: str, target: str
) -> None:
    token = victim.token_of(EXTENSION)
    open_chromium.open_as(
        page.format(site=site.port, server=victim.port) + "/attack", PAGE
    )
    stolen = {"server": f"http://{target}:{victim.port}", "token": token}

    tries = open_chromium.evaluate(f"({ATTACK})({json.dumps(stolen)})")

    assert victim.engine.given == []
    assert {one["name"]: one["read"] for one in tries if _tells(one["read"])} == {}
    assert len(victim.knocks) >= FEWEST_KNOCKS, victim.knocks
    # The same request from where it may come is answered: the tries failed
    # because of who asked, not because of what was asked.
    assert _ask_as_the_extension(victim, token) == 200
    assert len(victim.engine.given) == 1


def _tells(read: str) -> bool:
    """Whether an answer tells more than that a server of this sort is there."""
    return bool(read) and not read.startswith(("403 ", "405 ", "0 "))


def _ask_as_the_extension(server: WatchedServer, token: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(
        "POST",
        "/v1/analyze",
        json.dumps({"blocks": []}),
        {
            "Origin": EXTENSION,
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        },
    )
    status = connection.getresponse().status
    connection.close()
    return status
