"""What is kept of a source while its page is read."""

from __future__ import annotations

import pytest

from ascribe.attribution.acts import Part, SpeechSentence
from ascribe.attribution.page_names import PageNames
from ascribe.attribution.source_linking import Linker
from ascribe.attribution.source_speakers import Speaker
from ascribe.attribution.speech_tokens import page_words


def opening(*phrases: str) -> list[Speaker | None]:
    """Return who speaks in a page of sentences that begin with ``phrases``."""
    texts = [f"{phrase} said it leaks." for phrase in phrases]
    sentences = [SpeechSentence(at, "paragraph", text) for at, text in enumerate(texts)]
    linker = Linker(sentences, PageNames(page_words(texts)))
    return [
        linker.speaker(Part(at, 0, len(phrase))) for at, phrase in enumerate(phrases)
    ]


def speakers(*lines: tuple[str, str]) -> list[str]:
    """Return the names of who speaks; each line: text, and the source phrase in it."""
    texts = [text for text, _ in lines]
    sentences = [SpeechSentence(at, "paragraph", text) for at, text in enumerate(texts)]
    linker = Linker(sentences, PageNames(page_words(texts)))
    found = [
        linker.speaker(Part(at, text.index(phrase), text.index(phrase) + len(phrase)))
        for at, (text, phrase) in enumerate(lines)
    ]
    return [one.name if one else "" for one in found]


@pytest.mark.parametrize("role", ["official", "mayor"])
def test_a_page_that_names_one_source_ever_again_keeps_little_of_it(role: str) -> None:
    # A list of all its mentions, searched at each, made the time grow with the square.
    found = opening(f"A senior {role}", *[f"The {role}"] * 500)
    assert len({id(each) for each in found}) == 1
    assert found[0] is not None
    assert sorted(found[0].modifiers) == [(), ("senior",)]


def test_an_unnamed_source_is_called_by_what_its_mentions_agree_on() -> None:
    first, *_, last = opening("A senior official", "The official", "The official")
    assert first is last
    assert first is not None
    assert first.name == "an unnamed senior official"


def test_of_one_official_the_number_is_not_part_of_the_name() -> None:
    (bare,) = opening("One official")
    (told,) = opening("One senior ministry official")
    assert bare is not None
    assert told is not None
    assert bare.name == "an unnamed official"
    assert told.name == "an unnamed senior ministry official"


def test_a_source_of_two_descriptions_is_called_by_its_role_alone() -> None:
    first, _, last = opening(
        "A senior official", "The European official", "The official"
    )
    assert first is last
    assert first is not None
    assert first.name == "an unnamed official"


def names_of(*lines: tuple[str, str]) -> list[str]:
    """Each line: a sentence and its source; return the names that come out."""
    sentences = [
        SpeechSentence(at, "paragraph", text) for at, (text, _) in enumerate(lines)
    ]
    linker = Linker(sentences, PageNames(page_words([text for text, _ in lines])))
    found = []
    for at, (text, source) in enumerate(lines):
        first = text.index(source)
        one = linker.speaker(Part(at, first, first + len(source)))
        found.append(one.name if one else "")
    return found


def test_the_bank_is_the_only_bank_that_the_page_names() -> None:
    names = names_of(
        ("On Monday the Bank of Dravia said so.", "the Bank of Dravia"),
        ("The guild of bakers said no.", "The guild of bakers"),
        ("The bank said more.", "The bank"),
    )
    assert names[2] == names[0] == "Bank of Dravia"


def test_the_news_agency_is_the_named_one_before() -> None:
    names = names_of(
        ("On Monday Reuters said so.", "Reuters"),
        ("According to the news agency, it leaks.", "the news agency"),
    )
    assert names == ["Reuters", "Reuters"]


def test_the_council_is_not_the_ministry_that_spoke_before() -> None:
    names = names_of(
        ("The ministry said so.", "The ministry"),
        ("The council said no.", "The council"),
        ("It said more.", "It"),
    )
    assert names == ["ministry", "council", "council"]


@pytest.mark.parametrize("pronoun", ["who", "I", "we", "you"])
def test_the_author_and_relative_pronouns_mean_nobody_on_the_page(
    pronoun: str,
) -> None:
    names = names_of(
        ("Ana Vela said so.", "Ana Vela"), (f"Those {pronoun} say no.", pronoun)
    )
    assert names == ["Ana Vela", ""]


def test_a_report_is_the_report_before() -> None:
    names = names_of(
        ("A study by the clinic found so.", "A study by the clinic"),
        ("The study says more.", "The study"),
    )
    assert names == ["study by the clinic", "study by the clinic"]


def test_the_paper_is_the_daily_that_the_page_names() -> None:
    names = names_of(
        ("The Osaka daily Kansai Keizai said so.", "The Osaka daily Kansai Keizai"),
        ("The ministry said no.", "The ministry"),
        ("It leaks, the paper said.", "the paper"),
    )
    assert names[2] == names[0] == "Kansai Keizai"


def test_the_importer_is_the_firm_in_apposition_to_it() -> None:
    names = names_of(
        ("The importer, Halloway Trading, said so.", "The importer"),
        ("It said that it leaks.", "It"),
    )
    assert names == ["Halloway Trading", "Halloway Trading"]


def test_the_company_far_away_is_the_only_firm_that_spoke() -> None:
    filler = [(f"The tide rose to {at} metres.", "The tide") for at in range(9)]
    names = names_of(
        ("Then Northern Grid said so.", "Northern Grid"),
        *filler,
        ("The company said more.", "The company"),
    )
    assert names[-1] == "Northern Grid"


def test_the_company_is_nobody_where_two_firms_spoke() -> None:
    filler = [(f"The tide rose to {at} metres.", "The tide") for at in range(9)]
    names = names_of(
        ("Then Northern Grid said so.", "Northern Grid"),
        ("Then Ostrander Rubber said no.", "Ostrander Rubber"),
        *filler,
        ("The company said more.", "The company"),
    )
    assert names[-1] == "company"


def test_a_name_with_an_article_is_no_person() -> None:
    (speaker,) = opening("The Courier")
    assert speaker is not None
    assert speaker.kind == "organisation"


def test_a_role_of_two_words_is_the_one_who_has_both() -> None:
    names = names_of(
        ("Foreign minister Ruslan Tarkhov said so.", "Foreign minister Ruslan Tarkhov"),
        ("Prime Minister Ada Brock said no.", "Prime Minister Ada Brock"),
        ("The prime minister said more.", "The prime minister"),
    )
    assert names[2] == "Ada Brock"


def test_a_headline_leaves_out_the_article() -> None:
    texts = ["Minister said it leaks", "Foreign minister Ruslan Tarkhov said it leaks."]
    sentences = [
        SpeechSentence(0, "heading", texts[0]),
        SpeechSentence(1, "paragraph", texts[1]),
    ]
    found = Linker(sentences, PageNames(page_words(texts))).speaker(Part(0, 0, 8))
    assert found is not None
    assert found.name == "Ruslan Tarkhov"


def test_which_is_the_name_right_before_it() -> None:
    names = names_of(
        ("Opponents include the Oram Alliance, which fears so.", "which"),
        ("It came by way of the Oram Alliance and by ships, which sank.", "which"),
    )
    assert names == ["Oram Alliance", ""]


@pytest.mark.parametrize(
    ("opening_sentence", "pronoun", "name"),
    [
        pytest.param("My aunt came by train.", "She", "My aunt", id="family"),
        pytest.param(
            "The old clerk looked up at me.", "He", "The old clerk", id="role"
        ),
        pytest.param("My aunt came by train.", "He", None, id="not against its word"),
        pytest.param("The trams came late again.", "He", None, id="no person"),
    ],
)
def test_a_pronoun_is_the_one_with_whom_the_sentence_before_opens(
    opening_sentence: str, pronoun: str, name: str | None
) -> None:
    texts = [opening_sentence, f"{pronoun} told me that it leaks."]
    sentences = [SpeechSentence(at, "paragraph", text) for at, text in enumerate(texts)]
    found = Linker(sentences, PageNames(page_words(texts))).speaker(
        Part(1, 0, len(pronoun))
    )
    assert (found.name if found else None) == name


def test_a_word_that_only_opens_a_sentence_is_no_source() -> None:
    assert opening("Night-time") == [None]
    assert names_of(("We try it again.", "We"), ("Try to say so.", "Try"))[1] == ""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Obama", "person"),
        ("Bloomberg", "organisation"),
        ("The Ministry", "organisation"),
        ("Zenit", "organisation"),
    ],
)
def test_of_what_kind_a_single_name_is(name: str, kind: str) -> None:
    found, *_ = opening(name, name)
    assert found is not None
    assert found.kind == kind


def test_the_verb_of_a_headline_is_no_part_of_a_name() -> None:
    assert speakers(
        ("Trevor Noah Says It Leaks", "Trevor Noah Says"),
        ("Trevor Noah told viewers that it leaks.", "Trevor Noah"),
    ) == ["Trevor Noah", "Trevor Noah"]


@pytest.mark.parametrize("word", ["Nevertheless", "Again", "Without", "First"])
def test_a_word_that_opens_many_sentences_is_no_source(word: str) -> None:
    assert speakers((f"{word} it leaks, it is said.", word)) == [""]


@pytest.mark.parametrize("people", ["Democrats", "Californians", "Muslims"])
def test_people_by_what_they_are_are_one_source_without_a_name(people: str) -> None:
    first, again, last = opening(people, people, f"Many {people}")
    assert first is again is last
    assert first is not None
    assert first.kind == "unnamed"


def test_people_by_what_they_are_are_not_she() -> None:
    assert speakers(
        ("Democrats met in Dale, where Megan Byrd spoke.", "Megan Byrd"),
        ("Democrats left early.", "Democrats"),
        ("She said that it leaks.", "She"),
    ) == ["Megan Byrd", "Democrats", "Megan Byrd"]


def test_a_family_name_that_two_share_is_a_person_still() -> None:
    (*_, last) = opening("Ryan Okoro", "Dr. Ana Okoro", "Okoro")
    assert last is not None
    assert (last.name, last.kind) == ("Okoro", "person")


def test_the_singer_is_the_one_person_just_named() -> None:
    assert speakers(
        ("Mara Vela won the prize on Monday.", "Mara Vela"),
        ("It was late, the singer said.", "the singer"),
    ) == ["Mara Vela", "Mara Vela"]


def test_the_singer_of_two_people_just_named_stays_the_singer() -> None:
    assert speakers(
        ("Mara Vela won the prize of Otto Pell.", "Mara Vela"),
        ("It was late, the singer said.", "the singer"),
    ) == ["Mara Vela", "the singer"]


def test_the_officer_is_nobody_who_was_just_named() -> None:
    assert speakers(
        ("Mara Vela won the prize on Monday.", "Mara Vela"),
        ("It was late, the officer said.", "the officer"),
    ) == ["Mara Vela", "an unnamed officer"]


@pytest.mark.parametrize("name", ["King", "Cook", "Baker", "Bishop"])
def test_a_family_name_is_its_person_though_it_is_a_noun_too(name: str) -> None:
    first, second, *_ = speakers(
        (f"The hearing was over, the congressman Pete {name} said.", f"Pete {name}"),
        (f"{name} said that it leaks.", name),
    )
    assert second == first == f"Pete {name}"


def test_a_noun_is_nobody_named_without_a_person_of_that_name() -> None:
    assert speakers(("Officials said that it leaks.", "Officials")) == ["Officials"]
    headline = ("Democrats Lose Court Battle Over Bills", "Democrats")
    assert (
        speakers(headline, ("Democrats said it leaks.", "Democrats"))[1] == "Democrats"
    )


def test_a_family_name_means_the_one_of_two_who_is_named_far_more() -> None:
    assert (
        speakers(
            ("Mara Vela came with her son Otto Vela.", "Mara Vela"),
            ("On Monday Mara Vela said it leaks.", "Mara Vela"),
            ("It always did, Vela said.", "Vela"),
        )
        == ["Mara Vela"] * 3
    )


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("She is 60, and told Zenit so.", "60"),
        ("Yeah, it leaks.", "Yeah"),
        ("Canada’s most populous province grew.", "s most populous province"),
        ("A woman with a headache claimed it leaks.", "a headache"),
        ("In November it leaked.", "November"),
        ("Cells seldom split.", "Repair-specific proliferative"),
    ],
)
def test_what_is_nobody_is_no_source(text: str, phrase: str) -> None:
    if phrase not in text:
        text = f"{phrase} cells seldom split."
    assert speakers((text, phrase)) == [""]


def test_the_source_is_the_official_who_spoke_before() -> None:
    assert (
        speakers(
            ("An official said it leaks.", "An official"),
            ("It always did, according to the source.", "the source"),
        )
        == ["an unnamed official"] * 2
    )


def test_the_source_of_nobody_before_is_an_unnamed_one() -> None:
    assert speakers(("It leaks, the source said.", "the source")) == [
        "an unnamed source"
    ]


def test_the_team_is_who_made_the_report_just_cited() -> None:
    report = "a report by the city's health team"
    assert (
        speakers(
            (f"It leaks, according to {report}.", report),
            ("The team measured it.", "The team"),
        )
        == ["report by the city's health team"] * 2
    )
    assert speakers(
        (f"It leaks, according to {report}.", report),
        ("The board measured it.", "The board"),
    ) == ["report by the city's health team", "board"]
