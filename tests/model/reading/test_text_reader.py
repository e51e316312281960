"""Plain text becomes the blocks that a reader sees in it."""

from __future__ import annotations

import time

import pytest

from ascribe.reading.text_reader import blocks_of_text


def read(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks_of_text(text)]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\r\n \ufeff".lstrip(), [], id="white space only"),
        pytest.param("\0\0", [], id="nothing but NUL"),
        pytest.param("Rain fell", [("paragraph", "Rain fell")], id="one line"),
        pytest.param(
            "Rain  fell.\r\n\tIt was\tcold.\u2028The end.",
            [
                ("paragraph", "Rain fell."),
                ("paragraph", "It was cold."),
                ("paragraph", "The end."),
            ],
            id="every line end, white space folded",
        ),
        pytest.param(
            "> The court is closed.\n>> It stays closed.",
            [("quote", "The court is closed."), ("quote", "It stays closed.")],
            id="quotes, nested or not",
        ),
        pytest.param(
            "- first item\n* second item\n  goes on here\n\u2022 third",
            [
                ("list_item", "first item"),
                ("list_item", "second item goes on here"),
                ("list_item", "third"),
            ],
            id="list items, an indented line goes on",
        ),
        pytest.param(
            "Storm closes the harbour\nThe harbour shut at noon on Friday.",
            [
                ("heading", "Storm closes the harbour"),
                ("paragraph", "The harbour shut at noon on Friday."),
            ],
            id="a short line without a full stop is a heading",
        ),
        pytest.param(
            "According to the agency:\nThe harbour shut at noon on Friday.",
            [
                ("paragraph", "According to the agency:"),
                ("paragraph", "The harbour shut at noon on Friday."),
            ],
            id="a line that ends in a colon is no heading",
        ),
        pytest.param(
            "It is over,” she said.”\nThe harbour shut at noon on Friday.",
            [
                ("paragraph", "It is over,” she said.”"),
                ("paragraph", "The harbour shut at noon on Friday."),
            ],
            id="a full stop inside the quotation marks counts",
        ),
        pytest.param(
            "The harbour shut at noon on Friday.\nBy our staff",
            [
                ("paragraph", "The harbour shut at noon on Friday."),
                ("paragraph", "By our staff"),
            ],
            id="nothing follows, so it heads nothing",
        ),
        pytest.param(
            "# Weather\nRain.\n\nTides\n=====\nHigh.\n\n***\nLow.",
            [
                ("heading", "Weather"),
                ("paragraph", "Rain."),
                ("heading", "Tides"),
                ("paragraph", "High."),
                ("paragraph", "Low."),
            ],
            id="marked headings and rules",
        ),
        pytest.param(
            "\ud83d x. 😀 \u05e9\u05dc\u05d5\u05dd e\u0301.",
            [("paragraph", "\ud83d x. 😀 \u05e9\u05dc\u05d5\u05dd e\u0301.")],
            id="half a surrogate pair, emoji, right to left, combining marks",
        ),
    ],
)
def test_each_line_becomes_a_block_of_its_kind(
    text: str, blocks: list[tuple[str, str]]
) -> None:
    assert read(text) == blocks


WRAPPED = """\
The harbour master said on Friday that no ship would leave before the wind
dropped, and that crews should stay on board until they heard from him.
Nobody complained.

A second paragraph begins here and is just long enough to need another line
of its own.
"""


def test_hard_wrapped_lines_are_joined_up_to_the_blank_line() -> None:
    assert read(WRAPPED) == [
        (
            "paragraph",
            "The harbour master said on Friday that no ship would leave before the "
            "wind dropped, and that crews should stay on board until they heard from "
            "him. Nobody complained.",
        ),
        (
            "paragraph",
            "A second paragraph begins here and is just long enough to need another "
            "line of its own.",
        ),
    ]


def test_wrapped_quotes_are_joined_and_a_short_last_line_ends_them() -> None:
    quoted = "\n".join(f"> {line}" for line in WRAPPED.splitlines() if line)
    assert read(quoted) == [("quote", text) for _, text in read(WRAPPED)]


def test_lines_of_verse_are_not_joined() -> None:
    verse = (
        "The gulls were loud that morning,\n"
        "the harbour full of rain,\n"
        "and nobody came down the hill\n"
        "to see us off again.\n"
    )
    assert len(read(verse)) == 4


def test_ids_count_up() -> None:
    blocks = blocks_of_text("One.\n\nTwo.\nThree.")
    assert [block.id for block in blocks] == ["0", "1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word " * 1_000_000, id="one paragraph"),
        pytest.param(("word " * 14 + "\n") * 70_000, id="wrapped"),
        pytest.param("- x\n" + (" " + "word " * 14 + "\n") * 70_000, id="list item"),
        pytest.param(">" * 5_000_000, id="quote marks"),
        pytest.param("- " * 2_500_000, id="dashes"),
    ],
)
def test_five_megabytes_are_read_in_seconds(text: str) -> None:
    start = time.process_time()
    blocks_of_text(text)
    assert time.process_time() - start < 10
