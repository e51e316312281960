"""What the popup tells of a scored page, and what its buttons do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ascribe.engine import Engine, load_engine
from ascribe.reading.html_reader import blocks_of_html

from .browser import Browser, View
from .labelled_pages import LabelledPage, own_page
from .marks import mark, marks
from .site import Site

# The popup rounds to whole per cent.
ROUNDING = 0.5001
LABELS = ("opinion", "attributed", "statement")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


def shown(browser: Browser, site: Site, page: LabelledPage) -> View:
    """Mark a page and return the popup with its result."""
    site.put("/page", page.html)
    browser.open(site.address("/page"))
    popup = mark(browser)
    popup.wait_for_text("Marks are on")
    return popup


def number(text: str) -> float:
    """Return the number in a text such as "37 %"."""
    return float(re.sub(r"[^\d.]", "", text))


def test_nothing_of_the_popup_moves_once_its_result_is_there(
    paired: Browser, site: Site
) -> None:
    site.put("/page", own_page("relayed-report").html)
    paired.open(site.address("/page"))
    popup = mark(paired)
    # What stands above the last buttons came before the result, not after it: it
    # would move them away from under a click.
    place = "JSON.stringify(document.querySelector('#open-panel').offsetTop)"
    first = popup.wait(
        "document.querySelector('#result')?.hidden === false &&"
        f" [document.querySelector('#site').hidden, {place}]",
        "result in the popup",
    )
    popup.wait_for_text("news.test", "#site")
    assert first == [False, popup.evaluate(place)]


@pytest.mark.parametrize("slug", ["relayed-report", "op-ed-bus-lanes"])
def test_shares_and_counts_are_those_of_the_engine(
    paired: Browser,
    site: Site,
    engine: Engine,
    slug: str,
    shot: Callable[[str], Path],
) -> None:
    page = own_page(slug)
    # The same page from a file, as `ascribe analyze` reads it.
    analysis = engine.analyze(blocks_of_html(page.html))

    popup = shown(paired, site, page)

    popup.screenshot(shot(f"popup-{slug}-{paired.name}"))
    assert analysis.page.shares
    for label in LABELS:
        share = 100 * getattr(analysis.page.shares, label)
        said = popup.text(f"#{label}-share")
        if 0 < share < 1:
            assert said == "< 1 %", (label, share)
        else:
            assert abs(number(said) - share) <= ROUNDING, (label, share)
    counted = [
        sum(one.label == label and not one.repeated for one in analysis.sentences)
        for label in LABELS
    ]
    assert [int(n) for n in re.findall(r"\d+", popup.text("#counts"))[1:]] == counted
    for source in analysis.sources[:3]:
        assert source.name in popup.text("#sources")


def test_the_bar_shows_the_shares_to_scale(paired: Browser, site: Site) -> None:
    popup = shown(paired, site, own_page())
    widths = popup.evaluate(
        """[...document.querySelectorAll("#shares .part")].map(
             (part) => part.getBoundingClientRect().width)"""
    )
    whole = sum(widths)
    for label, width in zip(LABELS, widths, strict=True):
        said = number(popup.text(f"#{label}-share"))
        # Gaps between the parts take some pixels.
        assert abs(100 * width / whole - said) < 3, (label, widths)


def test_the_popup_takes_marks_away_and_puts_them_back(
    paired: Browser, site: Site
) -> None:
    popup = shown(paired, site, own_page())
    before = marks(paired)

    popup.click("#toggle")
    popup.wait_for_text("Marks removed")
    assert paired.highlights() == {}

    popup.click("#toggle")
    popup.wait_for_text("Marks are on")
    assert marks(paired) == before


def test_next_and_previous_go_through_the_opinion_passages(
    paired: Browser, site: Site
) -> None:
    popup = shown(paired, site, own_page("op-ed-bus-lanes"))
    here = """[...(CSS.highlights.get("ascribe-here") ?? [])].map(
        (range) => range.getBoundingClientRect().top)"""

    popup.click("#next")
    popup.wait_for_text("1 of ", "#passage")
    first = paired.highlights()["ascribe-here"]
    popup.click("#next")
    popup.wait_for_text("2 of ", "#passage")
    second = paired.highlights()["ascribe-here"]
    popup.click("#previous")
    popup.wait_for_text("1 of ", "#passage")

    assert first != second
    assert paired.highlights()["ascribe-here"] == first
    assert set(first) <= set(marks(paired)["opinion"])
    height = paired.evaluate("innerHeight")
    assert all(0 <= top < height for top in paired.evaluate(here))


def test_nothing_in_the_popup_sticks_out_or_is_cut(paired: Browser, site: Site) -> None:
    popup = shown(paired, site, own_page())
    assert popup.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
