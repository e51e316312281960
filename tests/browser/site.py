"""A web site on loopback: serves the pages of a test and keeps what was asked."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Visit:
    """One request that has reached the site."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Site:
    """Serves what was put there, under whatever host name it is asked by.

    Attributes:
        visits: every request so far, in order.
    """

    visits: list[Visit] = field(default_factory=list)
    _pages: dict[str, tuple[bytes, dict[str, str]]] = field(default_factory=dict)
    _server: ThreadingHTTPServer | None = None

    def put(self, path: str, page: str | bytes | Path, **headers: str) -> None:
        """Serve a page at ``path``; ``_`` in a header's name stands for ``-``."""
        if isinstance(page, Path):
            page = page.read_bytes()
        if isinstance(page, str):
            page = page.encode()
        named = {"Content-Type": "text/html; charset=utf-8"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        self._pages[path] = (page, named)

    def address(self, path: str, host: str = "news.test") -> str:
        """Return the URL of a path under one of the hosts of ``browser.HOSTS``."""
        return f"http://{host}:{self.port}{path}"

    @property
    def port(self) -> int:
        assert self._server is not None, "the site is closed"
        return int(self._server.server_address[1])

    def open_at(self, port: int = 0) -> Site:
        """Start to serve on 127.0.0.1; port 0 takes any that is free."""
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                path = self.path.split("?")[0]
                length = int(self.headers.get("Content-Length") or 0)
                site.visits.append(
                    Visit(
                        self.command,
                        path,
                        dict(self.headers.items()),
                        self.rfile.read(length),
                    )
                )
                page, headers = site._pages.get(
                    path, (b"nothing here", {"Content-Type": "text/plain"})
                )
                self.send_response(200 if path in site._pages else 404)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            # The names are the base class's.
            do_GET = do_POST = do_OPTIONS = _answer  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """A browser that closes a tab drops its connections; no news."""

        self._server = Server(("127.0.0.1", port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __enter__(self) -> Site:
        return self if self._server else self.open_at()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
