"""A paired browser, as far as a server can tell: asks over a real socket."""

from __future__ import annotations

import http.client
import json
from typing import Any

from ..browser.ascribe_process import AscribeProcess

ORIGIN = "chrome-extension://" + "abcdefghijklmnop" * 2
TIMEOUT_S = 120


class PairedClient:
    """One connection to a server, and the token of a browser that it paired."""

    def __init__(self, port: int, *, token: str = "") -> None:
        self.token = token
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=TIMEOUT_S
        )

    @classmethod
    def of(cls, server: AscribeProcess) -> PairedClient:
        """Pair with a server, by a new link."""
        client = cls(server.port)
        code = server.new_link().partition("#")[2]
        status, answer = client.post("/v1/pair", {"code": code})
        assert status == 200, answer
        client.token = answer["token"]
        return client

    @property
    def headers(self) -> dict[str, str]:
        return {"Origin": ORIGIN, "Authorization": f"Bearer {self.token}"}

    def post(self, path: str, body: object) -> tuple[int, Any]:
        """Status and answer; the connection is used again where it still stands."""
        headers = {**self.headers, "Content-Type": "application/json"}
        self._connection.request("POST", path, json.dumps(body), headers)
        response = self._connection.getresponse()
        return response.status, json.loads(response.read())

    def close(self) -> None:
        self._connection.close()
