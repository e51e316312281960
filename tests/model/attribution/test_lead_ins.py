"""Who speaks where a sentence only leads in to somebody's words."""

import pytest

from ascribe.attribution.lead_ins import headline_tail, text_in_front, whose_text
from ascribe.attribution.speech_tokens import SentenceWords, page_words


def words_of(text: str) -> SentenceWords:
    return page_words([text]).sentence(0, most=99)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Harbour wall leaks: Report", "Report"),
        ("Harbour wall leaks - officials", "officials"),
        ("Harbour wall leaks: video", ""),
        ("Harbour wall leaks: what now", ""),
    ],
)
def test_the_tail_of_a_headline(text: str, source: str) -> None:
    found = headline_tail(text)
    assert (text[slice(*found[0])] if found else "") == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("In a leaked survey of its members, it stood at 3.", True),
        ("In a distant valley of its own, it stood at 3.", False),
        ("In June, it rained.", False),
    ],
)
def test_the_text_in_front(text: str, source: bool) -> None:
    assert (text_in_front(words_of(text)) is not None) == source


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("From her speech:", "her"),
        ("In their letter:", "their"),
        ("From her garden:", ""),
        ("From her speech", ""),
        ("From the first speech:", ""),
    ],
)
def test_whose_text_follows(text: str, whose: str) -> None:
    found = whose_text(words_of(text))
    assert (text[slice(*found[0])] if found else "") == whose
