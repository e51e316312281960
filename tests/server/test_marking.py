"""Spans come back on the text they were cut from, whatever the text holds."""

from __future__ import annotations

from ascribe.results import (
    Analysis,
    Attribution,
    Block,
    Coverage,
    ModelName,
    PageScore,
    Probabilities,
    ScoredSentence,
    SourceSpan,
    Span,
)
from ascribe_server.marking import MarkedSentence, marked_blocks

SURE = Probabilities(0.0, 1.0, 0.0, 0.0)


def analysis_of(*sentences: ScoredSentence) -> Analysis:
    page = PageScore(0, None, None, Coverage(1, 0))
    return Analysis(ModelName("m", "1", "0"), "too_short", page, (), sentences)


def test_every_character_of_a_block_is_shown_once_and_in_order() -> None:
    block = Block("b", "paragraph", "😀 “Rain,” said \ud83d Ann. \u05d0. Rest")
    said = Attribution(SourceSpan(18, 21, "Ann", name="Ann"), Span(11, 15, "said"), ())
    second = ScoredSentence("b", 23, 25, "statement", SURE, certain=True)
    first = ScoredSentence(
        "b", 3, 22, "attributed", SURE, certain=True, attribution=said
    )
    (marked,) = marked_blocks([block], analysis_of(second, first))
    shown = [
        part if isinstance(part, str) else [(p.text, p.role) for p in part.pieces]
        for part in marked.parts
    ]
    assert shown == [
        "😀 ",
        [
            ("“Rain,” ", "plain"),
            ("said", "cue"),
            (" \ud83d ", "plain"),
            ("Ann", "source"),
            (".", "plain"),
        ],
        " ",
        [("\u05d0.", "plain")],
        " Rest",
    ]


def test_a_source_in_another_sentence_or_block_marks_nothing_here() -> None:
    block = Block("b", "paragraph", "Ann spoke. Rain fell, she said.")
    elsewhere = Attribution(
        SourceSpan(0, 3, "Ann", name="Ann"), Span(0, 3, "she", block="a"), ()
    )
    one = ScoredSentence("b", 11, 31, "attributed", SURE, True, elsewhere)
    (marked,) = marked_blocks([block], analysis_of(one))
    sentence = marked.parts[1]
    assert isinstance(sentence, MarkedSentence)
    assert [piece.role for piece in sentence.pieces] == ["plain"]
    assert sentence.text == "Rain fell, she said."


def test_a_block_without_sentences_is_plain() -> None:
    (marked,) = marked_blocks([Block("b", "cell", "7")], analysis_of())
    assert marked.parts == ("7",)
