"""Every way it can fail has its own message with one action, in the real popup."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .ascribe_process import AscribeProcess
from .browser import Browser, View
from .conftest import forget, pair
from .firefox import Firefox
from .labelled_pages import own_page
from .site import Site

StartServer = Callable[..., AscribeProcess]
ARTICLE = own_page().html


def press(browser: Browser) -> View:
    browser.press_toolbar()
    return browser.popup()


@pytest.fixture
def on_article(browser: Browser, site: Site) -> Browser:
    """A browser that shows an article and has its own server to lose."""
    site.put("/page", ARTICLE)
    return browser


def show(browser: Browser, site: Site) -> View:
    browser.open(site.address("/page"))
    return press(browser)


def actions(popup: View) -> list[str]:
    """Return the words on the buttons that can be seen in the popup's message."""
    found: list[str] = popup.evaluate(
        """[...document.querySelectorAll("main button, main input[type=submit]")]
             .filter((button) => button.checkVisibility())
             .map((button) => button.innerText.trim())"""
    )
    return found


def test_a_server_that_is_stopped_and_comes_back(
    on_article: Browser,
    site: Site,
    start_server: StartServer,
    shot: Callable[[str], Path],
) -> None:
    server = start_server()
    pair(on_article, server)
    server.stop()

    popup = show(on_article, site)
    said = popup.wait_for_text("The server is not running")
    popup.screenshot(shot(f"server-down-{on_article.name}"))

    assert server.address in said
    assert "ascribe serve" in said
    assert actions(popup) == ["Try again"]
    start_server(port=server.port, data_dir=server.data_dir)
    popup.click("button")
    popup.wait("!document.body.innerText.includes('not running')", "end of the message")
    on_article.wait("CSS.highlights.size > 0", "marks after the second try")


def test_another_program_on_the_server_s_port(
    on_article: Browser,
    site: Site,
    start_server: StartServer,
    shot: Callable[[str], Path],
) -> None:
    server = start_server()
    pair(on_article, server)
    server.stop()
    with Site() as stranger:
        stranger.put("/v1/health", '{"name": "something else"}')
        stranger.open_at(server.port)
        popup = show(on_article, site)
        popup.wait_for_text("Another program is there")
        popup.screenshot(shot(f"other-program-{on_article.name}"))
        # It was asked who it is, and was sent neither text nor token.
        assert {visit.path for visit in stranger.visits} == {"/v1/health"}
        assert not any("Authorization" in visit.headers for visit in stranger.visits)
        assert not any(visit.body for visit in stranger.visits)


def test_a_program_that_only_says_it_is_the_server_gets_no_text(
    on_article: Browser, site: Site, start_server: StartServer
) -> None:
    server = start_server()
    pair(on_article, server)
    server.stop()
    with Site() as stranger:
        stranger.put(
            "/v1/health", '{"name": "ascribe", "version": "9", "api_version": 1}'
        )
        stranger.put("/v1/prove", '{"proof": "' + "0" * 64 + '"}')
        stranger.open_at(server.port)
        popup = show(on_article, site)
        popup.wait_for_text("Another program is there")
        asked = {visit.path for visit in stranger.visits}
        assert asked == {"/v1/health", "/v1/prove"}
        assert not any("Authorization" in visit.headers for visit in stranger.visits)
        bodies = [json.loads(visit.body) for visit in stranger.visits if visit.body]
        assert bodies
        assert all(body.keys() == {"client", "nonce"} for body in bodies)


def test_a_browser_that_was_never_paired(
    on_article: Browser,
    site: Site,
    ascribe_server: AscribeProcess,
    shot: Callable[[str], Path],
) -> None:
    forget(on_article)
    on_article.in_extension(
        "(globalThis.browser ?? globalThis.chrome).storage.local"
        f".set({{ server: '{ascribe_server.address}' }})"
    )
    popup = show(on_article, site)
    said = popup.wait_for_text("Not paired yet")
    popup.screenshot(shot(f"not-paired-{on_article.name}"))
    assert "ascribe pair" in said
    assert actions(popup) == ["Pair"]


def test_a_pairing_that_the_server_has_forgotten(
    on_article: Browser,
    site: Site,
    start_server: StartServer,
    shot: Callable[[str], Path],
) -> None:
    server = start_server()
    pair(on_article, server)
    (server.data_dir / "paired-browsers.json").unlink()

    popup = show(on_article, site)

    popup.wait_for_text("Pair again")
    popup.screenshot(shot(f"token-refused-{on_article.name}"))
    assert actions(popup) == ["Pair"]


@pytest.mark.parametrize(
    ("browser", "address"),
    [
        ("chromium", "chrome://version/"),
        ("chromium", "about:blank"),
        ("firefox", "about:support"),
        ("firefox", "about:preferences"),
    ],
    indirect=["browser"],
)
def test_a_page_of_the_browser_itself(
    paired: Browser, address: str, shot: Callable[[str], Path]
) -> None:
    paired.open(address)
    popup = press(paired)
    popup.wait_for_text("This page cannot be read")
    popup.screenshot(shot(f"unreadable-{paired.name}"))
    assert actions(popup) == ["Paste text instead"]


NOTE = "<!doctype html><html lang=en><p>The ferry leaves at nine.</p></html>"
GERMAN = (
    "<!doctype html><html lang=de><main><article>"
    + (
        "<p>Der Gemeinderat hat am Dienstag beschlossen, die alte Brücke über den"
        " Fluss noch in diesem Jahr zu sperren. Die Anwohner sollen bis zum Herbst"
        " über eine Umleitung fahren, die durch das Gewerbegebiet führt.</p>"
        "<p>Die Kosten für den Neubau schätzt die Verwaltung auf vier Millionen Euro."
        " Ein Teil des Geldes kommt vom Land, den Rest muss die Stadt selbst tragen."
        "</p><p>Viele Händler fürchten, dass weniger Kunden in die Innenstadt kommen"
        " werden. Der Bürgermeister will deshalb einen Bus einsetzen lassen.</p>"
    )
    + "</article></main></html>"
)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param(NOTE, "too short", id="two lines"),
        pytest.param(GERMAN, "English", id="German"),
        pytest.param(own_page("shop-enamel-kettles").html, "not", id="shop"),
    ],
)
def test_a_page_that_is_no_article_gets_no_number(
    paired: Browser,
    site: Site,
    page: str | bytes,
    said: str,
    shot: Callable[[str], Path],
    request: pytest.FixtureRequest,
) -> None:
    site.put("/page", page)
    popup = show(paired, site)
    text = popup.wait_for_text(said)
    popup.screenshot(shot(f"abstains-{request.node.callspec.id}"))
    assert "%" not in text
    assert paired.highlights() == {}


def test_a_page_without_text(paired: Browser, site: Site) -> None:
    site.put("/page", "<!doctype html><title>Nothing</title><canvas></canvas>")
    popup = show(paired, site)
    popup.wait_for_text("No text here")
    assert actions(popup) == ["Try again"]


def test_a_host_permission_that_the_reader_took_back_can_be_given_again(
    firefox: Firefox, ascribe_server: AscribeProcess, site: Site
) -> None:
    # Chromium has no way to take a required permission back.
    pair(firefox, ascribe_server)
    site.put("/page", ARTICLE)
    firefox.in_extension(
        "browser.permissions.remove({ origins: ['http://127.0.0.1/*'] })"
    )
    popup = show(firefox, site)
    popup.wait_for_text("Permission is missing")
    assert actions(popup) == ["Allow it"]

    popup.click("button")

    firefox.wait("CSS.highlights.size > 0", "marks after the permission")
