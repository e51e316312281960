"""Who is meant where a source was cut out of a description."""

import pytest

from ascribe.attribution.acts import Part, SpeechAct, SpeechSentence
from ascribe.attribution.source_clauses import true_source
from ascribe.attribution.speech_tokens import page_words


def meant(text: str, source: str, cue: str) -> str:
    """Return whom an attribution means; an empty source is a missing one."""
    sentence = SpeechSentence(0, "paragraph", text)

    def part(words: str) -> Part:
        start = text.index(words)
        return Part(0, start, start + len(words))

    act = SpeechAct(part(source) if source else None, part(cue), ())
    found = true_source(act, page_words([sentence.text]), [sentence])
    return found.text([sentence]) if found else ""


@pytest.mark.parametrize(
    ("text", "source", "cue", "whole"),
    [
        pytest.param(
            "The letters, seen by The Courier, show that it leaks.",
            "by The Courier,",
            "show",
            "The letters, seen by The Courier",
            id="participle",
        ),
        pytest.param(
            "The log, which the firm shared with us, shows no fault.",
            "the firm",
            "shows",
            "The log, which the firm shared with us",
            id="which",
        ),
        pytest.param(
            "In a note read by Oram Post, the firm's chair wrote that it leaks.",
            "by Oram Post, the firm's chair",
            "wrote",
            "the firm's chair",
            id="agent before the subject",
        ),
        pytest.param(
            "A credit note by the firm Aldous puts it at two billion.",
            "",
            "puts",
            "A credit note by the firm Aldous",
            id="a text without a source",
        ),
    ],
)
def test_the_subject_speaks_and_not_who_describes_it(
    text: str, source: str, cue: str, whole: str
) -> None:
    assert meant(text, source, cue) == whole


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        pytest.param("Mara Vela said it leaks.", "Mara Vela", "said", id="plain"),
        pytest.param("It leaks, Mara Vela said.", "Mara Vela", "said", id="after"),
        pytest.param(
            "The dam, built in 1931, leaks, Vela said.", "Vela", "said", id="not around"
        ),
        pytest.param(
            "On Monday, the clerk, Ada Brock, said so.", "Ada Brock", "said", id="day"
        ),
        pytest.param(
            "It leaks, according to the clerk, who left.", "the clerk", "acc", id="cue"
        ),
        pytest.param("The mayor will find it.", "", "find", id="no text"),
        pytest.param("Said so.", "", "Said", id="nothing before the cue"),
    ],
)
def test_a_source_that_is_the_subject_stays(text: str, source: str, cue: str) -> None:
    assert meant(text, source, cue) == source


def test_a_source_in_another_sentence_stays() -> None:
    sentences = [
        SpeechSentence(0, "paragraph", "Mara Vela rose."),
        SpeechSentence(0, "paragraph", "The log, seen by us, showed it."),
    ]
    source = Part(0, 0, 9)
    act = SpeechAct(source, Part(1, 21, 27), ())
    page = page_words([one.text for one in sentences])
    assert true_source(act, page, sentences) == source
    assert true_source(SpeechAct(source, None, ()), page, sentences) == source
