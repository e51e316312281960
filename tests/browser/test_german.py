"""In German all is German, and nothing is cut or sticks out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .ascribe_process import AscribeProcess
from .browser import Browser, View
from .conftest import ROOT, forget, pair
from .labelled_pages import own_page
from .marks import mark
from .site import Site
from .test_hover import card
from .waiting import wait_for

_FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
_TEXTS = """[...document.querySelectorAll("[data-say], [data-say-label]")]
  .flatMap((one) => [one.textContent.trim(), one.getAttribute("aria-label") ?? ""])
  .filter(Boolean)"""


def messages(language: str) -> dict[str, str]:
    path = ROOT / "extension" / "_locales" / language / "messages.json"
    return {k: v["message"] for k, v in json.loads(path.read_text("utf-8")).items()}


# What is not the same in both languages.
ENGLISH = set(messages("en").values()) - set(messages("de").values())


@pytest.fixture(params=["chromium", "firefox"])
def german(
    request: pytest.FixtureRequest, ascribe_server: AscribeProcess
) -> Iterator[Browser]:
    if request.param == "chromium":
        browser: Browser = request.getfixturevalue("german_chromium")
        pair(browser, ascribe_server)
        yield browser
        return
    firefox = request.getfixturevalue("firefox")
    pair(firefox, ascribe_server)
    firefox.speak("de")
    yield firefox
    firefox.speak("en-US")
    forget(firefox)


def is_german(view: View) -> None:
    texts = view.evaluate(_TEXTS)
    assert texts
    assert not ENGLISH & set(texts)
    assert not re.search(r"undefined|__MSG|\$\d", view.text())
    assert view.evaluate(_FITS)


def test_popup_card_panel_and_options(
    german: Browser, site: Site, shot: Callable[[str], Path]
) -> None:
    site.put("/page", own_page("op-ed-bus-lanes").html)
    german.open(site.address("/page"))
    popup = mark(german)
    popup.wait_for_text(messages("de")["popup_marked"], "#status")
    is_german(popup)
    popup.screenshot(shot(f"popup-de-{german.name}"))
    assert "Meinung der Verfasser" in popup.text("#headline")
    number = german.tab_id()
    german.close_popup()

    german.hover("For eleven years I rode")
    said = wait_for(lambda: card(german), "card beside the sentence")
    assert said.startswith(messages("de")["label_statement"])

    for path in ("panel.html", "options.html"):
        view = german.beside(german.extension_page(f"{path}?tab={number}"))
        view.wait("document.documentElement.lang !== ''", path)
        is_german(view)
        view.screenshot(shot(f"{path.partition('.')[0]}-de-{german.name}"))


def test_a_message(german: Browser, site: Site) -> None:
    site.put("/page", "<!doctype html><html lang=en><p>The ferry leaves at nine.</p>")
    german.open(site.address("/page"))
    german.press_toolbar()
    popup = german.popup()
    popup.wait_for_text(messages("de")["abstain_too_short_title"], "#message-title")
    is_german(popup)
