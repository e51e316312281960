"""What stands inside quotation marks is found, and apostrophes open nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.text import quotations
from ascribe.text.quotations import Quoted, find_quotations
from ascribe.text.sentences import split_sentences

MARKS = "\"“”„‟«»＂‘’‚‹›'`"


@pytest.fixture(scope="module", params=["kernel", "plain Python"], autouse=True)
def _with_and_without_the_kernel(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.param == "kernel":
        yield
        return
    with mock.patch.object(quotations, "compiled_quotations", None):
        yield


def inside(text: str) -> list[str]:
    """Return the quoted parts of a text that is one sentence."""
    [[quoted]] = find_quotations([(text, [(0, len(text))])])
    return [text[start:end] for start, end in quoted.spans]


def by_sentence(*texts: str) -> list[list[tuple[list[str], bool, bool]]]:
    """Return parts, "opens inside" and "ends inside" of each sentence of blocks."""
    blocks = [(text, split_sentences(text)) for text in texts]
    return [
        [
            (
                [text[start:end][left:right] for left, right in each.spans],
                each.opens_inside,
                each.ends_inside,
            )
            for (start, end), each in zip(sentences, quoted, strict=True)
        ]
        for (text, sentences), quoted in zip(
            blocks, find_quotations(blocks), strict=True
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('He said "it rained" twice.', id="straight"),
        pytest.param("He said “it rained” twice.", id="curly"),
        pytest.param("He said ‘it rained’ twice.", id="single curly"),
        pytest.param("He said 'it rained' twice.", id="single straight"),
        pytest.param("He said ''it rained'' twice.", id="two single marks"),
        pytest.param("He said ``it rained'' twice.", id="TeX"),
        pytest.param("He said ‘‘it rained’’ twice.", id="two curly single marks"),
        pytest.param("He said «it rained» twice.", id="guillemets"),
        pytest.param("He said „it rained“ twice.", id="German"),
        pytest.param("He said „it rained” twice.", id="Polish"),
        pytest.param("He said ”it rained” twice.", id="Swedish"),
        pytest.param("He said ‚it rained‘ twice.", id="German single"),
        pytest.param("He said ‹it rained› twice.", id="single guillemets"),
        pytest.param("He said ＂it rained＂ twice.", id="full width"),
        pytest.param('He said “it rained" twice.', id="curly and straight"),
        pytest.param("He said ““it rained”” twice.", id="doubled"),
        pytest.param("He said “ “it rained” ” twice.", id="doubled, apart"),
        pytest.param("He said—“it rained”—twice.", id="after a dash"),
        pytest.param("He said (“it rained”) twice.", id="in brackets"),
    ],
)
def test_every_glyph_marks_a_quotation(text: str) -> None:
    assert inside(text) == ["it rained"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("", [], id="empty"),
        pytest.param('"', [], id="one mark alone"),
        pytest.param('""', [], id="nothing between"),
        pytest.param('"Go," he said, "now."', ["Go,", "now."], id="interrupted"),
        pytest.param(
            "“She told me ‘go home’ and I did,” he said.",
            ["She told me ‘go home’ and I did,"],
            id="single inside double",
        ),
        pytest.param(
            "‘She told me “go home” and I did,’ he said.",
            ["She told me “go home” and I did,"],
            id="double inside single",
        ),
        pytest.param(
            "“I don’t know,” he said. “It’s late.”",
            ["I don’t know,", "It’s late."],
            id="apostrophes inside",
        ),
        pytest.param(
            "‘It’s late,’ he said.", ["It’s late,"], id="apostrophe in single marks"
        ),
        pytest.param(
            "She called it ‘the dogs’ bowls’ affair’ and left.",
            ["the dogs’ bowls’ affair"],
            id="genitives in single marks",
        ),
        pytest.param('The "best" plan.', ["best"], id="scare quotes"),
        pytest.param('He asked, "Why?"', ["Why?"], id="at the end"),
        pytest.param('He said "it rained', ["it rained"], id="unbalanced"),
        pytest.param('rained" he said.', [], id="only the closing one"),
    ],
)
def test_what_stands_between_the_marks_is_quoted(text: str, parts: list[str]) -> None:
    assert inside(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "I don't know what he's got.",
        "I don’t know what he’s got.",
        "It was the '90s, and then the '00s.",
        "It was the ’90s, and then the ’00s.",
        "It was the ‘90s when ‘68 was far.",
        "'Tis late and 'twas early.",
        "’Tis late and ’twas early.",
        "The dogs’ bowls and the cats' beds.",
        "The workers' union and the teachers' union met.",
        "Rock 'n' roll is dead.",
        "Rock ’n’ roll is dead.",
        "He is 6'2\" tall.",
        'A 24" screen beside a 32" one.',
        "A 24” screen beside a 32” one.",
        "He is 6’2” tall.",
        "Lat. 51° 30' 12\" N.",
        "O'Neill and D’Arcy met.",
    ],
)
def test_an_apostrophe_or_a_measure_quotes_nothing(text: str) -> None:
    assert inside(text) == []


def test_a_quotation_runs_over_the_sentences_between_its_marks() -> None:
    text = 'He was angry. "No. Never again. I am done," he said. She left.'
    sentences = [(0, 13), (14, 18), (19, 31), (32, 52), (53, 62)]
    [found] = find_quotations([(text, sentences)])
    assert found == [
        Quoted(),
        Quoted(((1, 4),), ends_inside=True),
        Quoted(((0, 12),), opens_inside=True, ends_inside=True),
        Quoted(((0, 10),), opens_inside=True),
        Quoted(),
    ]


def test_an_opening_mark_at_each_paragraph_carries_the_quotation_on() -> None:
    first, second, third = by_sentence(
        "He said: “It rained.", "“It rained again.", "“Then it stopped.” He left."
    )
    assert first == [(["It rained."], False, True)]
    assert second == [(["It rained again."], True, True)]
    assert third == [(["Then it stopped."], True, False), ([], False, False)]


def test_an_open_quotation_ends_with_a_paragraph_that_none_follows() -> None:
    first, second = by_sentence("He said: “It rained.", "The town was wet.")
    assert first == [(["It rained."], False, True)]
    assert second == [([], False, False)]


def test_a_closed_quotation_is_not_carried_into_the_next_one() -> None:
    _, second = by_sentence("He said: “It rained.”", "“Not here,” she said.")
    assert second == [(["Not here,"], False, False)]


def test_a_block_without_sentences_has_no_results() -> None:
    assert find_quotations([]) == []
    assert find_quotations([("", []), (" ", [])]) == [[], []]


@given(
    st.lists(
        st.text(
            st.one_of(
                st.sampled_from(MARKS + MARKS + " .,s5"),
                st.characters(),
                st.characters(categories=["Cs"]),
            ),
            max_size=60,
        ),
        max_size=4,
    )
)
def test_spans_of_any_text_lie_in_order_inside_their_sentence(texts: list[str]) -> None:
    blocks = [(text, split_sentences(text)) for text in texts]
    found = find_quotations(blocks)
    assert [len(each) for each in found] == [len(spans) for _, spans in blocks]
    for (_, sentences), block in zip(blocks, found, strict=True):
        for (start, end), quoted in zip(sentences, block, strict=True):
            at = 0
            for left, right in quoted.spans:
                assert at <= left < right <= end - start
                at = right


def test_ten_thousand_quotations_are_all_found() -> None:
    text = " ".join(f'"Word {number}," he said.' for number in range(10_000))
    assert len(inside(text)) == 10_000


def steps(call: Callable[[], Any]) -> int:
    """Count the lines of Python that a call runs: no clock, so never flaky."""
    count = 0

    def local(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return local

    before = sys.gettrace()
    sys.settrace(lambda *_: local)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param('He said "it rained" and left. ', id="double"),
        pytest.param("He said ‘it rained’ and left. ", id="single"),
        pytest.param("The dogs’ bowls don’t shine. ", id="apostrophes"),
        pytest.param("' ' ' '", id="nothing but apostrophes"),
        pytest.param("s’ s’ s’ ", id="plural genitives"),
        pytest.param("“ “ “ ", id="only opening marks"),
    ],
)
def test_four_times_the_text_takes_four_times_the_steps(piece: str) -> None:
    def cost(times: int) -> int:
        text = piece * times
        size = len(piece)
        spans = [(at * size, (at + 1) * size - 1) for at in range(times)]
        return steps(lambda: find_quotations([(text, spans)]))

    assert cost(400) < 5 * cost(100)


class Copied(str):
    """A text that counts the characters that are cut out of it."""

    __slots__ = ("count",)
    count: int

    def __getitem__(self, key: Any) -> str:
        found = super().__getitem__(key)
        self.count = getattr(self, "count", 0) + len(found)
        return found


def test_opening_marks_inside_an_open_quotation_copy_no_text() -> None:
    def cost(times: int) -> int:
        text = Copied("“word " * times)
        find_quotations([(text, [(0, len(text) - 1)])])
        return text.count

    with mock.patch.object(quotations, "compiled_quotations", None):
        assert cost(400) < 5 * cost(100)


def test_an_open_quotation_over_a_very_long_paragraph_is_one() -> None:
    words = 200_000
    text = "“" + "word " * words
    sentence = (0, len(text) - 1)
    [[quoted]] = find_quotations([(text, [sentence])])
    assert quoted.spans == ((1, len(text) - 1),)
    assert quoted.ends_inside


def test_many_sentences_inside_one_quotation_cost_no_more_than_outside() -> None:
    def cost(times: int) -> int:
        text = "“" + "It rained. " * times
        spans = [(1 + 11 * at, 11 + 11 * at) for at in range(times)]
        return steps(lambda: find_quotations([(text, spans)]))

    assert cost(400) < 5 * cost(100)
