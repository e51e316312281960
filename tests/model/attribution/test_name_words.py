from ascribe.attribution import name_words
from ascribe.attribution.name_words import LISTS


def test_all_lists_are_in_lower_case() -> None:
    assert all(word == word.lower() for one in LISTS.values() for word in one)


def test_the_kernel_puts_the_wider_lists_together() -> None:
    """It is told the narrow ones only."""

    def all_of(*names: str) -> frozenset[str]:
        return frozenset[str]().union(*(LISTS[name] for name in names))

    assert (
        all_of("PARTICLES", "AMPERSAND", "OF", "APOSTROPHES", "POSSESSIVES")
        == name_words.MAY_JOIN
    )
    assert all_of("COMMA", "WHO", "WHICH") == name_words.OPENS_APPOSITION
    assert (
        all_of("NO_PERSON_AFTER", "PERSON_NOUNS", "ORGANISATION_NOUNS", "COMMA")
        == name_words.TELLING
    )
