"""A client of WebDriver BiDi: one command, one answer, over a web socket."""

from __future__ import annotations

import itertools
import json
from contextlib import ExitStack
from typing import Any

from websockets.sync.client import connect

from .browser import ScriptError

# Installing an extension on a busy machine has been seen to take six seconds.
_TIMEOUT_S = 60


class BidiError(AssertionError):
    """The browser has refused a command."""


class Bidi:
    """A session with a browser that listens for WebDriver BiDi."""

    def __init__(self, address: str) -> None:
        # A screenshot is one message; a large one holds some megabytes.
        self._open = ExitStack()
        self._socket = self._open.enter_context(
            connect(address, max_size=64 * 2**20, compression=None)
        )
        self._ids = itertools.count(1)

    def send(self, method: str, **parameters: object) -> Any:
        """Return the result of a command.

        Raises:
            BidiError: when the browser refuses it, or does not answer.
        """
        number = next(self._ids)
        self._socket.send(
            json.dumps({"id": number, "method": method, "params": parameters})
        )
        while True:
            try:
                answer = json.loads(self._socket.recv(timeout=_TIMEOUT_S))
            except TimeoutError as exc:
                said = json.dumps(parameters)[:500]
                raise BidiError(f"{method} {said}: no answer") from exc
            if answer.get("id") != number:
                continue  # an event; this client asks for none
            if answer["type"] == "error":
                raise BidiError(f"{method}: {answer['error']}: {answer['message']}")
            return answer["result"]

    def evaluate(self, expression: str, *, context: str) -> Any:
        """Return the JSON value of an expression in a page or in the browser's window.

        Raises:
            ScriptError: when the expression throws.
        """
        # As JSON, because BiDi describes a value in its own, wordier way.
        answer = self.send(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            awaitPromise=True,
            target={"context": context},
        )
        if answer["type"] == "exception":
            raise ScriptError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def close(self) -> None:
        """End the connection; the browser goes on."""
        self._open.close()
