"""What a test may do with a browser, whichever it is; no test names a protocol."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from .waiting import PATIENCE_S, wait_for

# Host names that lead to this machine in the browsers under test. On 127.0.0.1
# the extension's host permission would cover the page, and activeTab would go
# untested.
HOSTS = ("news.test", "other.test", "evil.test")

# Where the highlight registry lists the text of each of its ranges.
_HIGHLIGHTS = """(() => {
  const found = {};
  for (const [name, ranges] of CSS.highlights) {
    found[name] = [...ranges]
      .filter((range) => !range.collapsed)
      .sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b))
      .map((range) => range.toString().replace(/\\s+/g, " ").trim());
  }
  return found;
})()"""

# The centre of the first line of an element, once it stands still: what is new above
# it, or a popup that grows, moves it away from under the click.
_PLACE = """(async (selector) => {
  const place = () => {
    const found = document.querySelector(selector);
    found?.scrollIntoView({ block: "center", behavior: "instant" });
    const box = found?.getClientRects()[0];
    if (!box || !box.width || !box.height) return null;
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  // Where nothing is to be seen, no frame comes.
  const frame = () => new Promise((done) => {
    requestAnimationFrame(done);
    setTimeout(done, 100);
  });
  const before = place();
  await frame();
  await frame();
  const now = place();
  return String(before) === String(now) ? now : null;
})"""

# The middle of the first line of the first place that a text stands at.
_TEXT_PLACE = """((wanted) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(wanted);
    if (at < 0) continue;
    node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + wanted.length);
    const box = range.getClientRects()[0];
    if (box && box.width) return [box.x + box.width / 2, box.y + box.height / 2];
  }
  return null;
})"""


_FOCUSED = """(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  return (one.getAttribute("aria-label") || one.labels?.[0]?.innerText ||
    one.innerText || one.title || one.id || one.localName).trim();
})()"""


class View(ABC):
    """A document that can be asked, clicked and photographed: a tab or a popup."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """Return the JSON value of a JavaScript expression; promises are awaited.

        Raises:
            ScriptError: when the expression throws.
        """

    @abstractmethod
    def click_at(self, x: float, y: float) -> None:
        """Press and release the mouse at a place of the viewport, in CSS pixels."""

    @abstractmethod
    def press(self, key: str) -> None:
        """Press and release one key, such as "Tab", "Shift+Tab", "Enter" or "a"."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Write what is to be seen as PNG."""

    def call(self, function: str, *arguments: object) -> Any:
        """Return the JSON value of a JavaScript function called with JSON values."""
        listed = ", ".join(json.dumps(argument) for argument in arguments)
        return self.evaluate(f"({function})({listed})")

    def click(self, selector: str) -> None:
        """Click the middle of an element with a trusted press, once it is there."""
        self.click_at(*self.wait(f"({_PLACE})({json.dumps(selector)})", selector))

    def type(self, text: str) -> None:
        """Type into the focused element, key by key."""
        for character in text:
            self.press(character)

    def focused(self) -> str:
        """Return what a screen reader would name: the focused element's words."""
        return str(self.evaluate(_FOCUSED))

    def tab_to(self, wanted: str, *, most: int = 40) -> None:
        """Press Tab until the focused element is called ``wanted`` or starts so."""
        passed = []
        for _ in range(most):
            self.press("Tab")
            now = self.focused()
            if now.startswith(wanted):
                return
            passed.append(now)
        raise AssertionError(f"Tab never comes to {wanted!r}, but to {passed}")

    def text(self, selector: str = "body") -> str:
        """Return the text of an element as a reader sees it; "" where it is not."""
        return str(
            self.call("(s) => document.querySelector(s)?.innerText ?? ''", selector)
        )

    def wait(
        self, expression: str, what: str, *, patience_s: float = PATIENCE_S
    ) -> Any:
        """Evaluate until the value is true; return it."""
        return wait_for(
            lambda: self.evaluate(expression),
            what,
            patience_s=patience_s,
            state=lambda: self.text()[:600],
        )

    def wait_for_text(self, wanted: str, selector: str = "body") -> str:
        """Wait until an element's text holds ``wanted``, in any case; return it all."""
        return str(
            self.wait(
                "((s, w) => { const t = document.querySelector(s)?.innerText ?? '';"
                " return t.toLowerCase().includes(w) && t; })"
                f"({json.dumps(selector)}, {json.dumps(wanted.lower())})",
                f"text {wanted!r} in {selector}",
            )
        )


class Browser(View):
    """A real browser with the extension in it. It is itself the view of its tab."""

    name: str

    @abstractmethod
    def open(self, url: str) -> None:
        """Leave all tabs but a new one, and load ``url`` there."""

    @abstractmethod
    def beside(self, url: str) -> View:
        """Open one more tab, in front; the next ``open`` closes it."""

    @abstractmethod
    def front(self) -> None:
        """Bring the tab that ``open`` has opened to the front again."""

    @abstractmethod
    def press_toolbar(self) -> None:
        """Press the extension's toolbar button, with all that a press grants."""

    @abstractmethod
    def score_selection(self) -> None:
        """Press "Score the selection" in the menu of the selected text."""

    @abstractmethod
    def stop_background(self) -> None:
        """End the extension's background, as the browser does after half a minute."""

    @abstractmethod
    def has_side_panel(self) -> bool:
        """Tell whether the extension's side panel, or sidebar, stands open."""

    @abstractmethod
    def printed(self) -> bytes:
        """Return the page as it would be printed, as PDF."""

    @abstractmethod
    def popup(self) -> View:
        """Return the popup that the last press opened; wait for it."""

    @abstractmethod
    def close_popup(self) -> None:
        """Close the popup where there is one."""

    @abstractmethod
    def extension_page(self, path: str) -> str:
        """Return the address of a page of the extension, such as ``options.html``."""

    @abstractmethod
    def in_extension(self, expression: str) -> Any:
        """Return the value of an expression that may use the extension's rights."""

    @abstractmethod
    def shadow_text(self, selector: str) -> str:
        """Return the text in an element's shadow tree, even a closed one."""

    @abstractmethod
    def move_to(self, x: float, y: float) -> None:
        """Move the mouse to a place of the viewport, in CSS pixels."""

    @abstractmethod
    def close(self) -> None:
        """End the browser and remove its profile."""

    def zoom(self, factor: float) -> None:
        """Zoom the tab in front, as Ctrl and + do; 1 is the size as it is made."""
        before = self.evaluate("innerWidth")
        self.in_extension(
            "(globalThis.browser ?? globalThis.chrome).tabs"
            f".setZoom({self.tab_id()}, {factor})"
        )
        wait_for(lambda: self.evaluate("innerWidth") != before, "page in another size")

    def tab_id(self) -> int:
        """Return the extension's number of the tab in front."""
        return int(
            self.in_extension(
                "(globalThis.browser ?? globalThis.chrome)"
                ".tabs.query({ active: true }).then(([tab]) => tab.id)"
            )
        )

    def highlights(self) -> dict[str, list[str]]:
        """Return the texts of the page's highlights by name, white space folded."""
        found: dict[str, list[str]] = self.evaluate(_HIGHLIGHTS)
        return {name: texts for name, texts in found.items() if texts}

    def hover(self, text: str) -> None:
        """Rest the mouse on the first place where a text stands on the page."""
        place = self.call(_TEXT_PLACE, text)
        assert place, f"the page does not show {text!r}"
        x, y = place
        # Two steps, as a hand does: the first arrives, the second rests.
        self.move_to(x - 3, y)
        self.move_to(x, y)


class ScriptError(AssertionError):
    """A script that a test ran in a page has thrown."""


class BrowserMissingError(AssertionError):
    """A browser that the tests need is not installed, or does not start."""
