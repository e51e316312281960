import numpy as np

from ascribe.attribution.features import FIRST_WORD
from ascribe.training.attribution_vocabulary import choose_words, first_vectors


def test_words_are_known_when_labelled_text_holds_them_often_enough() -> None:
    tables = choose_words(["Vela said so", "Rao said so", "said who?"], [])
    assert "said" in tables.words
    assert "vela" not in tables.words


def test_raw_text_alone_makes_a_frequent_word_known() -> None:
    assert "dam" in choose_words([], ["the dam"] * 12).words


def test_words_of_like_surroundings_start_close_together() -> None:
    texts = [
        f"{who} {verb} that it leaks"
        for who in "abcdefgh"
        for verb in ("said", "claimed")
    ] + [
        f"the {noun} of {who} is old" for who in "abcdefgh" for noun in ("dam", "wall")
    ]
    tables = choose_words(texts, [])
    rows = {word: FIRST_WORD + at for at, word in enumerate(tables.words)}
    sentences = [[rows[word] for word in text.split()] for text in texts]
    vectors = first_vectors(tables, sentences, width=4, seed=0)

    def likeness(one: str, other: str) -> float:
        left, right = vectors[rows[one]], vectors[rows[other]]
        return float(left @ right / np.linalg.norm(left) / np.linalg.norm(right))

    assert likeness("said", "claimed") > likeness("said", "dam")
    assert likeness("dam", "wall") > likeness("dam", "claimed")
