"""What to label next: doubtful sentences, unlike each other."""

from __future__ import annotations

import numpy as np

from ascribe.training.choosing import choose, uncertainty

SURE = [0.97, 0.01, 0.01, 0.01]
TORN = [0.45, 0.45, 0.05, 0.05]


def test_doubt_is_none_where_a_label_is_sure_and_whole_where_all_are_alike() -> None:
    found = uncertainty(np.array([[1.0, 0, 0, 0], [0.25] * 4, SURE, TORN]))
    np.testing.assert_allclose(found[:2], [0.0, 1.0])
    assert 0 < found[2] < found[3] < 1


def test_doubtful_sentences_are_asked_about_first() -> None:
    texts = [f"Sentence number {at} is about something." for at in range(200)]
    chances = np.array([TORN if at % 10 == 0 else SURE for at in range(200)])
    chosen = choose(texts, chances, 10)
    assert sum(at % 10 == 0 for at in chosen.tolist()) >= 8


def test_what_stands_there_twice_is_asked_about_once() -> None:
    texts = ["It rained on the day."] * 50 + [
        f"A different thing happened in place {at}." for at in range(50)
    ]
    chances = np.array([TORN] * 50 + [SURE] * 50)
    chosen = choose(texts, chances, 20)
    assert sum(at < 50 for at in chosen.tolist()) == 1
    assert sum(at < 50 for at in choose(texts, chances, 60).tolist()) == 10


def test_not_only_the_most_doubtful_are_drawn() -> None:
    texts = [f"Sentence number {at} is about something." for at in range(400)]
    doubtful, sure = [0.4, 0.3, 0.2, 0.1], [0.6, 0.2, 0.1, 0.1]
    chances = np.array([doubtful] * 200 + [sure] * 200)
    chosen = choose(texts, chances, 100).tolist()
    assert 20 < sum(at >= 200 for at in chosen) < 50
    assert chosen == sorted(chosen, key=lambda at: at >= 200)


def test_the_same_question_gives_the_same_answer() -> None:
    rng = np.random.default_rng(0)
    texts = [f"{at} sentence about {at % 7} things" for at in range(300)]
    chances = rng.dirichlet(np.ones(4), 300)
    first, again = choose(texts, chances, 15), choose(texts, chances, 15)
    np.testing.assert_array_equal(first, again)
    assert len(set(first.tolist())) == 15


def test_few_sentences_are_all_taken_and_none_gives_none() -> None:
    assert choose(["It rained on us."], np.array([TORN]), 5).tolist() == [0]
    assert choose([], np.zeros((0, 4)), 5).tolist() == []
