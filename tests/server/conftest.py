"""A server around an engine that is small but real enough to be asked."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from ascribe.results import (
    Analysis,
    Attribution,
    Block,
    Coverage,
    Evidence,
    Intervals,
    ModelName,
    PageScore,
    Probabilities,
    ScoredSentence,
    Shares,
    Source,
    SourceSpan,
    Span,
)
from ascribe_server.app import create_app
from ascribe_server.service import Service
from ascribe_server.settings import Settings
from ascribe_server.sockets import Server, open_socket

CHROME = "chrome-extension://" + "abcdefghijklmnop" * 2
FIREFOX = "moz-extension://0b1c2d3e-1111-4222-8333-444455556666"


@dataclass
class OneSentenceEngine:
    """Calls every block one sentence: opinion where it says "I", else statement."""

    model: ModelName = field(default_factory=lambda: ModelName("small", "1", "0" * 64))
    pages: list[list[Block]] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    def analyze_all(
        self, pages: Sequence[Sequence[Block]], *, details: bool = True
    ) -> list[Analysis]:
        return [self.analyze(blocks) for blocks in pages]

    def analyze(self, blocks: Sequence[Block]) -> Analysis:
        self.pages.append(list(blocks))
        self.before()
        sentences = []
        for block in blocks:
            says_i = " I " in f" {block.text} "
            sentences.append(
                ScoredSentence(
                    block=block.id,
                    start=0,
                    end=len(block.text.encode("utf-16-le", "surrogatepass")) // 2,
                    label="opinion" if says_i else "statement",
                    probabilities=Probabilities(
                        float(says_i), 0.0, float(not says_i), 0.0
                    ),
                    certain=True,
                )
            )
        words = sum(len(block.text.split()) for block in blocks)
        share = sum(one.label == "opinion" for one in sentences) / max(len(blocks), 1)
        return Analysis(
            model=self.model,
            status="scored" if words else "too_short",
            page=PageScore(
                words=words,
                shares=Shares(share, 0.0, 1 - share) if words else None,
                intervals=Intervals((0, 1), (0, 1), (0, 1)) if words else None,
                coverage=Coverage(blocks=len(blocks), scored=len(blocks)),
            ),
            sources=(),
            sentences=tuple(sentences),
        )

    def probabilities(
        self,
        blocks: Sequence[Block],
        spans: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> np.ndarray[Any, Any]:
        """The first sentences are the most doubtful."""
        count = sum(map(len, spans or []))
        surer = np.linspace(0.3, 0.9, count) if count else np.zeros(0)
        rest = (1 - surer) / 3
        return np.column_stack([surer, rest, rest, rest])


@dataclass
class Caller:
    """Asks the application as a browser would; every header can be changed."""

    app: Flask
    origin: str | None = CHROME
    token: str | None = None

    @property
    def service(self) -> Service:
        return self.app.extensions["ascribe"]

    @property
    def settings(self) -> Settings:
        return self.service.settings

    def pair(self) -> Caller:
        code = self.service.code.renew()
        answer = self.post("/v1/pair", {"code": code})
        assert answer.status_code == 200, answer.text
        return replace(self, token=answer.json["token"])

    def get(self, path: str, **headers: str | None) -> TestResponse:
        return self.send("GET", path, headers=headers, origin=None)

    def post(self, path: str, body: Any, **headers: str | None) -> TestResponse:
        raw = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.send("POST", path, data=raw, headers=headers, origin=self.origin)

    def send(
        self,
        method: str,
        path: str,
        *,
        origin: str | None,
        data: bytes | str | None = None,
        headers: dict[str, str | None],
        scheme: str = "http",
    ) -> TestResponse:
        sent: dict[str, str | None] = {
            "Host": self.settings.hosts[0],
            "Origin": origin,
            "Sec-Fetch-Site": "none",
            "Sec-Fetch-Mode": "cors",
            "Authorization": f"Bearer {self.token}" if self.token else None,
            "Content-Type": "application/json" if method == "POST" else None,
        }
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        kept = {name: value for name, value in sent.items() if value is not None}
        host = kept.pop("Host", "")
        return self.app.test_client().open(
            path,
            method=method,
            data=data,
            headers=kept,
            environ_overrides={"HTTP_HOST": host, "wsgi.url_scheme": scheme},
        )

    def post_page(self, body: Any, **headers: str | None) -> TestResponse:
        """Ask as the server's own page does."""
        own = {
            "Origin": self.settings.address,
            "Sec-Fetch-Site": "same-origin",
            "X-Ascribe-Page": self.service.page_token,
        }
        return self.post("/page/analyze", body, **{**own, **headers})


@pytest.fixture(autouse=True)
def no_settings_of_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", slot_wait_seconds=0.05)


@pytest.fixture
def engine() -> OneSentenceEngine:
    return OneSentenceEngine()


@pytest.fixture
def caller(engine: OneSentenceEngine, settings: Settings) -> Caller:
    """A browser that is not paired yet."""
    return Caller(create_app(engine, settings))


@pytest.fixture
def paired(caller: Caller) -> Caller:
    return caller.pair()


@dataclass
class Live:
    """A server on a real socket, in a thread of this process."""

    app: Flask
    server: Server
    settings: Settings

    def request(self, body: bytes) -> bytes:
        """A whole request to analyze, as a newly paired browser sends it."""
        token = self.app.extensions["ascribe"].pairings.add(CHROME)
        head = (
            f"POST /v1/analyze HTTP/1.1\r\nHost: {self.settings.hosts[0]}\r\n"
            f"Origin: {CHROME}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nConnection: close\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def raw(self, request: bytes, *, timeout: float = 5.0) -> bytes:
        """Send bytes and read until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.settings.port)) as connection:
            connection.settimeout(timeout)
            connection.sendall(request)
            return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.fixture
def start(
    engine: OneSentenceEngine, settings: Settings
) -> Iterator[Callable[..., Live]]:
    """Starts servers; keyword arguments change the settings."""
    running: list[tuple[Server, threading.Thread]] = []

    def _start(**changes: Any) -> Live:
        listener = open_socket(0)
        changed = replace(settings, port=listener.getsockname()[1], **changes)
        app = create_app(engine, changed)
        server = Server(app, changed, listener)
        thread = threading.Thread(target=server.run)
        thread.start()
        running.append((server, thread))
        return Live(app, server, changed)

    yield _start
    for server, thread in running:
        server.ask_to_stop()
        thread.join(timeout=5)
        assert not thread.is_alive()


@pytest.fixture
def live(start: Callable[..., Live]) -> Live:
    return start()


@dataclass
class ScoredPage:
    """A page with an answer that has every part an answer can have."""

    blocks: list[Block]
    analysis: Analysis


@pytest.fixture
def scored_page() -> ScoredPage:
    hostile = "<script>alert(1)</script> & \x1b[31mred\x1b[0m \u202egnp"
    blocks = [
        Block("h", "heading", "Harbour shut"),
        Block("a", "paragraph", "\U0001f30a Ann Li said it is over. A shameful end!"),
        Block("q", "quote", "We wait."),
        Block("o", "other", hostile),
        Block("r", "paragraph", "A shameful end!"),
    ]
    sure = Probabilities(0.02, 0.93, 0.04, 0.01)
    said = Attribution(
        SourceSpan(3, 9, "Ann Li", name="Ann Li"), Span(10, 14, "said"), ()
    )
    why = (Evidence(10, 14, "said", weight=1.93), Evidence(15, 17, "it", weight=-0.2))
    unsure = Probabilities(0.55, 0.05, 0.4, 0.0)
    sentences = (
        ScoredSentence("h", 0, 12, "statement", Probabilities(0, 0, 1, 0), True),
        ScoredSentence("a", 0, 26, "attributed", sure, True, said, why),
        ScoredSentence("a", 27, 42, "opinion", unsure, certain=False),
        ScoredSentence("q", 0, 8, "attributed", sure, certain=True),
        ScoredSentence("o", 0, 47, "other", Probabilities(0, 0, 0, 1), certain=False),
        ScoredSentence("r", 0, 15, "opinion", unsure, certain=False, repeated=True),
    )
    page = PageScore(
        words=1234,
        shares=Shares(0.126, 0.87, 0.004),
        intervals=Intervals((0.084, 0.171), (0.8, 0.9), (0.0, 0.02)),
        coverage=Coverage(5, 3, {"repeated": 1, "aside": 1}),
    )
    sources = (Source("Ann Li", "person", 1, 5), Source(hostile, "unnamed", 2, 9))
    model = ModelName("default", "1.0", "c" * 64)
    return ScoredPage(blocks, Analysis(model, "scored", page, sources, sentences))


@pytest.fixture
def unscored_page() -> ScoredPage:
    page = PageScore(7, None, None, Coverage(1, 0, {"not_prose": 1}))
    model = ModelName("default", "1.0", "c" * 64)
    blocks = [Block("a", "paragraph", "Ferry at seven.")]
    return ScoredPage(blocks, Analysis(model, "too_short", page, (), ()))
