"""Archives of every kind, and the command around a small engine or the real one."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ascribe_server import cli_batch
from ascribe_server.cli import main

Run = Callable[..., Result]
COMMAND = str(Path(sys.executable).with_name("ascribe"))
LONG = (
    "The mayor said on Monday that the bridge would close for two years. "
    "“We have no choice,” she told reporters. I find that absurd. "
) * 9


@pytest.fixture
def run(engine: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in an empty folder, around a small engine."""
    monkeypatch.setattr(cli_batch, "engine_of", lambda _folder: engine)
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str | Path, stdin: str | bytes = b"") -> Result:
        return CliRunner().invoke(main, ["batch", *map(str, arguments)], input=stdin)

    return _run


def rows_in(path: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def batch(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """The real command, with the model that ships."""
    return subprocess.run(
        [COMMAND, "batch", *arguments],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


# A run saves what it has so far more often than it would, so that it need not be long.
_OFTEN = """
from ascribe_server.archives import pieces
from ascribe_server.cli import main
pieces._LOCAL_SECONDS = 0.1
main()
"""


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """The command in a group of processes of its own, as a terminal starts it."""
    return subprocess.Popen(
        [sys.executable, "-c", _OFTEN, "batch", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for_answers(process: subprocess.Popen[str], part: Path) -> None:
    """Wait until the run has saved something."""
    deadline = time.monotonic() + 120
    while not (part / "pending").exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def write_archive(path: Path, records: int, *, text: str = LONG) -> Path:
    """Records of which each third one is bad, and a blank line among them."""
    lines = [
        "not json" if at % 3 == 0 else json.dumps({"text": f"{text} Number {at}."})
        for at in range(records)
    ]
    middle = records // 3
    path.write_text("\n".join([*lines[:middle], "", *lines[middle:]]), "utf-8")
    return path


def warc_record(address: str, html: bytes, headers: Sequence[str] = ()) -> bytes:
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html", *headers]
    http = "\r\n".join([*lines, "", ""]).encode() + html
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {address}\r\n"
        "WARC-Date: 2026-01-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
