"""What is kept of a source while its page is read."""

from __future__ import annotations

import pytest

from ascribe.attribution.acts import Part, SpeechSentence
from ascribe.attribution.page_names import PageNames
from ascribe.attribution.source_linking import Linker, Speaker


def speakers(*phrases: str) -> list[Speaker | None]:
    """Return who speaks in a page of sentences that begin with ``phrases``."""
    texts = [f"{phrase} said it leaks." for phrase in phrases]
    sentences = [SpeechSentence(at, "paragraph", text) for at, text in enumerate(texts)]
    linker = Linker(sentences, PageNames(texts))
    return [
        linker.speaker(Part(at, 0, len(phrase))) for at, phrase in enumerate(phrases)
    ]


@pytest.mark.parametrize("role", ["official", "mayor"])
def test_a_page_that_names_one_source_ever_again_keeps_little_of_it(role: str) -> None:
    # A list of all its mentions, searched at each, made the time grow with the square.
    found = speakers(f"A senior {role}", *[f"The {role}"] * 500)
    assert len({id(each) for each in found}) == 1
    assert found[0] is not None
    assert sorted(found[0].modifiers) == [(), ("senior",)]


def test_an_unnamed_source_is_called_by_what_its_mentions_agree_on() -> None:
    first, *_, last = speakers("A senior official", "The official", "The official")
    assert first is last
    assert first is not None
    assert first.name == "an unnamed senior official"


def test_a_source_of_two_descriptions_is_called_by_its_role_alone() -> None:
    first, _, last = speakers(
        "A senior official", "The European official", "The official"
    )
    assert first is last
    assert first is not None
    assert first.name == "an unnamed official"
