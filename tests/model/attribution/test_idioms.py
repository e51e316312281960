"""A verb of speech that says nothing is no cue; where it speaks it stays one."""

from __future__ import annotations

import numpy as np
import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import WordTables
from ascribe.attribution.tagger import AttributionTagger


@pytest.mark.parametrize(
    ("idiom", "plain"),
    [
        ("The flood claimed the lives of 14.", "The flood took the lives of 14."),
        ("It claimed at least 140 lives.", "It took at least 140 lives."),
        ("A storm has claimed her life.", "A storm has took her life."),
        ("A fire claiming four young lives.", "A fire taking four young lives."),
        ("The king ordered the bombing of it.", "The king launched the bombing of it."),
        ("A court orders a new recount.", "A court launches a new recount."),
        ("He is ordering early drone strikes.", "He is launching early drone strikes."),
    ],
)
@pytest.mark.parametrize("compiled", [True, False])
def test_to_the_network_it_is_another_word(
    tagger: AttributionTagger, idiom: str, plain: str, *, compiled: bool
) -> None:
    known = tagger.tables
    tables = WordTables(known.words, known.beginnings, known.endings, compiled=compiled)
    one, other = (
        tables.rows_of([SpeechSentence(0, "paragraph", text)])
        for text in (idiom, plain)
    )
    for name in ("word", "beginning", "ending", "shape"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize(
    "text",
    [
        "She claimed he had saved lives.",
        "He claimed that life was better there.",
        "They claimed, lives at risk, that it was late.",
        "It claimed",
        "He claimed that an order came, strikes or not.",
        "",
    ],
)
def test_where_somebody_speaks_it_stays(tagger: AttributionTagger, text: str) -> None:
    tables = tagger.tables
    rows = tables.rows_of([SpeechSentence(0, "paragraph", text)])
    claimed = tables.rows_of([SpeechSentence(0, "paragraph", "claimed")]).word[1]
    assert (claimed in rows.word) == ("claimed" in text)


@pytest.mark.parametrize(
    "text",
    [
        "She ordered that the strikes end.",
        "They were ordered to review it.",
        "He ordered, the review says, two cakes.",
        "It was what he ordered",
    ],
)
def test_an_order_in_words_stays_one(tagger: AttributionTagger, text: str) -> None:
    tables = tagger.tables
    ordered = tables.rows_of([SpeechSentence(0, "paragraph", "ordered")]).word[1]
    after = SpeechSentence(0, "paragraph", "Strikes went on.")
    page = [SpeechSentence(0, "paragraph", text), after]
    assert ordered in tables.rows_of(page).word


def test_a_page_is_not_searched_beyond_the_sentence(tagger: AttributionTagger) -> None:
    page = [
        SpeechSentence(0, "paragraph", "That is what she claimed"),
        SpeechSentence(0, "paragraph", "Lives were at risk."),
    ]
    tables = tagger.tables
    claimed = tables.rows_of([SpeechSentence(0, "paragraph", "claimed")]).word[1]
    assert claimed in tables.rows_of(page).word
