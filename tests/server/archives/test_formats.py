"""Archives of every kind give the same records, and bad ones become error rows."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from ascribe.errors import InputError
from ascribe_server.archives import formats, records, warc
from ascribe_server.archives.reading import Archive

from .conftest import Run, rows_in, warc_record

ADDRESSES = [f"https://example.org/{at}" for at in range(6)]


def is_error(rows: list[dict[str, Any]]) -> list[bool]:
    return ["error" in row for row in rows]


def test_parquet_rows_are_records(run: Run) -> None:
    blocks = [{"id": "a", "kind": "quote", "text": "Dry.", "link_density": None}]
    table = pyarrow.table(
        {
            "id": ["a", "b", "c", "d"],
            "text": ["It fell.", None, "Rain.", None],
            "blocks": pyarrow.array([None, None, None, blocks]),
            "year": [1, 2, 3, 4],
        }
    )
    parquet.write_table(table, "in.parquet")
    assert run("in.parquet", "out.jsonl").exit_code == 1
    rows = rows_in("out.jsonl")
    assert [row["id"] for row in rows] == ["a", "b", "c", "d"]
    assert is_error(rows) == [False, True, False, False]
    assert rows[1]["error"]["detail"].startswith("row 2: a record has one of ")


def test_half_a_parquet_file_is_refused(run: Run) -> None:
    path = Path("in.parquet")
    parquet.write_table(pyarrow.table({"text": ["It fell."] * 99}), path)
    path.write_bytes(path.read_bytes()[:-50])
    result = run(path, "out.jsonl")
    assert result.exit_code == 1
    assert "in.parquet is no whole Parquet file" in result.stderr
    assert "Traceback" not in result.output
    assert not Path("out.jsonl.part").exists()


@pytest.mark.parametrize(
    ("ending", "pack"),
    [
        pytest.param(".gz", gzip.compress, id="gzip"),
        pytest.param(".bz2", bz2.compress, id="bzip2"),
        pytest.param(".xz", lzma.compress, id="xz"),
    ],
)
def test_packed_lines_are_read_and_half_a_file_is_told(
    run: Run, ending: str, pack: Any
) -> None:
    lines = b"".join(b'{"text": "Rain %d."}\n' % at for at in range(9))
    path = Path(f"in.jsonl{ending}")
    path.write_bytes(pack(lines))
    assert run(path, "out.jsonl").exit_code == 0
    assert [row["id"] for row in rows_in("out.jsonl")] == list(range(1, 10))
    path.write_bytes(pack(lines)[:-9])
    result = run(path, "out.jsonl")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    # What could still be unpacked is kept; that something is missing is a row.
    said = result.stderr + Path("out.jsonl").read_text()
    assert "is damaged or breaks off" in said


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_web_archive_gives_its_pages(run: Run, packed: bool) -> None:
    found = [warc_record(address, b"<p>It fell.") for address in ADDRESSES]
    name = "in.warc.gz" if packed else "in.warc"
    data = map(gzip.compress, found) if packed else found
    Path(name).write_bytes(b"".join(data))
    result = run(name, "out.jsonl")
    assert result.exit_code == 0, result.stderr
    rows = rows_in("out.jsonl")
    assert [row["id"] for row in rows] == ADDRESSES
    assert all(len(row["sentences"]) == 1 for row in rows)


def test_pages_are_unpacked_as_the_server_packed_them(run: Run) -> None:
    page = b"<p>It fell.</p><p>It was dry."
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    Path("in.warc").write_bytes(
        warc_record("a", gzip.compress(page), ["Content-Encoding: gzip"])
        + warc_record("b", chunked, ["Transfer-Encoding: chunked"])
        + warc_record("c", zlib.compress(page)[:9], ["Content-Encoding: deflate"])
        + warc_record("d", page)
    )
    run("in.warc", "out.jsonl")
    rows = {row["id"]: row for row in rows_in("out.jsonl")}
    for name in "abd":
        assert len(rows[name]["sentences"]) == 2, rows[name]


def test_a_damaged_record_of_a_web_archive_stops_nothing(run: Run) -> None:
    packed = [
        bytearray(gzip.compress(warc_record(address, b"<p>It fell." * 999)))
        for address in ADDRESSES
    ]
    for bad in (1, 3, 4):
        packed[bad][len(packed[bad]) // 2] ^= 0xFF
    Path("in.warc.gz").write_bytes(b"".join(packed))
    result = run("in.warc.gz", "out.jsonl")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    second = len(packed[0]) + len(packed[1])
    rows = rows_in("out.jsonl")
    assert [row["id"] for row in rows] == [
        ADDRESSES[0],
        "in.warc.gz, after byte 0",
        ADDRESSES[2],
        f"in.warc.gz, after byte {second}",
        ADDRESSES[5],
    ]
    assert rows[1]["error"]["type"] == "/problems/unreadable"


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize("part", [0.05, 0.5, 0.999])
def test_a_web_archive_that_breaks_off_is_told(
    run: Run, packed: bool, part: float
) -> None:
    found = [warc_record(name, b"<p>It fell." * 99) for name in ADDRESSES[:2]]
    pieces = [gzip.compress(one) for one in found] if packed else found
    name = "in.warc.gz" if packed else "in.warc"
    # The last four bytes of a record are empty lines, which nobody misses.
    Path(name).write_bytes(pieces[0] + pieces[1][: int(part * len(pieces[1])) - 4])
    assert run(name, "out.jsonl").exit_code == 1
    rows = rows_in("out.jsonl")
    assert rows[0]["id"] == ADDRESSES[0]
    # With only the end of the packing missing, the page itself is whole.
    assert is_error(rows) == [False, *([False] * (packed and part > 0.9)), True]
    assert "breaks off" in rows[-1]["error"]["detail"]


@pytest.mark.parametrize("name", ["in.parquet", "in.warc"])
def test_a_missing_package_is_named(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("pyarrow", "fastwarc", "fastwarc.warc"):
        monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(InputError, match=r"ascribe\[(parquet|warc)\]"):
        list(Archive(str(tmp_path / name)).records())


def test_what_is_too_long_is_one_error_row(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (formats, records, warc):
        monkeypatch.setattr(module, "MAX_RECORD_BYTES", 1000)
    long = json.dumps({"text": "a" * 5000})
    Path("in").mkdir()
    Path("in/a.jsonl").write_text(
        f'{{"text": "It fell."}}\n{long}\n{{"text": "Rain."}}\n'
    )
    Path("in/b.html").write_text(long)
    Path("in/c.warc").write_bytes(
        warc_record("c", long.encode()) + warc_record("d", b"<p>Rain.")
    )
    parquet.write_table(pyarrow.table({"text": ["a" * 5000, "Rain."]}), "in/e.parquet")
    assert run("in", "out.jsonl").exit_code == 1
    rows = rows_in("out.jsonl")
    assert is_error(rows) == [False, True, False, True, True, False, True, False]
    assert all("the limit" in row["error"]["detail"] for row in rows if "error" in row)


MEMORY = """
import sys
from ascribe_server.archives.reading import Archive
from ascribe_server.archives.rows import BatchSettings, rows
from ascribe.engine import load_engine
import resource
engine = load_engine()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for each in rows(engine, Archive(sys.argv[1]).records(), BatchSettings()):
    print(each.data.decode()[:300].strip())
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_record_of_100_megabytes_is_an_error_row_in_little_memory(
    tmp_path: Path,
) -> None:
    path = tmp_path / "in.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id": "big", "text": "')
        for _ in range(100):
            file.write(b"rain and " * 111_111)
        file.write(b'"}\n{"id": "small", "text": "Rain fell."}\n')
    assert path.stat().st_size > 99_000_000
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, path], capture_output=True, text=True, check=True
    )
    big, small, megabytes = done.stdout.splitlines()
    assert "line 1: it has more than 64,000,000 bytes, the limit" in big
    assert '"id":"small"' in small
    assert int(megabytes) < 300
