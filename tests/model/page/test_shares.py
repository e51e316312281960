"""Shares and their spread equal those worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.page.shares import page_shares, spread

# Columns: opinion, attributed, statement, other.
SURE = np.array([[1.0, 0, 0, 0], [0, 1.0, 0, 0], [0, 0, 1.0, 0]])


def test_shares_of_sure_labels_are_their_parts_of_the_words() -> None:
    shares = page_shares(SURE, np.array([1.0, 6.0, 3.0]), power=1.0)
    assert shares == pytest.approx([0.1, 0.6, 0.3])


def test_shares_of_doubtful_labels_are_the_mean_of_the_chances() -> None:
    chances = np.array([[0.5, 0.5, 0.0, 0.0], [0.0, 0.2, 0.8, 0.0]])
    shares = page_shares(chances, np.array([10.0, 10.0]), power=1.0)
    assert shares == pytest.approx([0.25, 0.35, 0.4])


def test_what_is_other_is_no_part_of_the_shares() -> None:
    chances = np.array([[0.25, 0.25, 0.0, 0.5]])
    assert page_shares(chances, np.array([8.0]), power=1.0) == pytest.approx(
        [0.5, 0.5, 0]
    )


def test_a_higher_power_brings_the_shares_to_the_most_likely_labels() -> None:
    chances = np.array([[0.5, 0.3, 0.1, 0.1]])
    opinion = [
        page_shares(chances, np.array([5.0]), power=power)[0]
        for power in (1.0, 2.0, 5.0, 50.0)
    ]
    assert opinion == sorted(opinion)
    assert opinion[0] == pytest.approx(0.5 / 0.9)
    # 25 to 9 to 1, by hand.
    assert opinion[1] == pytest.approx(25 / 35)
    assert opinion[-1] == pytest.approx(1.0, abs=1e-6)


@given(
    st.lists(
        st.tuples(
            st.lists(st.floats(0.001, 1), min_size=4, max_size=4), st.integers(1, 90)
        ),
        min_size=1,
        max_size=20,
    ),
    st.floats(0.5, 10),
)
def test_shares_sum_to_one(rows: list[tuple[list[float], int]], power: float) -> None:
    chances = np.array([chance for chance, _ in rows])
    chances /= chances.sum(axis=1, keepdims=True)
    words = np.array([float(words) for _, words in rows])
    shares = page_shares(chances, words, power=power)
    assert shares.sum() == pytest.approx(1.0)
    assert (shares >= 0).all()


def test_sure_labels_have_the_least_spread_and_doubtful_ones_more() -> None:
    words = np.array([10.0, 10.0, 10.0])
    least = spread(SURE, words)
    assert least == pytest.approx([least[0]] * 3)
    assert least[0] > 0
    # Three fair coins of one weight: standard deviation sqrt(3 / 4) / 3.
    coins = np.array([[0.5, 0.0, 0.0, 0.5]] * 3)
    assert spread(coins, words) - least == pytest.approx([np.sqrt(0.75) / 3, 0, 0])


def test_a_longer_page_has_a_smaller_spread() -> None:
    def of(sentences: int) -> float:
        chances = np.array([[0.4, 0.3, 0.2, 0.1]] * sentences)
        return float(spread(chances, np.full(sentences, 20.0))[0])

    assert of(400) < of(40) < of(4)


def test_a_long_sentence_spreads_more_than_many_short_ones() -> None:
    chances = np.array([[0.4, 0.3, 0.2, 0.1]] * 5)
    even = spread(chances, np.array([20.0] * 5))
    uneven = spread(chances, np.array([96.0, 1.0, 1.0, 1.0, 1.0]))
    assert (uneven > even).all()
