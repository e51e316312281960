"""The running server keeps to its OpenAPI document, whatever it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ascribe_server.openapi import OPERATIONS

from ..browser.ascribe_process import AscribeProcess
from .contract import ask_all
from .paired_client import PairedClient


@pytest.fixture
def server(tmp_path: Path) -> Iterator[AscribeProcess]:
    process = AscribeProcess(
        tmp_path / "data", failures_per_minute=10**6, code_tries=10**6
    )
    yield process
    process.stop()


def test_schemathesis_finds_no_failure(server: AscribeProcess, tmp_path: Path) -> None:
    client = PairedClient.of(server)
    server.new_link()  # a code to guess at
    report = ask_all(
        server.address, client.headers, folder=tmp_path, examples=15, seed=1
    )
    client.close()
    assert report.passed, report.text
    # It did ask, every operation but the document itself.
    assert f"{len(OPERATIONS) - 1} selected" in report.text
    asked = re.search(r"(\d+) generated, (\d+) passed", report.text)
    assert asked
    assert int(asked[1]) > 100
    assert "unhandled" not in server.output()
