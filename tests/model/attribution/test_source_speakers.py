"""Under which name a source is listed."""

from ascribe.attribution.source_speakers import (
    Speaker,
    joined,
    unnamed,
    without_article,
)


def test_an_unnamed_person_is_called_by_the_one_description_there_is() -> None:
    one = Speaker("the official", "unnamed", 0, nouns={"official"})
    assert unnamed(one) == "an unnamed official"
    one.modifiers = [(), ("senior",)]
    assert unnamed(one) == "an unnamed senior official"
    one.modifiers.append(("French",))
    assert unnamed(one) == "an unnamed official"


def test_a_person_of_no_office_keeps_the_words_of_the_page() -> None:
    one = Speaker("A friend of mine", "unnamed", 0, nouns={"friend"})
    assert unnamed(one) == "A friend of mine"


def test_marks_stand_where_the_page_has_them() -> None:
    assert joined(("Traders", "'", "Guild")) == "Traders' Guild"
    assert without_article("The guild") == "guild"
    assert without_article("The") == "The"
