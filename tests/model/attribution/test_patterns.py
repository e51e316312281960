"""Each rule on one link, with the parts given as words of the sentence."""

import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import WordTables
from ascribe.attribution.links import Link
from ascribe.attribution.patterns import correct
from ascribe.attribution.row_words import RowWords
from ascribe.attribution.runs import Run
from ascribe.attribution.speech_tokens import page_words

TABLES = WordTables([], [], [])


def corrected(
    text: str,
    cue: str,
    source: str = "",
    content: str = "",
    quoted=(),
    kind: str = "paragraph",
) -> tuple[str, list[str]]:
    """Correct one link; return the words of its source and of its contents."""
    sentence = SpeechSentence(0, kind, text, quoted)
    rows = TABLES.rows_of([sentence])

    def run(part: str) -> Run:
        first, last = text.index(part), text.index(part) + len(part)
        inside = [
            at
            for at in range(1, len(rows))
            if rows.start[at] >= first and rows.end[at] <= last
        ]
        return Run(inside[0], inside[-1] + 1, 0)

    def words(part: Run) -> str:
        return text[rows.start[part.first] : rows.end[part.last - 1]]

    link = Link(
        run(cue), run(source) if source else None, [run(content)] if content else []
    )
    correct([link], RowWords(rows, page_words([sentence.text]), [sentence]))
    return words(link.source) if link.source else "", [*map(words, link.contents)]


def test_the_subject_is_the_source_not_the_end_of_its_description() -> None:
    text = "Ana Vela, who led the last reform, wrote that it leaks."
    assert corrected(text, "wrote", "reform")[0] == "Ana Vela, who led the last reform,"


def test_a_subject_that_cites_others_is_the_source_without_them() -> None:
    text = "The daily Zenit, citing two envoys, said that it leaks."
    assert corrected(text, "said", "envoys")[0] == "The daily Zenit"


def test_a_clause_before_the_cue_is_no_description() -> None:
    text = "When it rained, the wall leaked, she said."
    assert corrected(text, "said", "she")[0] == "she"


def test_a_quotation_before_the_cue_is_no_description() -> None:
    text = "“Rain, a lot of rain,” said Vela."
    assert corrected(text, "said", "Vela", quoted=((1, 21),))[0] == "Vela"


def test_the_verb_is_cut_off_a_source() -> None:
    assert corrected("Reuters reports Friday that so.", "Friday", "Reuters reports")[
        0
    ] == ("Reuters")


def test_a_noun_behind_an_article_is_kept() -> None:
    assert corrected("The report says so.", "says", "The report")[0] == "The report"


def test_the_source_of_according_to_ends_at_a_comma() -> None:
    text = "According to Vela, the wall leaks."
    assert corrected(text, "According to", "Vela, the wall")[0] == "Vela"


def test_the_source_of_a_passive_stands_behind_by() -> None:
    text = "It was called by several critics as sound as a sieve."
    source, contents = corrected(
        text, "called", "It", "by several critics as sound as a sieve"
    )
    assert (source, contents) == ("several critics", ["as sound as a sieve"])


def test_by_at_the_end_of_a_sentence_changes_nothing() -> None:
    assert corrected("It was passed by", "passed", "It")[0] == "It"


def test_content_that_no_cue_claims_is_left_alone() -> None:
    sentence = SpeechSentence(0, "paragraph", "It leaks.")
    link = Link(None, None, [Run(1, 3, 0)])
    rows = TABLES.rows_of([sentence])
    correct([link], RowWords(rows, page_words([sentence.text]), [sentence]))
    assert link == Link(None, None, [Run(1, 3, 0)])


def test_the_subject_of_an_allegation_is_not_who_makes_it() -> None:
    text = "Some workers allegedly took less."
    assert corrected(text, "allegedly", "Some workers")[0] == ""


def test_a_text_that_was_allegedly_sent_speaks() -> None:
    text = "A message allegedly sent by him read so."
    assert corrected(text, "allegedly", "A message")[0] == "A message"


def test_the_phrase_in_front_of_a_clause_is_not_its_subject() -> None:
    text = "In a message to staff, seen by us, the head of sales wrote that it leaks."
    source = "staff, seen by us, the head of sales"
    assert corrected(text, "wrote", source)[0] == "the head of sales"


def test_a_heading_that_asks_has_no_source() -> None:
    assert corrected("What customers say", "say", "customers", kind="heading")[0] == ""
    assert corrected("What customers say", "say", "customers")[0] == "customers"
    text = "Customers say it leaks"
    assert corrected(text, "say", "Customers", kind="heading")[0] == "Customers"


def test_the_word_before_a_headline_says_what_sort_of_piece_it_is() -> None:
    text = "Analysis: Who won at the port"
    assert corrected(text, ":", "Analysis", kind="heading")[0] == ""
    report = "Survey: Most parents like it"
    assert corrected(report, ":", "Survey", kind="heading")[0] == "Survey"


def test_who_learns_a_thing_says_nothing() -> None:
    text = "Two groups learned a list of words."
    assert corrected(text, "learned", "Two groups")[0] == ""
    text = "My uncle learned a trade in a year."
    assert corrected(text, "learned", "My uncle", "a trade")[0] == ""
    text = "Two groups learned that it leaks."
    assert corrected(text, "learned", "Two groups", "that it leaks")[0] == "Two groups"


def test_who_learned_the_name_of_somebody_passes_it_on() -> None:
    text = "The Courier has learned the name of the buyer."
    content = "the name of the buyer"
    assert corrected(text, "learned", "The Courier", content)[0] == "The Courier"


def test_who_is_told_by_a_rule_what_to_do_has_not_spoken() -> None:
    text = "Under the rules each pupil would answer ten questions."
    assert corrected(text, "would answer", "each pupil", "ten questions")[0] == ""
    text = "Every clerk must report leaks."
    assert corrected(text, "must report", "Every clerk", "leaks")[0] == ""


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("Each pupil answered that it leaks.", "answered", "Each pupil"),
        ("The pupils would answer that it leaks.", "would answer", "The pupils"),
    ],
)
def test_who_answered_and_who_is_known_speak(text: str, cue: str, source: str) -> None:
    assert corrected(text, cue, source, "that it leaks")[0] == source


@pytest.mark.parametrize("cue", ["was quoted as saying", "quoted as saying"])
def test_who_is_quoted_as_saying_it_is_the_source(cue: str) -> None:
    text = "One clerk was quoted as saying that it leaks."
    assert corrected(text, cue, "", "that it leaks")[0] == "One clerk"


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        pytest.param("The paper quoted as proof a letter.", "quoted", id="quotes"),
        pytest.param("The pump was quoted at nine pounds.", "quoted", id="a price"),
        pytest.param("In May was quoted as saying.", "quoted as", id="no subject"),
        pytest.param("Later, she was quoted as a critic.", "quoted as", id="a clause"),
        pytest.param("Was quoted as saying so.", "quoted as", id="nobody"),
    ],
)
def test_nobody_is_found_where_no_subject_is_quoted(text: str, cue: str) -> None:
    assert corrected(text, cue)[0] == ""


def test_the_verb_before_what_is_said_has_it_with_its_subject() -> None:
    text = "It closed after inspectors found that it leaked, a haul blamed on Rao."
    source, contents = corrected(text, "haul", "Rao", "that it leaked")
    assert (source, contents) == ("inspectors", ["that it leaked"])
    text = "It closed after the pipe showed that it leaked, Rao said."
    assert corrected(text, "said", "Rao", "that it leaked")[0] == "Rao"


def test_the_article_that_opens_a_sentence_belongs_to_the_source() -> None:
    assert corrected("The team said it leaks.", "said", "team")[0] == "The team"
    text = "It leaks, the team said."
    assert corrected(text, "said", "team")[0] == "team"
