"""The server's own page in both browsers, with the real engine behind it.

`test_own_page.py` looks at the page itself; here it is about the whole way from
a text to marks.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .ascribe_process import AscribeProcess
from .browser import Browser
from .labelled_pages import LabelledPage, own_page

SENTENCES = """(label) => [...document.querySelectorAll(`#article .${label}`)]
  .map((sentence) => sentence.innerText.replace(/\\s+/g, " ").trim())"""
OF_SOURCE = """() => [...document.querySelectorAll("#article .of-source")]
  .map((sentence) => sentence.innerText.replace(/\\s+/g, " ").trim())"""
PRESS_SOURCE = """(name) => {
  const button = [...document.querySelectorAll("#source-list button")]
    .find((one) => one.innerText.startsWith(name));
  button.click();
  return button.getAttribute("aria-pressed");
}"""
DROP = """(name, content) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([content], name, { type: "text/html" }));
  for (const type of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(type, {
      dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""


def marked(browser: Browser, label: str) -> set[str]:
    browser.wait("!document.querySelector('#result').hidden", "result on the page")
    return set(browser.call(SENTENCES, label))


def is_right(browser: Browser, page: LabelledPage) -> bool:
    """Whether at most one attributed sentence is missing and the opinion is there."""
    missing = page.of("attributed") - marked(browser, "attributed")
    return len(missing) <= 1 and page.of("opinion") <= marked(browser, "opinion")


def test_a_typed_text_is_marked(
    browser: Browser, ascribe_server: AscribeProcess
) -> None:
    browser.open(ascribe_server.address + "/")
    browser.click("#text")
    browser.type(
        "The mayor said on Monday that the old bridge would stay closed. I find"
        " this decision shameful and absurd, and it insults everybody who lives"
        " on the river. According to the council, repairs take a year. The"
        " bridge was built in 1911. Nobody should have to accept such nonsense."
    )

    browser.click("#paste-form button[type=submit]")

    found = marked(browser, "attributed")
    assert "According to the council, repairs take a year." in found
    assert any(text.startswith("The mayor said") for text in found)


def test_a_sample_is_marked_at_one_click(
    browser: Browser, ascribe_server: AscribeProcess, shot: Callable[[str], Path]
) -> None:
    browser.open(ascribe_server.address + "/")
    browser.click("[data-sample=relayed-report]")
    assert marked(browser, "attributed")
    browser.screenshot(shot(f"server-page-{browser.name}"))
    assert is_right(browser, own_page())


def test_choosing_a_source_marks_its_sentences(
    browser: Browser, ascribe_server: AscribeProcess, shot: Callable[[str], Path]
) -> None:
    browser.open(ascribe_server.address + "/")
    browser.click("[data-sample=relayed-report]")
    attributed = marked(browser, "attributed")
    assert not browser.call(OF_SOURCE)

    assert browser.call(PRESS_SOURCE, "Ingrid Vaszary") == "true"
    browser.screenshot(shot(f"server-page-source-{browser.name}"))
    chosen = browser.call(OF_SOURCE)
    assert any("wrote in a post on Wednesday" in text for text in chosen)
    assert any("Vaszary added" in text for text in chosen)
    assert set(chosen) < attributed
    # Chosen again, nothing is marked any more.
    assert browser.call(PRESS_SOURCE, "Ingrid Vaszary") == "false"
    assert not browser.call(OF_SOURCE)


def test_a_dropped_page_is_marked(
    browser: Browser, ascribe_server: AscribeProcess
) -> None:
    page = own_page()
    browser.open(ascribe_server.address + "/")
    browser.call(DROP, "page.html", page.html.decode())
    assert is_right(browser, page)
    asides = browser.call(SENTENCES, "other")
    assert any("thank you for keeping the lamp lit" in text for text in asides)
