"""Who is named right after he was only described."""

import pytest

from ascribe.attribution.later_names import later_names
from ascribe.attribution.source_speakers import Speaker
from ascribe.attribution.speech_tokens import page_words


def joined(texts: list[str], *spoken: tuple[int, Speaker]) -> list[tuple[str, str]]:
    """Return the pairs of names; given is who speaks in which sentence."""
    by_sentence: dict[int, list[Speaker]] = {}
    for at, one in spoken:
        by_sentence.setdefault(at, []).append(one)
        one.last_seen = at
    speakers = list({id(one): one for _, one in spoken}.values())
    pairs = later_names(speakers, page_words(texts), by_sentence)
    return [(one.name, other.name) for one, other in pairs]


def brother() -> Speaker:
    return Speaker("My brother", "unnamed", 0, "m", {"brother"})


def person(name: str, gender: str = "") -> Speaker:
    return Speaker(name, "person", 0, gender)


def test_my_brother_is_the_first_name_that_follows() -> None:
    texts = [
        "My brother rang at six.",
        "He said it leaks.",
        "Odo has one boat.",
        "Then Odo said it always did.",
    ]
    pairs = joined(texts, (1, brother()), (3, person("Odo")))
    assert pairs == [("My brother", "Odo")]


@pytest.mark.parametrize(
    ("third", "gender"),
    [
        pytest.param("Odo, a neighbour, has one boat.", "", id="explained"),
        pytest.param("My friend Odo has one boat.", "", id="somebody's friend"),
        pytest.param("Odo Pell has one boat.", "", id="with a family name"),
        pytest.param("Ada has one boat.", "f", id="a woman"),
    ],
)
def test_another_name_is_not_his(third: str, gender: str) -> None:
    name = "Ada" if gender else "Odo"
    texts = ["My brother rang.", "He said it leaks.", third, f"{name} said no."]
    assert joined(texts, (1, brother()), (3, person(name, gender))) == []


def test_a_name_far_from_him_is_not_his() -> None:
    texts = ["My brother said it leaks.", *["The boat is old."] * 3, "Odo said no."]
    assert joined(texts, (0, brother()), (4, person("Odo"))) == []


def test_of_two_names_none_is_his() -> None:
    texts = [
        "My brother said it leaks.",
        "Odo and Otto came.",
        "Otto said no and Odo yes.",
    ]
    speakers = (0, brother()), (2, person("Odo")), (2, person("Otto"))
    assert joined(texts, *speakers) == []


BAKERS = "Guild of Master Bakers"


def group(name: str) -> Speaker:
    return Speaker(name, "unnamed", 0, nouns={name.lower()})


def body(name: str) -> Speaker:
    return Speaker(name, "organisation", 0)


def test_bakers_are_the_guild_that_speaks_next_for_them() -> None:
    found = joined([], (4, group("Bakers")), (5, person("Ana")), (5, body(BAKERS)))
    assert found == [("Bakers", BAKERS)]


def test_bakers_whose_guild_speaks_far_from_them_are_not_it() -> None:
    assert joined([], (4, group("Bakers")), (9, body(BAKERS))) == []


def test_of_two_bodies_of_bakers_none_is_meant() -> None:
    two = (5, body(BAKERS)), (5, body("Union of Bakers"))
    assert joined([], (4, group("Bakers")), *two) == []


def test_other_groups_are_not_the_guild() -> None:
    few = Speaker("Two bakers", "unnamed", 0, nouns={"bakers"})
    assert joined([], (4, group("Millers")), (4, few), (5, body(BAKERS))) == []
