"""Marks follow a page that changes, and reach into frames of its own."""

from __future__ import annotations

import re

from .browser import Browser
from .labelled_pages import own_page
from .marks import SERIALISED, mark, marks
from .site import Site
from .waiting import wait_for

_APPEND = """((html) => {
  const other = new DOMParser().parseFromString(html, "text/html");
  const article = other.querySelector("article") ?? other.body;
  document.querySelector("article").after(document.adoptNode(article));
})"""
_REWRITE = """(() => {
  const article = document.querySelector("article");
  article.innerHTML = article.innerHTML;
})()"""


def test_a_second_article_gets_marks_and_a_score_of_its_own(
    paired: Browser, site: Site
) -> None:
    site.put("/page", own_page().html)
    paired.open(site.address("/page"))
    popup = mark(paired)
    before = marks(paired)

    paired.call(_APPEND, own_page("op-ed-bus-lanes").html.decode())

    wait_for(
        lambda: len(marks(paired)["opinion"]) > len(before["opinion"]) + 3,
        "marks on the second article",
    )
    assert set(before["attributed"]) <= set(marks(paired)["attributed"])
    popup.wait_for_text("Articles on this page")


def test_a_page_that_rewrites_itself_keeps_its_marks(
    paired: Browser, site: Site
) -> None:
    site.put("/page", own_page().html)
    paired.open(site.address("/page"))
    mark(paired)
    before = marks(paired)
    serialised = paired.evaluate(SERIALISED)

    paired.evaluate(_REWRITE)

    wait_for(lambda: marks(paired) == before, "the same marks again")
    assert paired.evaluate(SERIALISED) == serialised


def test_panel_and_options_open_without_a_gap_in_their_texts(
    paired: Browser, site: Site
) -> None:
    for path, wanted in (("options.html", "Paired with"), ("panel.html", "Nothing")):
        paired.open(paired.extension_page(path))
        text = paired.wait_for_text(wanted)
        assert not re.search(r"undefined|\[object|__MSG", text)
        assert paired.evaluate("document.documentElement.lang").startswith("en")
