"""Sentences are cut without loss, and offsets count as a browser counts."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ascribe.text.sentences import (
    Utf16Offsets,
    split_sentences,
    utf16_length,
    words_in,
)

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from('😀\u200d\u0301\u202eא.!?"”\n \0'),
    )
)


def sliced(text: str, start: int, end: int) -> str:
    """Do what ``text.slice(start, end)`` does in JavaScript."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\xa0", [], id="white space only"),
        pytest.param("No stop", ["No stop"], id="no full stop"),
        pytest.param("One. Two.", ["One.", "Two."], id="two"),
        pytest.param("  One.   Two.  ", ["One.", "Two."], id="space around"),
        pytest.param("One.\nTwo.", ["One.", "Two."], id="line break"),
        pytest.param(
            "Mr. Ames paid $1.5 million. He left.",
            ["Mr. Ames paid $1.5 million.", "He left."],
            id="abbreviation and number",
        ),
        pytest.param(
            'He left. "It rained. I ran," she said. They ate.',
            ["He left.", '"It rained. I ran," she said.', "They ate."],
            id="a quotation is kept whole",
        ),
        pytest.param("😀 hi. Bye.", ["😀 hi.", "Bye."], id="emoji"),
        pytest.param("👩‍👩‍👧 ran. Bye.", ["👩‍👩‍👧 ran.", "Bye."], id="joined emoji"),
        pytest.param(
            "Cafe\u0301 shut. Bye.", ["Cafe\u0301 shut.", "Bye."], id="combining"
        ),
        pytest.param("\ud83d fox. Bye.", ["\ud83d fox.", "Bye."], id="half a pair"),
        pytest.param("\0 fox. Bye.", ["\0 fox.", "Bye."], id="NUL"),
        pytest.param("שלום עולם. Bye.", ["שלום עולם.", "Bye."], id="right to left"),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@given(ANY_TEXT)
@example("a\x1cb. \x1cC.")
def test_sentences_of_any_text_lie_in_order_and_lose_only_white_space(
    text: str,
) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "units"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param("abc", 3, id="letters"),
        pytest.param("😀", 2, id="emoji is two units"),
        pytest.param("👩‍👩‍👧", 8, id="joined emoji"),
        pytest.param("e\u0301", 2, id="combining mark"),
        pytest.param("\ud83d", 1, id="half a surrogate pair"),
        pytest.param("\ude00\ud83d", 2, id="two halves in the wrong order"),
        pytest.param("\0", 1, id="NUL"),
        pytest.param("א\u202e", 2, id="right to left"),
    ],
)
def test_a_length_counts_utf16_code_units(text: str, units: int) -> None:
    assert utf16_length(text) == units


@given(ANY_TEXT)
def test_a_length_is_that_of_the_encoded_text(text: str) -> None:
    # Two halves that follow each other are one character to a browser and two to
    # Python; the number of code units is the same.
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(ANY_TEXT, st.data())
def test_slicing_by_utf16_offsets_gives_the_same_piece(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offsets = Utf16Offsets(text)
    assert utf16_length(text[:start]) == offsets.of(start)
    expected = text[start:end].encode("utf-16-le", "surrogatepass")
    found = sliced(text, offsets.of(start), offsets.of(end))
    assert found.encode("utf-16-le", "surrogatepass") == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" - — … ", 0),
        ("one", 1),
        ("don't stop-gap", 2),
        ("at 5 o'clock", 3),
        ("שלום עולם", 2),
        ("\0 \ud83d 😀", 0),
    ],
)
def test_a_word_is_a_run_with_a_letter_or_a_digit(text: str, words: int) -> None:
    assert words_in(text) == words


def test_a_long_text_of_one_sentence_is_cut_once() -> None:
    text = "word " * 50_000
    assert split_sentences(text) == [(0, len(text) - 1)]
