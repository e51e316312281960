"""A source that was cut inside its phrase gets its edges back."""

import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import WordTables
from ascribe.attribution.row_words import RowWords
from ascribe.attribution.runs import Run
from ascribe.attribution.source_edges import mended
from ascribe.attribution.speech_tokens import page_words
from ascribe.results import BlockKind


def edges(text: str, source: str, cue: str, kind: BlockKind = "paragraph") -> str:
    """Return the mended source of one sentence."""
    sentence = SpeechSentence(0, kind, text)
    rows = WordTables((), (), ()).rows_of([sentence])

    def run(part: str) -> Run:
        start = text.index(part)
        inside = [
            row
            for row in range(len(rows))
            if start <= rows.start[row] < start + len(part)
        ]
        return Run(inside[0], inside[-1] + 1, 0)

    found = mended(
        run(source), run(cue), RowWords(rows, page_words([sentence.text]), [sentence])
    )
    return text[rows.start[found.first] : rows.end[found.last - 1]]


@pytest.mark.parametrize(
    ("text", "source", "cue", "whole"),
    [
        pytest.param(
            "The dockers' union fears for jobs.",
            "The dockers'",
            "fears",
            "The dockers' union",
            id="behind a genitive",
        ),
        pytest.param(
            "The dockers' union fears for jobs.",
            "The dockers",
            "fears",
            "The dockers' union",
            id="before a genitive's mark",
        ),
        pytest.param(
            "On Monday Ana Vela’s most senior aide said it leaks.",
            "Ana Vela",
            "said",
            "Ana Vela’s most senior aide",
            id="whose aide",
        ),
        pytest.param(
            "A letter secretly sent to Ana Vela said it leaks.",
            "Ana Vela",
            "said",
            "A letter secretly sent to Ana Vela",
            id="a text and whom it was sent to",
        ),
        pytest.param(
            "A letter was sent to Ana Vela said the clerk.",
            "Ana Vela",
            "said",
            "Ana Vela",
            id="a text with a verb of its own",
        ),
        pytest.param(
            "The letter sent, to Ana Vela said the clerk.",
            "Ana Vela",
            "said",
            "Ana Vela",
            id="a text in another clause",
        ),
        pytest.param(
            "The pipe sent to Ana Vela said it all.",
            "Ana Vela",
            "said",
            "Ana Vela",
            id="what was sent is no text",
        ),
        pytest.param(
            "On Monday Ana Vela’s plan called for pumps.",
            "Ana Vela",
            "called",
            "Ana Vela",
            id="whose plan is no person",
        ),
        pytest.param(
            "He's on a team that says it leaks.",
            "He",
            "says",
            "He",
            id="a short form of is",
        ),
        pytest.param(
            "Oram & Pell asked 900 adults.",
            "Oram &",
            "asked",
            "Oram & Pell",
            id="a firm of two names",
        ),
        pytest.param(
            "On Monday Oram & Pell said it leaks.",
            "Oram",
            "said",
            "Oram & Pell",
            id="a firm cut after its first name",
        ),
        pytest.param(
            "One supplier was quoted as saying that it leaks.",
            "One",
            "saying",
            "One supplier",
            id="behind a number",
        ),
        pytest.param(
            "It leaks, three people with knowledge of the matter told Zenit.",
            "the matter",
            "told",
            "three people with knowledge of the matter",
            id="a description of people",
        ),
        pytest.param(
            "A spokesman for Ana Vela said it leaks.",
            "Ana Vela",
            "said",
            "A spokesman for Ana Vela",
            id="somebody's spokesman",
        ),
        pytest.param(
            "Opponents include the Vela Trust, which fears for the trout.",
            "Opponents",
            "fears",
            "the Vela Trust",
            id="one of many",
        ),
        pytest.param(
            "Opponents run the Vela Trust, which fears for the trout.",
            "Opponents",
            "fears",
            "Opponents",
            id="what the many run",
        ),
        pytest.param(
            "Ana Vela, 31, and Ben Orr, 29, deny theft.",
            "Ana Vela, 31",
            "deny",
            "Ana Vela, 31, and Ben Orr, 29,",
            id="the last of two",
        ),
        pytest.param(
            "His colleagues, Ana Vela, 31, and Ben Orr, 29, deny theft.",
            "His colleagues, Ana Vela, 31",
            "deny",
            "Ana Vela, 31, and Ben Orr, 29,",
            id="who they all are",
        ),
        pytest.param(
            "Ana Vela, 31, and so on, said Ben Orr.",
            "Ana Vela, 31",
            "said",
            "Ana Vela, 31",
            id="no further name",
        ),
        pytest.param(
            "Lorland stopped after inspectors found that it leaks.",
            "Lorland",
            "found",
            "inspectors",
            id="a clause of its own",
        ),
        pytest.param(
            "It was called by some critics as sound as a sieve.",
            "some critics as sound",
            "called",
            "some critics",
            id="up to as",
        ),
        pytest.param(
            "The daily Zenit, citing envoys, said it leaks.",
            "The daily Zenit, citing envoys",
            "said",
            "The daily Zenit",
            id="without whom it cites",
        ),
        pytest.param(
            "According to video of the meeting, it leaks.",
            "video of the",
            "According to",
            "video of the meeting",
            id="behind an article",
        ),
        pytest.param(
            "On Monday the mayor said it leaks.",
            "the mayor",
            "said",
            "the mayor",
            id="a whole one is left alone",
        ),
        pytest.param(
            "After talks with Ana Vela said it leaks.",
            "Ana Vela",
            "said",
            "Ana Vela",
            id="no subject begins with a preposition",
        ),
    ],
)
def test_a_source_is_a_whole_phrase(text, source, cue, whole) -> None:
    assert edges(text, source, cue) == whole


def test_what_stands_before_a_headlines_colon_does_not_speak() -> None:
    text = "Two papers: minister told envoys it leaks"
    assert edges(text, "Two papers: minister", "told", "heading") == "minister"
    assert edges(text, "Two papers: minister", "told") == "Two papers: minister"
