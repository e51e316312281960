"""The strings for the n-grams: one glyph, one digit, quoted words marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.text.views import character_view, normalise, tokens_of, word_view

ANY_TEXT = st.text(st.one_of(st.characters(), st.characters(categories=["Cs"])))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("", ""),
        ("“a” „b“ «c» ``d'' ‘‘e’’ ＂f＂", '"a" "b" "c" "d" "e" "f"'),
        ("‘a’ ‚b‘ ‹c› d’s", "'a' 'b' 'c' d's"),
        ("1,250 and 37%", "0,000 and 00%"),
        ("No Change", "No Change"),
    ],
)
def test_glyphs_and_digits_have_one_form(text: str, normal: str) -> None:
    assert normalise(text) == normal


@pytest.mark.parametrize(
    ("text", "spans", "view"),
    [
        ("", (), "<s> </s>"),
        ("He left.", (), "<s> he left . </s>"),
        ("Don't go", (), "<s> don't go </s>"),
        ("Don’t go", (), "<s> don't go </s>"),
        ("In 1987 it rained", (), "<s> in 0000 it rained </s>"),
        ("a_b", (), "<s> a _ b </s>"),
        ('"Go," he said.', ((1, 4),), '<s> " "go ", " he said . </s>'),
        (
            "“A” or “B”",
            ((1, 2), (8, 9)),
            '<s> " "a " or " "b " </s>',
        ),
        ("It rained.", ((0, 10),), '<s> "it "rained ". </s>'),
    ],
)
def test_words_inside_quotation_marks_are_other_words(
    text: str, spans: tuple[tuple[int, int], ...], view: str
) -> None:
    assert word_view(text, spans) == view


@given(ANY_TEXT)
def test_tokens_of_any_text_lie_in_order_and_hold_no_space(text: str) -> None:
    tokens = tokens_of(text, ())
    assert tokens[0][0] == "<s>"
    assert tokens[-1][0] == "</s>"
    at = 0
    for token, start, end in tokens[1:-1]:
        assert at <= start < end <= len(text)
        assert token
        assert token.split() == [token]
        at = end


def test_letters_of_all_scripts_are_words_and_marks_are_tokens() -> None:
    assert word_view("שלום, ærø!", ()) == "<s> שלום , ærø ! </s>"


def test_the_character_view_has_one_case_and_one_digit() -> None:
    assert character_view("“Now 24!”") == '"now 00!"'


def test_text_without_a_word_gives_the_ends_alone() -> None:
    assert word_view(" \0\t ", ()) == "<s> \0 </s>"
