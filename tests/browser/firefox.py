"""Drive Debian's Firefox ESR by WebDriver BiDi, with the extension in it.

BiDi knows neither toolbar buttons nor popups. Those are reached in the
browser's own window, which ``--remote-allow-system-access`` opens to BiDi.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from .bidi import Bidi
from .browser import HOSTS, Browser, BrowserMissingError, View
from .firefox_popup import POPUP, FirefoxPopup
from .keys import Key
from .waiting import wait_for

FIREFOX = "/usr/bin/firefox-esr"
VIEWPORT = (1000, 800)

_PREFERENCES = {
    "network.dns.localDomains": ",".join(HOSTS),
    # The prompt is drawn by the browser; nothing can press it in a test.
    "extensions.webextOptionalPermissionPrompts": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.newtabpage.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.disabledForTesting": True,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}

_PRESS = """(async () => {
  const { ExtensionParent } = ChromeUtils.importESModule(
    "resource://gre/modules/ExtensionParent.sys.mjs");
  const { extension } = WebExtensionPolicy.getByID(%s);
  const { global } = ExtensionParent.apiManager;
  await global.browserActionFor(extension).triggerAction(window);
})()"""


_MENU_ITEM = """(() => {
  const menu = document.getElementById("contentAreaContextMenu");
  if (menu.state !== "open") return null;
  return [...menu.querySelectorAll("menuitem")]
    .find((item) => item.label.includes("Ascribe"))?.label;
})()"""
_PRESS_MENU_ITEM = """(() => {
  const menu = document.getElementById("contentAreaContextMenu");
  menu.activateItem([...menu.querySelectorAll("menuitem")]
    .find((item) => item.label.includes("Ascribe")));
})()"""


class Firefox(Browser):
    """Firefox ESR, headless, with one temporary add-on."""

    name = "firefox"

    def __init__(
        self,
        extension: Path,
        *,
        preferences: dict[str, str | bool | int] | None = None,
        viewport: tuple[int, int] = VIEWPORT,
    ) -> None:
        if not Path(FIREFOX).exists():
            raise BrowserMissingError(
                f"{FIREFOX} is missing; `make test` or `apt-get install firefox-esr`"
                " installs it"
            )
        self._viewport = viewport
        self._profile = Path(tempfile.mkdtemp(prefix="ascribe-firefox-"))
        (self._profile / "user.js").write_text(
            "".join(
                f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
                for name, value in (_PREFERENCES | (preferences or {})).items()
            )
        )
        self._end = ExitStack()
        self._end.callback(shutil.rmtree, self._profile, ignore_errors=True)
        try:
            self._connect(extension)
        except BaseException:
            self._end.close()
            raise

    def _connect(self, extension: Path) -> None:
        process = _start(self._profile)
        self._end.callback(_stop, process)
        self._bidi = Bidi(f"{_address(process)}/session")
        self._end.callback(self._bidi.close)
        self._bidi.send("session.new", capabilities={})
        self._extension = extension
        self._install()
        (window,) = self._bidi.send(
            "browsingContext.getTree", **{"moz:scope": "chrome"}
        )["contexts"]
        self._window = window["context"]
        self._tab = _Tab(self._bidi, self._tabs()[0])

    def _install(self) -> None:
        self._id = self._bidi.send(
            "webExtension.install",
            extensionData={"type": "path", "path": str(self._extension)},
        )["extension"]

    def open(self, url: str) -> None:
        self.close_popup()
        old = self._tabs()
        self._tab = self._new_tab()
        for tab in old:
            self._bidi.send("browsingContext.close", context=tab)
        self._tab.go(url)

    def speak(self, language: str) -> None:
        """Show the extension in a language, as a Firefox of that language does."""
        code = json.dumps(language)
        self._in_window(
            f"(() => {{ Services.locale.availableLocales = ['en-US', {code}];"
            f" Services.locale.requestedLocales = [{code}]; }})()"
        )
        # An extension chooses its texts when it starts.
        self._install()

    def beside(self, url: str) -> View:
        tab = self._new_tab()
        tab.go(url)
        return tab

    def front(self) -> None:
        self._bidi.send("browsingContext.activate", context=self._tab.context)

    def evaluate(self, expression: str) -> Any:
        return self._tab.evaluate(expression)

    def score_selection(self) -> None:
        place = self.evaluate(
            """(() => {
              const [box] = getSelection().getRangeAt(0).getClientRects();
              return [box.x + box.width / 2, box.y + box.height / 2];
            })()"""
        )
        self._tab.point(*place, press=True, button=2)
        item = wait_for(
            lambda: self._in_window(_MENU_ITEM), "item of the extension in the menu"
        )
        assert item == "Score the selection with Ascribe"
        self._in_window(_PRESS_MENU_ITEM)

    def stop_background(self) -> None:
        extension = f"WebExtensionPolicy.getByID({json.dumps(self._id)}).extension"
        # What is only starting, or still answers someone, does not heed the first call.
        end = "terminateBackground({ disableResetIdleForTest: true })"
        wait_for(
            lambda: bool(
                self._in_window(
                    f"(() => {{ if ({extension}.backgroundState === 'running')"
                    f" void {extension}.{end};"
                    f" return {extension}.backgroundState === 'stopped'; }})()"
                )
            ),
            "end of the background",
        )

    def has_side_panel(self) -> bool:
        return bool(
            self._in_window(
                "SidebarController.isOpen &&"
                " SidebarController.currentID.includes('sidebar-action')"
            )
        )

    def printed(self) -> bytes:
        pdf = self._bidi.send(
            "browsingContext.print", context=self._tab.context, background=True
        )
        return base64.b64decode(pdf["data"])

    def press_toolbar(self) -> None:
        self.close_popup()
        self._in_window(_PRESS % json.dumps(self._id))

    def popup(self) -> View:
        wait_for(
            lambda: bool(
                self._in_window(f"{POPUP}?.currentURI?.spec.startsWith('moz-')")
            ),
            "popup of the extension",
        )
        popup = FirefoxPopup(self._bidi, self._window)
        wait_for(popup.answers, "answer of the popup")
        return popup

    def close_popup(self) -> None:
        # A panel that is still opening does not heed the first call.
        wait_for(
            lambda: bool(
                self._in_window(
                    f"(() => {{ {POPUP}?.closest('panel')?.hidePopup();"
                    f" return !{POPUP}; }})()"
                )
            ),
            "end of the popup",
        )

    def extension_page(self, path: str) -> str:
        host = self._in_window(
            f"WebExtensionPolicy.getByID({json.dumps(self._id)}).mozExtensionHostname"
        )
        return f"moz-extension://{host}/{path}"

    def in_extension(self, expression: str) -> Any:
        # The background may sleep; a page of the extension has its rights, too.
        tab = self._bidi.send("browsingContext.create", type="tab", background=True)[
            "context"
        ]
        try:
            self._bidi.send(
                "browsingContext.navigate",
                context=tab,
                url=self.extension_page("manifest.json"),
                wait="complete",
            )
            return self._bidi.evaluate(expression, context=tab)
        finally:
            self._bidi.send("browsingContext.close", context=tab)

    def shadow_text(self, selector: str) -> str:
        found = self._bidi.send(
            "script.evaluate",
            expression=f"document.querySelector({json.dumps(selector)})",
            awaitPromise=False,
            target={"context": self._tab.context},
            serializationOptions={"maxDomDepth": 20, "includeShadowTree": "all"},
        )["result"]
        root = found.get("value", {}).get("shadowRoot")
        return " ".join(_texts([root])) if root else ""

    def move_to(self, x: float, y: float) -> None:
        self._tab.point(x, y, press=False)

    def click_at(self, x: float, y: float) -> None:
        self._tab.click_at(x, y)

    def press(self, key: str) -> None:
        self._tab.press(key)

    def screenshot(self, path: Path) -> None:
        self._tab.screenshot(path)

    def close(self) -> None:
        self._end.close()

    def _tabs(self) -> Sequence[str]:
        tree = self._bidi.send("browsingContext.getTree", maxDepth=0)
        return [context["context"] for context in tree["contexts"]]

    def _in_window(self, expression: str) -> Any:
        return self._bidi.evaluate(expression, context=self._window)

    def _new_tab(self) -> _Tab:
        tab = self._bidi.send("browsingContext.create", type="tab")["context"]
        width, height = self._viewport
        self._bidi.send(
            "browsingContext.setViewport",
            context=tab,
            viewport={"width": width, "height": height},
        )
        return _Tab(self._bidi, tab)


class _Tab(View):
    """One tab."""

    def __init__(self, bidi: Bidi, context: str) -> None:
        self._bidi = bidi
        self.context = context

    def go(self, url: str) -> None:
        self._bidi.send(
            "browsingContext.navigate", context=self.context, url=url, wait="complete"
        )

    def evaluate(self, expression: str) -> Any:
        return self._bidi.evaluate(expression, context=self.context)

    def click_at(self, x: float, y: float) -> None:
        self.point(x, y, press=True)

    def point(self, x: float, y: float, *, press: bool, button: int = 0) -> None:
        actions: list[dict[str, object]] = [
            {"type": "pointerMove", "x": round(x), "y": round(y)}
        ]
        if press:
            actions.append({"type": "pointerDown", "button": button})
            actions.append({"type": "pointerUp", "button": button})
        self._perform({"type": "pointer", "id": "mouse", "actions": actions})

    def press(self, key: str) -> None:
        self._perform({"type": "key", "id": "keys", "actions": Key.of(key).actions()})

    def screenshot(self, path: Path) -> None:
        shot = self._bidi.send(
            "browsingContext.captureScreenshot", context=self.context
        )
        path.write_bytes(base64.b64decode(shot["data"]))

    def _perform(self, source: dict[str, object]) -> None:
        self._bidi.send("input.performActions", context=self.context, actions=[source])


def _start(profile: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            FIREFOX,
            "--headless",
            "--no-remote",
            "--profile",
            str(profile),
            "--remote-debugging-port",
            "0",
            "--remote-allow-system-access",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )


def _address(process: subprocess.Popen[str]) -> str:
    """Return where the browser listens; what it says afterwards is thrown away."""
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
            # A pipe that nobody reads would fill up and stop the browser.
            threading.Thread(target=_drain, args=(process,), daemon=True).start()
            return found[1]
    process.stderr.close()
    raise BrowserMissingError(f"{FIREFOX} does not start: {''.join(said)[-2000:]}")


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _drain(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    with process.stderr:
        for _ in process.stderr:
            pass


def _texts(nodes: Sequence[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        value = node.get("value", {})
        if value.get("nodeType") == 3:  # a text node
            yield value["nodeValue"].strip()
        elif value.get("localName") != "style":
            yield from _texts(value.get("children", []))
