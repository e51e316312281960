"""Pairing: one click on the server's page, and no way around the click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .ascribe_process import AscribeProcess
from .browser import Browser
from .conftest import stored
from .site import Site
from .watched_server import WatchedServer

PAGE_STATE = "document.querySelector('#ascribe-pair-page').dataset.state"
PRESENT = "document.querySelector('#ascribe-pair-page').dataset.extension"


def test_one_click_on_the_server_s_page_pairs(
    unpaired: Browser, ascribe_server: AscribeProcess, shot: Callable[[str], Path]
) -> None:
    link = ascribe_server.new_link()
    unpaired.open(link)
    unpaired.wait(f"{PRESENT} === 'present'", "sign of the extension on the page")
    unpaired.screenshot(shot(f"pair-{unpaired.name}"))

    unpaired.click("#ascribe-pair")

    unpaired.wait(f"{PAGE_STATE} === 'paired'", "success on the pairing page")
    unpaired.wait_for_text("This browser is paired")
    unpaired.screenshot(shot(f"paired-{unpaired.name}"))
    kept = stored(unpaired)
    assert kept["server"] == ascribe_server.address
    assert len(str(kept["token"])) >= 40
    # The code is spent, and no longer in the address or the history.
    code = link.split("#")[1]
    unpaired.wait("location.hash === ''", "address without a code")
    assert code not in str(kept)


def test_a_script_cannot_make_the_click(unpaired: Browser, tmp_path: Path) -> None:
    with WatchedServer(tmp_path) as server:
        unpaired.open(server.new_link())
        unpaired.wait(f"{PRESENT} === 'present'", "sign of the extension on the page")

        unpaired.evaluate("document.querySelector('#ascribe-pair').click()")
        # Its answer would come before that of the real click after it.
        unpaired.click("#ascribe-pair")
        unpaired.wait(PAGE_STATE + " !== 'waiting'", "answer to the real click")

        assert stored(unpaired)["server"] == server.address
        paths = [knock.path for knock in server.knocks]
        assert paths.count("/v1/pair") == 1


def test_a_link_works_once(unpaired: Browser, ascribe_server: AscribeProcess) -> None:
    link = ascribe_server.new_link()
    for state in ("paired", "failed"):
        unpaired.open(link)
        unpaired.wait(f"{PRESENT} === 'present'", "sign of the extension")
        unpaired.click("#ascribe-pair")
        unpaired.wait(f"{PAGE_STATE} === '{state}'", f"{state} on the pairing page")
    unpaired.wait_for_text("ascribe pair")


def test_a_page_elsewhere_that_looks_the_same_gets_no_pairing(
    unpaired: Browser, ascribe_server: AscribeProcess, site: Site
) -> None:
    code = ascribe_server.new_link().split("#")[1]
    site.put(
        "/pair",
        '<main id="ascribe-pair-page"><button id="ascribe-pair">Pair</button></main>',
    )
    for host in ("news.test", "127.0.0.1"):
        site.visits.clear()
        unpaired.open(site.address(f"/pair#{code}", host))
        unpaired.click("#ascribe-pair")
        if host == "127.0.0.1":
            # The extension asks who that is before it hands the code over.
            unpaired.wait(f"{PAGE_STATE} === 'failed'", "refusal on the page")
        else:
            assert unpaired.evaluate(f"{PRESENT} ?? 'absent'") == "absent"
        assert stored(unpaired) == {}
        assert [visit for visit in site.visits if code.encode() in visit.body] == []


def test_a_pasted_link_pairs_as_well(
    unpaired: Browser, ascribe_server: AscribeProcess, site: Site
) -> None:
    site.put("/page", "<!doctype html><p>A paragraph with a few words in it.</p>")
    unpaired.in_extension(
        "(globalThis.browser ?? globalThis.chrome).storage.local"
        f".set({{ server: '{ascribe_server.address}' }})"
    )
    unpaired.open(site.address("/page"))
    unpaired.press_toolbar()
    popup = unpaired.popup()
    popup.wait_for_text("Not paired yet")

    popup.call(
        "(link) => { document.querySelector('input').value = link; }",
        ascribe_server.new_link(),
    )
    popup.click("form button, button[type=submit]")

    popup.wait("!document.body.innerText.includes('Not paired')", "end of the message")
    assert len(str(stored(unpaired)["token"])) >= 40
