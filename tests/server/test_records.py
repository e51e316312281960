"""A line of JSON becomes a document, or says what is wrong with it."""

from __future__ import annotations

import json

import pytest

from ascribe.results import Block
from ascribe_server.records import RecordError, document_of_line


def test_blocks_are_taken_as_they_are() -> None:
    line = json.dumps(
        {
            "id": "page 7",
            "year": 2026,
            "blocks": [
                {"id": "a", "kind": "quote", "text": " Rain ", "link_density": 0.5}
            ],
        }
    )
    document = document_of_line(line, number=1)
    assert document.id == "page 7"
    assert document.blocks == (Block("a", "quote", " Rain ", 0.5),)


@pytest.mark.parametrize(
    ("record", "kinds"),
    [
        pytest.param({"id": 1, "text": "> Rain.\nSnow."}, ["quote", "paragraph"]),
        pytest.param({"id": 1, "html": "<h1>Rain</h1><p>Snow"}, ["heading"]),
        pytest.param({"id": 1, "text": ""}, []),
        pytest.param({"id": 1, "blocks": []}, []),
    ],
)
def test_text_and_html_are_read_into_blocks(
    record: dict[str, object], kinds: list[str]
) -> None:
    blocks = document_of_line(json.dumps(record), number=1).blocks
    assert [block.kind for block in blocks][: len(kinds)] == kinds


def test_a_labelled_document_is_put_together_again() -> None:
    sentences = [
        {"paragraph": 0, "text": "Rain fell.", "label": "S"},
        {"paragraph": 0, "text": "It was wet.", "label": "O"},
        {"paragraph": 1, "kind": "quote", "text": "Stay in.", "label": "B"},
    ]
    line = json.dumps({"doc": "d1", "sentences": sentences})
    document = document_of_line(line, number=1)
    assert document.id == "d1"
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("paragraph", "Rain fell. It was wet."),
        ("quote", "Stay in."),
    ]


def test_a_record_without_an_id_is_called_by_its_line() -> None:
    assert document_of_line('{"text": "Rain."}', number=12).id == 12


def test_half_a_surrogate_pair_is_read() -> None:
    (block,) = document_of_line('{"text": "\\ud83d Rain."}', number=1).blocks
    assert block.text == "\ud83d Rain."


@pytest.mark.parametrize(
    ("line", "kind", "says"),
    [
        pytest.param("", "not-json", "not JSON", id="nothing"),
        pytest.param("{", "not-json", "column 2", id="cut off"),
        pytest.param(b'{"id": "\xff"}', "not-json", "UTF-8", id="not UTF-8"),
        pytest.param("[" * 100_000, "not-json", "deeply", id="nested"),
        pytest.param('{"id": NaN}', "not-json", "number", id="not a number"),
        pytest.param(
            '{"id": ' + "9" * 5000 + "}", "not-json", "number", id="too long a number"
        ),
        pytest.param("[]", "wrong-shape", "the record: expected `object`", id="list"),
        pytest.param("{}", "wrong-shape", "none of them", id="no content"),
        pytest.param(
            '{"id": "x", "text": "a", "html": "b"}',
            "wrong-shape",
            '"text" and "html"',
            id="two contents",
        ),
        pytest.param('{"id": "x", "text": 3}', "wrong-shape", "text: exp", id="text"),
        pytest.param('{"id": 1.5, "text": "a"}', "wrong-shape", "id: exp", id="id"),
        pytest.param(
            '{"id": "x", "blocks": [{"id": "1", "kind": "verse", "text": ""}]}',
            "wrong-shape",
            "blocks[0].kind: expected one of heading, paragraph",
            id="unknown kind",
        ),
        pytest.param(
            '{"blocks": [{"id": "1", "kind": "cell", "text": ""},'
            ' {"id": "1", "kind": "cell", "text": ""}]}',
            "wrong-shape",
            "two blocks have the id '1'",
            id="id twice",
        ),
    ],
)
def test_what_is_wrong_is_said(line: str | bytes, kind: str, says: str) -> None:
    with pytest.raises(RecordError) as caught:
        document_of_line(line, number=1)
    assert caught.value.kind == kind
    assert says in str(caught.value)


def test_the_id_is_known_though_the_rest_is_wrong() -> None:
    with pytest.raises(RecordError) as caught:
        document_of_line('{"id": "x7", "text": []}', number=1)
    assert caught.value.record_id == "x7"
