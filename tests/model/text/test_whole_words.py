import re

from hypothesis import given
from hypothesis import strategies as st

from ascribe.text.whole_words import whole_words

WORDS = ("we", "us", r"dear \w+", "readers?", "now", "no")
PIECES = ("we", "us", "dear", "reader", "now", "no", " ", "’", "_", "é", "x", "-", "1")


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_whole_words_are_those_between_word_boundaries(text: str) -> None:
    plain = re.compile(rf"\b(?:{'|'.join(WORDS)})\b")
    found = [match.span() for match in whole_words(*WORDS).finditer(text)]
    assert found == [match.span() for match in plain.finditer(text)]
