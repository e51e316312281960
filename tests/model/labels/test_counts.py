"""Each count says what its name says, outside and inside quotation marks."""

from __future__ import annotations

import math
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.labels.counts import COUNT_NAMES, counts_of
from ascribe.results import BLOCK_KINDS, Block, BlockKind
from ascribe.text.passages import cut
from ascribe.text.quotations import Quoted

# Every test sentence that this file uses, so that no name goes untested: see
# test_every_count_moves_for_some_sentence.
SENTENCES = [
    "The mayor said that the bridge, which cost $3 million, will close on Monday.",
    "According to the report, the bridge was described as “unsafe”.",
    "He told reporters that he had not seen it.",
    "An official who asked not to be named declined to comment.",
    "Sources say the deal is off.",
    "I think we must act, because you deserve better than this shameful mess!",
    "They should perhaps stop: it is clearly the worst idea… but who knows?",
    "“I was wrong, and we must go now,” she said.",
    "“No,” he added.",
    "“You are wrong and it is late,” he said.",
    "NASA and the EU (both named) agreed — in part — today.",
    "MERRICK: Where were you?",
    "Why does this matter",
    "Write to us at news@example.org or call.",
    "Photograph by Ann Lee/Reuters",
    "Consider the lobster.",
    "Donate now to support our newsroom:",
    "The finest hour was longer than a radical, corrupt and disastrous regime allowed.",
    "The brutal slaughter was a genocide, an atrocity and a betrayal by thugs.",
    "Bridge to close: report",
    "It rained.",
    "The council voted.",
    "This is how it was.",
    "“It rained. It rained all night and then it rained again until noon.”",
]


def counts(text: str, kind: BlockKind = "paragraph") -> dict[str, float]:
    """Return the counts of the first sentence of a block, by name."""
    [sentence, *_] = cut([Block("a", kind, text)], [[(0, len(text))]])
    values = counts_of(sentence.text, sentence.quoted, kind)
    return dict(zip(COUNT_NAMES, values, strict=True))


def test_every_count_has_one_name() -> None:
    assert len(set(COUNT_NAMES)) == len(COUNT_NAMES)
    assert len(counts_of("It rained.", Quoted(), "paragraph")) == len(COUNT_NAMES)


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [
        ("said", "The mayor said it would close.", "The mayor closed it."),
        ("according", "According to police, it closed.", "The police closed it."),
        ("quote_then_said", "“It closed,” she said.", "“It closed” was the headline."),
        ("begins_quoted", "“It closed,” she said.", "She said “it closed” to me."),
        ("ends_quoted", "She said: “It closed.”", "She said “it closed” to me."),
        ("quote_short", "The “best” bridge.", "The best bridge."),
        (
            "quote_long",
            "“We will close the bridge for a year or more,” she said.",
            "“We will close,” she said.",
        ),
        ("question", "Why close the bridge?", "They close the bridge."),
        ("question", "Why close the bridge?", "“Why close it?” she asked."),
        ("exclamation", "Close the bridge!", "“Close it!” she shouted."),
        ("ellipsis", "It closed… slowly.", "It closed slowly."),
        ("dash", "It closed — slowly.", "A well-made bridge."),
        ("ends_in_colon", "She said:", "She said: no."),
        ("no_stop", "Bridge closes", "Bridge closes."),
        ("parenthesis", "It (the bridge) closed.", "It closed."),
        ("money", "It cost £3.", "It cost three."),
        ("first", "I think so.", "They think so."),
        ("second", "You think so.", "They think so."),
        ("necessity", "They must go.", "They go."),
        ("very_short", "Go now.", "The bridge over the river closed on Monday."),
        ("kind_heading", "", ""),
    ],
)
def test_a_count_tells_what_its_name_says(name: str, present: str, absent: str) -> None:
    if name == "kind_heading":
        assert counts("Rain", "heading")[name] == 1
        assert counts("Rain", "caption")[name] == 0
        return
    assert counts(present)[name] > 0
    assert counts(absent)[name] == 0


def test_every_count_moves_for_some_sentence() -> None:
    seen = [counts(text) for text in SENTENCES]
    seen += [counts("It rained.", kind) for kind in BLOCK_KINDS]
    text = "“It rained. It rained.”"
    for sentence in cut([Block("a", "paragraph", text)], [[(0, 11), (12, len(text))]]):
        values = counts_of(sentence.text, sentence.quoted, "paragraph")
        seen.append(dict(zip(COUNT_NAMES, values, strict=True)))
    stuck = [name for name in COUNT_NAMES if len({each[name] for each in seen}) == 1]
    assert stuck == []


def test_words_in_quotation_marks_count_apart() -> None:
    said = counts("“I must go,” she said.")
    assert said["first"] == 0
    assert said["quoted_first"] == pytest.approx(math.log(2))
    assert said["necessity"] == 0
    assert said["quoted_necessity"] > 0


def test_a_sentence_without_marks_and_cues_has_no_marker() -> None:
    assert counts("It rained.")["no_marker"] == 1
    assert counts("“It rained,” she said.")["no_marker"] == 0


def test_quotation_glyphs_and_apostrophes_count_alike() -> None:
    assert counts("“I don’t know,” she said.") == counts('"I don\'t know," she said.')


@given(
    st.text(st.one_of(st.characters(), st.characters(categories=["Cs"]))),
    st.sampled_from(BLOCK_KINDS),
)
def test_counts_of_any_text_are_finite_and_not_negative(
    text: str, kind: BlockKind
) -> None:
    for sentence in cut([Block("a", kind, text)]):
        values = counts_of(sentence.text, sentence.quoted, kind)
        assert all(math.isfinite(value) and value >= 0 for value in values)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("a", id="one word"),
        pytest.param("said that ", id="cues"),
        pytest.param("the report said the ", id="articles"),
        pytest.param("Name ", id="capitals"),
        pytest.param("A", id="one capital word"),
        pytest.param("1,", id="digits"),
        pytest.param(" ", id="spaces"),
        pytest.param("a.b@", id="almost an address"),
        pytest.param("-", id="dashes"),
        pytest.param("…", id="dots"),
        pytest.param("’", id="apostrophes"),
        pytest.param("a’", id="letters and apostrophes"),
        pytest.param("not ", id="negations"),
        pytest.param("more ", id="comparatives"),
        pytest.param("a report says ", id="headlines"),
        pytest.param(": ", id="colons"),
    ],
)
def test_the_work_grows_no_faster_than_the_sentence(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece)) + " said"
        before = process_time()
        counts_of(text, Quoted(), "paragraph")
        return process_time() - before

    # Four times the text at the square would be 16 times the work. Work that is
    # done at once is too short to compare.
    small = min(seconds(10_000) for _ in range(3))
    large = min(seconds(40_000) for _ in range(3))
    assert large < max(10 * small, 0.5)
