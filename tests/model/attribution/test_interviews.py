"""Who has the floor in an interview."""

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.interviews import interview
from ascribe.attribution.page_names import PageNames
from ascribe.attribution.speech_tokens import page_words

INTRODUCTION = "The composer Ana Vela spent four winters on the island."


def read(*lines: tuple[str, float]):
    sentences = [
        SpeechSentence(at, "paragraph", text, (), attributed)
        for at, (text, attributed) in enumerate(lines)
    ]
    return interview(sentences, PageNames(page_words([text for text, _ in lines])))


def test_the_person_introduced_gives_the_answers() -> None:
    person, answers = read(
        (INTRODUCTION, 0.0),
        ("Q: Why an island?", 0.0),
        ("There was an advert, and I answered it.", 1.0),
        ("Q: And the horn?", 0.0),
        ("I mended it. It was dead.", 1.0),
        ("It plays one note.", 1.0),
    )
    assert person == ("Ana", "Vela")
    assert answers == {2, 4, 5}


def test_one_paragraph_in_the_first_person_is_no_interview() -> None:
    assert read((INTRODUCTION, 0.0), ("I mended it.", 1.0)) == ((), set())


def test_quotations_are_no_interview() -> None:
    lines = [("‘I mended it,’ she said.", 1.0)] * 3
    assert read((INTRODUCTION, 0.0), *lines) == ((), set())


def test_nobody_introduced_is_nobody() -> None:
    lines = [("I mended it.", 1.0), ("I like it.", 1.0)]
    assert read(("The island is old.", 0.0), *lines) == ((), set())


def test_a_street_in_the_introduction_gives_no_answers() -> None:
    lines = [("I mended it.", 1.0), ("I like it.", 1.0)]
    street = ("We met on Lankershim Boulevard in May.", 0.0)
    assert read(street, *lines) == ((), set())


def test_a_page_without_sentences_is_no_interview() -> None:
    assert interview([], PageNames(page_words([]))) == ((), set())
