"""Sources of made-up pages: who is linked to whom, and what is left alone."""

import pytest

from ascribe.attribution.acts import Part, SpeechAct, SpeechSentence
from ascribe.attribution.ledger import ledger


def page(*lines: tuple[str, str, str], attributed: float = 1.0):
    """Each line: text, source, cue; the content is what follows the cue."""
    sentences, acts = [], []
    for at, (text, source, cue) in enumerate(lines):
        sentences.append(SpeechSentence(at, "paragraph", text, attributed=attributed))
        if not source:
            acts.append([])
            continue
        first = text.index(source)
        verb = text.index(cue, first if cue in text[first:] else 0)
        end = verb + len(cue)
        acts.append(
            [
                SpeechAct(
                    Part(at, first, first + len(source)),
                    Part(at, verb, end),
                    (Part(at, end, len(text)),),
                )
            ]
        )
    return ledger(sentences, acts)


def names(found) -> list[str]:
    return [one[0] if one else "" for one in found.names]


def test_a_full_name_and_a_family_name_are_one_source() -> None:
    found = page(
        ("Kaja Moor Holm said it leaks.", "Kaja Moor Holm", "said"),
        ("Holm added that it always did.", "Holm", "added"),
    )
    assert [(one.name, one.kind) for one in found.sources] == [
        ("Kaja Moor Holm", "person")
    ]
    assert found.sources[0].sentences == 2


def test_a_pronoun_is_linked_to_the_person_before() -> None:
    found = page(
        ("Mara Vela said it leaks.", "Mara Vela", "said"),
        ("She added that it always did.", "She", "added"),
    )
    assert names(found) == ["Mara Vela", "Mara Vela"]


def test_a_pronoun_is_linked_to_a_person_who_was_only_named() -> None:
    found = page(
        ("Mara Vela opened the meeting in the hall.", "", ""),
        ("She said that it leaks.", "She", "said"),
    )
    assert names(found) == ["", "Mara Vela"]


def test_a_pronoun_is_not_linked_against_its_gender() -> None:
    found = page(
        ("Mrs. Vela said it leaks.", "Mrs. Vela", "said"),
        ("He added that it always did.", "He", "added"),
    )
    assert names(found) == ["Vela", ""]


def test_a_pronoun_far_from_any_person_stays_open() -> None:
    filler = ("The wall is old and wide.", "", "")
    found = page(
        ("Mara Vela said it leaks.", "Mara Vela", "said"),
        *[filler] * 6,
        ("She added that it always did.", "She", "added"),
    )
    assert names(found)[-1] == ""


def test_the_agency_is_the_last_organisation() -> None:
    found = page(
        (
            "The Halyard news agency reported that it leaks.",
            "The Halyard news agency",
            "reported",
        ),
        ("The agency added that it always did.", "The agency", "added"),
        ("Halyard said so twice.", "Halyard", "said"),
    )
    assert [(one.name, one.kind) for one in found.sources] == [
        ("Halyard news agency", "organisation")
    ]


def test_an_unnamed_official_is_one_source_whatever_it_is_called() -> None:
    found = page(
        (
            "An anonymous government official said it leaks.",
            "An anonymous government official",
            "said",
        ),
        ("The ministry official said it always did.", "The ministry official", "said"),
        ("The official said no more.", "The official", "said"),
    )
    assert [(one.name, one.kind) for one in found.sources] == [
        ("an unnamed official", "unnamed")
    ]
    assert found.unnamed_share == 1
    assert found.named == 0


def test_two_different_unnamed_officials_stay_apart() -> None:
    found = page(
        ("A French official said it leaks.", "A French official", "said"),
        ("A Dutch official said it does not.", "A Dutch official", "said"),
    )
    assert len(found.sources) == 2


def test_the_mayor_is_the_person_whom_the_page_calls_mayor() -> None:
    found = page(
        ("Mayor Mara Vela said it leaks.", "Mayor Mara Vela", "said"),
        ("The wall is old and wide.", "", ""),
        ("The mayor said it always did.", "The mayor", "said"),
    )
    assert names(found) == ["Mara Vela", "", "Mara Vela"]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Mara Vela", "person"),
        ("the Bank of Dravia", "organisation"),
        ("the ministry", "organisation"),
        ("an auditor's report", "document"),
        ("residents", "unnamed"),
        ("people familiar with the talks", "unnamed"),
    ],
)
def test_a_source_has_its_kind(source: str, kind: str) -> None:
    found = page((f"On Monday {source} said that it leaks.", source, "said"))
    assert [one.kind for one in found.sources] == [kind]


def test_the_author_is_no_source() -> None:
    assert page(("I said that it leaks.", "I", "said")).sources == ()


def test_sentences_of_the_author_do_not_count() -> None:
    line = ("Mara Vela said it leaks.", "Mara Vela", "said")
    assert page(line, attributed=0.2).sources == ()
    assert page(line, attributed=0.8).sources != ()


def test_sources_come_by_their_words() -> None:
    found = page(
        ("Rao said no.", "Rao", "said"),
        ("Vela said that it leaks and always did.", "Vela", "said"),
    )
    assert [one.words for one in found.sources] == [6, 1]


def test_an_unknown_phrase_is_left_as_it_is() -> None:
    found = page(("Whoever built it said so.", "Whoever built it", "said"))
    assert [one.name for one in found.sources] == ["Whoever built it"]


def test_a_page_without_sentences_has_an_empty_ledger() -> None:
    found = ledger([], [])
    assert (found.sources, found.names, found.unnamed_share) == ((), (), 0)


def test_where_no_content_was_found_the_rest_of_the_sentence_is_counted() -> None:
    line = "Mara Vela denies theft at the port."
    sentence = SpeechSentence(0, "paragraph", line, attributed=1.0)
    act = SpeechAct(Part(0, 0, 9), Part(0, 10, 16), ())
    (found,) = ledger([sentence], [[act]]).sources
    assert (found.name, found.words) == ("Mara Vela", 4)


def test_a_published_paper_is_a_text_and_the_paper_after_it_too() -> None:
    found = page(
        (
            "The paper, published on Monday in a journal, said it leaks.",
            "The paper, published on Monday in a journal,",
            "said",
        ),
        ("The paper added that it always did.", "The paper", "added"),
    )
    assert [(one.name, one.kind) for one in found.sources] == [("paper", "document")]


def test_a_text_and_its_author_who_speaks_as_well_are_one_source() -> None:
    found = page(
        ("A memo found leaks.", "A memo", "found"),
        ("A survey by Sir Otto Pell said so.", "A survey by Sir Otto Pell", "said"),
        ("Then Pell said it leaks.", "Pell", "said"),
    )
    assert [(one.name, one.kind, one.sentences) for one in found.sources][:1] == [
        ("Otto Pell", "person", 2)
    ]
    assert names(found)[1] == "Otto Pell"


def test_whose_survey_it_was_may_be_said_after_the_headline() -> None:
    found = page(
        ("Most people like rain, survey finds.", "survey", "finds"),
        ("A survey by Sir Otto Pell said so.", "A survey by Sir Otto Pell", "said"),
        ("Then Pell said it leaks.", "Pell", "said"),
    )
    assert [(one.name, one.kind, one.sentences) for one in found.sources] == [
        ("Otto Pell", "person", 3)
    ]


def test_a_text_whose_author_does_not_speak_is_a_text() -> None:
    found = page(
        ("A survey by Sir Otto Pell said so.", "A survey by Sir Otto Pell", "said")
    )
    assert [one.kind for one in found.sources] == ["document"]


def test_a_month_is_no_source() -> None:
    assert (
        page(("In November it said that it leaks.", "November", "said")).sources == ()
    )


def test_who_hears_is_no_source() -> None:
    found = page(("It leaked, the court has heard.", "the court", "has heard"))
    assert found.sources == ()


def test_the_end_of_a_description_is_the_one_described() -> None:
    line = "Luca Vela, her opposite number, accused the referee and said it leaks."
    sentence = SpeechSentence(0, "paragraph", line, attributed=1.0)
    whole, end = Part(0, 0, 31), Part(0, 11, 31)
    acts = [
        SpeechAct(whole, Part(0, 32, 39), (Part(0, 40, 51),)),
        SpeechAct(end, Part(0, 56, 60), (Part(0, 61, 70),), 1),
    ]
    assert [one.name for one in ledger([sentence], [acts]).sources] == ["Luca Vela"]


def test_an_interview_has_the_one_who_answers() -> None:
    texts = [
        ("The composer Ana Vela spent four winters on the island.", 0.0),
        ("I mended the horn.", 1.0),
        ("I think it was the happiest month.", 1.0),
    ]
    sentences = [
        SpeechSentence(at, "paragraph", text, attributed=attributed)
        for at, (text, attributed) in enumerate(texts)
    ]
    (one,) = ledger(sentences, [[], [], []]).sources
    assert (one.name, one.kind, one.words) == ("Ana Vela", "person", 11)


def test_the_unnamed_voice_of_a_repeated_quotation_is_the_named_one() -> None:
    said = "“No state gets to referee its own nets,”"
    lines = [f"{said} said one scholar.", f"{said} said Ana Vela."]
    sentences = [
        SpeechSentence(at, "paragraph", text, ((0, len(said)),), 1.0)
        for at, text in enumerate(lines)
    ]
    acts = [
        [
            SpeechAct(
                Part(at, len(said) + 6, len(text) - 1),
                Part(at, len(said) + 1, len(said) + 5),
                (Part(at, 0, len(said)),),
            )
        ]
        for at, text in enumerate(lines)
    ]
    (one,) = ledger(sentences, acts).sources
    assert (one.name, one.sentences) == ("Ana Vela", 2)


def test_he_may_be_the_one_with_whom_the_sentence_before_ends() -> None:
    found = page(
        ("It holds forty mowers and their owner.", "", ""),
        ("He said that it leaks.", "He", "said"),
    )
    assert [(one.name, one.kind) for one in found.sources] == [
        ("their owner", "unnamed")
    ]


def test_the_staff_of_a_named_house_speak_for_it() -> None:
    found = page(
        ("Economists at Larchmont said it leaks.", "Economists at Larchmont", "said"),
        ("Analysts at home said it does not.", "Analysts at home", "said"),
    )
    assert {one.name: one.kind for one in found.sources} == {
        "Economists at Larchmont": "organisation",
        "Analysts at home": "unnamed",
    }


def test_content_that_nobody_says_is_of_the_one_who_says_nothing_else() -> None:
    line = "Vela pleaded not guilty to all counts."
    sentence = SpeechSentence(0, "paragraph", line, attributed=1.0)
    acts = [
        SpeechAct(Part(0, 0, 4), Part(0, 5, 12), ()),
        SpeechAct(None, None, (Part(0, 13, 37),)),
    ]
    assert [one.words for one in ledger([sentence], [acts]).sources] == [5]


def test_a_text_that_the_court_was_told_of_is_a_source() -> None:
    found = page(
        ("Phone records place him there, the court was told.", "Phone records", "place")
    )
    assert [(one.name, one.kind) for one in found.sources] == [
        ("Phone records", "document")
    ]


def test_two_who_are_heard_in_one_sentence_with_a_quotation_stay_two() -> None:
    line = "According to Zenit, the official called it “a mere translation of a wish”."
    first = line.index("“")
    sentence = SpeechSentence(
        0, "paragraph", line, ((first, len(line) - 1),), attributed=1.0
    )
    acts = [
        SpeechAct(Part(0, 20, 32), Part(0, 33, 39), (Part(0, 40, len(line)),)),
        SpeechAct(Part(0, 13, 18), Part(0, 0, 12), ()),
    ]
    assert {one.name for one in ledger([sentence], [acts]).sources} == {
        "an unnamed official",
        "Zenit",
    }


def test_the_report_is_of_the_one_who_reported() -> None:
    found = page(
        ("It leaks, a report says.", "a report", "says"),
        ("In May the NHC reported that it leaks.", "the NHC", "reported"),
    )
    assert [(one.name, one.sentences) for one in found.sources] == [("NHC", 2)]


def test_he_is_the_one_man_whom_a_woman_has_just_named() -> None:
    found = page(
        ("Mrs. Vela said that Mr. Otto Pell came.", "Mrs. Vela", "said"),
        ("He said it leaks.", "He", "said"),
    )
    assert names(found) == ["Vela", "Otto Pell"]


@pytest.mark.parametrize(
    "first",
    [
        pytest.param("Mrs. Vela said Mr. Otto Pell met Mr. Paul Rao.", id="two men"),
        pytest.param("Mrs. Vela said that Oram Pell came.", id="nobody known"),
        pytest.param("Mrs. Vela said that Ms. Ada Pell came.", id="a woman"),
    ],
)
def test_he_stays_open_where_no_one_man_was_named(first: str) -> None:
    found = page((first, "Mrs. Vela", "said"), ("He said it leaks.", "He", "said"))
    assert names(found)[1] == ""


def test_he_is_a_man_who_spoke_before_somebody_of_whom_nothing_is_known() -> None:
    texts = ["Mr. Vela said the clerk had told him.", "He said it leaks."]
    sentences = [
        SpeechSentence(at, "paragraph", text, attributed=1.0)
        for at, text in enumerate(texts)
    ]
    acts = [
        [
            SpeechAct(Part(0, 0, 8), Part(0, 9, 13), (Part(0, 14, 37),)),
            SpeechAct(Part(0, 14, 23), Part(0, 24, 32), (), 1),
        ],
        [SpeechAct(Part(1, 0, 2), Part(1, 3, 7), (Part(1, 8, 17),))],
    ]
    assert ledger(sentences, acts).names[1] == ("Vela",)


def test_who_is_named_in_an_interviewers_question_is_no_source() -> None:
    assert page(("Q: Some say that it leaks.", "Some", "say")).sources == ()
    assert page(("Some people say that it leaks.", "Some people", "say")).sources != ()
