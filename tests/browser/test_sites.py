"""Where pages are marked: on a press, always, never, not in this tab; and the badge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .ascribe_process import AscribeProcess
from .browser import Browser
from .chromium import Chromium
from .conftest import forget, pair, stored
from .labelled_pages import own_page
from .marks import mark, shown
from .site import Site
from .waiting import wait_for

_API = "(globalThis.browser ?? globalThis.chrome)"


def is_there(browser: Browser, tab: int) -> bool:
    """Tell whether a script of ours that reads stands in a tab."""
    return bool(
        browser.in_extension(
            f"{_API}.tabs.sendMessage({tab}, {{ kind: 'state' }}, {{ frameId: 0 }})"
            ".then((state) => Boolean(state), () => false)"
        )
    )


def badge(browser: Browser, tab: int) -> str:
    return str(browser.in_extension(f"{_API}.action.getBadgeText({{ tabId: {tab} }})"))


@pytest.fixture(params=["chromium", "firefox"])
def trusting(
    request: pytest.FixtureRequest, ascribe_server: AscribeProcess
) -> Iterator[Browser]:
    """A browser in which the reader lets the extension have ``news.test``."""
    name = "trusting_chromium" if request.param == "chromium" else "firefox"
    browser: Browser = request.getfixturevalue(name)
    forget(browser)
    pair(browser, ascribe_server)
    yield browser
    forget(browser)


def test_before_a_press_nothing_of_ours_is_in_the_page(
    paired: Browser, site: Site
) -> None:
    site.put("/page", own_page().html)
    paired.open(site.address("/page"))
    # A page of the site that was pressed on before gets nothing either.
    mark(paired)
    paired.open(site.address("/page"))
    assert not is_there(paired, paired.tab_id())
    assert paired.evaluate("CSS.highlights.size") == 0


def test_never_means_that_the_button_does_nothing_there(
    paired: Browser, site: Site
) -> None:
    popup = shown(paired, site)
    popup.click("[data-rule=never]")
    popup.wait_for_text("The button does nothing here", "#site-why")

    paired.open(site.address("/page"))
    paired.press_toolbar()
    popup = paired.popup()
    said = popup.wait_for_text("Switched off here")
    assert "news.test" in said
    assert paired.highlights() == {}

    popup.click("#action")
    wait_for(paired.highlights, "marks after the rule is gone")
    assert stored(paired)["sites"] == {}


def test_always_marks_pages_by_itself_until_the_tab_or_the_site_is_off(
    trusting: Browser, site: Site
) -> None:
    popup = shown(trusting, site)
    popup.click("[data-rule=always]")
    popup.wait_for_text("are marked when they open", "#site-why")
    assert set(stored(trusting)["sites"].values()) == {"always"}  # type: ignore[attr-defined]

    trusting.open(site.address("/page"))
    wait_for(trusting.highlights, "marks without a press")
    # Another site is no affair of this rule.
    trusting.open(site.address("/page", "other.test"))
    trusting.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert trusting.highlights() == {}

    trusting.open(site.address("/page"))
    wait_for(trusting.highlights, "marks without a press")
    trusting.press_toolbar()
    popup = trusting.popup()
    popup.click("#tab-off")
    popup.wait_for_text("Switched off in this tab", "#site-why")
    trusting.close_popup()
    trusting.evaluate("location.reload()")
    trusting.wait("document.readyState === 'complete'", "page loaded anew")
    trusting.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert trusting.highlights() == {}

    trusting.press_toolbar()
    popup = trusting.popup()
    popup.wait_for_text("Marks are on")
    popup.click("[data-rule=ask]")
    popup.wait_for_text("Nothing runs on a page", "#site-why")
    trusting.open(site.address("/page"))
    trusting.evaluate("new Promise((done) => setTimeout(done, 300))")
    assert trusting.highlights() == {}


def test_the_badge_is_that_of_its_own_tab(paired: Browser, site: Site) -> None:
    site.put("/opinion", own_page("op-ed-bus-lanes").html)
    popup = shown(paired, site)
    share = popup.text("#opinion-share").replace("\N{NO-BREAK SPACE}", "").strip()
    first = paired.tab_id()
    paired.close_popup()
    paired.beside(site.address("/opinion"))
    second = paired.tab_id()
    assert second != first
    assert badge(paired, second) == ""
    assert badge(paired, first) == share.replace(" ", "")

    # Going on to another page takes the number along with the marks.
    paired.front()
    paired.evaluate("location.assign('/nowhere')")
    wait_for(lambda: badge(paired, first) == "", "badge of a page that was left")


def test_a_private_window_is_only_for_those_who_allow_it(chromium: Chromium) -> None:
    # Spanning: one background, and no right to private windows unless it is given.
    assert chromium.in_extension("chrome.runtime.getManifest().incognito") == "spanning"
    assert not chromium.in_extension("chrome.extension.isAllowedIncognitoAccess()")
