"""Files, folders, patterns and addresses give their records in a stable order."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import fsspec
import pytest

from ascribe.errors import InputError
from ascribe_server.archives.reading import Archive

from .conftest import Run, rows_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "a.html": "<h1>Rain</h1><p>It fell.",
        "b.jsonl": '\n{"text": "Dry."}\n{"id": 7, "text": "Wet."}\n{',
        "sub/c.htm": "<p>It was dry.",
        "style.css": "p {}",
    }
    for name, text in files.items():
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "archive"


def ids(path: str | Path) -> list[Any]:
    return [row["id"] for row in rows_in(path)]


def test_a_folder_gives_pages_and_lines_by_name(run: Run, folder: Path) -> None:
    result = run(folder, "out.jsonl")
    assert result.exit_code == 1
    assert ids("out.jsonl") == ["a.html", "b.jsonl:2", 7, "b.jsonl:4", "sub/c.htm"]
    error = rows_in("out.jsonl")[3]["error"]
    assert error["detail"].startswith("b.jsonl, line 4: the line is not JSON")


def test_a_page_that_cannot_be_read_is_an_error_row(run: Run, folder: Path) -> None:
    (folder / "gone.html").symlink_to(folder / "nowhere")
    assert run(folder, "out.jsonl").exit_code == 1
    row = next(row for row in rows_in("out.jsonl") if row["id"] == "gone.html")
    assert row["error"]["type"] == "/problems/unreadable"
    assert ids("out.jsonl")[-1] == "sub/c.htm"


def test_a_damaged_file_among_others_is_an_error_row(run: Run, folder: Path) -> None:
    (folder / "b.parquet").write_bytes(b"PAR1 and no more")
    assert run(folder, "out.jsonl").exit_code == 1
    row = next(row for row in rows_in("out.jsonl") if row["id"] == "b.parquet")
    assert "no whole Parquet file" in row["error"]["detail"]
    assert ids("out.jsonl")[-1] == "sub/c.htm"


def test_a_pattern_names_files(run: Run, folder: Path) -> None:
    assert run(folder / "*.html", "out.jsonl").exit_code == 0
    assert ids("out.jsonl") == ["a.html"]
    result = run(folder / "*.warc", "out.jsonl")
    assert result.exit_code == 1
    assert "no file matches" in result.stderr


def test_a_folder_without_pages_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("empty", "out.jsonl")
    assert result.exit_code == 1
    assert "empty holds no web page or archive" in result.stderr
    assert not Path("out.jsonl").exists()


def test_addresses_are_read_and_written(run: Run, folder: Path) -> None:
    """In the memory of this process: what a bucket does, without a network."""
    files = fsspec.filesystem("memory")
    files.put(str(folder), "/bucket/in", recursive=True)
    assert run("memory://bucket/in", "memory://bucket/out.jsonl").exit_code == 1
    assert run(folder, "out.jsonl").exit_code == 1
    assert files.cat_file("/bucket/out.jsonl") == Path("out.jsonl").read_bytes()
    assert not files.exists("/bucket/out.jsonl.part")
    result = run("memory://bucket/in/*.html", "memory://bucket/out.parquet")
    assert result.exit_code == 0, result.output
    assert files.cat_file("/bucket/out.parquet")[:4] == b"PAR1"
    files.rm("/bucket", recursive=True)


def test_pages_are_read_out_of_a_zip(run: Run, folder: Path) -> None:
    with zipfile.ZipFile("pages.zip", "w") as archive:
        archive.write(folder / "a.html", "a.html")
    assert run("zip://*.html::pages.zip", "out.jsonl").exit_code == 0
    assert ids("out.jsonl") == ["a.html"]


def test_an_unknown_kind_of_address_is_told(run: Run) -> None:
    result = run("carrier-pigeon://a", "out.jsonl")
    assert result.exit_code == 1
    assert "carrier-pigeon" in result.stderr
    assert "Traceback" not in result.output


def test_how_far_it_is_read_is_known(folder: Path) -> None:
    archive = Archive(str(folder))
    assert archive.size == sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.suffix[1:2] in ("h", "j")
    )
    seen = [archive.position for _ in archive.records()]
    assert seen == sorted(seen)
    assert archive.position == archive.size
    assert Archive("-").size is None


def test_another_archive_has_another_digest(folder: Path) -> None:
    before = Archive(str(folder)).digest
    assert Archive(str(folder)).digest == before
    (folder / "a.html").write_text("<p>Rain.")
    assert Archive(str(folder)).digest != before


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file .*none\.jsonl"):
        Archive(str(tmp_path / "none.jsonl"))
