"""An extension built for a newsroom pairs with its server, by TLS, and marks a page."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Playwright

from ascribe.engine import load_engine
from ascribe_server.app import create_app
from ascribe_server.cli_serve import pairing_link
from ascribe_server.settings import Settings
from ascribe_server.sockets import Server, open_socket

from ..server.tls_proxy import TlsProxy
from .chromium import Chromium
from .conftest import ROOT, stored
from .labelled_pages import own_page
from .marks import mark, marks
from .site import Site

FOLDER = ".cache/dist-newsroom"


@pytest.fixture
def public_port() -> int:
    with open_socket(0) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def address(public_port: int) -> str:
    return f"https://newsroom.test:{public_port}"


@pytest.fixture
def newsroom_chromium(playwright: Playwright, address: str) -> Iterator[Chromium]:
    subprocess.run(
        [str(shutil.which("npm")), "run", "build", "--", FOLDER],
        cwd=ROOT / "extension",
        env={**os.environ, "ASCRIBE_SERVER": address},
        check=True,
        capture_output=True,
    )
    browser = Chromium(
        playwright,
        ROOT / "extension" / FOLDER,
        # The test's own authority is none that this browser knows.
        arguments=["--ignore-certificate-errors"],
    )
    yield browser
    browser.close()
    shutil.rmtree(ROOT / "extension" / FOLDER)


@pytest.fixture
def newsroom_server(
    newsroom_chromium: Chromium, address: str, public_port: int, tmp_path: Path
) -> Iterator[Settings]:
    listener = open_socket(0)
    settings = Settings(
        port=listener.getsockname()[1],
        data_dir=tmp_path / "data",
        public_address=address,
        extension_origins=(newsroom_chromium.extension_page("").rstrip("/"),),
    )
    server = Server(create_app(load_engine(), settings), settings, listener)
    thread = threading.Thread(target=server.run)
    thread.start()
    leaf = trustme.CA().issue_cert("newsroom.test")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    leaf.private_key_pem.write_to_path(str(key))
    for part in leaf.cert_chain_pems:
        part.write_to_path(str(certificate), append=True)
    proxy = TlsProxy(
        public_port, behind=settings.port, certificate=str(certificate), key=str(key)
    )
    yield settings
    proxy.close()
    server.ask_to_stop()
    thread.join(10)


def test_it_pairs_with_the_server_of_the_newsroom_and_marks_a_page(
    newsroom_chromium: Chromium, newsroom_server: Settings, site: Site
) -> None:
    browser = newsroom_chromium
    browser.open(pairing_link(newsroom_server, "anna"))
    browser.wait("!!document.querySelector('[data-extension]')", "sign of extension")
    browser.click("#ascribe-pair")
    browser.wait("!!document.querySelector('[data-state=paired]')", "pairing")
    assert stored(browser)["server"] == newsroom_server.address

    page = own_page()
    site.put("/page", page.html)
    browser.open(site.address("/page"))
    mark(browser)
    assert page.of("opinion") <= set(marks(browser)["opinion"])
