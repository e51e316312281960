"""Speakers who are one source under two names."""

import pytest

from ascribe.attribution.source_kin import said_alike, same_sources
from ascribe.attribution.source_speakers import Speaker


def speaker(name: str, kind: str, *nouns: str, press: bool = False) -> Speaker:
    return Speaker(name, kind, 0, nouns=set(nouns), is_press=press)


def joined(*speakers: Speaker, said: dict[str, set[str]] | None = None):
    quotations = {
        id(one): (said or {})[one.name] for one in speakers if said and one.name in said
    }
    return [(one.name, other.name) for one, other in same_sources(speakers, quotations)]


FUND = speaker("International Monetary Fund", "organisation")
IMF = speaker("IMF", "organisation")
STUDY = speaker("study", "document", "study")
TEAM = speaker("team at Oram", "organisation", "team")
AUTHORS = speaker("the authors", "unnamed", "authors")
PAPERS = speaker("court papers", "document", "papers")
INDICTMENT = speaker("23-page indictment", "document", "indictment")
ZENIT = speaker("Zenit", "organisation", press=True)
REPORT = speaker("report", "document", "report")
AUDIT = speaker("auditor's report", "document", "report")
AUDITOR = speaker("the auditor", "unnamed", "auditor")
PEOPLE = speaker("three people", "unnamed", "people")
ONE = speaker("one of the people", "unnamed", "people")
SCHOLAR = speaker("one scholar", "unnamed", "scholar")
VELA = speaker("Ana Vela", "person")


@pytest.mark.parametrize(
    ("speakers", "pairs"),
    [
        pytest.param([IMF, FUND], [(IMF, FUND)], id="initials"),
        pytest.param(
            [STUDY, AUTHORS, TEAM], [(AUTHORS, STUDY), (TEAM, STUDY)], id="study"
        ),
        pytest.param([TEAM, AUTHORS], [(AUTHORS, TEAM)], id="researchers"),
        pytest.param([PAPERS, INDICTMENT], [(PAPERS, INDICTMENT)], id="court papers"),
        pytest.param([REPORT, ZENIT], [(REPORT, ZENIT)], id="a report of a daily"),
        pytest.param([AUDIT, AUDITOR], [(AUDITOR, AUDIT)], id="its maker"),
        pytest.param([PEOPLE, ONE], [(ONE, PEOPLE)], id="one of them"),
        pytest.param([VELA, IMF, STUDY, ZENIT], [], id="different ones"),
        pytest.param([], [], id="nobody"),
    ],
)
def test_who_is_one_source(speakers, pairs) -> None:
    assert sorted(joined(*speakers)) == sorted((a.name, b.name) for a, b in pairs)


def test_the_very_same_words_are_of_one_source() -> None:
    words = {said_alike("No state gets to referee its own nets")}
    said = {"one scholar": words, "Ana Vela": words}
    assert joined(SCHOLAR, VELA, said=said) == [("one scholar", "Ana Vela")]


def test_the_same_words_of_two_named_ones_join_nobody() -> None:
    other = speaker("Otto Pell", "person")
    words = {said_alike("No state gets to referee its own nets")}
    assert joined(other, VELA, said={"Otto Pell": words, "Ana Vela": words}) == []


def test_a_report_of_one_of_two_media_stays_a_report() -> None:
    other = speaker("Novy Den", "organisation", press=True)
    assert joined(REPORT, ZENIT, other) == []


def test_short_quotations_tell_nothing() -> None:
    assert said_alike("It leaks.") == ""
