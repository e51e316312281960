import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import (
    BLOCK_BREAK_SHAPE,
    BREAK_WORD,
    FIRST_UNKNOWN,
    FIRST_WORD,
    SENTENCE_BREAK_SHAPE,
    WordTables,
    holds_name,
    normal_form,
)
from ascribe.text.names import CAPITALISED, name_spans

TABLES = WordTables(["said", '"', "0000"], ["said"], ["aid"])


def test_a_known_word_has_its_row_and_an_unknown_one_a_shared_row() -> None:
    rows = TABLES.rows_of([SpeechSentence(0, "paragraph", "SAID Zorbling 1931")])
    assert rows.word[0] == BREAK_WORD
    assert rows.word[1] == FIRST_WORD
    assert FIRST_UNKNOWN <= rows.word[2] < FIRST_WORD
    assert rows.word[3] == FIRST_WORD + 2


def test_a_new_block_and_a_new_sentence_have_breaks_of_their_own() -> None:
    rows = TABLES.rows_of(
        [
            SpeechSentence(0, "paragraph", "A."),
            SpeechSentence(0, "paragraph", "B."),
            SpeechSentence(1, "paragraph", "C."),
        ]
    )
    breaks = rows.shape[rows.word == BREAK_WORD].tolist()
    assert breaks == [BLOCK_BREAK_SHAPE, SENTENCE_BREAK_SHAPE, BLOCK_BREAK_SHAPE]


def test_words_inside_a_quotation_are_told_from_those_outside() -> None:
    text = "“No,” said Vela"
    rows = TABLES.rows_of([SpeechSentence(0, "paragraph", text, ((1, 4),))])
    # break, mark, inside, inside, mark, outside, outside
    assert rows.quote.tolist() == [0, 3, 2, 2, 3, 1, 1]


@pytest.mark.parametrize("mark", ['"', "“", "”", "''", "``", "«", "»", "„"])
def test_every_quotation_mark_is_the_same(mark: str) -> None:
    assert normal_form(mark) == '"'


def test_no_sentence_gives_no_row() -> None:
    rows = TABLES.rows_of([])
    assert len(rows) == 0
    assert rows.quote.dtype == np.int32


def test_a_lone_surrogate_has_a_row() -> None:
    rows = TABLES.rows_of([SpeechSentence(0, "paragraph", "\ud83d\udc4d\ud83d")])
    assert len(rows) > 1


@given(
    st.one_of(
        st.text(min_size=1, max_size=6),
        st.sampled_from(sorted(CAPITALISED)),
        st.sampled_from(sorted(CAPITALISED)).map(str.title),
    )
)
def test_a_token_holds_a_name_where_one_is_found_in_it(token: str) -> None:
    assert holds_name(token) == bool(name_spans(token))


def test_a_listed_name_is_the_same_whoever_it_is() -> None:
    one, other = (
        TABLES.rows_of([SpeechSentence(0, "paragraph", f"It was {name} who said so.")])
        for name in ("Pelosi", "McConnell")
    )
    for column in ("word", "beginning", "ending", "shape"):
        assert getattr(one, column).tolist() == getattr(other, column).tolist()
