"""Bodies that are made to hurt.

Each function works on a real ``ascribe serve`` in a process of its own, asserts that
every answer was right or a clear error, and returns figures.
"""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ..browser.ascribe_process import AscribeProcess
from ..fuzz.paired_client import PairedClient
from .pages import EMPTY, Figures, article, megabytes

# Four gigabytes of zeros.
_BOMB = gzip.compress(b"\0" * 4_000_000) * 1000
HOSTILE: dict[str, tuple[int, Callable[[], tuple[str, bytes]]]] = {
    "a body of 9 GB is announced": (413, lambda: ("Content-Length: 9000000000", b"")),
    "an endless chunked body": (
        413,
        lambda: ("Transfer-Encoding: chunked", b"100000\r\n" + b"x" * 2**20 + b"\r\n"),
    ),
    "JSON 200,000 deep": (400, lambda: _whole(b"[" * 200_000)),
    "JSON objects 200,000 deep": (400, lambda: _whole(b'{"blocks":' * 200_000)),
    "a number of a million digits": (400, lambda: _whole(b"9" * 1_000_000)),
    "a gzip bomb of 4 GB": (
        415,
        lambda: (f"Content-Length: {len(_BOMB)}\r\nContent-Encoding: gzip", _BOMB),
    ),
}


def _whole(body: bytes) -> tuple[str, bytes]:
    return f"Content-Length: {len(body)}", body


def hostile_bodies(server: AscribeProcess, *, times: int) -> Figures:
    """Send each hostile body so many times at once, as a paired browser."""
    client = PairedClient.of(server)
    client.post("/v1/analyze", article(1000))
    before = peak = megabytes(server)
    slowest = 0.0
    for name, (status, made) in HOSTILE.items():
        head, body = made()

        def send(_: int, head: str = head, body: bytes = body) -> tuple[int, float]:
            began = time.perf_counter()
            return _send_raw(server, client, head, body), time.perf_counter() - began

        with ThreadPoolExecutor(times) as pool:
            for got, seconds in pool.map(send, range(times)):
                assert got == status, f"{name}: {got}"
                slowest = max(slowest, seconds)
        peak = max(peak, megabytes(server))
    assert client.post("/v1/analyze", EMPTY)[0] == 200
    client.close()
    return {
        "kinds": len(HOSTILE),
        "requests": len(HOSTILE) * times,
        "slowest_s": slowest,
        "memory_before_mb": before,
        "memory_peak_mb": peak,
    }


def _send_raw(
    server: AscribeProcess, client: PairedClient, head: str, body: bytes
) -> int:
    """Send a request as it is, chunks again and again; returns the status."""
    lines = [
        "POST /v1/analyze HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Content-Type: application/json",
        *(f"{name}: {value}" for name, value in client.headers.items()),
        head,
    ]
    endless = "chunked" in head
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.settimeout(60)
        answer = b""
        try:
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            for _ in range(64 if endless else 0):
                connection.sendall(body)
        except OSError:
            pass  # it has heard enough; the answer may be there all the same
        try:
            answer = connection.recv(65536)
        except OSError:
            # Answered and closed while we were still sending: the system drops it.
            return 413 if endless else 0
    return int(answer.split()[1]) if answer else 0
