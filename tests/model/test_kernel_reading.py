"""The kernel reads the blocks of a page as plain Python does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe import kernel
from ascribe.page import blocks_left_out, repeats
from ascribe.page.blocks_left_out import asks_for_support
from ascribe.page.repeats import folded, same_passages
from ascribe.text import quotations, sentences
from ascribe.text.quotations import find_quotations
from ascribe.text.sentences import Utf16Offsets, utf16_length

# What opens, closes, does either, or stands beside a mark.
MARKS = [*"\"“”„‟«»＂‘’‚‹›'`", "''", "``", "’’", "‘‘"]
quoting = st.lists(
    st.one_of(
        st.sampled_from(MARKS),
        st.sampled_from(MARKS),
        st.sampled_from(
            [" ", "s ", "dogs", "a", "no. ", "\u00a0", "9", "é", "😀", "("]
        ),
        st.sampled_from(["far " * 40, "away " * 90]),
        st.characters(),
    ),
    max_size=24,
).map("".join)


def in_plain_python(module: Any, name: str, run: Callable[[], Any]) -> Any:
    """Return an answer that the kernel has no part in."""
    assert getattr(module, name) is not None
    with mock.patch.object(module, name, None):
        return run()


@settings(max_examples=1500, deadline=None)
@given(quoting)
def test_quotations_are_found_alike(text: str) -> None:
    whole = [(text, [(0, len(text))])]
    found = find_quotations(whole)
    assert found == in_plain_python(
        quotations, "compiled_quotations", lambda: find_quotations(whole)
    )


passages = st.lists(
    st.one_of(
        st.sampled_from(
            ["So it goes on and on.", "No.", "", " ", "SO it  goes on and on.\u00a0"]
        ),
        st.text(st.sampled_from("aZß é’“«ªµ\u2160\u24b6\u0345\u00a0\n😀İ"), max_size=9),
        st.sampled_from(["straße a b c d e", "STRASSE A B C D\te", "ﬁn a b c d e"]),
    ),
    max_size=9,
)


@settings(max_examples=500)
@given(passages, st.data())
def test_what_stands_there_twice_is_found_alike(
    texts: list[str], data: st.DataObject
) -> None:
    flags = st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))
    always = data.draw(st.one_of(st.just([]), flags))
    found = same_passages(texts, always)
    assert found == in_plain_python(
        repeats, "compiled_same", lambda: same_passages(texts, always)
    )


def test_every_character_is_folded_alike() -> None:
    for code in (*range(0x3100), 0xFB01, 0x1F600):
        upper = f"Oh {chr(code)} so it goes on A{chr(code)}b"
        texts = [upper, folded(upper), upper.lower()]
        found = same_passages(texts)
        assert found == in_plain_python(
            repeats, "compiled_same", lambda texts=texts: same_passages(texts)
        ), hex(code)
        assert found[0][1] == 0


def test_thousands_of_passages_are_told_apart() -> None:
    texts = [f"Passage number {at} says what it says." for at in range(3000)]
    firsts, words = same_passages(texts + texts)
    assert firsts == [None] * 3000 + list(range(3000))
    assert set(words) == {7}


def test_what_is_no_list_of_texts_is_refused() -> None:
    assert kernel.compiled_same is not None
    with pytest.raises(TypeError, match="str"):
        kernel.compiled_same(["a", b"a"], 6, b"")  # type: ignore[list-item]
    with pytest.raises(ValueError, match="flag"):
        kernel.compiled_same(["a", "b"], 6, b"\1")


@pytest.mark.parametrize(
    ("words", "pattern", "spoken"),
    [
        (blocks_left_out._ITSELF, blocks_left_out._OF_ITSELF, ("US", "oUr", "we")),
        (
            blocks_left_out._READER,
            blocks_left_out._TO_READER,
            ("click", "SUPPORTERS", "dear all", "friend"),
        ),
    ],
)
def test_words_of_an_appeal_are_heard_alike(
    words: tuple[str, ...], pattern: re.Pattern[str], spoken: tuple[str, ...]
) -> None:
    assert kernel.compiled_says is not None
    for one in (*map(chr, range(0x3100)), "\ud800", "😀"):
        for word in spoken:
            for text in (f"{one}{word}{one}", f"a{one}{word}", one, f"{word}{one} "):
                says = kernel.compiled_says(text, words)
                if says is not None:
                    lower = text.lower().replace("’", "'")
                    assert says == bool(pattern.search(lower)), text


def test_a_few_words_are_whole_words() -> None:
    assert kernel.compiled_says is not None
    assert kernel.compiled_says("powers hour bus", ("we", "us", "our")) is False
    assert kernel.compiled_says("“We,” he said", ("we", "us", "our")) is True
    assert kernel.compiled_says("xsupporters", ("supporters",)) is False
    assert kernel.compiled_says("Supporters!", ("supporters",)) is True
    with pytest.raises(ValueError, match="short"):
        kernel.compiled_says("a", ("a" * 17,))
    with pytest.raises(ValueError, match="few"):
        kernel.compiled_says("a", ("a",) * 13)


def test_an_appeal_is_known_alike() -> None:
    appeal = "Dear reader, help us. Will you donate today? We need your support."
    for text in (appeal, appeal.upper(), "They said we had no newsletter."):
        assert asks_for_support(text) == in_plain_python(
            blocks_left_out, "compiled_says", lambda text=text: asks_for_support(text)
        )
    assert asks_for_support(appeal)


@given(st.text(st.one_of(st.sampled_from("aé’中😀\ud800𝟗"), st.characters())))
def test_units_are_counted_alike(text: str) -> None:
    found = utf16_length(text), Utf16Offsets(text).of(len(text))
    assert found[0] == found[1]
    assert found == in_plain_python(
        sentences,
        "compiled_utf16_length",
        lambda: (utf16_length(text), Utf16Offsets(text).of(len(text))),
    )
