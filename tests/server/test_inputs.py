"""Files are read by name or look, and what cannot be read says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from ascribe.errors import InputError
from ascribe_server.inputs import InputKind, read_documents


def kinds(path: Path, kind: InputKind | None = None) -> list[str]:
    return [
        block.kind
        for document in read_documents(str(path), kind=kind)
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        pytest.param("a.txt", "> Rain.", ["quote"], id="text"),
        pytest.param("a.TXT", "<p>Rain", ["paragraph"], id="the name decides"),
        pytest.param("a.html", "<h2>Rain", ["heading"], id="page"),
        pytest.param("a.htm", "no markup", ["paragraph"], id="page without markup"),
        pytest.param(
            "a.jsonl", '{"text": "> a"}\n\n{"html": "<h1>b"}\r\n', ["quote", "heading"]
        ),
        pytest.param("a", "<!doctype html><h1>Rain", ["heading"], id="looks so"),
        pytest.param("a", "\n<!-- x -->\n<h1 class=y>R", ["heading"], id="also"),
        pytest.param("a", "<3 rain.", ["paragraph"], id="looks like text"),
    ],
)
def test_a_file_is_read_by_its_name_or_look(
    tmp_path: Path, name: str, data: str, expected: list[str]
) -> None:
    path = tmp_path / name
    path.write_text(data, "utf-8")
    assert kinds(path) == expected


def test_the_caller_can_say_what_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<h1>Rain", "utf-8")
    assert kinds(path, "html") == ["heading"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_obeyed(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Café.", encoding)
    ((document),) = read_documents(str(path), kind=None)
    assert document.blocks[0].text == "Café."


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        pytest.param("a.txt", b"", "is empty", id="empty"),
        pytest.param("a.html", b" \n", "is empty", id="white space"),
        pytest.param("a.txt", "Café".encode("cp1252"), "iconv", id="not UTF-8"),
        pytest.param("a.txt", b"x\0y\0" * 99, "binary", id="binary"),
        pytest.param("a.txt", b"%PDF-1.7\n", "pdftotext", id="pdf"),
        pytest.param("a.html", b"PK\x03\x04xx", "office document", id="zip"),
        pytest.param("a.jsonl", b"\x1f\x8b\x08", "gunzip", id="gzip"),
        pytest.param("a.jsonl", b'{"text": "a"}\n{"x"}', "line 2: ", id="bad record"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        kinds(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        kinds(tmp_path / "nothing.txt")
    with pytest.raises(InputError, match=r"is a folder; name files in it"):
        kinds(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        kinds(Path("a\0b.txt"))
