"""What a reader notices: the server's start, the time of a page, memory, idle time."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from ascribe.corpus import corpus_folder
from ascribe.text.sentences import words_in
from ascribe.training.dataset import read_documents

PAGES = int(os.environ.get("BENCH_PAGES", "2000"))
_LATENCY_SECONDS = 10
_PER_SECOND = 20
_ORIGIN = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
_COMMAND = str(Path(sys.executable).with_name("ascribe"))


def serving() -> dict[str, Any]:
    """Return the figures by name; times in milliseconds, memory in MB."""
    found: dict[str, Any] = {
        "start_ms": 1000 * median(_start() for _ in range(5)),
        "analyze_ms": 1000 * median(_analyze() for _ in range(5)),
    }
    with _server() as (process, port, code):
        ask = _paired(port, code)
        body = json.dumps({"blocks": page_of(1000)}).encode()
        for _ in range(20):
            ask(body)
        times = _at_a_rate(ask, body)
        found["p50_ms"] = 1000 * median(times)
        found["p99_ms"] = 1000 * quantiles(times, n=100)[98]
        found["memory"] = [(0, _resident(process.pid))]
        bodies = [json.dumps({"blocks": page}).encode() for page in pages_of(1000)]
        before = _cpu(process.pid)
        for done in range(1, PAGES + 1):
            ask(bodies[done % len(bodies)])
            if done % max(PAGES // 20, 1) == 0:
                found["memory"].append((done, _resident(process.pid)))
        found["cpu_ms_a_page"] = 1000 * (_cpu(process.pid) - before) / PAGES
        before = _cpu(process.pid)
        time.sleep(5)
        found["idle_cpu_ms_in_5_s"] = 1000 * (_cpu(process.pid) - before)
    return found


def page_of(words: int) -> list[dict[str, str]]:
    """Return the blocks of a page of our own corpus, of at least so many words."""
    return next(pages_of(words))


def pages_of(words: int, source: Path | None = None) -> Iterator[list[dict[str, str]]]:
    """Cut labelled articles, by default ours, into pages of at least so many words."""
    blocks: list[dict[str, str]] = []
    have = 0
    for one in read_documents([source or corpus_folder()]):
        for block in one.blocks:
            have += words_in(block.text)
            blocks.append(
                {"id": str(len(blocks)), "kind": block.kind, "text": block.text}
            )
            if have >= words:
                yield blocks
                blocks, have = [], 0


@contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [_COMMAND, "serve", "--port", "0", "--data-dir", folder],
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        try:
            assert process.stderr is not None
            said = "".join(process.stderr.readline() for _ in range(3))
            link = re.search(r"127\.0\.0\.1:(\d+)/pair#(\S+)", said)
            assert link, said
            yield process, int(link[1]), link[2]
        finally:
            process.terminate()


def _start() -> float:
    """Seconds from the command to the first healthy answer."""
    started = time.perf_counter()
    with _server() as (_, port, _code):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/v1/health")
        assert connection.getresponse().status == 200
        return time.perf_counter() - started


def _analyze() -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "short.txt")
        path.write_text(" ".join(block["text"] for block in page_of(100)))
        started = time.perf_counter()
        subprocess.run([_COMMAND, "analyze", path], check=True, capture_output=True)
        return time.perf_counter() - started


def _paired(port: int, code: str) -> Any:
    """Return a function that sends one page over a connection that stays open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Origin": _ORIGIN, "Content-Type": "application/json"}

    def post(path: str, body: bytes) -> Any:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return text

    token = json.loads(post("/v1/pair", json.dumps({"code": code}).encode()))["token"]
    headers["Authorization"] = f"Bearer {token}"
    return lambda body: post("/v1/analyze", body)


def _at_a_rate(ask: Any, body: bytes) -> list[float]:
    """Seconds from when a request was due to its answer, at a steady rate."""
    times = []
    started = time.perf_counter()
    for number in range(_LATENCY_SECONDS * _PER_SECOND):
        due = started + number / _PER_SECOND
        threading.Event().wait(max(0.0, due - time.perf_counter()))
        ask(body)
        times.append(time.perf_counter() - max(due, started))
    return times


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    assert found
    return int(found[1]) / 1024


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
