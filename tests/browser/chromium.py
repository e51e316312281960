"""Drive Debian's Chromium by the DevTools protocol, with the extension in it.

Playwright starts the browser and carries the messages. Pages are asked by raw
protocol calls: Playwright's own ``evaluate`` fails under a strict CSP, and its
screenshots change the page.
"""

from __future__ import annotations

import base64
import itertools
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Error, Page, Playwright

from .browser import Browser, BrowserMissingError, ScriptError, View
from .keys import Key
from .main_thread import Task, traced
from .waiting import wait_for

CHROMIUM = "/usr/bin/chromium"
VIEWPORT = (1000, 800)


class Chromium(Browser):
    """Chromium, headless, with one unpacked extension."""

    name = "chromium"

    def __init__(
        self,
        playwright: Playwright,
        extension: Path,
        *,
        arguments: Sequence[str] = (),
        viewport: tuple[int, int] = VIEWPORT,
    ) -> None:
        if not Path(CHROMIUM).exists():
            raise BrowserMissingError(
                f"{CHROMIUM} is missing; `make test` or `apt-get install chromium`"
                " installs it"
            )
        self._profile = tempfile.mkdtemp(prefix="ascribe-chromium-")
        width, height = viewport
        try:
            self._context = playwright.chromium.launch_persistent_context(
                self._profile,
                executable_path=CHROMIUM,
                headless=True,
                viewport={"width": width, "height": height},
                # Playwright hides scroll bars, and then a popup that scrolls is
                # laid out as no reader sees it.
                ignore_default_args=["--hide-scrollbars"],
                args=[
                    # On the small screen of headless Chromium popups are cut.
                    "--screen-info={1600x1200}",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--host-resolver-rules=MAP *.test 127.0.0.1",
                    f"--disable-extensions-except={extension}",
                    f"--load-extension={extension}",
                    *arguments,
                ],
            )
        except Error as exc:
            shutil.rmtree(self._profile, ignore_errors=True)
            raise BrowserMissingError(f"{CHROMIUM} does not start: {exc}") from exc
        workers = self._context.service_workers
        self._worker = (
            workers[0] if workers else self._context.wait_for_event("serviceworker")
        )
        self._id = self._worker.url.split("/")[2]
        browser = self._context.browser
        assert browser is not None
        self._cdp = browser.new_browser_cdp_session()
        self._tab = Tab(self._context.pages[0])
        self._popup: _Popup | None = None

    def open(self, url: str) -> None:
        self.close_popup()
        old = list(self._context.pages)
        self._tab = Tab(self._context.new_page())
        for page in old:
            page.close()
        self._tab.page.goto(url)

    def beside(self, url: str) -> Tab:
        tab = Tab(self._context.new_page())
        tab.page.goto(url)
        return tab

    def front(self) -> None:
        self._tab.page.bring_to_front()

    def open_as(self, url: str, html: str) -> None:
        """Load ``html`` as if ``url`` had answered with it; then the net is real.

        That is a page whose host name now leads elsewhere: DNS rebinding.
        """
        self.open("about:blank")
        page = self._tab.page
        page.route(url, lambda route: route.fulfill(body=html))
        page.goto(url)
        page.unroute(url)

    def evaluate(self, expression: str) -> Any:
        return self._tab.evaluate(expression)

    def protocol(self, method: str, **parameters: object) -> Any:
        """Send a command of the DevTools protocol to the tab."""
        return self._tab.session.send(method, parameters)

    @contextmanager
    def traced(self) -> Iterator[list[Task]]:
        """Fill the list, at the end, with what the tab's main thread has done."""
        browser = self._context.browser
        assert browser is not None
        with traced(browser) as tasks:
            yield tasks

    def score_selection(self) -> None:
        # The browser draws its menus itself, out of reach; this is what they send.
        self._worker.evaluate(
            """async () => {
              const [tab] = await chrome.tabs.query(
                { active: true, lastFocusedWindow: true });
              chrome.contextMenus.onClicked.dispatch({ menuItemId: "selection" }, tab);
            }"""
        )

    def stop_background(self) -> None:
        def workers() -> list[str]:
            return [
                target["targetId"]
                for target in self._cdp.send("Target.getTargets")["targetInfos"]
                if target["type"] == "service_worker" and self._id in target["url"]
            ]

        for worker in workers():
            self._cdp.send("Target.closeTarget", {"targetId": worker})
        wait_for(lambda: not workers(), "end of the background")

    def has_side_panel(self) -> bool:
        shown = self._worker.evaluate(
            "chrome.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] })"
            ".then((found) => found.length)"
        )
        return shown == 1

    def printed(self) -> bytes:
        pdf = self.protocol("Page.printToPDF", printBackground=True)
        return base64.b64decode(pdf["data"])

    def press_toolbar(self) -> None:
        self.close_popup()
        # A click on the button reaches the tab in front, and wants the target
        # of type "tab", not "page".
        tabs = self._cdp.send("Target.getTargets", {"filter": [{"type": "tab"}]})
        (tab,) = (t for t in tabs["targetInfos"] if t["url"] == self._tab.page.url)
        self._cdp.send(
            "Extensions.triggerAction", {"id": self._id, "targetId": tab["targetId"]}
        )

    def popup(self) -> View:
        if self._popup is None:
            self._popup = _Popup(
                self._cdp, wait_for(self._popup_target, "popup of the extension")
            )
        return self._popup

    def close_popup(self) -> None:
        self._popup = None
        target = self._popup_target()
        if target is not None:
            self._cdp.send("Target.closeTarget", {"targetId": target})
            wait_for(lambda: self._popup_target() is None, "end of the popup")

    def extension_page(self, path: str) -> str:
        return f"chrome-extension://{self._id}/{path}"

    def in_extension(self, expression: str) -> Any:
        return self._worker.evaluate(expression)

    def shadow_text(self, selector: str) -> str:
        found = self._tab.session.send(
            "Runtime.evaluate",
            {"expression": f"document.querySelector({json.dumps(selector)})"},
        )
        if "objectId" not in found["result"]:
            return ""
        node = self._tab.session.send(
            "DOM.describeNode",
            {"objectId": found["result"]["objectId"], "depth": -1, "pierce": True},
        )["node"]
        return " ".join(_texts(node.get("shadowRoots", [])))

    def move_to(self, x: float, y: float) -> None:
        self._tab.page.mouse.move(x, y)

    def click_at(self, x: float, y: float) -> None:
        self._tab.click_at(x, y)

    def press(self, key: str) -> None:
        self._tab.press(key)

    def screenshot(self, path: Path) -> None:
        self._tab.screenshot(path)

    def close(self) -> None:
        self._context.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _popup_target(self) -> str | None:
        # The popup is a page of the extension that Playwright does not list.
        listed = {page.url for page in self._context.pages}
        for target in self._cdp.send("Target.getTargets")["targetInfos"]:
            if (
                target["type"] == "page"
                and target["url"].startswith(f"chrome-extension://{self._id}/")
                and target["url"] not in listed
            ):
                return str(target["targetId"])
        return None


class Tab(View):
    """One tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)

    def evaluate(self, expression: str) -> Any:
        return _value(
            self.session.send(
                "Runtime.evaluate",
                {
                    "expression": expression,
                    "awaitPromise": True,
                    "returnByValue": True,
                },
            )
        )

    def click_at(self, x: float, y: float) -> None:
        self.page.mouse.click(x, y)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def screenshot(self, path: Path) -> None:
        take = ("Page.captureScreenshot", {"format": "png"})
        try:
            shot = self.session.send(*take)
        except Error:
            # A tab that has just come up may have nothing to show yet.
            time.sleep(1)
            shot = self.session.send(*take)
        path.write_bytes(base64.b64decode(shot["data"]))


class _Popup(View):
    """The real popup, reached through the browser's own session."""

    def __init__(self, cdp: CDPSession, target: str) -> None:
        self._cdp = cdp
        self._answers: dict[int, Any] = {}
        self._ids = itertools.count(1)
        cdp.on("Target.receivedMessageFromTarget", self._receive)
        attached = cdp.send(
            "Target.attachToTarget", {"targetId": target, "flatten": False}
        )
        self._session = attached["sessionId"]

    def evaluate(self, expression: str) -> Any:
        return _value(
            self._send(
                "Runtime.evaluate",
                {
                    "expression": expression,
                    "awaitPromise": True,
                    "returnByValue": True,
                },
            )
        )

    def click_at(self, x: float, y: float) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            self._send(
                "Input.dispatchMouseEvent",
                {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1},
            )

    def press(self, key: str) -> None:
        pressed = Key.of(key)
        common = {
            "key": pressed.name,
            "windowsVirtualKeyCode": pressed.code,
            "modifiers": 8 if pressed.shift else 0,
        }
        down = {"type": "keyDown", **common}
        if pressed.text:
            down["text"] = pressed.text
        self._send("Input.dispatchKeyEvent", down)
        self._send("Input.dispatchKeyEvent", {"type": "keyUp", **common})

    def screenshot(self, path: Path) -> None:
        take = ("Page.captureScreenshot", {"format": "png"})
        try:
            shot = self._send(*take)
        except ScriptError:
            # As in a tab: a popup that has just opened may have nothing to show yet.
            time.sleep(1)
            shot = self._send(*take)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _receive(self, event: dict[str, Any]) -> None:
        if event["sessionId"] == self._session:
            message = json.loads(event["message"])
            if "id" in message:
                self._answers[message["id"]] = message

    def _send(self, method: str, parameters: dict[str, Any]) -> Any:
        number = next(self._ids)
        message = {"id": number, "method": method, "params": parameters}
        self._cdp.send(
            "Target.sendMessageToTarget",
            {"sessionId": self._session, "message": json.dumps(message)},
        )

        def arrived() -> bool:
            # Any call lets Playwright hand out the events that have come in.
            self._cdp.send("Browser.getVersion")
            return number in self._answers

        wait_for(arrived, f"answer of the popup to {method}")
        answer = self._answers.pop(number)
        if "error" in answer:
            raise ScriptError(f"{method}: {answer['error']}")
        return answer["result"]


def _value(answer: dict[str, Any]) -> Any:
    if "exceptionDetails" in answer:
        details = answer["exceptionDetails"]
        raise ScriptError(
            details.get("exception", {}).get("description", details["text"])
        )
    return answer["result"].get("value")


def _texts(nodes: Sequence[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        if node["nodeName"] == "#text":
            yield node["nodeValue"].strip()
        elif node["nodeName"] != "STYLE":
            yield from _texts(node.get("children", []))
