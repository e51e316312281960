"""Marks reach what readers see: frames, shadow trees, other directions; not paper."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from .browser import Browser
from .labelled_pages import own_page
from .marks import SERIALISED, mark, marks, shown
from .site import Site
from .test_hover import card
from .waiting import wait_for

ARTICLE = own_page("op-ed-bus-lanes").html.decode()
BODY = ARTICLE[ARTICLE.index("<article") : ARTICLE.index("</article>") + 10]

# The first two frames are of the page's own site.
_IN_FRAMES = """[...document.querySelectorAll("iframe")].slice(0, 2).map((frame) =>
  [...frame.contentWindow.CSS.highlights.values()]
    .flatMap((found) => [...found]).length)"""


def test_frames_of_the_site_are_marked_and_others_are_counted(
    paired: Browser, site: Site
) -> None:
    site.put("/inner", ARTICLE)
    frame = "<iframe width=700 height=900 "
    site.put(
        "/page",
        f"<!doctype html><html lang=en><title>Frames</title><h1>Three frames</h1>"
        f"{frame} src=/inner></iframe>"
        f"{frame} srcdoc='{html.escape(BODY, quote=True)}'></iframe>"
        f"{frame} src='{site.address('/inner', 'other.test')}'></iframe></html>",
    )
    paired.open(site.address("/page"))
    before = paired.evaluate(SERIALISED)

    paired.press_toolbar()
    popup = paired.popup()
    popup.wait_for_text("Marks are on")

    wait_for(
        lambda: min(paired.evaluate(_IN_FRAMES)) > 10,
        "marks in both frames",
        state=lambda: paired.evaluate(_IN_FRAMES),
    )
    assert "1 frame of another site is not read" in popup.text("#coverage")
    assert paired.evaluate(SERIALISED) == before


def test_closed_shadow_trees_are_read_and_painted(
    paired: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    site.put(
        "/page",
        "<!doctype html><html lang=en><title>Shadow</title><body><news-story>"
        "</news-story><script>customElements.define('news-story', class extends"
        " HTMLElement { constructor() { super();"
        " this.attachShadow({ mode: 'closed' }).innerHTML ="
        f" {BODY!r}; }} }});</script></body></html>",
    )
    paired.open(site.address("/page"))
    plain = shot(f"closed-{paired.name}-plain")
    paired.screenshot(plain)
    before = paired.evaluate(SERIALISED)

    mark(paired)

    assert len(marks(paired)["opinion"]) > 5
    painted = shot(f"closed-{paired.name}")
    paired.screenshot(painted)
    assert painted.read_bytes() != plain.read_bytes(), "the marks cannot be seen"
    assert paired.evaluate(SERIALISED) == before


def test_a_page_from_right_to_left_is_marked_and_its_card_stays_in_the_window(
    paired: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    site.put(
        "/page",
        ARTICLE.replace("<html", "<html dir=rtl", 1).replace(
            "<p>", "<p>\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET} ", 1
        ),
    )
    paired.open(site.address("/page"))
    assert paired.evaluate("getComputedStyle(document.body).direction") == "rtl"
    mark(paired)
    paired.close_popup()
    assert len(marks(paired)["opinion"]) > 5

    paired.hover("For eleven years I rode")
    wait_for(lambda: card(paired), "card beside the sentence")
    paired.screenshot(shot(f"rtl-{paired.name}"))
    assert_card_is_in_the_window(paired)


@pytest.mark.parametrize("zoom", [0.5, 2.0])
def test_a_page_can_be_zoomed_before_and_after_it_is_marked(
    paired: Browser, site: Site, shot: Callable[[str], Path], zoom: float
) -> None:
    site.put("/page", ARTICLE)
    paired.open(site.address("/page"))
    width = paired.evaluate("innerWidth")
    try:
        paired.zoom(zoom)
        assert paired.evaluate("innerWidth") == pytest.approx(width / zoom, abs=20)
        before = paired.evaluate(SERIALISED)
        mark(paired)
        paired.close_popup()
        found = marks(paired)
        assert len(found["opinion"]) > 5
        paired.hover("For eleven years I rode")
        wait_for(lambda: card(paired), "card beside the sentence")
        paired.screenshot(shot(f"zoom-{zoom:g}-{paired.name}"))
        assert_card_is_in_the_window(paired)
        paired.press("Escape")
        wait_for(lambda: not card(paired), "page without a card")
        assert paired.evaluate(SERIALISED) == before
    finally:
        # The browser keeps the zoom of a site.
        paired.zoom(1)
    assert marks(paired) == found
    paired.hover("For eleven years I rode")
    wait_for(lambda: card(paired), "card beside the sentence")
    assert_card_is_in_the_window(paired)


def assert_card_is_in_the_window(browser: Browser) -> None:
    left, right, top, bottom = browser.evaluate(
        """(() => {
          const box = document.querySelector("ascribe-card").getBoundingClientRect();
          return [box.left, box.right, box.top, box.bottom];
        })()"""
    )
    width, height = browser.evaluate("[innerWidth, innerHeight]")
    assert left >= 0
    assert right <= width
    assert top >= 0
    assert bottom <= height


def test_marks_are_not_printed(paired: Browser, site: Site) -> None:
    site.put("/page", ARTICLE)
    paired.open(site.address("/page"))
    plain = _colours(paired.printed())
    mark(paired)
    paired.close_popup()
    assert _colours(paired.printed()) == plain
    assert plain, "nothing was drawn"


def test_an_app_of_one_page_gets_marks_for_each_article(
    paired: Browser, site: Site
) -> None:
    other = own_page("relayed-report")
    popup = shown(paired, site, "op-ed-bus-lanes")
    first = marks(paired)

    paired.call(
        """(page) => {
          const next = new DOMParser().parseFromString(page, "text/html");
          history.pushState({}, "", "/next");
          document.title = next.title;
          document.querySelector("article").replaceWith(
            document.adoptNode(next.querySelector("article")));
        }""",
        other.html.decode(),
    )

    wait_for(lambda: len(marks(paired)["attributed"]) > 10, "marks on the new article")
    # Nothing of the old text is left, in the page or in the numbers.
    found = marks(paired)
    assert not {*first["opinion"]} & {*found["opinion"]}
    assert {*found["opinion"], *found["attributed"]} <= {*other.labels}
    popup.wait(
        "parseInt(document.querySelector('#attributed-share').innerText) > 50",
        "shares of the new article",
    )


def _colours(pdf: bytes) -> set[bytes]:
    """Return the colours in which a PDF draws, as it writes them."""
    found: set[bytes] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            drawn = zlib.decompress(stream)
        except zlib.error:
            continue
        found.update(re.findall(rb"[\d.]+ [\d.]+ [\d.]+ rg\b", drawn, re.IGNORECASE))
    return found
