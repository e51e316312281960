"""The card beside a sentence: label, source and reasons, while the mouse rests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .browser import Browser
from .labelled_pages import own_page
from .marks import SERIALISED, mark
from .site import Site
from .waiting import wait_for

CARD = "ascribe-card"


def card(browser: Browser) -> str:
    """Return the words on the card; "" while there is none."""
    return " ".join(browser.shadow_text(CARD).split())


def opened(browser: Browser, site: Site) -> None:
    site.put("/page", own_page().html)
    browser.open(site.address("/page"))
    mark(browser)
    browser.close_popup()


def test_resting_on_a_sentence_shows_its_label_source_and_reasons(
    paired: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    opened(paired, site)

    paired.hover("Vaszary added")

    said = wait_for(lambda: card(paired), "card beside the sentence")
    paired.screenshot(shot(f"card-{paired.name}"))
    assert said.startswith("Attributed to a source")
    assert "Source: Ingrid Vaszary" in said
    assert "Words that tell: added" in said


def test_the_card_follows_to_another_sentence_and_leaves_with_the_mouse(
    paired: Browser, site: Site
) -> None:
    opened(paired, site)
    before = paired.evaluate(SERIALISED)
    paired.hover("Vaszary, who teaches")
    first = wait_for(lambda: card(paired), "card beside the sentence")

    # Above: the card lies over the sentences below.
    paired.hover("According to the same official")
    wait_for(lambda: card(paired) not in ("", first), "card of the other sentence")

    paired.move_to(5, 400)
    wait_for(lambda: not card(paired), "page without a card")
    assert paired.evaluate(SERIALISED) == before


def test_a_page_without_marks_shows_no_card(paired: Browser, site: Site) -> None:
    opened(paired, site)
    paired.hover("Vaszary, who teaches")
    wait_for(lambda: card(paired), "card beside the sentence")

    paired.press_toolbar()
    wait_for(lambda: not paired.highlights(), "page without marks")

    assert card(paired) == ""
    paired.hover("As Halyard notes")
    # Longer than the mouse has to rest, by the page's own clock.
    paired.evaluate("new Promise((resolve) => setTimeout(resolve, 400))")
    assert card(paired) == ""
