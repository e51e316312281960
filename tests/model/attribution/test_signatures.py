"""Who signs a quotation, and which short lines are no signature."""

import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.floor import keep_floor
from ascribe.attribution.signatures import signature

SAID = "“It leaks, and it always did.”"


def said(block: int = 0, text: str = SAID, kind: str = "paragraph") -> SpeechSentence:
    marks = ((0, len(text)),) if text.startswith("“") else ()
    return SpeechSentence(block, kind, text, marks, 1.0)


def line(text: str, block: int = 1, kind: str = "paragraph") -> SpeechSentence:
    return SpeechSentence(block, kind, text, (), 0.0)


def signed(*sentences: SpeechSentence) -> str:
    found = signature(sentences, 0)
    return found.text(sentences) if found else ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("— Ana Vela", "Ana Vela"),
        ("– Oram", "Oram"),
        ("Ana Vela, nurse", "Ana Vela"),
        ("Ana V., verified buyer, ★★★★★", "Ana V."),
        ("Ana van der Pell, 44, Leeds", "Ana van der Pell"),
        ("-- Émile Pell, who mends pumps", "Émile Pell"),
    ],
)
def test_a_line_below_a_quotation_signs_it(text: str, name: str) -> None:
    assert signed(said(), line(text)) == name


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Related Stories", id="a label"),
        pytest.param("Ana Vela", id="may head what follows"),
        pytest.param("Read more", id="small letters"),
        pytest.param("Ana Vela, nurse, said it always leaked.", id="a sentence"),
        pytest.param("Cheap, Plain And Short Of Nothing", id="a headline"),
        pytest.param("A Long Walk From The Old Port, on foot", id="no name"),
        pytest.param("— it always did", id="a dash before no name"),
        pytest.param("", id="empty"),
    ],
)
def test_other_short_lines_sign_nothing(text: str) -> None:
    assert signed(said(), line(text)) == ""


def test_below_a_block_quotation_a_given_name_is_enough() -> None:
    block = said(kind="quote", text="It leaks.")
    assert signed(block, line("Ana Vela")) == "Ana Vela"
    assert signed(block, line("Sign Up")) == ""
    assert signed(block, line("Ana Vela", kind="heading")) == ""


def test_the_whole_quotation_is_signed() -> None:
    sentences = [said(), said(), line("— Ana Vela")]
    acts = keep_floor(sentences, [[], [], []])
    assert [one[0].source.text(sentences) for one in acts[:2]] == ["Ana Vela"] * 2


def test_behind_a_dash_the_name_may_stand_in_the_same_block() -> None:
    assert signed(said(), line("— Ana Vela", block=0)) == "Ana Vela"
    assert signed(said(), line("Ana Vela, nurse", block=0)) == ""


def test_what_is_not_quoted_is_not_signed() -> None:
    assert signed(line("It leaks.", block=0), line("— Ana Vela")) == ""


def test_a_line_that_goes_on_or_stands_far_below_signs_nothing() -> None:
    assert signed(said(), line("— Ana Vela"), line("She mends pumps.")) == ""
    assert signed(said(), line("— Ana Vela", block=3)) == ""
    assert signed(said()) == ""
    assert signed(said(), said()) == ""
