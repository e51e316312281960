"""The real popup of the extension in Firefox.

It is a browser of its own inside the browser's window, and BiDi does not list
it. Frame scripts reach it from that window.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from .bidi import Bidi
from .browser import ScriptError, View
from .keys import Key

# In the browser's window: the popup, or null.
POPUP = 'document.querySelector("browser.webextension-popup-browser")'

# Firefox makes no popup higher than 600 CSS pixels, and a little less may fit.
_MOST_HEIGHT = 580

# What is asked of a popup is answered in some milliseconds, or in a second where
# it waits for a frame to be drawn.
_DEAF_MS = 5_000

# Runs in the popup's process. The sandbox stands for a console: the popup's
# own CSP forbids eval to the popup, not to its debugger.
_IN_POPUP = """
  const answer = (found) => sendAsyncMessage(%(name)s, found);
  try {
    const sandbox = Cu.Sandbox(content, {
      sandboxPrototype: content, wantXrays: false });
    sandbox.answer = Cu.exportFunction(answer, sandbox);
    Cu.evalInSandbox(%(script)s, sandbox);
  } catch (problem) {
    answer(JSON.stringify({ problem: String(problem) }));
  }
"""

# The browser makes these events, so the popup sees them as trusted.
_CLICK_IN_POPUP = """
  const [x, y] = JSON.parse(%(script)s);
  for (const type of ["mousemove", "mousedown", "mouseup"]) {
    content.synthesizeMouseEvent(type, x, y, { button: 0, clickCount: 1 });
  }
  sendAsyncMessage(%(name)s, "{}");
"""


# As the browser's own tests type: what a key does by default happens, too.
_PRESS_IN_POPUP = """
  const key = JSON.parse(%(script)s);
  const typist = Cc["@mozilla.org/text-input-processor;1"]
    .createInstance(Ci.nsITextInputProcessor);
  typist.beginInputTransactionForTests(content);
  const shift = new content.KeyboardEvent("", { key: "Shift" });
  const pressed = new content.KeyboardEvent("", { key: key.name, keyCode: key.code });
  if (key.shift) typist.keydown(shift);
  typist.keydown(pressed);
  typist.keyup(pressed);
  if (key.shift) typist.keyup(shift);
  sendAsyncMessage(%(name)s, "{}");
"""


class FirefoxPopup(View):
    """The popup that stands open in a window."""

    def __init__(self, bidi: Bidi, window: str) -> None:
        self._bidi = bidi
        self._window = window

    def answers(self) -> bool:
        """Whether its process hears us; a message to one just begun can be lost."""
        try:
            return bool(self.evaluate("document.readyState === 'complete'"))
        except ScriptError:
            return False

    def evaluate(self, expression: str) -> Any:
        script = (
            f"Promise.resolve().then(() => ({expression})).then("
            "(value) => answer(JSON.stringify({ value })),"
            "(problem) => answer(JSON.stringify({ problem: String(problem) })))"
        )
        return self._run(script)

    def click_at(self, x: float, y: float) -> None:
        self._frame_script(_CLICK_IN_POPUP, json.dumps([x, y]))

    def press(self, key: str) -> None:
        pressed = Key.of(key)
        told = {"name": pressed.name, "code": pressed.code, "shift": pressed.shift}
        self._frame_script(_PRESS_IN_POPUP, json.dumps(told))

    def screenshot(self, path: Path) -> None:
        # The panel follows the size of its content a moment later.
        self.wait(
            f"innerHeight >= Math.min({_MOST_HEIGHT},"
            " document.documentElement.scrollHeight)",
            "popup in its full height",
        )
        data = self._bidi.evaluate(
            f"""(async () => {{
              const image = await {POPUP}.browsingContext.currentWindowGlobal
                .drawSnapshot(null, 1, "white");
              const canvas = document.createElementNS(
                "http://www.w3.org/1999/xhtml", "canvas");
              canvas.width = image.width;
              canvas.height = image.height;
              canvas.getContext("2d").drawImage(image, 0, 0);
              return canvas.toDataURL().split(",")[1];
            }})()""",
            context=self._window,
        )
        path.write_bytes(base64.b64decode(data))

    def _run(self, script: str) -> Any:
        answer = json.loads(self._frame_script(_IN_POPUP, script))
        if "problem" in answer:
            raise ScriptError(answer["problem"])
        return answer.get("value")

    def _frame_script(self, template: str, script: str) -> str:
        return str(
            self._bidi.evaluate(
                f"""new Promise((resolve, reject) => {{
                  const popup = {POPUP};
                  if (!popup) return reject(new Error("the popup is closed"));
                  const name = "ascribe-test:" + Math.random();
                  const manager = popup.messageManager;
                  const hear = (message) => {{
                    manager.removeMessageListener(name, hear);
                    resolve(message.data);
                  }};
                  manager.addMessageListener(name, hear);
                  setTimeout(reject, {_DEAF_MS}, new Error("no answer"));
                  const source = {json.dumps(template)}
                    .replace("%(name)s", () => JSON.stringify(name))
                    .replace("%(script)s", () => {json.dumps(json.dumps(script))});
                  manager.loadFrameScript(
                    "data:," + encodeURIComponent(source), false);
                }})""",
                context=self._window,
            )
        )
