"""The telling part of a source phrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.attribution import source_words
from ascribe.attribution.source_phrases import (
    is_nobody,
    is_plain,
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


listed = st.sampled_from(
    sorted(
        source_words.PRONOUNS
        | source_words.PARTITIVES
        | source_words.ANYBODY
        | source_words.PRESS
        | {"any", "this", "q", "a", "by", "from", "of", "reporting", "coverage", "and"}
    )
)


@given(
    st.lists(
        st.one_of(
            listed, listed.map(str.title), st.sampled_from(["Vela", "clerk", "."])
        ),
        min_size=1,
        max_size=6,
    )
)
def test_of_a_plain_phrase_nothing_need_be_asked(phrase: list[str]) -> None:
    if is_plain(phrase):
        assert not pronoun_in(phrase)
        assert not is_nobody(phrase)
        assert not part_of(phrase)
        assert not reporting_by(phrase)


def test_most_phrases_are_plain() -> None:
    assert is_plain(["A", "clerk"])
    assert is_plain(["Mara", "Vela"])
    assert not is_plain(["A"])
    assert not is_plain(["one", "of", "the", "clerks"])
    assert not is_plain(["English", "it", "reads"])
