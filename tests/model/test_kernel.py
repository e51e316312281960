"""The kernel and plain Python give the same answers."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe import kernel
from ascribe.attribution import links
from ascribe.attribution.features import (
    BLOCK_BREAK_SHAPE,
    SENTENCE_BREAK_SHAPE,
    Rows,
)
from ascribe.attribution.runs import PRICES
from ascribe.engine import DEFAULT_MODEL
from ascribe.labels.evidence import evidence_of, look_up
from ascribe.labels.labeller import Labeller
from ascribe.model_files import load_model
from ascribe.results import LABELS, Block
from ascribe.text import language
from ascribe.text.passages import Sentence, cut
from ascribe.text.sentences import words_in
from ascribe.training.dataset import Document

# What the two views treat in a way of its own, next to letters and anything else.
ODD = (
    "'\"“”‘’‚„«»`´‹›＂ \n\t\u00a0\u2003\u3000_-–—.,:;!?()"
    "0123456789٣५²½ⅧİıΣσςßẞŉſÅǅ\ud800😀e\u0301"
)
texts = st.text(
    st.one_of(
        st.sampled_from(ODD),
        st.sampled_from("abcdefghijklmnopqrstuvwxyzATHE "),
        st.characters(),
    ),
    max_size=120,
)


@pytest.fixture(scope="module")
def model() -> Labeller:
    return load_model(DEFAULT_MODEL)[1]


@pytest.fixture(scope="module")
def plain(model: Labeller) -> Labeller:
    return replace(model, compiled=False)


def test_the_kernel_is_there() -> None:
    assert kernel.COMPILED, "install a C compiler (gcc) and run `make test` again"


def assert_same(model: Labeller, plain: Labeller, sentences: list[Sentence]) -> None:
    assert model.kernel is not None
    assert plain.kernel is None
    expected = plain.score(sentences)
    assert np.abs(model.score(sentences) - expected).max(initial=0) < 1e-6
    once = look_up(model, sentences)
    assert once is not None
    assert (model.score(sentences, None, once.scores) == model.score(sentences)).all()
    for label in range(len(LABELS)):
        labels = [label] * len(sentences)
        found = evidence_of(model, sentences, labels, once)
        assert found == evidence_of(model, sentences, labels)
        for one, other in zip(
            found, evidence_of(plain, sentences, labels), strict=True
        ):
            # Weights that are equal but for rounding may change places.
            assert [weight for _, _, weight in one] == pytest.approx(
                [weight for _, _, weight in other], abs=1e-6
            )
            ties = len({round(weight, 6) for _, _, weight in other}) < len(other)
            if not ties:
                assert [span[:2] for span in one] == [span[:2] for span in other]


def test_on_the_whole_corpus(
    model: Labeller, plain: Labeller, corpus: list[Document]
) -> None:
    for document in corpus:
        assert_same(model, plain, cut(document.blocks, document.spans))


@settings(max_examples=300, deadline=None)
@given(st.lists(texts, min_size=1, max_size=3))
def test_on_any_text(model: Labeller, plain: Labeller, blocks: list[str]) -> None:
    sentences = cut(
        [Block(str(at), "paragraph", text) for at, text in enumerate(blocks)]
    )
    assert_same(model, plain, sentences)


@given(texts)
def test_words_are_counted_alike(text: str) -> None:
    assert words_in(text) == sum(
        1 for run in text.split() if any(map(str.isalnum, run))
    )


heads = {
    "cue": 3,
    "source": 3,
    "content": 3,
    "carries": 2,
    "source_side": 3,
    "content_side": 4,
}
# Near the chances from which on the kernel takes no logarithm.
bounds = [
    1 / (1 + np.exp(side * 2 * price.edge - price.gain) / odds)
    for price in PRICES.values()
    for side in (-1, 1)
    for odds in (0.02 / 0.98, 0.25, 1.0, np.e)
]
near_bounds = [
    float(np.float32(bound * (1 + step * 1e-6)))
    for bound in bounds
    for step in (-20, -10, -1, 0, 1, 10, 20)
]
chance = st.floats(0, 1, width=32) | st.sampled_from(near_bounds)
read_rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 3), st.lists(chance, min_size=18)),
    max_size=30,
)


@given(read_rows, st.lists(st.booleans(), min_size=31))
def test_rows_are_cut_and_linked_alike(
    given: list[tuple[int, int, Any]], known: Any
) -> None:
    """The first number says whether a row is a break, a mark or a word."""
    kinds = np.array([[0, *(kind for kind, _, _ in given)]], np.int32)
    is_break = kinds[0] < 2
    shape = np.choose(kinds[0], [SENTENCE_BREAK_SHAPE, BLOCK_BREAK_SHAPE, 2, 6, 8])
    rows = np.zeros((8, len(shape)), np.int32)
    rows[3] = shape
    rows[4, 1:] = [quote for _, quote, _ in given]
    rows[5] = np.cumsum(is_break) - 1
    rows[6] = np.where(is_break, -1, 0)
    table = np.zeros((len(shape), sum(heads.values())), np.float32)
    for row, (_, _, chances) in enumerate(given, start=1):
        table[row] = chances[: table.shape[1]]
    ends = np.cumsum([*heads.values()])
    found = dict(zip(heads, np.split(table, ends[:-1], axis=1), strict=True))
    page = Rows(*rows)
    for attributed in ([], np.flatnonzero(known[: is_break.sum()]).tolist()):
        linked = links.find_links(page, found, attributed, compiled=False)
        assert links.find_links(page, found, attributed) == linked


@pytest.mark.parametrize("short", range(9))
def test_rows_that_do_not_fit_together_are_not_linked(short: int) -> None:
    given: list[Any] = [np.full(3, -1, np.int32) for _ in range(3)]
    given += [np.zeros((3, many), np.float32) for many in heads.values()]
    given[short] = given[short][:2]
    assert kernel.compiled_links is not None
    with pytest.raises(ValueError, match="each row"):
        kernel.compiled_links(*given, bytearray(), links.Run, links.Link)


def test_every_character_is_folded_alike(model: Labeller, plain: Labeller) -> None:
    # Twenty to a sentence, each between letters and alone, so that none hides.
    every = [chr(code) for code in range(0x3100)] + ["\ud812", "\uff02", "\uff10", "𝟗"]
    for at in range(0, len(every), 800):
        text = " ".join(f"said{one}he {one}" for one in every[at : at + 800])
        sentence = Sentence(0, 0, len(text), text, QUOTED_NOWHERE, "paragraph")
        words, characters = plain.terms([sentence])
        assert len(words.term)
        assert len(characters.term)
        assert_same(model, plain, [sentence])


QUOTED_NOWHERE = cut([Block("0", "paragraph", "Rain.")])[0].quoted


def test_a_sentence_as_long_as_a_book(model: Labeller, plain: Labeller) -> None:
    text = "the minister said that it was absurd " * 8000
    sentence = Sentence(0, 0, len(text), text, QUOTED_NOWHERE, "paragraph")
    assert_same(model, plain, [sentence, sentence])


def test_no_sentence(model: Labeller) -> None:
    assert model.score([]).shape == (0, 4)
    assert evidence_of(model, [], []) == []


def test_what_does_not_fit_together_is_refused(model: Labeller) -> None:
    compiled = model.kernel
    assert compiled is not None
    with pytest.raises(ValueError, match="quoted"):
        compiled.score(["one", "two"], [()])
    with pytest.raises(TypeError, match="str"):
        compiled.score([b"one"], [()])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="label"):
        compiled.strongest(compiled.look_up(["one"], [()], 0.05)[1], [4], 5, 0.05)
    for places in (b"", bytes(7), b"\xff" * 8, b"\1" + bytes(54)):
        with pytest.raises(ValueError, match="places of its sentence"):
            compiled.strongest(places, [0], 5, 0.05)
    # It still works after that.
    assert len(compiled.score(["one"], [()])) == 32
    one, weights = np.ones(1, dtype=np.float32), np.ones((1, 4), dtype=np.float32)
    names = (frozenset({"ann"}), frozenset[str]())
    for lines, idf in ((b"a\nb", one), (b"a", np.ones(2, dtype=np.float32))):
        with pytest.raises(ValueError, match="vocabulary"):
            kernel.new_kernel(lines, idf, weights, b"a", one, weights, names)


def test_more_words_than_are_remembered(model: Labeller, plain: Labeller) -> None:
    """What is remembered of words is forgotten, and looked up again."""
    sentences = [
        Sentence(at, 0, len(text), text, QUOTED_NOWHERE, "paragraph")
        for at in range(30)
        for text in [" ".join(f"word{chr(97 + n % 26)}{at}x{n}" for n in range(900))]
    ]
    again = [*sentences, *sentences[:3]]
    assert np.abs(model.score(again) - plain.score(again)).max() < 1e-6


words_of_any_sort = st.text(
    st.one_of(st.sampled_from("abcdefgABCİΣKßéж中'’- \n1_"), st.characters()),
    max_size=80,
)


@settings(max_examples=300)
@given(words_of_any_sort)
def test_languages_are_told_alike(text: str) -> None:
    said = f"{text} the of and {text}"
    compiled = language._counted([said, text])
    with mock.patch.object(language, "compiled_languages", None):
        assert language._counted([said, text]) == compiled


def test_it_can_be_left_aside() -> None:
    code = (
        "from ascribe.engine import load_engine\n"
        "from ascribe.kernel import COMPILED\n"
        "from ascribe.results import Block\n"
        "text = 'The mayor said that it would rain. I find that absurd. ' * 9\n"
        "found = load_engine().analyze([Block('0', 'paragraph', text)])\n"
        "print(COMPILED, found.status, [s.label for s in found.sentences][:2])\n"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "ASCRIBE_KERNEL": choice},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for choice in ("on", "off")
    ]
    assert answers[0].startswith("True ")
    assert answers[1].startswith("False ")
    assert answers[0].split()[1:] == answers[1].split()[1:]
