"""What a server that is left running meets: load, hostile callers, faults.

Each scenario works on a real ``ascribe serve`` in a process of its own, asserts that
every answer was right or a clear error, and returns figures.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import signal
import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psutil

from ascribe.corpus import corpus_folder
from ascribe.reading.html_reader import blocks_of_html
from ascribe_server.pairing_code import PairingCode

from ..browser.ascribe_process import AscribeProcess
from ..fuzz.paired_client import PairedClient

Figures = dict[str, Any]
EMPTY = {"blocks": []}
MANY = 10**9


def article(words: int) -> dict[str, Any]:
    """A page of about so many words, put together from articles of our corpus."""
    blocks: list[dict[str, Any]] = []
    count = 0
    for path in sorted((corpus_folder() / "pages").glob("*.html")):
        for block in blocks_of_html(path.read_bytes()):
            if count >= words:
                return {"blocks": blocks}
            blocks.append(
                {"id": str(len(blocks)), "kind": block.kind, "text": block.text}
            )
            count += len(block.text.split())
    return {"blocks": blocks}


def megabytes(server: AscribeProcess) -> float:
    """The server's resident memory, in MB."""
    return float(psutil.Process(server.pid).memory_info().rss) / 1e6


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


def full_disk(server: AscribeProcess) -> Figures:
    """Let the server write no more byte, as on a full disk; then let it again."""
    client = PairedClient.of(server)
    code = PairingCode(server.data_dir, tries=5, seconds=300)
    _, hard = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        status, answer = client.post("/v1/pair", {"code": code.renew()})
        assert (status, answer["type"]) == (500, "/problems/store-unusable"), answer
        assert "cannot write" in answer["detail"]
        assert client.post("/v1/analyze", article(200))[0] == 200
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (hard, hard))
    assert client.post("/v1/pair", {"code": code.renew()})[0] == 200
    assert client.post("/v1/analyze", EMPTY)[0] == 200
    client.close()
    return {"answers": "right or store-unusable"}


def killed(data_dir: Path, *, rounds: int, seed: int) -> Figures:
    """Kill the server again and again while browsers pair; is all still there?

    What was acknowledged before a kill has to work after the next start.
    """
    chance = random.Random(seed)
    tokens: list[str] = []
    for done in range(rounds + 1):
        server = AscribeProcess(data_dir, max_pairings=MANY)
        client = PairedClient(server.port)
        for client.token in tokens:
            status, answer = client.post("/v1/analyze", EMPTY)
            assert status == 200, answer
        client.close()
        if done == rounds:
            server.stop()
            break
        _kill_at(server, tokens, after=chance.randrange(1, 30))
    return {"kills": rounds, "acknowledged": len(tokens)}


def _kill_at(server: AscribeProcess, tokens: list[str], *, after: int) -> None:
    """Pair browsers, and kill the server once so many requests are on their way."""
    due = threading.Event()

    def pair() -> None:
        client = PairedClient(server.port)
        code = PairingCode(server.data_dir, tries=5, seconds=300)
        sent = 0
        try:
            while True:
                letters = code.renew()
                sent += 1
                if sent == after:
                    due.set()
                status, answer = client.post("/v1/pair", {"code": letters})
                assert status == 200, answer
                tokens.append(answer["token"])
        except (OSError, HTTPException):
            client.close()  # killed
        finally:
            due.set()

    pairing = threading.Thread(target=pair)
    pairing.start()
    assert due.wait(60)
    os.kill(server.pid, signal.SIGKILL)
    pairing.join(60)
    server.stop()


def stopped(server: AscribeProcess, *, clients: int) -> Figures:
    """Stop the server while so many pages are on their way; none goes unanswered."""
    page = article(1000)
    client = PairedClient.of(server)
    connections = []
    body = json.dumps(page).encode()
    head = [
        "POST /v1/analyze HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in client.headers.items()),
    ]
    client.close()
    for _ in range(clients):
        connection = socket.create_connection(("127.0.0.1", server.port))
        connection.settimeout(60)
        connection.sendall("\r\n".join([*head, "", ""]).encode() + body)
        connections.append(connection)
    began = time.perf_counter()
    server.stop()
    seconds = time.perf_counter() - began
    statuses: Counter[int] = Counter()
    for connection in connections:
        with connection:
            statuses[int(connection.recv(65536).split()[1])] += 1
    assert set(statuses) <= {200, 503}, statuses
    return {
        "pages": clients,
        "right": statuses[200],
        "told": statuses[503],
        "seconds": seconds,
    }
