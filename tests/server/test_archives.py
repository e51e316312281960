"""Archives of every kind give the same records, and bad ones become error rows."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import pyarrow
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from ascribe_server import archives, cli_batch
from ascribe_server.archives import Page, numbered, records_of, size_of
from ascribe_server.cli import main

PAGES = {"a.html": "<h1>Rain</h1><p>It fell.", "sub/b.htm": "<p>It was dry."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, html in PAGES.items():
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, "utf-8")
    (tmp_path / "pages" / "style.css").write_text("p {}")
    return tmp_path / "pages"


def warc_record(address: str, html: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {address}\r\n"
        "WARC-Date: 2026-01-01T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def warc(path: Path, pages: Sequence[tuple[str, bytes]], *, packed: bool) -> Path:
    records = [warc_record(*page) for page in pages]
    path.write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    return path


@pytest.fixture
def run(engine: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Runs the command around a small engine; returns what it said and the rows."""
    monkeypatch.setattr(cli_batch, "engine_of", lambda _folder: engine)

    def _run(source: Path) -> tuple[Result, list[Any]]:
        out = tmp_path / "out.jsonl"
        result = CliRunner().invoke(main, ["batch", str(source), str(out)])
        lines = out.read_text("utf-8").splitlines() if out.exists() else []
        return result, [json.loads(line) for line in lines]

    return _run


def test_a_folder_gives_its_pages_by_name(run: Any, folder: Path) -> None:
    result, rows = run(folder)
    assert result.exit_code == 0, result.stderr
    assert [row["id"] for row in rows] == ["a.html", "sub/b.htm"]
    assert [len(row["sentences"]) for row in rows] == [2, 1]


def test_a_page_that_cannot_be_read_is_an_error_row(run: Any, folder: Path) -> None:
    (folder / "gone.html").symlink_to(folder / "nowhere")
    result, rows = run(folder)
    assert result.exit_code == 1
    assert [("error" in row) for row in rows] == [False, True, False]
    assert rows[1]["id"] == "gone.html"
    assert rows[1]["error"]["type"] == "/problems/unreadable"


def test_a_folder_without_pages_is_refused(run: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result, rows = run(tmp_path / "empty")
    assert result.exit_code == 1
    assert "holds no web page" in result.stderr
    assert rows == []


def test_parquet_rows_are_records(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    table = pyarrow.table(
        {
            "id": ["a", "b", "c"],
            "text": ["It fell.", None, "Rain."],
            "year": [1, 2, 3],
        }
    )
    parquet.write_table(table, path)
    result, rows = run(path)
    assert result.exit_code == 1
    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert [("error" in row) for row in rows] == [False, True, False]


def test_half_a_parquet_file_is_refused(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    parquet.write_table(pyarrow.table({"text": ["It fell."] * 99}), path)
    path.write_bytes(path.read_bytes()[:-50])
    result, rows = run(path)
    assert result.exit_code == 1
    assert "no whole Parquet file" in result.stderr
    assert "Traceback" not in result.output
    assert rows == []


@pytest.mark.parametrize("name", ["in.warc", "in.warc.gz"])
def test_a_web_archive_gives_its_pages(run: Any, tmp_path: Path, name: str) -> None:
    pages = [(f"https://example.org/{at}", b"<p>It fell.") for at in range(3)]
    path = warc(tmp_path / name, pages, packed=name.endswith("gz"))
    result, rows = run(path)
    assert result.exit_code == 0, result.stderr
    assert [row["id"] for row in rows] == [address for address, _ in pages]
    assert all(len(row["sentences"]) == 1 for row in rows)


def test_a_damaged_record_of_a_web_archive_stops_nothing(
    run: Any, tmp_path: Path
) -> None:
    pages = [(f"https://example.org/{at}", b"<p>It fell." * 999) for at in range(6)]
    packed = [bytearray(gzip.compress(warc_record(*page))) for page in pages]
    for bad in (1, 3, 4):
        packed[bad][len(packed[bad]) // 2] ^= 0xFF
    path = tmp_path / "in.warc.gz"
    path.write_bytes(b"".join(packed))
    result, rows = run(path)
    assert "Traceback" not in result.output
    second = len(packed[0]) + len(packed[1])
    assert [row["id"] for row in rows] == [
        pages[0][0],
        "in.warc.gz, after byte 0",
        pages[2][0],
        f"in.warc.gz, after byte {second}",
        pages[5][0],
    ]
    assert rows[1]["error"]["type"] == "/problems/unreadable"
    assert result.exit_code == 1


@pytest.mark.parametrize("name", ["in.parquet", "in.warc"])
def test_a_missing_package_is_named(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("pyarrow", "fastwarc", "fastwarc.warc"):
        monkeypatch.setitem(__import__("sys").modules, package, None)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(click.ClickException, match=r"ascribe\[(parquet|warc)\]"):
        list(records_of(str(tmp_path / name)))


def test_a_line_that_is_too_long_is_one_error_row(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_RECORD_BYTES", 1000)
    monkeypatch.setattr("ascribe_server.batch.MAX_RECORD_BYTES", 1000)
    path = tmp_path / "in.jsonl"
    long = json.dumps({"text": "a" * 5000})
    path.write_text(f'{{"text": "It fell."}}\n{long}\n{{"text": "Rain."}}\n')
    result, rows = run(path)
    assert result.exit_code == 1
    assert [("error" in row) for row in rows] == [False, True, False]
    assert "the limit" in rows[1]["error"]["detail"]


def test_records_are_numbered_as_they_stand() -> None:
    records = [b"{}", b" \n", Page("a", b""), b"[]"]
    assert [number for _, number in numbered(records, 0)] == [1, 3, 4]
    assert [number for _, number in numbered(records, 2)] == [4]


def test_the_size_is_known_where_it_tells_the_progress(folder: Path) -> None:
    assert size_of("-") is None
    assert size_of(str(folder)) is None
    assert size_of(str(folder / "style.css")) == 4
