"""Who or what opens a sentence and speaks in it."""

import pytest

from ascribe.attribution.opening_subjects import opening_subject
from ascribe.attribution.speech_tokens import SentenceWords, page_words


def words_of(text: str) -> SentenceWords:
    return page_words([text]).sentence(0, most=99)


@pytest.mark.parametrize(
    ("text", "subject", "verb"),
    [
        ("A memo dated May 3 records that it leaks.", "A memo dated May 3", "records"),
        ("A note quietly sent in May says so.", "A note quietly sent in May", "says"),
        ("Vela Power, the owner, puts it at 31.", "Vela Power", "puts"),
        ("His lawyers deny it.", "His lawyers", "deny"),
        ("His report shows that it leaks.", "", ""),
        ("Vela issued a statement forcefully denying it.", "", ""),
        ("The wall leaks.", "", ""),
    ],
)
def test_a_subject_speaks_where_its_noun_and_its_verb_say_so(
    text: str, subject: str, verb: str
) -> None:
    found = opening_subject(words_of(text))
    source, cue = found or ((0, 0), (0, 0))
    assert (text[slice(*source)], text[slice(*(cue or (0, 0)))]) == (subject, verb)


def test_of_texts_only_no_person_speaks() -> None:
    assert opening_subject(words_of("Vela suspects sabotage."), texts_only=True) is None
