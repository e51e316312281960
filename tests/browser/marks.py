"""Marks on a page, seen as a reader sees them: by what each of them means."""

from __future__ import annotations

from .browser import Browser, View
from .labelled_pages import own_page
from .site import Site
from .waiting import wait_for

# The names say nothing, because a page can read them; this is what they mean.
# "-x" marks what is less sure, "here" the passage that "next" has led to, "why" the
# words that tell.
MEANINGS = {"a": "opinion", "b": "attributed", "c": "statement"}

# The whole page as text, shadow trees and added style sheets included.
SERIALISED = """(() => {
  const serial = new XMLSerializer();
  const parts = [serial.serializeToString(document)];
  for (const element of document.querySelectorAll("*")) {
    if (element.shadowRoot) parts.push(element.shadowRoot.innerHTML);
  }
  parts.push(document.adoptedStyleSheets.length, document.styleSheets.length);
  return parts.join("\\n");
})()"""


def mark(browser: Browser) -> View:
    """Press the button on a page without marks; return the popup."""
    browser.press_toolbar()
    popup = browser.popup()
    wait_for(
        lambda: bool(browser.highlights()),
        "mark on the page",
        state=lambda: f"in the popup: {popup.text()}",
    )
    return popup


def clear(browser: Browser) -> View:
    """Press the button on a page with marks; return the popup."""
    browser.press_toolbar()
    popup = browser.popup()
    wait_for(
        lambda: not browser.highlights(),
        "page without marks",
        state=lambda: f"in the popup: {popup.text()}",
    )
    return popup


def marks(browser: Browser) -> dict[str, list[str]]:
    """Return the marked texts by label; every label has an entry."""
    found: dict[str, list[str]] = {label: [] for label in MEANINGS.values()}
    for name, texts in browser.highlights().items():
        if name not in ("ascribe-here", "ascribe-why"):
            letter = name.removeprefix("ascribe-").removesuffix("-x")
            found[MEANINGS[letter]] += texts
    return found


def shown(browser: Browser, site: Site, slug: str = "relayed-report") -> View:
    """Open and mark a page of the project's corpus; return the popup and its result."""
    site.put("/page", own_page(slug).html)
    browser.open(site.address("/page"))
    popup = mark(browser)
    popup.wait_for_text("Marks are on")
    return popup
