"""A press of the toolbar button marks the right sentences on a live page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .browser import Browser
from .labelled_pages import LabelledPage, own_page, pages_of_the_mission_s_make
from .marks import SERIALISED, clear, mark, marks
from .site import Site


@pytest.mark.parametrize("page", pages_of_the_mission_s_make(), ids=lambda p: p.name)
def test_a_press_marks_the_right_sentences(
    paired: Browser, site: Site, page: LabelledPage, shot: Callable[[str], Path]
) -> None:
    site.put("/page", page.html)
    paired.open(site.address("/page"))

    mark(paired)

    found = marks(paired)
    paired.screenshot(shot(f"{page.name}-{paired.name}"))
    missed = page.of("attributed") - set(found["attributed"])
    assert len(missed) <= 1, missed
    assert page.of("opinion") <= set(found["opinion"])
    painted = {text for texts in found.values() for text in texts}
    assert page.of("other") & painted == set(), "the appeal and captions are no prose"
    assert painted <= set(page.labels), "every mark is one whole sentence"


def test_the_page_is_the_same_before_during_and_after(
    paired: Browser, site: Site
) -> None:
    page = own_page()
    site.put("/page", page.html)
    paired.open(site.address("/page"))
    before = paired.evaluate(SERIALISED)

    mark(paired).wait_for_text("Marks are on")
    during = paired.evaluate(SERIALISED)
    clear(paired)
    after = paired.evaluate(SERIALISED)

    assert during == before
    assert after == before


def test_a_second_press_takes_the_marks_away_and_a_third_brings_them_back(
    paired: Browser, site: Site
) -> None:
    site.put("/page", own_page().html)
    paired.open(site.address("/page"))
    mark(paired).wait_for_text("Marks are on")
    first = marks(paired)

    clear(paired).wait_for_text("Marks removed")
    assert paired.highlights() == {}

    mark(paired)
    assert marks(paired) == first


def test_a_press_wakes_a_background_that_sleeps(paired: Browser, site: Site) -> None:
    page = own_page("relayed-report")
    site.put("/page", page.html)
    paired.open(site.address("/page"))
    paired.stop_background()
    popup = mark(paired)
    assert "Marks are on" in popup.wait_for_text("Marks are on")


def test_marks_are_painted_under_the_strictest_policy(
    paired: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    site.put(
        "/page",
        own_page().html,
        Content_Security_Policy="default-src 'none'; style-src 'unsafe-inline';"
        " require-trusted-types-for 'script'; trusted-types 'none'; sandbox",
    )
    paired.open(site.address("/page"))
    plain = shot(f"strict-{paired.name}-plain")
    paired.screenshot(plain)

    mark(paired)

    assert marks(paired)["attributed"]
    painted = shot(f"strict-{paired.name}")
    paired.screenshot(painted)
    assert painted.read_bytes() != plain.read_bytes(), "the marks cannot be seen"


def test_marks_on_a_dark_page_leave_the_text_its_colour(
    paired: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    dark = own_page().html.replace(
        b"</head>",
        b"<style>html, body { background: #111 !important; color: #ddd !important }"
        b"</style></head>",
    )
    site.put("/page", dark)
    paired.open(site.address("/page"))

    mark(paired)

    assert marks(paired)["attributed"]
    paired.screenshot(shot(f"dark-{paired.name}"))
    colours = paired.call(
        """(names) => names.map((name) => getComputedStyle(
             document.querySelector("p"), `::highlight(${name})`).color)""",
        sorted(paired.highlights()),
    )
    own = paired.evaluate("getComputedStyle(document.querySelector('p')).color")
    assert set(colours) == {own}


def test_text_that_changes_after_painting_loses_only_its_own_marks(
    paired: Browser, site: Site
) -> None:
    page = own_page()
    site.put("/page", page.html)
    paired.open(site.address("/page"))
    mark(paired)
    before = marks(paired)

    changed = paired.evaluate(
        """(() => {
          const all = [...document.querySelectorAll("article p")];
          const last = all.find((p) => p.textContent.startsWith("Halyard reported"));
          last.textContent = "Nothing of the old sentence stands here any more.";
          return last.textContent;
        })()"""
    )

    after = marks(paired)
    gone = [text for text in before["attributed"] if "Halyard reported on" in text]
    assert len(gone) >= 1
    assert after["opinion"] == before["opinion"]
    assert changed not in {text for texts in after.values() for text in texts}
    # The copies further down the page keep theirs.
    assert sum(map(len, after.values())) == sum(map(len, before.values())) - 1


def test_markup_in_the_text_of_a_page_stays_text(paired: Browser, site: Site) -> None:
    hostile = "<img src=x onerror=document.title='owned'>"
    page = own_page().html.decode()
    shown = hostile.replace("<", "&lt;")
    page = page.replace("Ingrid Vaszary, who", f"Ingrid {shown} Vaszary, who").replace(
        "Halyard reported", f"{shown} Halyard reported"
    )
    site.put("/page", page)
    paired.open(site.address("/page"))

    mark(paired)
    paired.hover("Vaszary, who teaches")
    popup = paired.popup()

    images = "document.querySelectorAll('img[src=x]').length"
    assert popup.evaluate(images) == 0
    assert paired.evaluate(images) == 0
    assert "owned" not in paired.evaluate("document.title")


def test_names_of_highlights_tell_a_page_no_scores(paired: Browser, site: Site) -> None:
    site.put("/page", own_page().html)
    paired.open(site.address("/page"))
    mark(paired)
    names = sorted(paired.highlights())
    # Few buckets: Firefox needs seconds for hundreds of names.
    assert len(names) <= 8
    assert not any(character.isdigit() for character in json.dumps(names))
