"""The real server around an engine that counts: what came in, what was scored.

Runs in the test's own process, so that a test can tell "refused" from "never
asked".
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from ascribe.results import Analysis, Block, Coverage, ModelName, PageScore
from ascribe_server.app import create_app
from ascribe_server.cli_serve import pairing_link
from ascribe_server.pairings import Pairings
from ascribe_server.settings import Settings
from ascribe_server.sockets import Server, open_socket


class CountingEngine:
    """An engine that abstains from everything and keeps what it was given."""

    model = ModelName(name="counting", version="0", sha256="0" * 64)

    def __init__(self) -> None:
        self.given: list[Sequence[Block]] = []

    def analyze(self, blocks: Sequence[Block]) -> Analysis:
        self.given.append(blocks)
        return Analysis(
            model=self.model,
            status="too_short",
            page=PageScore(
                words=0,
                shares=None,
                intervals=None,
                coverage=Coverage(blocks=len(blocks), scored=0),
            ),
            sources=(),
            sentences=(),
        )


@dataclass(frozen=True, slots=True)
class Knock:
    """One request that has reached the server, before any check."""

    method: str
    path: str
    host: str


class WatchedServer:
    """A server on a free port of 127.0.0.1.

    Attributes:
        engine: what it scores with.
        knocks: every request so far.
        instead: what to answer at a path in place of the server's own answer: a status
            line such as "429 Too Many Requests" and a JSON value.
        port: where it listens.
        address: the same as a URL without a path.
    """

    def __init__(self, data_dir: Path, engine: CountingEngine | None = None) -> None:
        self.engine = engine or CountingEngine()
        self.knocks: list[Knock] = []
        self.instead: dict[str, tuple[str, object]] = {}
        self._listener = open_socket(0)
        self.port: int = self._listener.getsockname()[1]
        settings = Settings(port=self.port, data_dir=data_dir)
        self.address = settings.address
        self._pairings = Pairings(data_dir, most=settings.max_pairings)
        self._settings = settings
        app = create_app(self.engine, settings)
        app.wsgi_app = self._counted(app.wsgi_app)  # type: ignore[method-assign]
        self._server = Server(app, settings, self._listener)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def token_of(self, origin: str) -> str:
        """Pair an extension by hand and return its token."""
        return self._pairings.add(origin)

    def new_link(self) -> str:
        """Return a pairing link that works once."""
        return pairing_link(self._settings)

    def __enter__(self) -> WatchedServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.ask_to_stop()
        self._thread.join(10)

    def _counted(self, app: Any) -> Any:
        def counting(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            self.knocks.append(
                Knock(
                    environ["REQUEST_METHOD"],
                    environ["PATH_INFO"],
                    environ.get("HTTP_HOST", ""),
                )
            )
            if environ["PATH_INFO"] in self.instead:
                status, value = self.instead[environ["PATH_INFO"]]
                environ["wsgi.input"].read()
                start_response(status, [("Content-Type", "application/problem+json")])
                return [json.dumps(value).encode()]
            answer: Iterable[bytes] = app(environ, start_response)
            return answer

        return counting
