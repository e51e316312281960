"""A full disk, a locked database, kills and stops.

Each function works on a real ``ascribe serve`` in a process of its own, asserts that
every answer was right or a clear error, and returns figures.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import signal
import socket
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from typing import Any

from ascribe_server.pairing_code import PairingCode
from ascribe_server.store.database import FILE_NAME

from ..browser.ascribe_process import AscribeProcess
from ..fuzz.paired_client import PairedClient
from .pages import EMPTY, Figures, article

FULL = ("/problems/store-full", "/problems/store-unusable")
MANY = 10**9


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
        status, answer = client.post("/v1/diary", {"on": True})
        assert answer["type"] in FULL, answer
        status, answer = client.post("/v1/corrections", correction("It rained."))
        assert answer["type"] in FULL, answer
        assert client.post("/v1/analyze", article(200))[0] == 200
    finally:
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (hard, hard))
    assert client.post("/v1/pair", {"code": code.renew()})[0] == 200
    assert client.post("/v1/diary", {"on": True}) == (200, {"on": True})
    assert client.post("/v1/corrections", correction("It rained."))[0] == 200
    assert client.post("/v1/analyze", EMPTY)[0] == 200
    client.close()
    return {"answers": "right or told that nothing can be written"}


def locked_database(server: AscribeProcess) -> Figures:
    """Hold the store as another program could; pages are scored all the same."""
    client = PairedClient.of(server)
    page = {**article(500), "page": {"url": "https://a.example/", "title": "x"}}
    assert client.post("/v1/diary", {"on": True})[0] == 200
    _, expected = client.post("/v1/analyze", page)
    with closing(sqlite3.connect(server.data_dir / FILE_NAME)) as other:
        other.isolation_level = None
        other.execute("BEGIN EXCLUSIVE")
        began = time.perf_counter()
        status, answer = client.post("/v1/diary", {"on": False})
        seconds = time.perf_counter() - began
        assert (status, answer["type"]) == (503, "/problems/store-busy"), answer
        status, answer = client.post("/v1/corrections", correction("It rained."))
        assert (status, answer["type"]) == (503, "/problems/store-busy"), answer
        # Not entered in the diary, but answered.
        assert client.post("/v1/analyze", page) == (200, expected)
        other.execute("ROLLBACK")
    assert client.post("/v1/diary", {}) == (200, {"on": True})
    assert client.post("/v1/corrections/list", {}) == (200, {"corrections": []})
    client.close()
    return {"told_after_s": seconds}


def correction(quote: str) -> dict[str, Any]:
    """A reader's own label for a sentence, as the API takes it."""
    return {
        "label": "opinion",
        "quote": quote,
        "prefix": "",
        "suffix": "",
        "block": {
            "sha256": hashlib.sha256(quote.encode()).hexdigest(),
            "kind": "paragraph",
        },
        "model": {"name": "default", "version": "1", "sha256": "0" * 64},
    }


def killed(data_dir: Path, *, rounds: int, seed: int) -> Figures:
    """Kill the server again and again while browsers pair and correct.

    What was acknowledged before a kill has to be there after the next start.
    """
    chance = random.Random(seed)
    tokens: list[str] = []
    quotes: list[str] = []
    for done in range(rounds + 1):
        server = AscribeProcess(data_dir, max_pairings=MANY)
        client = PairedClient(server.port)
        for client.token in tokens:
            status, answer = client.post("/v1/analyze", EMPTY)
            assert status == 200, answer
        if tokens:
            _, kept = client.post("/v1/corrections/list", {})
            assert set(quotes) <= {one["quote"] for one in kept["corrections"]}
        client.close()
        if done == rounds:
            server.stop()
            break
        _kill_at(server, tokens, quotes, after=chance.randrange(1, 30))
    return {"kills": rounds, "pairings": len(tokens), "corrections": len(quotes)}


def _kill_at(
    server: AscribeProcess, tokens: list[str], quotes: list[str], *, after: int
) -> None:
    """Pair and correct, and kill the server once so many requests are on their way.

    Args:
        server: the one to kill.
        tokens: those that were acknowledged are added here.
        quotes: those whose corrections were acknowledged are added here.
        after: number of requests.
    """
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
                client.token = answer["token"]
                quote = f"Sentence {len(tokens)} rained."
                sent += 1
                if sent == after:
                    due.set()
                status, answer = client.post("/v1/corrections", correction(quote))
                assert status == 200, answer
                quotes.append(quote)
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
