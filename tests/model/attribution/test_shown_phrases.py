"""What of a source phrase a reader is shown."""

import pytest

from ascribe.attribution.shown_phrases import (
    SPEAKING,
    is_adverb,
    is_common,
    shown_words,
)


@pytest.mark.parametrize(
    ("phrase", "shown"),
    [
        ("the clerk, who left", "the clerk"),
        ("two people who know him", "two people who know him"),
        ("A man stopped me", "A man"),
        ("the army meanwhile", "the army"),
        ("the board on Monday", "the board"),
        ("the clerk who alone", "the clerk"),
    ],
)
def test_a_reader_is_shown_what_stands_before_the_rest(phrase: str, shown: str) -> None:
    tokens = phrase.replace(",", " ,").split()
    assert " ".join(tokens[: shown_words(tokens)]) == shown


def test_a_noun_for_a_text_is_no_verb_of_speech() -> None:
    assert "says" in SPEAKING
    assert "report" not in SPEAKING


def test_adverbs_are_no_names() -> None:
    assert is_adverb("quietly")
    assert is_adverb("meanwhile")
    assert not is_adverb("Kelly")
    assert not is_adverb("clerk")


def test_of_titles_only_the_plural_is_common() -> None:
    assert is_common("filmmakers")
    assert is_common("ministers")
    assert not is_common("minister")
