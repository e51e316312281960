"""Popup, panel and options: no violation found by axe-core, and no need of a mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .ascribe_process import AscribeProcess
from .browser import Browser, View
from .chromium import Chromium
from .conftest import ROOT, pair, stored
from .marks import SERIALISED, marks, shown
from .site import Site
from .test_hover import card
from .waiting import wait_for

AXE = (ROOT / "extension" / "node_modules" / "axe-core" / "axe.min.js").read_text(
    "utf-8"
)
PAGES = ("popup.html", "panel.html", "options.html")


def violations(view: View) -> list[Any]:
    """Return what axe-core finds, by all its rules but the experimental ones."""
    found: list[Any] = view.evaluate(
        f"(async () => {{ {AXE}; const found = await axe.run(document);"
        " return found.violations.map(({ id, nodes }) =>"
        " [id, ...nodes.map(({ html, any }) =>"
        " html.slice(0, 120) + ' ' + (any[0]?.message ?? ''))]); })()"
    )
    return found


def opened(browser: Browser, path: str, tab: int) -> View:
    view = browser.beside(browser.extension_page(f"{path}?tab={tab}"))
    view.wait(
        "document.readyState === 'complete' && document.documentElement.lang"
        " && !document.body.hasAttribute('aria-busy')",
        f"{path} in full",
    )
    return view


def test_axe_finds_nothing(paired: Browser, site: Site) -> None:
    popup = shown(paired, site)
    popup.evaluate("document.querySelector('#colours').open = true")
    assert violations(popup) == []
    tab = paired.tab_id()
    paired.close_popup()
    for path in PAGES[1:]:
        assert violations(opened(paired, path, tab)) == [], path


@pytest.mark.parametrize(
    "features",
    [
        {"prefers-color-scheme": "dark"},
        {"forced-colors": "active", "prefers-color-scheme": "dark"},
    ],
    ids=["dark", "forced"],
)
def test_axe_finds_nothing_in_other_colours(
    chromium: Chromium,
    ascribe_server: AscribeProcess,
    site: Site,
    shot: Callable[[str], Path],
    features: dict[str, str],
) -> None:
    pair(chromium, ascribe_server)
    shown(chromium, site)
    tab = chromium.tab_id()
    chromium.close_popup()
    for path in PAGES:
        view = chromium.beside(chromium.extension_page(f"{path}?show=state&tab={tab}"))
        view.session.send(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": n, "value": v} for n, v in features.items()]},
        )
        view.wait("!document.body.hasAttribute('aria-busy')", path)
        view.screenshot(shot(f"{path.partition('.')[0]}-{'-'.join(features)}"))
        assert violations(view) == [], path


def test_messages_of_the_popup_have_no_violation(
    paired: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    site.put("/page", "<!doctype html><html lang=en><p>The ferry leaves at nine.</p>")
    paired.open(site.address("/page"))
    paired.press_toolbar()
    popup = paired.popup()
    popup.wait_for_text("Too short")
    assert violations(popup) == []


def test_the_browser_gives_each_command_its_keys(paired: Browser) -> None:
    # A key that a browser wants for itself is silently not given.
    keys = paired.in_extension(
        "(globalThis.browser ?? globalThis.chrome).commands.getAll()"
        ".then((all) => Object.fromEntries(all.map((one) => [one.name, one.shortcut])))"
    )
    assert keys == {
        "_execute_action": "Alt+Shift+M",
        "next-opinion": "Alt+Shift+J",
        "previous-opinion": "Alt+Shift+K",
        "open-panel": "Alt+Shift+S",
    }


def test_the_whole_task_can_be_done_with_keys(paired: Browser, site: Site) -> None:
    # Alt+Shift+M presses the button; no test can press keys of the browser's own.
    popup = shown(paired, site, "op-ed-bus-lanes")
    before = paired.evaluate(SERIALISED)

    # To the strongest opinion, and from passage to passage.
    popup.tab_to("Strongest opinion")
    popup.press("Enter")
    popup.wait_for_text(" of ", "#passage")
    first = paired.highlights()["ascribe-here"]
    popup.press("Shift+Tab")
    assert popup.focused().startswith("Next opinion passage")
    popup.press(" ")
    wait_for(lambda: paired.highlights()["ascribe-here"] != first, "next passage")
    assert card(paired).startswith("Author’s opinion")

    # What the colours mean.
    popup.tab_to("What do the colours mean?")
    popup.press("Enter")
    assert popup.evaluate("document.querySelector('#colours').open")
    number = paired.tab_id()
    paired.close_popup()

    # The card goes with Escape, and the focus was never taken from the page.
    assert paired.evaluate("document.activeElement === document.body")
    paired.press("Escape")
    wait_for(lambda: not card(paired), "page without a card")
    assert paired.evaluate(SERIALISED) == before

    # The list: search, walk, go there.
    panel = opened(paired, "panel.html", number)
    panel.wait("document.querySelectorAll('#list li').length > 0", "list in the panel")
    panel.tab_to("Search")
    panel.type("bus")
    panel.press("ArrowDown")
    panel.press("Enter")
    wait_for(lambda: "ascribe-here" in paired.highlights(), "sentence that is shown")

    # The options: another palette, lines only.
    options = opened(paired, "options.html", number)
    options.tab_to("Amber and blue")
    options.press("ArrowDown")
    options.wait_for_text("Saved", "#said")
    look = stored(paired)["look"]
    assert isinstance(look, dict)
    assert look["palette"] == "rose"
    options.press("ArrowUp")
    options.wait("document.querySelector('[value=amber]').checked", "old palette")

    # And off again.
    paired.front()
    paired.press_toolbar()
    wait_for(lambda: not paired.highlights(), "page without marks")
    assert not any(marks(paired).values())
