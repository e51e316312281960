"""The telling part of a source phrase."""

import pytest

from ascribe.attribution.source_phrases import (
    is_nobody,
    name_at_end,
    name_behind,
    part_of,
    pronoun_in,
    reporting_by,
)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        pytest.param("ambassador to the U.N. Linda Ray", "Linda Ray", id="office"),
        pytest.param(
            "writer and relationship coach Jo Ames", "Jo Ames", id="two roles"
        ),
        pytest.param("head of news at Oram Guild Ana Vela , 44", "Ana Vela", id="end"),
        pytest.param("a spokesman for Linda Ray", "", id="somebody else"),
        pytest.param("the mother of Linda Ray", "", id="a relative"),
        pytest.param("a clerk in Port Lisle", "", id="no given name"),
        pytest.param("the clerk", "", id="no name"),
    ],
)
def test_an_office_may_end_in_the_name_of_who_holds_it(phrase: str, name: str) -> None:
    assert " ".join(name_at_end(phrase.split())) == name


def test_a_name_of_two_words_may_stand_behind_a_comma() -> None:
    assert name_behind(["a", "clerk", ",", "Lena", "Rask", ","], 2) == ("Lena", "Rask")
    assert name_behind(["a", "clerk", ",", "Lena", ","], 2) == ()
    assert name_behind(["a", "clerk"], 2) == ()


def test_a_pronoun_is_found_where_it_is_the_subject() -> None:
    assert pronoun_in(["She"]) == "she"
    assert pronoun_in(["operator", "and", "she"]) == "she"
    assert pronoun_in(["English", "it", "reads"]) == "it"
    assert pronoun_in(["whoever", "built", "it"]) == ""
    assert pronoun_in(["him", "out"]) == "me"


def test_nobody_is_no_source_and_number_ten_is_one() -> None:
    assert is_nobody(["No", "one"])
    assert is_nobody(["Everyone"])
    assert not is_nobody(["No", ".", "10"])
    assert not is_nobody(["Someone"])


def test_nobody_in_particular_is_no_source() -> None:
    assert is_nobody(["Any", "half-awake", "office"])
    assert not is_nobody(["Many", "offices"])


def test_the_paper_that_is_being_read_is_no_source() -> None:
    assert is_nobody(["This", "newspaper"])
    assert not is_nobody(["The", "newspaper"])
    assert not is_nobody(["This", "official"])


def test_the_many_of_whom_one_speaks_are_found() -> None:
    assert part_of(["One", "of", "the", "clerks"]) == 2
    assert part_of(["One", "clerk", "there"]) == 0


def test_the_medium_that_reports_is_found() -> None:
    assert reporting_by(["exclusive", "reporting", "by", "Oram"]) == 3
    assert reporting_by(["a", "report", "by", "Oram"]) == 0
