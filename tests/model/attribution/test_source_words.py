import pytest

from ascribe.attribution import source_words as words


@pytest.mark.parametrize(
    ("word", "nouns", "found"),
    [
        ("Officials", words.PERSON_NOUNS, True),
        ("agencies", words.ORGANISATION_NOUNS, True),
        ("surveys", words.DOCUMENT_NOUNS, True),
        ("teapots", words.PERSON_NOUNS, False),
    ],
)
def test_a_plural_is_found_by_its_singular(word, nouns, found) -> None:
    assert words.is_noun_of(word, nouns) is found


def test_all_lists_are_in_lower_case() -> None:
    lists = [value for value in vars(words).values() if isinstance(value, frozenset)]
    assert len(lists) > 10
    assert all(word == word.lower() for one in lists for word in one)


def test_no_noun_is_both_a_document_and_a_person() -> None:
    assert not words.DOCUMENT_NOUNS & words.PERSON_NOUNS
