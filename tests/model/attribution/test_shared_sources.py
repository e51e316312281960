"""Which sources of several pages are one, and which only look alike."""

from __future__ import annotations

import pytest

from ascribe.attribution.shared_sources import (
    SharedSource,
    shared_part,
    shared_sources,
)
from ascribe.results import Source, SourceKind


def person(name: str, words: int = 10) -> Source:
    return Source(name, "person", 1, words)


def of_kind(kind: SourceKind, name: str, words: int = 10) -> Source:
    return Source(name, kind, 1, words)


def on_pages(*ledgers: list[Source]) -> dict[str, list[str | None]]:
    """Return for each source its name on every page."""
    return {
        source.name: [heard.names[0] if heard else None for heard in source.heard]
        for source in shared_sources(ledgers)
    }


@pytest.mark.parametrize(
    ("here", "there"),
    [
        pytest.param("Kevin Jon Heller", "Kevin Jon Heller", id="the same"),
        pytest.param("Kevin Jon Heller", "Heller", id="surname"),
        pytest.param("Kevin Jon Heller", "Kevin Heller", id="without the middle"),
        pytest.param("Kevin Jon Heller", "K. J. Heller", id="initials"),
        pytest.param("Ada Brock", "Mayor Ada Brock", id="a title before it"),
        pytest.param("Ada Brock", "Dr. Brock", id="title and surname"),
        pytest.param("ADA BROCK", "Ada Brock", id="in capitals"),
        pytest.param("Seán O’Brien", "O’Brien", id="an apostrophe in it"),
    ],
)
def test_names_of_one_person_are_one_source(here: str, there: str) -> None:
    assert list(on_pages([person(here)], [person(there)]).values()) == [[here, there]]
    assert list(on_pages([person(there)], [person(here)]).values()) == [[there, here]]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Kevin Heller", "Anna Heller"),
        ("Kevin Heller", "Kevin"),
        ("Kevin Heller", "Kevin Hellerman"),
        ("Kevin Jon Heller", "Jon Kevin Heller"),
    ],
)
def test_names_of_two_people_stay_two(here: str, there: str) -> None:
    assert len(shared_sources([[person(here)], [person(there)]])) == 2


def test_a_surname_that_fits_two_people_is_linked_with_neither() -> None:
    found = on_pages([person("Ann Heller"), person("Bob Heller")], [person("Heller")])
    assert found["Heller"] == [None, "Heller"]
    assert len(found) == 3


def test_two_names_that_one_page_tells_apart_stay_two() -> None:
    found = on_pages([person("Ann Heller"), person("Heller")], [person("Ann Heller")])
    assert found == {
        "Ann Heller": ["Ann Heller", "Ann Heller"],
        "Heller": ["Heller", None],
    }


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("the World Health Organization", "WHO"),
        ("United Nations", "the U.N."),
        ("Department of Justice", "the DoJ"),
        ("Office of Harbour Safety", "OHS"),
        ("Marlow Freight Inc.", "Marlow Freight"),
        ("the Courier", "The Courier"),
    ],
)
def test_an_organisation_and_its_initials_are_one(here: str, there: str) -> None:
    (found,) = shared_sources(
        [[of_kind("organisation", here)], [of_kind("organisation", there)]]
    )
    assert found.pages == 2


@pytest.mark.parametrize("there", ["Who", "WTO", "World"])
def test_other_letters_are_another_organisation(there: str) -> None:
    here = of_kind("organisation", "World Health Organization")
    assert len(shared_sources([[here], [of_kind("organisation", there)]])) == 2


def test_unnamed_sources_are_never_linked() -> None:
    official = of_kind("unnamed", "an unnamed official")
    found = shared_sources([[official], [official]])
    assert [source.pages for source in found] == [1, 1]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("document", "report"),
        ("document", "The study"),
        ("person", "The researchers"),
        ("organisation", "the police"),
        ("person", "Several officials"),
        ("person", "the Mayor"),
    ],
)
def test_what_has_no_name_is_never_linked(kind: SourceKind, name: str) -> None:
    one = of_kind(kind, name)
    assert [source.pages for source in shared_sources([[one], [one]])] == [1, 1]


@pytest.mark.parametrize("name", ["Reuters", "the White House", "the FBI director"])
def test_what_holds_a_name_is_linked(name: str) -> None:
    one = of_kind("organisation", name)
    (found,) = shared_sources([[one], [one]])
    assert found.pages == 2


def test_parts_are_of_the_words_of_all_sources_of_the_page() -> None:
    found = shared_sources(
        [[person("Ada Brock", 30), person("Tom Hale", 10)], [person("Brock", 5)]]
    )
    by_name = {source.name: source for source in found}
    first, second = by_name["Ada Brock"].heard
    assert first is not None
    assert second is not None
    assert (first.part, second.part) == (0.75, 1.0)
    assert shared_part(found, 0) == 0.75
    assert shared_part(found, 1) == 1.0


def test_a_page_without_sources_has_no_part() -> None:
    found = shared_sources([[person("Ada Brock")], []])
    assert shared_part(found, 1) is None
    assert shared_part(found, 0) == 0.0


def test_what_most_pages_hear_comes_first_then_who_says_most() -> None:
    found: tuple[SharedSource, ...] = shared_sources(
        [
            [person("Only Here", 90), person("Ada Brock", 2), person("Tom Hale", 5)],
            [person("Ada Brock", 2), person("Tom Hale", 5)],
            [person("Ada Brock", 2)],
        ]
    )
    names = [source.name for source in found]
    assert names == ["Ada Brock", "Tom Hale", "Only Here"]


def test_one_name_listed_twice_on_a_page_is_added_up() -> None:
    (found,) = shared_sources([[person("Ada Brock", 3), person("Mayor Ada Brock", 4)]])
    assert found.heard[0] is not None
    assert (found.heard[0].words, found.heard[0].sentences) == (7, 2)
    assert found.heard[0].names == ("Mayor Ada Brock", "Ada Brock")


def test_nothing_gives_nothing() -> None:
    assert shared_sources([]) == ()
    assert shared_sources([[], []]) == ()
