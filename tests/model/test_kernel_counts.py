"""The kernel reads patterns as Python's re does, and counts as plain Python counts."""

from __future__ import annotations

import math
import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ascribe import _kernel
from ascribe.kernel import new_counter
from ascribe.labels import word_lists
from ascribe.labels.counts import COUNT_NAMES, count_all
from ascribe.labels.late_pattern import LatePattern
from ascribe.results import BLOCK_KINDS, Block
from ascribe.text.passages import Sentence, cut
from ascribe.text.quotations import Quoted
from ascribe.training.dataset import Document

PATTERNS = {
    name: each
    for name, each in vars(word_lists).items()
    if isinstance(each, LatePattern)
}
# Words of the lists, their beginnings, and what stands between words.
WORDS = sorted(
    {word for each in PATTERNS.values() for word in re.findall("[a-z]+", each.pattern)}
)
pieces = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(str.capitalize),
    st.sampled_from(WORDS).map(lambda word: word + "ed"),
    st.sampled_from(
        "n't 's ’s ly est er than of the to a 1 24 % $ € .com # @ https: \n".split(" ")
        + list(".,:;!?()\"“”‘’'–—-… _éßİΣσς½٣\u2003\ud800😀")
    ),
    st.characters(),
)
texts = st.lists(
    st.tuples(pieces, st.sampled_from([" ", " ", " ", "", "\n"])), max_size=30
).map(lambda parts: "".join(map("".join, parts)))


def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(pattern, text)]


@settings(max_examples=300, deadline=None)
@given(texts)
def test_every_pattern_of_the_lists_finds_what_re_finds(text: str) -> None:
    for each in PATTERNS.values():
        for form in (text, text.lower()):
            assert _kernel.spans_of(each.pattern, form) == spans(each.pattern, form)


atoms = st.sampled_from(
    r"a b c \w \W \d \s \S \. [ab] [^a] [a-c] [\w'] [^\W\d_] [^\s,;] ’ [’é]".split()
)
repetitions = st.sampled_from(["", "", "?", "*", "+", "{2}", "{1,3}", "{0,2}", "{2,}"])
lazy = st.sampled_from(["", "", "?"])
single = st.tuples(atoms, repetitions, lazy).map(
    lambda one: one[0] + one[1] + (one[2] if one[1] else "")
)
edges = st.sampled_from(["", "", r"\b", "^", "$"])
looks = st.one_of(
    st.sampled_from(["(?<=a)", r"(?<=\w)", "(?<=[^a])"]),
    st.tuples(st.sampled_from("=!"), st.lists(single, min_size=1, max_size=2)).map(
        lambda one: f"(?{one[0]}{''.join(one[1])}|b)"
    ),
)


def grouped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    choice = st.lists(inner, min_size=1, max_size=3).map("|".join)
    return st.one_of(
        st.lists(st.one_of(inner, looks), min_size=1, max_size=3).map("".join),
        st.tuples(choice, repetitions, lazy).map(
            lambda one: f"(?:{one[0]})" + one[1] + (one[2] if one[1] else "")
        ),
    )


patterns = st.tuples(edges, st.recursive(single, grouped, max_leaves=6), edges).map(
    "".join
)


@settings(max_examples=1500, deadline=None)
@given(patterns, st.text("abcAé’ 1_.,\n", max_size=12))
def test_any_pattern_that_is_known_finds_what_re_finds(pattern: str, text: str) -> None:
    try:
        found = _kernel.spans_of(pattern, text)
    except ValueError:
        return
    assert found == spans(pattern, text)


def is_known(pattern: str) -> bool:
    try:
        _kernel.spans_of(pattern, "")
    except ValueError:
        return False
    return True


@settings(max_examples=500, deadline=None)
@given(
    st.lists(patterns.filter(is_known), min_size=1, max_size=4).map(tuple),
    st.text("abcAé’ 1_.,\n", max_size=12),
)
def test_patterns_in_one_automaton_match_as_each_does(
    patterns: tuple[str, ...], text: str
) -> None:
    found = _kernel.ends_of(patterns, text)
    assert found is not None
    for pattern, end in zip(patterns, found, strict=True):
        match = re.match(pattern, text)
        assert end in (None, match.end() if match else -1), pattern


@settings(max_examples=300, deadline=None)
@given(texts)
def test_the_lists_in_one_automaton_match_as_each_does(text: str) -> None:
    lists = tuple(each.pattern for each in PATTERNS.values())
    found = _kernel.ends_of(lists, text.lower())
    assert found is not None
    for pattern, end in zip(lists, found, strict=True):
        match = re.match(pattern, text.lower())
        assert end in (None, match.end() if match else -1), pattern


def test_nearly_all_lists_are_part_of_the_automaton() -> None:
    """The two above are no empty promise."""
    left_out = {
        name
        for name, each in PATTERNS.items()
        if _kernel.ends_of((each.pattern,), "") != (-1,)
    }
    assert left_out == {"SAID_AT_END", "HEADLINE_SOURCE"}


@pytest.mark.parametrize(
    "pattern",
    [
        "a*",
        "",
        "a|",
        "(a)",
        "(?<=ab)c",
        "(?<!a)b",
        "(?=a)",
        "(?=a",
        "a.b",
        r"\Bab",
        "a{3",
        "a**",
        "a)",
        "(?:a",
        "[a",
        "\\",
    ],
)
def test_what_is_not_known_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        _kernel.spans_of(pattern, "aaa")


def test_most_patterns_are_known() -> None:
    """The one above is no empty promise."""
    for pattern in (r"\ba(?:b|c)+\b", r"^\W{0,9}(?:\S+ ){1,14}?b", "[^,;:]{0,80}$a"):
        assert _kernel.spans_of(pattern, "") == []


def assert_counted_alike(sentences: list[Sentence]) -> None:
    found = count_all(sentences)
    expected = count_all(sentences, compiled=False)
    wrong = np.argwhere(np.abs(found - expected) > 1e-12)
    assert not len(wrong), [
        (COUNT_NAMES[at], found[row, at], expected[row, at], sentences[row])
        for row, at in wrong[:3].tolist()
    ]


def test_the_whole_corpus_is_counted_alike(corpus: list[Document]) -> None:
    for document in corpus:
        assert_counted_alike(cut(document.blocks, document.spans))


@settings(max_examples=300, deadline=None)
@given(st.lists(texts, min_size=1, max_size=3), st.sampled_from(BLOCK_KINDS), st.data())
def test_any_text_is_counted_alike(
    blocks: list[str], kind: str, data: st.DataObject
) -> None:
    sentences = cut([Block(str(at), kind, text) for at, text in enumerate(blocks)])
    assert_counted_alike(sentences)
    # Quoted anywhere, not only where marks stand.
    for one in sentences:
        places = data.draw(
            st.lists(st.integers(0, len(one.text)), max_size=4).map(sorted)
        )
        pairs = tuple(zip(places[::2], places[1::2], strict=False))
        quoted = Quoted(pairs, *data.draw(st.tuples(st.booleans(), st.booleans())))
        assert_counted_alike([replace(one, quoted=quoted)])


def test_no_sentence_has_no_counts() -> None:
    assert count_all([]).shape == (0, len(COUNT_NAMES))


def test_many_words_and_a_long_sentence() -> None:
    """More words than are remembered, and a text that is longer than most."""
    text = " ".join(f"said{number} wrongly" for number in range(20_000))
    sentence = Sentence(0, 0, len(text), text, Quoted(), "paragraph")
    assert_counted_alike([sentence, sentence])


# As an automaton it has a state for each set of places where the last "a"s stood.
_MANY_STATES = r"\b\w*a\w{14}!|\bb"


def test_what_an_automaton_has_no_room_for_is_found_all_the_same() -> None:
    chance = random.Random(1)
    words = ["".join(chance.choices("ab", k=40)) for _ in range(600)]
    text = " ".join(word + chance.choice(["", "!"]) for word in words)
    assert _kernel.ends_of((_MANY_STATES,), "".join(words)) is None
    others = [r"\bb"] * 3 + ["^a"] * 4 + ["a"] * 7
    counter = new_counter(
        {"x": _MANY_STATES},
        others,
        inside=[],
        markers=[],
        places=(0, 0, 0, 0),
        counted=_kernel.COUNTED.split(),
        kinds=(),
    )
    assert counter is not None
    for part in (text, text[7:], text):
        (count, *_) = np.frombuffer(counter.counts([part], [()], [0], ["cell"]))
        assert count == math.log1p(len(re.findall(_MANY_STATES, part)))


def test_a_kernel_that_counts_something_else_is_left_aside() -> None:
    counted = _kernel.COUNTED.split()
    others = ["a"] * 14
    given = {"inside": [0], "markers": [0], "places": [0] * 4, "kinds": ()}
    starts = [r"\ba\b"] * 3 + ["^a"] * 4 + others[7:]
    assert new_counter({"x": "a"}, starts, counted=counted, **given) is not None
    assert new_counter({"x": "a"}, starts, counted=counted[1:], **given) is None
    assert new_counter({"x": "(a)"}, starts, counted=counted, **given) is None
    assert new_counter({"x": "a"}, others, counted=counted, **given) is None
    assert new_counter({"x": "a"}, starts[1:], counted=counted, **given) is None
    # One that does not begin where the text does, and those that may cross two words.
    for at, wrong in ((3, "a"), (8, "a b"), (9, r"[^\d]"), (13, "a(?= )")):
        odd = [wrong if index == at else one for index, one in enumerate(starts)]
        assert new_counter({"x": "a"}, odd, counted=counted, **given) is None
    for other in ({"inside": [1]}, {"inside": [-1]}, {"places": [0, 0, 0, 1]}):
        misplaced = {**given, **other}
        assert new_counter({"x": "a"}, starts, counted=counted, **misplaced) is None


def test_spans_that_lie_elsewhere_are_refused() -> None:
    for quoted in (((2, 1),), ((0, 4),), ((1, 2), (0, 1)), ((-1, 1),)):
        sentence = Sentence(0, 0, 3, "one", Quoted(quoted), "paragraph")
        with pytest.raises(ValueError, match="spans"):
            count_all([sentence])


def test_a_kind_is_a_str() -> None:
    for kind in (1, None):
        sentence = Sentence(0, 0, 3, "one", Quoted(), kind)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="kind"):
            count_all([sentence])
