"""waitress, made fit for strangers: a deadline for each request, our own errors.

waitress keeps a body in a file on disk when it is large; here every body stays
in memory, because nothing of a page may be written down.
"""

from __future__ import annotations

import logging
import socket
import time
from contextlib import suppress
from typing import Any, cast

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher

from ascribe_server import guard, problems
from ascribe_server.problems import Problem, problem_json
from ascribe_server.settings import Settings

HOST = "127.0.0.1"
# Headers of a browser are about 1 kB.
MAX_HEADER_BYTES = 32 * 1024
# The marks of a page are a few times as long as the page.
MAX_ANSWER_BYTES = 256 * 1024 * 1024
# A stop waits so long for pages that are being scored.
STOP_SECONDS = 0.5


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
        self.response_headers = [
            ("Content-Type", problems.MEDIA_TYPE),
            ("Content-Security-Policy", guard.CSP_OF_DATA),
            *guard.HEADERS_OF_ALL.items(),
        ]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = _ProblemTask
    # When the request that is arriving began, in seconds of time.time().
    began = 0.0

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.began = time.time()
        return bool(super().received(data))


class Server(TcpWSGIServer):  # type: ignore[misc]
    """One listening socket and the threads behind it."""

    channel_class = _Channel
    _stopping = False

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
        )
        dispatcher = ThreadedTaskDispatcher()
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
        """Answer until ``ask_to_stop``, then close every connection.

        A page that is being scored gets ``STOP_SECONDS`` more.
        """
        try:
            while self._map and not self._stopping:
                self.asyncore.loop(timeout=1, map=self._map, count=1)
        finally:
            self.task_dispatcher.shutdown(timeout=STOP_SECONDS)
            for channel in list(self.active_channels.values()):
                channel.handle_close()
            self.close()

    def ask_to_stop(self) -> None:
        """End ``run`` soon; for signal handlers and other threads."""
        self._stopping = True
        with suppress(OSError):  # it has stopped already
            self.pull_trigger()


def quiet_waitress() -> None:
    """Let waitress log no addresses, no requests and no exception texts."""
    for name in ("waitress", "waitress.queue"):
        logging.getLogger(name).addFilter(_without_values)


def _without_values(record: logging.LogRecord) -> bool:
    if record.exc_info or " while serving " in cast(Any, record.getMessage()):
        record.msg, record.args = "waitress: a request failed", ()
        record.exc_info = None
    return True
