"""A reverse proxy with TLS, as small as can be, for machines that have no nginx."""

from __future__ import annotations

import http.client
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Passes(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    behind: int

    def do_GET(self) -> None:
        self._pass()

    def do_POST(self) -> None:
        self._pass()

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kept = [*self.headers.items(), ("X-Forwarded-Proto", "https")]
        behind = http.client.HTTPConnection("127.0.0.1", self.behind, timeout=30)
        behind.putrequest(self.command, self.path, skip_host=True)
        for name, value in kept:
            behind.putheader(name, value)
        try:
            behind.endheaders(body or None)
        except OSError:  # not started yet
            self.send_error(502)
            return
        answer = behind.getresponse()
        content = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        behind.close()

    def log_message(self, *_: Any) -> None:
        pass


class TlsProxy:
    """Runs in a thread until ``close``."""

    def __init__(self, port: int, *, behind: int, certificate: str, key: str) -> None:
        handler = type("Passes", (_Passes,), {"behind": behind})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
