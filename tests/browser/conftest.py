"""The browsers, the server and the site that the browser tests share."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as PlainBrowser
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from .ascribe_process import AscribeProcess
from .browser import Browser
from .chromium import CHROMIUM, Chromium
from .firefox import Firefox
from .site import Site
from .watched_server import WatchedServer

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / ".cache" / "screenshots"
# The tests of the browsers run beside all others: five seconds were too few.
expect.set_options(timeout=30_000)
# As the bundler writes it.
_TIMEOUT = "TIMEOUT_MS = 6e4;"
_STORAGE = "(globalThis.browser ?? globalThis.chrome).storage.local"


@pytest.fixture(scope="session")
def extension_dir() -> Path:
    """The unpacked extension, built from the tree as it is now."""
    npm = shutil.which("npm")
    assert npm, "npm is missing; `make test` says how to install Node"
    built = subprocess.run(
        [npm, "--prefix", str(ROOT / "extension"), "run", "build"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, f"the extension does not build:\n{built.stderr}"
    return ROOT / "extension" / "dist"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, extension_dir: Path) -> Iterator[Chromium]:
    browser = Chromium(playwright, extension_dir)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def trusting_chromium(
    playwright: Playwright,
    extension_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Chromium]:
    """Chromium in which the reader has allowed the site ``news.test``.

    Nothing can press the browser's question in headless Chromium. In this copy of the
    extension the permission stands in the manifest, and the longest wait for the
    server is three seconds.
    """
    copy = tmp_path_factory.mktemp("trusting") / "dist"
    shutil.copytree(extension_dir, copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["host_permissions"] += ["http://news.test/*", "https://news.test/*"]
    (copy / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    background = (copy / "background.js").read_text("utf-8")
    assert background.count(_TIMEOUT) == 1
    (copy / "background.js").write_text(
        background.replace(_TIMEOUT, "TIMEOUT_MS = 3e3;"), "utf-8"
    )
    browser = Chromium(playwright, copy)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def german_chromium(
    playwright: Playwright,
    extension_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Chromium]:
    """Chromium with an extension that speaks German only.

    Debian's Chromium has no other language than English without a package more.
    """
    copy = tmp_path_factory.mktemp("german") / "dist"
    shutil.copytree(extension_dir, copy)
    shutil.copytree(
        copy / "_locales" / "de", copy / "_locales" / "en", dirs_exist_ok=True
    )
    browser = Chromium(playwright, copy)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(extension_dir: Path) -> Iterator[Firefox]:
    browser = Firefox(extension_dir)
    yield browser
    browser.close()


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Browser:
    """Each of the two browsers in turn, in whatever state the last test left it."""
    found: Browser = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def plain_chromium(playwright: Playwright) -> Iterator[PlainBrowser]:
    """Chromium without the extension."""
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
    )
    yield browser
    browser.close()


@pytest.fixture
def open_own_page(plain_chromium: PlainBrowser) -> Iterator[Callable[..., Page]]:
    """Opens pages of a server; whatever a page complains about fails the test."""
    complaints: list[str] = []
    foreign: list[str] = []
    opened: list[Page] = []

    def _open(address: str, path: str = "/", **options: object) -> Page:
        page = plain_chromium.new_page(**options)  # type: ignore[arg-type]
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: said.type == "error" and complaints.append(said.text),
        )
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((address, "blob:")) or foreign.append(asked.url)
            ),
        )
        page.goto(address + path)
        opened.append(page)
        return page

    yield _open
    for page in opened:
        page.close()
    assert complaints == []
    assert foreign == []


@pytest.fixture(scope="session")
def ascribe_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[AscribeProcess]:
    """A server that runs as long as the tests; whoever stops one starts an own."""
    server = AscribeProcess(tmp_path_factory.mktemp("data"))
    yield server
    server.stop()


@pytest.fixture
def start_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[..., AscribeProcess]]:
    """Start servers that the test may stop or spoil."""
    started = []

    def start(*, port: int = 0, data_dir: Path | None = None) -> AscribeProcess:
        server = AscribeProcess(data_dir or tmp_path_factory.mktemp("data"), port=port)
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as opened:
        yield opened


@pytest.fixture
def unpaired(browser: Browser) -> Browser:
    """A browser that knows no server."""
    forget(browser)
    return browser


@pytest.fixture
def paired(browser: Browser, ascribe_server: AscribeProcess) -> Browser:
    """A browser that is paired with ``ascribe_server``."""
    pair(browser, ascribe_server)
    return browser


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Where a test puts a picture for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return lambda name: SCREENSHOTS / f"{name}.png"


def stored(browser: Browser) -> dict[str, object]:
    """Return what the extension has stored."""
    kept: dict[str, object] = browser.in_extension(f"{_STORAGE}.get()")
    return kept


def forget(browser: Browser) -> None:
    """Take all that the extension has stored away."""
    browser.in_extension(f"{_STORAGE}.clear()")


def pair(browser: Browser, server: AscribeProcess | WatchedServer) -> None:
    """Pair as a reader does, by the link and one click; once is enough."""
    kept = stored(browser)
    if kept.get("server") == server.address and "token" in kept:
        return
    forget(browser)
    browser.open(server.new_link())
    browser.wait(
        "!!document.querySelector('[data-extension]')", "sign of the extension"
    )
    browser.click("#ascribe-pair")
    browser.wait(
        "!!document.querySelector('[data-state=paired]')", "success of pairing"
    )
