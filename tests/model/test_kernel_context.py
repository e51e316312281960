"""The kernel says of a sentence's surroundings what plain Python says."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe import _kernel
from ascribe.labels import context
from ascribe.labels.context import CONTEXT_NAMES, context_of
from ascribe.labels.counts import COUNT_NAMES, count_all
from ascribe.text.passages import Sentence, cut
from ascribe.text.quotations import Quoted
from ascribe.training.dataset import Document

TEXTS = st.sampled_from(
    ["Why?", "Q: Why?", "LEE: No.", "She said:", "It rained.", "Ann Lee: “Yes?” ", ""]
)
pages = st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=7).map(
    lambda blocks: [
        Sentence(at * 2, 0, len(text), text, Quoted(), "paragraph")
        for at, block in enumerate(blocks)
        for text in block
    ]
)


def assert_alike(page: list[Sentence], scores: np.ndarray, counts: np.ndarray) -> None:
    found = context_of(page, scores, counts)
    expected = context_of(page, scores, counts, compiled=False)
    assert found.shape == expected.shape == (len(page), len(CONTEXT_NAMES))
    wrong = np.argwhere(~np.isclose(found, expected, rtol=1e-12, atol=1e-12))
    assert not len(wrong), [CONTEXT_NAMES[at] for _, at in wrong[:5].tolist()]


@settings(max_examples=300, deadline=None)
@given(pages, st.integers(0, 2**32 - 1), st.sampled_from([0.1, 3.0, 1000.0]))
def test_any_page_has_the_same_surroundings(
    page: list[Sentence], seed: int, width: float
) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(0, width, (len(page), 4))
    counts = rng.integers(0, 3, (len(page), len(COUNT_NAMES))).astype(np.float64)
    assert_alike(page, scores, counts)


def test_the_whole_corpus_has_the_same_surroundings(corpus: list[Document]) -> None:
    rng = np.random.default_rng(0)
    for document in corpus:
        page = cut(document.blocks, document.spans)
        assert_alike(page, rng.normal(0, 2, (len(page), 4)), count_all(page))


def test_the_kernel_makes_these_columns() -> None:
    """A column that is added in Python alone leaves the kernel aside: for good."""
    assert context.KERNEL_KNOWS_THEM


def test_other_columns_leave_the_kernel_aside() -> None:
    page = [Sentence(0, 0, 4, "Why?", Quoted(), "paragraph")]
    scores, counts = np.zeros((1, 4)), np.zeros((1, len(COUNT_NAMES)))
    with (
        mock.patch.object(context, "KERNEL_KNOWS_THEM", new=False),
        mock.patch.object(context, "compiled_context") as asked,
    ):
        assert context_of(page, scores, counts).shape == (1, len(CONTEXT_NAMES))
    asked.assert_not_called()


def test_what_does_not_fit_together_is_refused() -> None:
    flags, columns = np.zeros(2), np.array([0, 1])
    given = [np.zeros((3, 4)), np.zeros((3, 5)), np.array([0, 2])]
    given += [flags, flags, flags, columns, columns]
    assert len(_kernel.context_of(*given, 1)) % (3 * 8) == 0
    for at, wrong in (
        (0, np.zeros((2, 4))),
        (0, np.zeros((0, 4))),
        (1, np.zeros((3, 0))),
        (1, np.zeros(7)),
        (2, np.array([0, 3])),
        (2, np.array([1, 2])),
        (2, np.array([0, 0])),
        (3, np.zeros(1)),
        (6, np.array([5])),
        (7, np.array([-1])),
        (7, np.zeros(300, np.int64)),
    ):
        changed = [wrong if index == at else one for index, one in enumerate(given)]
        with pytest.raises(ValueError, match="columns"):
            _kernel.context_of(*changed, 1)
    for unmarked in (5, -1):
        with pytest.raises(ValueError, match="columns"):
            _kernel.context_of(*given, unmarked)
