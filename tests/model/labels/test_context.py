"""What surrounds a sentence is read off its neighbours, paragraph and page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.labels.context import CONTEXT_NAMES, context_of, softened
from ascribe.labels.counts import COUNT_NAMES, counts_of
from ascribe.results import LABELS, Block
from ascribe.text.passages import Sentence, cut

# Log-odds that give 0.97, 0.01, 0.01, 0.01 and so on, by label.
SURE = {label: np.where(np.array(LABELS) == label, 6.0, -6.0) for label in LABELS}


def page(*sizes: int) -> list[Sentence]:
    """Return a page of paragraphs with so many sentences."""
    return cut(
        [Block(str(i), "paragraph", "It rained. " * n) for i, n in enumerate(sizes)]
    )


def around(sentences: list[Sentence], scores: np.ndarray) -> list[dict[str, float]]:
    counts = np.array([counts_of(s.text, s.quoted, s.kind) for s in sentences])
    table = context_of(sentences, scores, counts.reshape(-1, len(COUNT_NAMES)))
    assert table.shape == (len(sentences), len(CONTEXT_NAMES))
    return [dict(zip(CONTEXT_NAMES, row, strict=True)) for row in table.tolist()]


def test_every_number_has_one_name() -> None:
    assert len(set(CONTEXT_NAMES)) == len(CONTEXT_NAMES)


def test_a_page_without_sentences_has_no_rows() -> None:
    assert around([], np.zeros((0, 4))) == []


def test_a_single_sentence_has_no_neighbours() -> None:
    [row] = around(page(1), SURE["opinion"][None])
    assert row["first"] == row["last"] == row["first_in_block"] == 1
    assert row["block_has_more"] == 0
    for offset in ("-2", "-1", "+1", "+2"):
        assert row[f"exists_{offset}"] == 0
    assert row["page_opinion"] == row["block_opinion"] == 0


def test_neighbours_are_told_apart_by_side_and_paragraph() -> None:
    labels = ("opinion", "attributed", "statement", "other")
    rows = around(page(2, 2), np.array([SURE[label] for label in labels]))
    assert rows[1]["opinion_-1"] > 0.9
    assert rows[1]["statement_+1"] > 0.9
    assert rows[1]["same_block_-1"] == 1
    assert rows[1]["same_block_opinion_-1"] > 0.9
    assert rows[1]["same_block_+1"] == 0
    assert rows[1]["same_block_statement_+1"] == 0
    assert rows[3]["attributed_-2"] > 0.9
    assert rows[3]["exists_-2"] == 1
    assert rows[3]["exists_+1"] == 0


def test_page_and_paragraph_means_leave_the_sentence_itself_out() -> None:
    labels = ("opinion", "attributed", "attributed")
    rows = around(page(1, 2), np.array([SURE[label] for label in labels]))
    assert rows[0]["page_attributed"] > 0.9
    assert rows[0]["page_opinion"] < 0.1
    assert rows[0]["block_attributed"] == 0
    assert rows[1]["block_attributed"] > 0.9
    assert rows[1]["page_opinion"] == pytest.approx(rows[1]["page_attributed"])


def test_places_count_from_both_ends_and_inside_the_paragraph() -> None:
    rows = around(page(1, 3), np.zeros((4, 4)))
    assert [row["place"] for row in rows] == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert [row["first"] for row in rows] == [1, 0, 0, 0]
    assert [row["last"] for row in rows] == [0, 0, 0, 1]
    assert [row["first_in_block"] for row in rows] == [1, 1, 0, 0]
    assert [row["last_in_block"] for row in rows] == [1, 0, 0, 1]


def test_a_score_counts_no_further_than_its_limit() -> None:
    [row] = around(page(1), np.array([[50.0, -50.0, 1.0, 0.0]]))
    assert row["score_opinion"] == -row["score_attributed"] == 6.0
    assert row["score_statement"] == 1.0


@given(
    st.lists(
        st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=4, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_chances_of_any_scores_sum_to_one(scores: list[list[float]]) -> None:
    chances = softened(np.array(scores))
    assert np.isfinite(chances).all()
    np.testing.assert_allclose(chances.sum(axis=1), 1.0)
