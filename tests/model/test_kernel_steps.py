"""The kernel takes a page through both steps as plain Python does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe import _kernel
from ascribe.engine import load_engine
from ascribe.labels import labeller as module
from ascribe.labels.labeller import Labeller
from ascribe.labels.turns import speaks
from ascribe.text.passages import Sentence, cut
from ascribe.text.quotations import Quoted
from ascribe.training.dataset import Document

TEXTS = st.sampled_from(
    ["Why?", "Q: Why?", "LEE: No.", "She said:", "It rained.", "Ann Lee: “Yes?” ", ""]
) | st.text(max_size=12)
pages = st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=7).map(
    lambda blocks: [
        Sentence(at * 2, 0, len(text), text, Quoted(), "paragraph")
        for at, block in enumerate(blocks)
        for text in block
    ]
)


@pytest.fixture(scope="module")
def both() -> tuple[Labeller, Labeller]:
    compiled = load_engine()._labeller
    return compiled, replace(compiled, compiled=False)


def assert_alike(
    both: tuple[Labeller, Labeller], page: list[Sentence], speech: np.ndarray | None
) -> None:
    compiled, plain = both
    assert compiled.steps is not None
    assert plain.steps is None
    found, expected = compiled.score(page, speech), plain.score(page, speech)
    assert found.shape == expected.shape == (len(page), 4)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def heard_by_chance(
    both: tuple[Labeller, Labeller], rows: int, seed: int
) -> np.ndarray:
    labeller = both[1]
    width = len(labeller.speech.weights) - len(labeller.context.weights)
    return np.random.default_rng(seed).normal(0, 1, (rows, width))


@settings(max_examples=100, deadline=None)
@given(pages, st.integers(0, 2**32 - 1), st.booleans())
def test_any_page_has_the_same_chances(
    both: tuple[Labeller, Labeller], page: list[Sentence], seed: int, hears: bool
) -> None:
    speech = heard_by_chance(both, len(page), seed) if hears else None
    assert_alike(both, page, speech)


def test_the_whole_corpus_has_the_same_chances(
    both: tuple[Labeller, Labeller], corpus: list[Document]
) -> None:
    for document in corpus:
        page = cut(document.blocks, document.spans)
        assert_alike(both, page, None)
        assert_alike(both, page, heard_by_chance(both, len(page), 0))


def test_a_long_page_is_looked_up_in_parts(
    both: tuple[Labeller, Labeller],
    corpus: list[Document],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PART", 3)
    assert_alike(both, cut(corpus[0].blocks, corpus[0].spans), None)


def a_step(columns: int) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros((columns, 4)), np.zeros(4)


def test_steps_that_do_not_fit_together_are_refused() -> None:
    seen = np.array([0, 1])
    given = [*a_step(5), *a_step(3), *a_step(3), seen, seen]
    assert _kernel.Steps(*given, 1, "”")
    for at, wrong in (
        (0, np.zeros(7)),
        (1, np.zeros(3)),
        (2, np.zeros(7)),
        (5, np.zeros(5)),
        (6, np.array([5])),
        (7, np.array([-1])),
    ):
        changed = [wrong if index == at else one for index, one in enumerate(given)]
        with pytest.raises(ValueError, match=r"step|column"):
            _kernel.Steps(*changed, 1, "”")
    for unmarked in (5, -1):
        with pytest.raises(ValueError, match="column"):
            _kernel.Steps(*given, unmarked, "”")


def test_a_page_that_does_not_fit_together_is_refused(
    both: tuple[Labeller, Labeller],
) -> None:
    steps, width = both[0].steps, len(both[1].counts.weights)
    assert steps is not None
    given = [["Why?", "So."], [0, 1], speaks, bytes(64), bytes(16 * width)]
    assert len(steps.chances(*given)) == 64
    for at, wrong in (
        (1, [0]),
        (3, bytes(32)),
        (4, bytes(16)),
        (0, ["Why?", 1]),
    ):
        changed = [wrong if index == at else one for index, one in enumerate(given)]
        with pytest.raises(ValueError, match=r"page|str"):
            steps.chances(*changed)
    for speech in (np.zeros((2, 1)), np.zeros(3)):
        with pytest.raises(ValueError, match=r"page|columns"):
            steps.chances(*given, speech)


def test_what_tells_of_speakers_may_fail(both: tuple[Labeller, Labeller]) -> None:
    steps, width = both[0].steps, len(both[1].counts.weights)
    assert steps is not None

    def fails(text: str) -> bool:
        raise KeyError(text)

    texts = ["LEE: Why?", "So."]
    with pytest.raises(KeyError, match="LEE"):
        steps.chances(texts, [0, 1], fails, bytes(64), bytes(16 * width))
