"""A list that is not searched would not have matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.labels import counts, first_words, word_lists
from ascribe.labels.first_words import Prefilter
from ascribe.labels.late_pattern import LatePattern
from ascribe.training.dataset import Document

# Every word of every list, and what may stand around one.
_WORDS = sorted(
    {
        word
        for pattern in vars(word_lists).values()
        if isinstance(pattern, LatePattern)
        for word in re.findall(r"[a-z]{2,}", pattern.pattern)
    }
)
texts = st.lists(
    st.one_of(
        st.sampled_from(_WORDS),
        st.sampled_from(_WORDS).map(lambda word: word + "ed"),
        st.sampled_from(
            [" ", " ", " ", "'", "-", ", ", "n't ", " that ", " than ", "_", "é", "1"]
        ),
        st.text(max_size=3),
    ),
    max_size=30,
).map("".join)


def assert_nothing_is_missed(text: str) -> None:
    bits = counts._prefilter()(text)
    for bit, (name, pattern) in enumerate(counts._LISTS.items()):
        if not bits >> bit & 1:
            assert not pattern.search(text), name


@settings(max_examples=1000, deadline=None)
@given(texts)
def test_nothing_is_missed_in_any_text(text: str) -> None:
    assert_nothing_is_missed(text.lower())


def test_nothing_is_missed_in_the_corpus(corpus: list[Document]) -> None:
    for document in corpus:
        for block in document.blocks:
            assert_nothing_is_missed(block.text.lower().replace("’", "'"))


def test_most_lists_can_be_left_out() -> None:
    needed = bin(counts._prefilter()("rain fell")).count("1")
    assert needed <= len(counts._LISTS) / 4


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"said", id="no boundary"),
        pytest.param(r"\b(?:said)ly\b", id="the word goes on after the group"),
        pytest.param(r"\b(?:said(?:ly)?|told)\b", id="a group inside the word"),
        pytest.param(r"\b(?:.aid|told)\b", id="any letter"),
        pytest.param(r"\b(?:'tis|told)\b", id="a mark first"),
        pytest.param(r"^\W*(?:he|she)\b", id="bound to the start"),
        pytest.param(r"\b(?:said", id="cut short"),
    ],
)
def test_a_pattern_with_an_open_beginning_is_always_searched(pattern: str) -> None:
    try:
        compiled = re.compile(pattern)
    except re.error:
        assert first_words._alternatives("said") == ([], "")
        return
    assert first_words.first_words(compiled) is None
    assert Prefilter({"one": compiled}, {})("rain") == 1


def test_what_is_remembered_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_words, "_MAX_REMEMBERED", 3)
    one = Prefilter({"said": word_lists.SAID.compiled}, {})
    for text in ("a b c d said", "said", "e f g h"):
        assert one(text) == ("said" in text)
    assert len(one._remembered) <= 3
