"""What is chosen on the options page holds on the pages that are marked then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .browser import Browser, View
from .conftest import stored
from .marks import mark, marks, shown
from .site import Site
from .waiting import wait_for

_LOOK = """(() => {
  const style = getComputedStyle(document.querySelector("p"), "::highlight(ascribe-b)");
  return [style.textDecorationColor, style.backgroundColor];
})()"""


def options_of(browser: Browser) -> View:
    view = browser.beside(browser.extension_page("options.html"))
    view.wait_for_text("Paired with", "#server-state")
    return view


def test_palette_lines_and_sureness_change_the_marks(
    paired: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    shown(paired, site)
    every = marks(paired)
    number = paired.tab_id()
    paired.close_popup()
    options = options_of(paired)
    options.screenshot(shot(f"options-{paired.name}"))
    for choice in ("[value=violet]", "[name=tint][value=false]", "[value=very]"):
        options.click(f"input{choice}")
        options.wait_for_text("Saved", "#said")
        options.evaluate("document.querySelector('#said').textContent = ''")
    options.click("#badge")
    options.wait_for_text("Saved", "#said")
    try:
        paired.open(site.address("/page"))
        mark(paired)
        surest = marks(paired)
        assert paired.evaluate(_LOOK) == ["rgb(124, 92, 214)", "rgba(0, 0, 0, 0)"]
        assert 0 < len(surest["attributed"]) < len(every["attributed"])
        assert not any("-x" in name for name in paired.highlights())
        badge = paired.in_extension(
            "(globalThis.browser ?? globalThis.chrome).action"
            f".getBadgeText({{ tabId: {paired.tab_id()} }})"
        )
        assert badge == ""
        assert number
    finally:
        paired.in_extension(
            "(globalThis.browser ?? globalThis.chrome).storage.local"
            ".remove(['look', 'badge'])"
        )


def test_sites_with_a_rule_are_listed_and_can_be_taken_off(
    paired: Browser, site: Site
) -> None:
    popup = shown(paired, site)
    popup.click("[data-rule=never]")
    popup.wait_for_text("does nothing here", "#site-why")
    paired.close_popup()
    options = options_of(paired)
    assert "news.test" in options.text("#site-list")

    options.click("#site-list button")

    options.wait_for_text("No site has a rule", "#no-sites")
    wait_for(lambda: stored(paired)["sites"] == {}, "no rule in store")


def test_only_an_address_on_this_computer_is_taken(paired: Browser) -> None:
    paired.open("about:blank")
    before = stored(paired)["server"]
    options = options_of(paired)
    options.evaluate("document.querySelector('#server').value = 'http://10.0.0.9:8672'")
    options.click("#server-form button")
    options.wait_for_text("only this computer", "#said")
    options.evaluate("document.querySelector('#code').value = 'what is this'")
    options.click("#pair-form button")
    options.wait_for_text("It looks like", "#said")
    assert stored(paired)["server"] == before


def test_everything_can_be_deleted(paired: Browser) -> None:
    paired.open("about:blank")
    options = options_of(paired)
    options.click("#forget")
    options.wait_for_text("Press again", "#forget")
    assert "token" in stored(paired)
    options.click("#forget")
    options.wait_for_text("Everything is deleted", "#said")
    assert stored(paired) == {}
