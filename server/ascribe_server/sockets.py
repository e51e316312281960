"""waitress, made fit for strangers: a deadline for each request, our own errors.

waitress keeps a body in a file on disk when it is large; here every body stays
in memory, because nothing of a page may be written down.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from contextlib import suppress
from typing import Any, cast

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from ascribe_server import guard, problems
from ascribe_server.problems import Problem, problem_json
from ascribe_server.settings import Settings

HOST = "127.0.0.1"
# Headers of a browser are about 1 kB.
MAX_HEADER_BYTES = 32 * 1024
# The marks of a page are a few times as long as the page.
MAX_ANSWER_BYTES = 256 * 1024 * 1024
STOPPING = Problem(problems.STOPPING, "The server was stopped before it had an answer.")


class PortTakenError(Exception):
    """Another program listens on the port."""


def open_socket(port: int) -> socket.socket:
    """Take a port on the loopback interface; 0 takes any that is free.

    Raises:
        PortTakenError: if it is in use, or this user may not have it.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: nobody else joins in
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
    except OSError as exc:
        listener.close()
        raise PortTakenError(f"port {port}: {exc.strerror}") from exc
    return listener


class _ProblemTask(ErrorTask):  # type: ignore[misc]
    """An error that waitress finds itself, answered as the application would."""

    def execute(self) -> None:
        code = int(self.request.error.code)
        kind = problems.STATUS_KINDS.get(code, problems.BAD_REQUEST)
        body = problem_json(Problem(kind, kind.title + "."))
        self.status = f"{kind.status} {kind.title}"
        self.response_headers = _sealed_headers()
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _WholeTask(WSGITask):  # type: ignore[misc]
    """Puts head and body of an answer into the buffer at once.

    So whoever holds the lock knows: either nothing of an answer is under way, or all.
    """

    def write(self, data: bytes) -> None:
        with self.channel.outbuf_lock:
            super().write(data)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _ProblemTask
    task_class = _WholeTask
    # When the request that is arriving began, in seconds of time.time().
    began = 0.0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.began = time.time()
        return bool(super().received(data))

    @property
    def busy(self) -> bool:
        """Whether a request arrives or is worked on, or an answer is under way."""
        return bool(self.requests or self.request or self.total_outbufs_len)

    def refuse(self, problem: Problem) -> None:
        """Answer the request that has no answer yet, if any; close the connection."""
        body = problem_json(problem)
        head = [
            f"HTTP/1.1 {problem.kind.status} {problem.kind.title}",
            "Connection: close",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in _sealed_headers()),
        ]
        with self.outbuf_lock:
            if (self.requests or self.request) and not self.total_outbufs_len:
                with suppress(OSError):
                    self.send("\r\n".join([*head, "", ""]).encode() + body)
            self.handle_close()


class LastFirst:
    """Idle threads, of which the one that became idle last is woken first.

    Each thread keeps some memory of its own once it has answered, and what it has used
    last the processor still holds. The condition of the standard library, in whose
    place this stands, wakes the one that has been idle longest: all take turns.

    Args:
        lock: held by whoever calls.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock
        self._idle: list[threading.Lock] = []

    def wait(self) -> None:
        """Let go of the lock until woken."""
        woken = threading.Lock()
        woken.acquire()
        self._idle.append(woken)
        self._lock.release()
        try:
            woken.acquire()
        finally:
            self._lock.acquire()

    def notify(self) -> None:
        """Wake one thread, if any is idle."""
        if self._idle:
            self._idle.pop().release()

    def notify_all(self) -> None:
        """Wake every thread."""
        while self._idle:
            self.notify()


class Server(TcpWSGIServer):  # type: ignore[misc]
    """One listening socket and the threads behind it."""

    channel_class = _Channel
    # How often it was asked to stop.
    _stopping = 0

    def __init__(self, app: Flask, settings: Settings, listener: socket.socket) -> None:
        """Serve ``app`` on ``listener``; ``run`` does it."""
        adjustments = Adjustments(
            sockets=[listener],
            threads=settings.threads,
            connection_limit=settings.connections,
            channel_timeout=settings.request_seconds,
            cleanup_interval=1,
            max_request_body_size=settings.max_body_bytes,
            max_request_header_size=MAX_HEADER_BYTES,
            inbuf_overflow=settings.max_body_bytes * 2,
            outbuf_overflow=MAX_ANSWER_BYTES,
            outbuf_high_watermark=MAX_ANSWER_BYTES,
            ident="ascribe",
            clear_untrusted_proxy_headers=True,
            **_proxy_settings(settings),
        )
        self._stop_seconds = settings.stop_seconds
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.queue_cv = LastFirst(dispatcher.lock)
        dispatcher.set_thread_count(settings.threads)
        super().__init__(
            app,
            _sock=listener,
            dispatcher=dispatcher,
            adj=adjustments,
            bind_socket=False,
            sockinfo=(
                listener.family,
                listener.type,
                listener.proto,
                listener.getsockname(),
            ),
        )

    def maintenance(self, now: float) -> None:
        """Close idle connections, and those whose request arrives too slowly.

        waitress knows only the first: one byte now and then would keep a
        connection for ever.
        """
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            late = now - channel.began > self.adj.channel_timeout
            if channel.request is not None and not channel.requests and late:
                channel.will_close = True

    def run(self) -> None:
        """Answer until ``ask_to_stop``, then finish what was asked and close.

        Requests that are not answered ``stop_seconds`` later get a problem of the
        kind ``stopping``.
        """
        try:
            while self._map and not self._stopping:
                self.asyncore.loop(timeout=1, map=self._map, count=1)
        finally:
            self._stop_listening()
            self._finish()
            for channel in self._channels():
                channel.refuse(STOPPING)
            # Idle threads end at once; one that still scores dies with the process.
            self.task_dispatcher.shutdown(timeout=0.1)
            self.trigger.close()

    def _stop_listening(self) -> None:
        """Hear those who have connected; all others are told that nobody listens."""
        before = -1
        while before < len(self.active_channels) < self.adj.connection_limit:
            before = len(self.active_channels)
            self.handle_accept()
        self.asyncore.dispatcher.close(self)
        self.asyncore.loop(timeout=0, map=self._map, count=1)

    def _finish(self) -> None:
        deadline = time.monotonic() + self._stop_seconds
        while any(channel.busy for channel in self._channels()):
            if self._stopping > 1 or (left := deadline - time.monotonic()) <= 0:
                return
            self.asyncore.loop(timeout=left, map=self._map, count=1)

    def _channels(self) -> list[_Channel]:
        return list(self.active_channels.values())

    def ask_to_stop(self) -> None:
        """End ``run`` soon; for signal handlers and other threads.

        Asked again, it no longer waits for requests.
        """
        self._stopping += 1
        with suppress(OSError):  # it has stopped already
            self.pull_trigger()


def _proxy_settings(settings: Settings) -> dict[str, Any]:
    """Believe the reverse proxy of a shared server that TLS came in, and no more."""
    if not settings.shared:
        return {}
    return {
        "trusted_proxy": HOST,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-proto"},
    }


def _sealed_headers() -> list[tuple[str, str]]:
    """Headers of a problem that does not come from the application."""
    return [
        ("Content-Type", problems.MEDIA_TYPE),
        ("Content-Security-Policy", guard.CSP_OF_DATA),
        *guard.HEADERS_OF_ALL.items(),
    ]


def quiet_waitress() -> None:
    """Let waitress log no addresses, no requests and no exception texts."""
    for name in ("waitress", "waitress.queue"):
        logging.getLogger(name).addFilter(_without_values)


def _without_values(record: logging.LogRecord) -> bool:
    if record.exc_info or " while serving " in cast(Any, record.getMessage()):
        record.msg, record.args = "waitress: a request failed", ()
        record.exc_info = None
    return True
