"""A late pattern finds what Python's own finds, and is compiled once."""

from ascribe.labels import word_lists
from ascribe.labels.late_pattern import LatePattern


def test_it_finds_what_re_finds() -> None:
    late = LatePattern(r"\b(?:he|she) sa(?:id|ys)\b")
    text = "she said what he says"
    assert late.findall(text) == ["she said", "he says"]
    found = late.search(f"then {text}")
    assert found is not None
    assert found.span() == (5, 13)
    assert late.match(text) is not None
    assert late.match(f"then {text}") is None
    assert late.compiled is late.compiled


def test_every_list_is_a_pattern() -> None:
    patterns = [
        one for one in vars(word_lists).values() if isinstance(one, LatePattern)
    ]
    assert len(patterns) > 40
    for one in patterns:
        assert one.compiled.pattern == one.pattern
        # Without captures, so that a match counts once.
        assert not one.compiled.groups
