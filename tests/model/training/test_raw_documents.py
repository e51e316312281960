"""Articles without labels: read, cut and named when they are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ascribe.errors import DataError
from ascribe.training.raw_documents import raw_digest, read_raw_documents


def file_of(folder: Path, *articles: object) -> Path:
    file = folder / "raw.jsonl"
    file.write_text("\n".join(json.dumps(each) for each in articles) + "\n", "utf-8")
    return file


def article(name: str, *paragraphs: str) -> dict[str, object]:
    return {"doc": name, "outlet": "north.example", "paragraphs": list(paragraphs)}


def test_articles_are_cut_into_sentences(tmp_path: Path) -> None:
    file = file_of(tmp_path, article("a", "It rained. It stopped.", " ", "Then snow."))
    (found,) = read_raw_documents(file, without=())
    assert [s.text for s in found.page] == ["It rained.", "It stopped.", "Then snow."]
    assert [s.block for s in found.page] == [0, 0, 1]
    assert (found.name, found.outlet) == ("a", "north.example")


def test_labelled_and_empty_articles_are_passed_over(tmp_path: Path) -> None:
    file = file_of(
        tmp_path, article("a", "Rain."), article("b", " "), article("c", "Snow.")
    )
    assert [d.name for d in read_raw_documents(file, without={"a"})] == ["c"]


def test_a_long_article_is_cut_short(tmp_path: Path) -> None:
    file = file_of(tmp_path, article("a", *["It rained again."] * 200))
    assert len(read_raw_documents(file, without=())[0].page) == 70


def test_a_digest_tells_sentences_apart(tmp_path: Path) -> None:
    one = read_raw_documents(file_of(tmp_path, article("a", "Rain.")), without=())
    other = read_raw_documents(file_of(tmp_path, article("a", "Snow.")), without=())
    assert raw_digest(one) != raw_digest(other)
    assert raw_digest(one) == raw_digest(list(one))


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = file_of(tmp_path, article("a", "Rain."), {"doc": "b"})
    with pytest.raises(DataError, match=r"raw\.jsonl:2: not an article"):
        read_raw_documents(file, without=())
    with pytest.raises(DataError, match="cannot read"):
        read_raw_documents(tmp_path / "none.jsonl", without=())
