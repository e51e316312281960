"""Every way it can fail has its own message with one action, in the real popup."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from ascribe.results import Analysis, Block

from .ascribe_process import AscribeProcess
from .browser import Browser, View
from .chromium import Chromium
from .conftest import forget, pair
from .firefox import Firefox
from .labelled_pages import own_page
from .site import Site
from .waiting import wait_for
from .watched_server import WatchedServer

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


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[WatchedServer]:
    """A server that can be told to answer otherwise."""
    with WatchedServer(tmp_path) as server:
        yield server


def problem(slug: str, detail: str) -> dict[str, str]:
    return {"type": f"/problems/{slug}", "title": slug, "detail": detail}


@pytest.mark.parametrize(
    ("path", "status", "answer", "title", "action"),
    [
        pytest.param(
            "/v1/health",
            "200 OK",
            {"name": "ascribe", "version": "9.9.9", "api_version": 2},
            "Server and extension do not match",
            "Try again",
            id="another version",
        ),
        pytest.param(
            "/v1/analyze",
            "200 OK",
            {"status": "scored", "sentences": "none"},
            "Server and extension do not match",
            "Try again",
            id="an answer of another shape",
        ),
        pytest.param(
            "/v1/analyze",
            "429 Too Many Requests",
            problem("busy", "Two pages are being scored."),
            "The server is busy",
            "Try again",
            id="busy",
        ),
        pytest.param(
            "/v1/analyze",
            "413 Content Too Large",
            problem("page-too-large", "2,000 blocks at most."),
            "This page is too large",
            "Paste text instead",
            id="too large",
        ),
        pytest.param(
            "/v1/analyze",
            "422 Unprocessable Content",
            problem("odd", "A block has no text."),
            "The server said no",
            "Try again",
            id="refused",
        ),
        pytest.param(
            "/v1/analyze",
            "401 Unauthorized",
            problem("not-paired", "Who are you?"),
            "Pair again",
            "Pair",
            id="token refused",
        ),
    ],
)
def test_each_answer_that_is_no_result_has_its_message(
    browser: Browser,
    site: Site,
    watched: WatchedServer,
    path: str,
    status: str,
    answer: object,
    title: str,
    action: str,
) -> None:
    pair(browser, watched)
    site.put("/page", ARTICLE)
    watched.instead[path] = (status, answer)
    popup = show(browser, site)
    popup.wait_for_text(title, "#message-title")
    assert popup.text("#status") == "No score"
    assert actions(popup) == [action]
    assert browser.highlights() == {}


def test_a_code_that_does_not_work_and_one_that_is_none(
    on_article: Browser, site: Site, ascribe_server: AscribeProcess
) -> None:
    forget(on_article)
    on_article.in_extension(
        "(globalThis.browser ?? globalThis.chrome).storage.local"
        f".set({{ server: '{ascribe_server.address}' }})"
    )
    popup = show(on_article, site)
    popup.wait_for_text("Not paired yet")
    for pasted, title in (
        ("what is this", "That is no pairing link"),
        (f"{ascribe_server.address}/pair#ABCD-EFGH", "The code does not work"),
    ):
        popup.call(
            "(text) => { document.querySelector('#code').value = text; }", pasted
        )
        popup.click("#action")
        popup.wait_for_text(title, "#message-title")
        assert actions(popup) == ["Pair"]

    popup.call(
        "(text) => { document.querySelector('#code').value = text; }",
        ascribe_server.new_link(),
    )
    popup.click("#action")
    on_article.wait("CSS.highlights.size > 0", "marks after pairing in the popup")


def test_a_page_that_is_left_while_it_is_scored(
    browser: Browser, site: Site, watched: WatchedServer
) -> None:
    go_on = threading.Event()
    analyze = watched.engine.analyze

    def wait_first(blocks: Sequence[Block]) -> Analysis:
        go_on.wait(20)
        return analyze(blocks)

    watched.engine.analyze = wait_first  # type: ignore[method-assign]
    pair(browser, watched)
    site.put("/page", ARTICLE)
    site.put("/next", "<!doctype html><html lang=en><title>Next</title><p>Next.")
    popup = show(browser, site)
    wait_for(
        lambda: any(knock.path == "/v1/analyze" for knock in watched.knocks),
        "request to score",
    )
    browser.evaluate("location.assign('/next')")
    browser.wait("document.title === 'Next'", "next page")
    go_on.set()
    popup.wait_for_text("The page has changed", "#message-title")
    assert actions(popup) == ["Try again"]
    # One part was asked for, and no other: what was left is not scored on.
    assert len(watched.engine.given) == 1


def test_a_server_that_does_not_answer_in_time(
    trusting_chromium: Chromium, site: Site, watched: WatchedServer
) -> None:
    # The copy of the extension in this browser waits three seconds, not sixty.
    go_on = threading.Event()
    analyze = watched.engine.analyze

    def never(blocks: Sequence[Block]) -> Analysis:
        go_on.wait(30)
        return analyze(blocks)

    watched.engine.analyze = never  # type: ignore[method-assign]
    try:
        pair(trusting_chromium, watched)
        site.put("/page", ARTICLE)
        popup = show(trusting_chromium, site)
        popup.wait_for_text("No answer in time", "#message-title")
        assert actions(popup) == ["Try again"]
    finally:
        go_on.set()


def test_a_pdf_is_told_with_a_way_out(paired: Browser, site: Site) -> None:
    site.put("/paper.pdf", b"%PDF-1.4\n%%EOF", Content_Type="application/pdf")
    site.put("/frame", "<!doctype html><title>Paper</title><p>A page.")
    paired.open(site.address("/frame"))
    # A viewer may never say that it has loaded.
    paired.evaluate("void location.assign('/paper.pdf')")
    wait_for(
        lambda: "/paper.pdf" in {visit.path for visit in site.visits},
        "visit of the PDF",
    )
    # Not asked of the page: the one that is being left may never answer.
    time.sleep(0.5)
    popup = press(paired)
    popup.wait_for_text("cannot be read", "#message-title")
    assert "ascribe analyze" in popup.text("#message-text")
    assert actions(popup) == ["Paste text instead"]
