"""What Flask's test client would hide: sockets, slow clients, waitress itself."""

from __future__ import annotations

import json
import queue
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from waitress.buffers import TempfileBasedBuffer

from ascribe_server.sockets import (
    MAX_HEADER_BYTES,
    LastFirst,
    PortTakenError,
    open_socket,
)


def page(text: str) -> bytes:
    block = {"id": "1", "kind": "paragraph", "text": text}
    return json.dumps({"blocks": [block]}).encode()


def head_and_json(answer: bytes) -> tuple[str, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode("latin-1"), json.loads(body)


def test_it_listens_on_the_loopback_interface_only(live: Any) -> None:
    assert live.server.socket.getsockname() == ("127.0.0.1", live.settings.port)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", live.settings.port), timeout=2)


def test_a_page_goes_through_a_real_socket(live: Any, engine: Any) -> None:
    head, answer = head_and_json(live.raw(live.request(page("I am \ud83d."))))
    assert head.startswith("HTTP/1.1 200 ")
    assert "Server: ascribe" in head
    assert answer["sentences"][0]["label"] == "opinion"
    assert engine.pages[0][0].text == "I am \ud83d."


def test_no_header_of_waitress_lets_another_origin_read(live: Any) -> None:
    head, _ = head_and_json(live.raw(live.request(page("x"))))
    assert "access-control" not in head.lower()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param((b"Host: ", b"Host: evil.example\r\nHost: "), id="two hosts"),
        pytest.param((b"Host: ", b"X-Forwarded-Host: x\r\nHost: evil"), id="proxy"),
    ],
)
def test_a_doubled_or_forwarded_host_is_refused(
    live: Any, engine: Any, change: tuple[bytes, bytes]
) -> None:
    head, answer = head_and_json(live.raw(live.request(page("x")).replace(*change, 1)))
    assert head.startswith("HTTP/1.1 403 ")
    assert answer["type"] == "/problems/wrong-host"
    assert engine.pages == []


def test_an_absolute_address_does_not_replace_the_host(live: Any, engine: Any) -> None:
    own = live.request(page("x"))
    foreign = own.replace(b"POST /", b"POST http://evil.example/", 1)
    foreign = foreign.replace(live.settings.hosts[0].encode(), b"evil.example", 1)
    head, _ = head_and_json(live.raw(foreign))
    assert head.startswith("HTTP/1.1 403 ")
    assert engine.pages == []


def test_a_too_large_body_is_refused_from_its_header_alone(live: Any) -> None:
    whole = live.request(b"")
    announced = whole.replace(b"Content-Length: 0", b"Content-Length: 9000000000")
    head, answer = head_and_json(live.raw(announced))
    assert head.startswith("HTTP/1.1 413 ")
    assert "application/problem+json" in head
    assert "Content-Security-Policy: default-src 'none'" in head
    assert answer["type"] == "/problems/body-too-large"


def test_a_too_large_chunked_body_is_refused(start: Callable[..., Any]) -> None:
    live = start(max_body_bytes=1000)
    whole = live.request(b"").replace(
        b"Content-Length: 0", b"Transfer-Encoding: chunked"
    )
    head, answer = head_and_json(live.raw(whole + b"7d0\r\n" + b"x" * 2000 + b"\r\n"))
    assert head.startswith("HTTP/1.1 413 ")
    assert answer["type"] == "/problems/body-too-large"


def test_a_body_just_below_the_limit_is_read(start: Callable[..., Any]) -> None:
    body = page("x" * 500)
    live = start(max_body_bytes=len(body) + 1)
    assert live.raw(live.request(body)).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("raw", "status", "slug"),
    [
        pytest.param(b"no http at all\r\n\r\n", 400, "bad-request", id="not HTTP"),
        pytest.param(
            # Not one byte more: a rest that is not read resets the connection.
            b"GET / HTTP/1.1\r\nX: " + b"x" * (MAX_HEADER_BYTES - 23) + b"\r\n\r\n",
            431,
            "headers-too-large",
            id="endless header",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
            400,
            "bad-request",
            id="a length that is no number",
        ),
    ],
)
def test_what_waitress_refuses_itself_is_a_sealed_problem(
    live: Any, raw: bytes, status: int, slug: str
) -> None:
    head, answer = head_and_json(live.raw(raw))
    assert head.split()[1] == str(status)
    assert answer["type"] == f"/problems/{slug}"
    assert "X-Content-Type-Options: nosniff" in head


def drip(connection: socket.socket) -> bool:
    """Send one byte; whether the server has closed the connection."""
    try:
        connection.sendall(b"X")
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_request_that_drips_in_is_cut_off(start: Callable[..., Any]) -> None:
    live = start(request_seconds=1)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", live.settings.port)) as connection:
        connection.settimeout(0.2)
        connection.sendall(b"POST /v1/analyze HTTP/1.1\r\n")
        while not (closed := drip(connection)):
            assert time.monotonic() - began < 10
    assert closed
    assert time.monotonic() - began < 6


def test_a_large_page_is_never_written_to_disk(
    live: Any, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    spilled = []
    init = TempfileBasedBuffer.__init__

    def watched(self: Any, *args: Any) -> None:
        spilled.append(self)
        init(self, *args)

    monkeypatch.setattr(TempfileBasedBuffer, "__init__", watched)
    long = {"id": "x", "kind": "paragraph", "text": "word " * 200_000}
    many = [{"id": f"{n:0200}", "kind": "quote", "text": "word"} for n in range(10_000)]
    body = json.dumps({"blocks": [long, *many]}).encode()
    answer = live.raw(live.request(body), timeout=30)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert engine.pages[0][0].text == long["text"]
    assert min(len(body), len(answer)) > 2_000_000
    assert spilled == []


def test_pages_beyond_the_slots_are_asked_to_come_again(
    start: Callable[..., Any], engine: Any
) -> None:
    live = start(scoring_slots=2, slot_wait_seconds=0.05)
    inside, release = threading.Semaphore(0), threading.Event()

    def hold() -> None:
        inside.release()
        assert release.wait(20)

    engine.before = hold
    answers: list[bytes] = []
    request = live.request(page("x"))
    callers = [
        threading.Thread(target=lambda: answers.append(live.raw(request, timeout=20)))
        for _ in range(2)
    ]
    for caller in callers:
        caller.start()
    assert inside.acquire(timeout=10)
    assert inside.acquire(timeout=10)
    for _ in range(2):
        head, problem = head_and_json(live.raw(request))
        assert head.startswith("HTTP/1.1 503 ")
        assert "Retry-After: 2" in head
        assert problem["type"] == "/problems/busy"
    # The rest of the server still answers.
    health = f"GET /v1/health HTTP/1.0\r\nHost: {live.settings.hosts[0]}\r\n\r\n"
    assert b" 200 " in live.raw(health.encode())[:20]
    release.set()
    for caller in callers:
        caller.join(timeout=20)
    assert [answer[:13] for answer in answers] == [b"HTTP/1.1 200 "] * 2


def test_a_failed_page_gives_its_slot_back(
    start: Callable[..., Any], engine: Any
) -> None:
    live = start(scoring_slots=1)
    engine.before = lambda: 1 / 0
    request = live.request(page("x"))
    for _ in range(3):
        assert live.raw(request).startswith(b"HTTP/1.1 500 ")


def test_a_port_in_use_is_an_error_that_names_it() -> None:
    with open_socket(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=str(port)):
            open_socket(port)


def refuses(port: int) -> bool:
    """Whether the server stops listening, within ten seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)):
                return True
    return False


class Held:
    """A page that is being scored until it is let go."""

    def __init__(self, live: Any, engine: Any) -> None:
        self.inside, self.release = threading.Event(), threading.Event()
        self.answer = b""
        engine.before = self._hold
        self.caller = threading.Thread(target=self._ask, args=(live,))
        self.caller.start()
        assert self.inside.wait(10)

    def _hold(self) -> None:
        self.inside.set()
        assert self.release.wait(20)

    def _ask(self, live: Any) -> None:
        self.answer = live.raw(live.request(page("word " * 100_000)), timeout=20)


def test_a_stop_finishes_what_was_asked(start: Callable[..., Any], engine: Any) -> None:
    live = start(stop_seconds=20.0)
    held = Held(live, engine)
    idle = socket.create_connection(("127.0.0.1", live.settings.port))
    live.server.ask_to_stop()
    with idle:
        assert refuses(live.settings.port)
        held.release.set()
        held.caller.join(timeout=20)
        head, answer = head_and_json(held.answer)
        assert head.startswith("HTTP/1.1 200 ")
        assert answer["sentences"][0]["end"] == 500_000
        assert idle.recv(1) == b""


def test_a_stop_gives_a_page_that_takes_long_a_clear_answer(
    start: Callable[..., Any], engine: Any
) -> None:
    live = start(stop_seconds=0.2)
    held = Held(live, engine)
    began = time.monotonic()
    live.server.ask_to_stop()
    held.caller.join(timeout=10)
    assert time.monotonic() - began < 3
    head, problem = head_and_json(held.answer)
    assert head.startswith("HTTP/1.1 503 ")
    assert "application/problem+json" in head
    assert "X-Content-Type-Options: nosniff" in head
    assert problem["type"] == "/problems/stopping"
    held.release.set()


def test_asked_twice_a_stop_waits_for_nothing(
    start: Callable[..., Any], engine: Any
) -> None:
    live = start(stop_seconds=20.0)
    held = Held(live, engine)
    began = time.monotonic()
    live.server.ask_to_stop()
    live.server.ask_to_stop()
    held.caller.join(timeout=10)
    assert time.monotonic() - began < 5
    assert head_and_json(held.answer)[1]["type"] == "/problems/stopping"
    held.release.set()


def test_the_thread_that_became_idle_last_is_woken_first() -> None:
    lock = threading.Lock()
    idle = LastFirst(lock)
    entered, woken = threading.Semaphore(0), queue.Queue[int]()

    def wait(number: int) -> None:
        with lock:
            entered.release()
            idle.wait()
            woken.put(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
        entered.acquire(timeout=10)
    # Each holds the lock until it waits, so that they wait in this order.
    for expected in (2, 1):
        with lock:
            idle.notify()
        assert woken.get(timeout=10) == expected
    with lock:
        idle.notify_all()
        idle.notify()  # nobody is left
    assert woken.get(timeout=10) == 0
    for thread in threads:
        thread.join(timeout=10)
