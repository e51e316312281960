"""Bytes become text as in a browser, and a tree however broken they are."""

from __future__ import annotations

import pytest

from ascribe.reading.html_reader import blocks_of_html
from ascribe.reading.html_tree import parse_html


def texts(page: str | bytes) -> list[str]:
    return [block.text for block in blocks_of_html(page)]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p>caf\xe9 “x”".encode(), id="utf-8, not declared"),
        pytest.param("\ufeff<p>caf\xe9 “x”".encode(), id="utf-8 mark"),
        pytest.param("\ufeff<p>caf\xe9 “x”".encode("utf-16-le"), id="utf-16 mark"),
        pytest.param("\ufeff<p>caf\xe9 “x”".encode("utf-16-be"), id="big-endian mark"),
        pytest.param("<p>caf\xe9 “x”".encode("cp1252"), id="windows, not declared"),
        pytest.param(
            '<meta charset="ISO-8859-1"><p>caf\xe9 “x”'.encode("cp1252"),
            id="latin-1 is read as windows-1252, as browsers do",
        ),
        pytest.param(
            "<meta http-equiv=content-type content='text/html; charset=macroman'>"
            "<p>caf\xe9 “x”".encode("mac-roman"),
            id="declared in the old way",
        ),
        pytest.param(
            '<meta charset="rot13"><p>caf\xe9 “x”'.encode(), id="no real encoding"
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="utf-16"?><p>caf\xc3\xa9 \xe2\x80\x9cx\xe2'
            b"\x80\x9d",
            id="a declaration that cannot be true",
        ),
    ],
)
def test_bytes_are_decoded_as_browsers_do(page: bytes) -> None:
    assert texts(page) == ["caf\xe9 “x”"]


def test_a_damaged_character_does_not_change_the_encoding() -> None:
    page = ("é" * 50).encode() + b"\xff" + "é".encode()
    assert texts(page) == ["é" * 50 + "\ufffd" + "é"]


@pytest.mark.parametrize("page", ["", b"", " \n\0", "<!-- x -->", "<!doctype html>"])
def test_a_page_without_anything_is_no_tree(page: str | bytes) -> None:
    assert parse_html(page) is None


def test_elements_nested_deeper_than_the_parser_allows_are_kept() -> None:
    page = "<div>" * 100_000 + "<b>deep</b>" + "</div>" * 100_000 + "<p>after</p>"
    assert texts(page) == ["deep", "after"]
