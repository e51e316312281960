"""Questions, speakers and lead-ins give the floor; a long word costs no time."""

from __future__ import annotations

import numpy as np
import pytest

from ascribe.labels.turns import TURN_NAMES, turns_of
from ascribe.results import Block
from ascribe.text.passages import cut


def turns(*texts: str) -> list[dict[str, float]]:
    sentences = cut([Block(str(i), "paragraph", text) for i, text in enumerate(texts)])
    rows = turns_of(sentences, np.ones(len(sentences)))
    return [dict(zip(TURN_NAMES, row, strict=True)) for row in rows.tolist()]


def test_who_answers_comes_after_a_question() -> None:
    asked, answer, more = turns("How was it?", "Cold. I swam.")
    assert (asked["is_question"], asked["after_question"]) == (1.0, 0.0)
    assert (answer["is_question"], answer["after_question"]) == (0.0, 1.0)
    assert more["since_question"] == 1.0


def test_the_floor_fades_with_each_block_after_a_question() -> None:
    rows = turns("Was it cold?", "Yes.", "Then I went home.", "I slept.")
    assert [row["since_question"] for row in rows] == pytest.approx(
        [0.0, 1.0, np.exp(-0.5), np.exp(-1.0)]
    )


def test_a_question_mark_inside_closing_marks_is_a_question() -> None:
    assert turns("“Was it cold?”", "Yes.")[1]["after_question"] == 1.0


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Q: How was it?", True),
        ("LEE: It was cold.", True),
        ("Ann Lee: It was cold.", True),
        ("It was cold: ice everywhere.", False),
        ("at 10:30 it rained.", False),
    ],
)
def test_a_speaker_is_a_name_and_a_colon(text: str, speaks: bool) -> None:
    assert turns(text)[0]["speaker"] == float(speaks)


def test_a_lead_in_ends_in_a_colon() -> None:
    rows = turns("According to the agency:", "It rained.", "It rained again.")
    assert [row["after_lead_in"] for row in rows] == [0.0, 1.0, 0.0]


def test_no_sentence_gives_no_row() -> None:
    assert turns_of([], np.zeros(0)).shape == (0, len(TURN_NAMES))


def test_a_word_without_end_is_no_speaker_and_costs_nothing() -> None:
    # This once took the time of the fourth power of the word's length.
    assert turns("A" * 200_000)[0]["speaker"] == 0.0
