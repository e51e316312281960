"""Many clients, slow clients, many pages.

Each function works on a real ``ascribe serve`` in a process of its own, asserts that
every answer was right or a clear error, and returns figures.
"""

from __future__ import annotations

import random
import socket
import statistics
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from ..browser.ascribe_process import AscribeProcess
from ..fuzz.paired_client import PairedClient
from .pages import EMPTY, Figures, article, megabytes


def parallel_clients(server: AscribeProcess, *, clients: int, pages: int) -> Figures:
    """Let so many clients ask at once; each is paired and has its own connection."""
    page = article(1000)
    first = PairedClient.of(server)
    _, expected = first.post("/v1/analyze", page)
    statuses: Counter[int] = Counter()
    seconds: list[float] = []
    together = threading.Barrier(clients)

    def ask(_: int) -> None:
        client = PairedClient(server.port, token=first.token)
        together.wait(60)
        for _page in range(pages):
            began = time.perf_counter()
            status, answer = client.post("/v1/analyze", page)
            seconds.append(time.perf_counter() - began)
            statuses[status] += 1
            assert status in (200, 503), answer
            assert answer == expected or answer["type"] == "/problems/busy"
        client.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(ask, range(clients)))
    whole = time.perf_counter() - began
    first.close()
    return {
        "clients": clients,
        "pages": clients * pages,
        "right": statuses[200],
        "busy": statuses[503],
        "p50_s": statistics.median(seconds),
        "p99_s": statistics.quantiles(seconds, n=100)[98],
        "pages_a_second": clients * pages / whole,
    }


def slow_clients(server: AscribeProcess, *, clients: int, pages: int) -> Figures:
    """Let so many clients drip their request in while another one asks for pages.

    ``request_seconds`` of the server says when the slow ones are cut off.
    """
    page = article(1000)
    client = PairedClient.of(server)

    def median() -> float:
        seconds = []
        for _ in range(pages):
            began = time.perf_counter()
            status, answer = client.post("/v1/analyze", page)
            seconds.append(time.perf_counter() - began)
            assert status == 200, answer
        return statistics.median(seconds)

    median()  # words that are looked up for the first time take longer
    alone = median()
    slow = [
        socket.create_connection(("127.0.0.1", server.port)) for _ in range(clients)
    ]
    began = time.perf_counter()
    for connection in slow:
        connection.sendall(b"POST /v1/analyze HTTP/1.1\r\nX: ")
    beside = median()
    while slow:
        assert time.perf_counter() - began < 120
        slow = [one for one in slow if _drips(one)]
        client.post("/v1/analyze", EMPTY)
    client.close()
    return {
        "clients": clients,
        "p50_alone_s": alone,
        "p50_beside_s": beside,
        "cut_off_after_s": time.perf_counter() - began,
    }


def _drips(connection: socket.socket) -> bool:
    """Send one byte more; whether the server still listens to this one."""
    try:
        connection.sendall(b"x")
        connection.settimeout(0.01)
        if connection.recv(1) == b"":
            raise ConnectionResetError
    except TimeoutError:
        return True
    except OSError:
        connection.close()
        return False
    return True


def pages_in_a_row(server: AscribeProcess, *, pages: int) -> Figures:
    """Ask for so many different pages, one after the other; how does memory go?"""
    client = PairedClient.of(server)
    blocks = article(3000)["blocks"]
    found: dict[str, float] = {}
    marks = {max(1, pages // part) for part in (100, 10, 2, 1)}
    chance = random.Random(0)
    for number in range(1, pages + 1):
        at = chance.randrange(len(blocks) - 10)
        status, answer = client.post("/v1/analyze", {"blocks": blocks[at : at + 10]})
        assert status == 200, answer
        if number in marks:
            found[str(number)] = megabytes(server)
    client.close()
    return {"pages": pages, "memory_mb": found}
