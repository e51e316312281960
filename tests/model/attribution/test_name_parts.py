"""Initials, titles and the person in a run of name words."""

import pytest

from ascribe.attribution.name_parts import (
    ends_in_initial,
    has_initial,
    is_title,
    person_at_end,
)
from ascribe.attribution.speech_tokens import tokens_of


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        pytest.param("Ana V.", True, id="a family name cut short"),
        pytest.param("Ana Vela.", False, id="the end of a sentence"),
        pytest.param("the letter V.", False, id="no name"),
        pytest.param("V.", False, id="a letter alone"),
    ],
)
def test_a_name_may_end_in_an_initial(phrase: str, found: bool) -> None:
    assert ends_in_initial(tokens_of(phrase)) is found


def test_an_initial_has_its_stop() -> None:
    assert has_initial(("Peter", "T.", "Vela"))
    assert not has_initial(("Al", "Vela"))
    assert not has_initial(())


def test_a_title_that_is_a_given_name_is_none_before_one_word() -> None:
    assert is_title("Mayor", 1)
    assert not is_title("Dean", 1)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        pytest.param("House Majority Whip Ana Vela", 3, id="an office"),
        pytest.param("Ana Kate Vela", 0, id="two given names"),
        pytest.param("Board Member Ana Press", 0, id="an organisation"),
        pytest.param("Oram Ana Vela", 0, id="no office"),
    ],
)
def test_a_person_begins_behind_an_office(words: str, start: int) -> None:
    assert person_at_end(words.split(), 0) == start
