"""Who speaks in an attributed sentence where the tagger found nobody there."""

import pytest

from ascribe.attribution.acts import (
    Part,
    SpeechAct,
    SpeechSentence,
    attributed_among,
)
from ascribe.attribution.plain_subjects import with_subjects
from ascribe.attribution.speech_tokens import page_words
from ascribe.text.quotations import find_quotations


def read(
    sentences: list[SpeechSentence], acts: list[list[SpeechAct]]
) -> list[list[SpeechAct]]:
    page = page_words([one.text for one in sentences])
    return with_subjects(sentences, acts, page, attributed_among(sentences))


def found(
    text: str, kind: str = "paragraph", attributed: float = 1.0, *acts: SpeechAct
) -> tuple[str, str]:
    """Return source and cue of the first attribution."""
    ((quoted,),) = find_quotations([(text, [(0, len(text))])])
    sentence = SpeechSentence(0, kind, text, quoted.spans, attributed)
    ((*after,),) = read([sentence], [list(acts)])
    if not after or after[0].source is None:
        return "", ""
    cue = after[0].cue
    return after[0].source.text([sentence]), cue.text([sentence]) if cue else ""


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        (
            "A memo dated February 3 records that it leaks.",
            "A memo dated February 3",
            "records",
        ),
        (
            "A poll by the institute Oram, taken in May, put the party at 24 per cent.",
            "A poll by the institute Oram",
            "put",
        ),
        (
            "A ledger kept in the shed recorded such fines.",
            "A ledger kept in the shed",
            "recorded",
        ),
        (
            "Phone records place both men near the shop.",
            "Phone records",
            "place",
        ),
        (
            "In a leaked survey of its members, the party stood at 3 per cent.",
            "a leaked survey of its members",
            "",
        ),
        (
            "The teachers' association is sceptical.",
            "The teachers' association",
            "sceptical",
        ),
        ("Vela suspects sabotage.", "Vela", "suspects"),
        (
            "Clause 31 of the contract, a copy of which was kept, obliges the state.",
            "Clause 31 of the contract",
            "obliges",
        ),
        (
            "His co-defendants, Otto Vela, 31, and Dean Rao, 29, deny theft.",
            "His co-defendants, Otto Vela, 31, and Dean Rao, 29",
            "deny",
        ),
        ("Vela Power, the owner, puts it at 31,000.", "Vela Power", "puts"),
        ("From her speech:", "her", ":"),
        ("The Northern Grid now puts it at 31,000.", "The Northern Grid", "puts"),
        (
            "Here is our reporter Anna Harker in Pell: “The slipway has gone.”",
            "Anna Harker",
            ":",
        ),
        ("The charter's wording is as follows:", "The charter's wording", "follows"),
    ],
)
def test_the_subject_speaks(text: str, source: str, cue: str) -> None:
    assert found(text) == (source, cue)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Lorland to Leave Treaty: Report", "Report"),
        ("Talbridge in talks to buy Osmer - sources", "sources"),
        ("Storm hits the coast: Video", ""),
        ("Why it leaks: a story of walls", ""),
    ],
)
def test_the_tail_of_a_headline_is_its_source(text: str, source: str) -> None:
    assert found(text, "heading")[0] == source


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Most of them are old.", "paragraph"),
        ("She counts the walls.", "paragraph"),
        ("Two of the walls leak.", "paragraph"),
        ("Engineers cannot climb the poles until the wind drops.", "paragraph"),
        ("“The report says so,” he said.", "paragraph"),
        ("The register shall state the reason.", "quote"),
    ],
)
def test_what_is_not_clear_is_left_to_whoever_has_the_floor(
    text: str, kind: str
) -> None:
    assert found(text, kind) == ("", "")


def test_a_sentence_with_a_source_of_its_own_is_left_alone() -> None:
    text = "A memo records the leak, Vela said."
    at = text.index("Vela")
    act = SpeechAct(Part(0, at, at + 4), Part(0, at + 5, at + 9), (Part(0, 0, at - 2),))
    assert found(text, "paragraph", 1.0, act) == ("Vela", "said")


def act_in(text: str, source: str, cue: str) -> SpeechAct:
    def part(words: str) -> Part:
        return Part(0, text.index(words), text.index(words) + len(words))

    return SpeechAct(part(source), part(cue), ())


@pytest.mark.parametrize(
    ("text", "given", "better"),
    [
        (
            "A message allegedly sent from Mr Vela's handset read: “Kettle's on.”",
            ("Mr Vela", "read"),
            "A message allegedly sent from Mr Vela's handset",
        ),
        (
            "In a sworn affidavit filed with the court, a former clerk states that it "
            "leaks.",
            ("a sworn affidavit", "filed with"),
            "a former clerk",
        ),
        (
            "On Friday, Vela issued a statement saying that it leaks.",
            ("Vela", "issued a statement saying"),
            "Vela",
        ),
        # a text that is not the subject of the verb, and a verb of speech
        ("A message came in, and Mr Vela read it.", ("Mr Vela", "read"), "Mr Vela"),
        (
            "In a letter sent in May, Vela told the clerk who said that it leaks.",
            ("Vela", "told"),
            "Vela",
        ),
    ],
)
def test_the_subject_of_the_verb_is_a_better_source(
    text: str, given: tuple[str, str], better: str
) -> None:
    assert found(text, "paragraph", 1.0, act_in(text, *given))[0] == better


def test_the_paper_that_is_read_is_no_source_of_its_own() -> None:
    text = "Clause 3, a copy of which was seen by this paper, obliges the state."
    given = act_in(text, "this paper", "seen by")
    assert found(text, "paragraph", 1.0, given) == ("Clause 3", "obliges")


def test_the_authors_own_sentences_are_not_read() -> None:
    assert found("A memo records that it leaks.", "paragraph", 0.2) == ("", "")


def test_a_text_that_a_court_was_told_of_speaks_as_well() -> None:
    text = "Phone records place both men near the shop, the court was told."
    sentence = SpeechSentence(0, "paragraph", text, (), 1.0)
    court = text.index("the court")
    told = SpeechAct(
        Part(0, court, court + len("the court")),
        Part(0, text.index("was told"), len(text) - 1),
        (Part(0, 0, court - 2),),
    )
    ((first, second),) = read([sentence], [[told]])
    assert first is told
    assert second.source is not None
    assert second.source.text([sentence]) == "Phone records"
    ((only,),) = read(
        [
            SpeechSentence(
                0, "paragraph", text.replace("Phone records", "Police"), (), 1
            )
        ],
        [[told]],
    )
    assert only is told


@pytest.mark.parametrize(
    ("line", "kind", "block", "source"),
    [
        pytest.param("From her speech:", "quote", 1, "her", id="hands over"),
        pytest.param("From her speech:", "quote", 2, "", id="far below"),
        pytest.param("From her speech:", "paragraph", 1, "", id="to no quotation"),
        pytest.param("From her speech", "quote", 1, "", id="without a colon"),
    ],
)
def test_who_hands_over_to_a_block_quotation_is_read_whatever_its_label(
    line: str, kind: str, block: int, source: str
) -> None:
    sentences = [
        SpeechSentence(0, "paragraph", line, (), 0.1),
        SpeechSentence(block, kind, "It leaks.", (), 1.0),
    ]
    first, _ = read(sentences, [[], []])
    assert [one.source.text(sentences) for one in first] == ([source] if source else [])
