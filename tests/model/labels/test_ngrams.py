"""The n-grams equal scikit-learn's, whose weights they are multiplied with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from ascribe.labels.ngrams import (
    CHARACTER_NGRAMS,
    WORD_NGRAMS,
    Terms,
    Vocabulary,
    project,
)
from ascribe.text.passages import cut
from ascribe.text.views import character_view, word_view
from ascribe.training.dataset import Document

# The settings of training.
WORDS = {"token_pattern": r"\S+", "ngram_range": WORD_NGRAMS}
CHARACTERS = {"analyzer": "char_wb", "ngram_range": CHARACTER_NGRAMS}
SHARED = {"lowercase": False, "sublinear_tf": True, "dtype": np.float64}
TEXT = st.text(
    st.one_of(st.sampled_from('abe .,"“’5\n\xa0\x1c'), st.characters()), max_size=80
)

Views = tuple[list[str], list[str]]
Pair = tuple[TfidfVectorizer, Vocabulary]


def vocabulary_of(vectorizer: TfidfVectorizer) -> Vocabulary:
    return Vocabulary(list(vectorizer.get_feature_names_out()), vectorizer.idf_)


def dense(terms: Terms, rows: int, size: int) -> np.ndarray:
    table = np.zeros((rows, size))
    table[terms.row, terms.term] = terms.value
    return table


@pytest.fixture(scope="module")
def views(few: list[Document]) -> Views:
    sentences = [s for doc in few for s in cut(doc.blocks, doc.spans)]
    return (
        [word_view(s.text, s.quoted.spans) for s in sentences],
        [character_view(s.text) for s in sentences],
    )


@pytest.fixture(scope="module")
def words(views: Views) -> Pair:
    vectorizer = TfidfVectorizer(min_df=2, **WORDS, **SHARED).fit(views[0])
    return vectorizer, vocabulary_of(vectorizer)


@pytest.fixture(scope="module")
def characters(views: Views) -> Pair:
    vectorizer = TfidfVectorizer(min_df=3, **CHARACTERS, **SHARED).fit(views[1])
    return vectorizer, vocabulary_of(vectorizer)


def check_words(pair: Pair, texts: Sequence[str]) -> None:
    vectorizer, vocabulary = pair
    terms = vocabulary.weigh([vocabulary.words(text) for text in texts])
    found = dense(terms, len(texts), len(vocabulary))
    np.testing.assert_allclose(found, vectorizer.transform(texts).toarray(), atol=1e-9)


def check_characters(pair: Pair, texts: Sequence[str]) -> None:
    vectorizer, vocabulary = pair
    terms = vocabulary.weigh([vocabulary.characters(text) for text in texts])
    found = dense(terms, len(texts), len(vocabulary))
    np.testing.assert_allclose(found, vectorizer.transform(texts).toarray(), atol=1e-9)


def test_word_ngrams_of_the_corpus_weigh_as_in_scikit_learn(
    views: Views, words: Pair
) -> None:
    check_words(words, views[0])


def test_character_ngrams_of_the_corpus_weigh_as_in_scikit_learn(
    views: Views, characters: Pair
) -> None:
    check_characters(characters, views[1])


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_ngrams_of_any_text_weigh_as_in_scikit_learn(
    words: Pair, characters: Pair, texts: list[str]
) -> None:
    check_words(words, [word_view(text, ()) for text in texts])
    check_characters(characters, [character_view(text) for text in texts])


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_ngrams_learned_from_any_text_are_found_in_it_again(texts: list[str]) -> None:
    seen = [character_view(text) for text in texts]
    vectorizer = TfidfVectorizer(**CHARACTERS, **SHARED)
    try:
        vectorizer.fit(seen)
    except ValueError:  # white space only: there is no vocabulary
        assert not any(text.split() for text in seen)
        return
    check_characters((vectorizer, vocabulary_of(vectorizer)), seen)


def test_a_projection_is_the_matrix_product(views: Views, words: Pair) -> None:
    vectorizer, vocabulary = words
    weights = np.random.default_rng(1).normal(size=(len(vocabulary), 4))
    terms = vocabulary.weigh([vocabulary.words(view) for view in views[0]])
    expected = vectorizer.transform(views[0]) @ weights
    np.testing.assert_allclose(
        project(terms, weights, len(views[0])), expected, atol=1e-9
    )


def test_no_sentence_and_no_known_ngram_weigh_nothing(words: Pair) -> None:
    _, vocabulary = words
    weights = np.ones((len(vocabulary), 4))
    assert project(vocabulary.weigh([]), weights, 0).shape == (0, 4)
    nothing = vocabulary.weigh([[], vocabulary.words("qqq zzz")])
    assert project(nothing, weights, 2).tolist() == [[0.0] * 4] * 2


def test_an_empty_vocabulary_knows_nothing() -> None:
    vocabulary = Vocabulary([], np.zeros(0))
    assert len(vocabulary) == 0
    assert vocabulary.words("it rained") == []
    assert vocabulary.characters("it rained") == []
    terms = vocabulary.weigh([[], []])
    assert project(terms, np.zeros((0, 4)), 2).tolist() == [[0.0] * 4] * 2


def test_a_column_is_that_of_the_term() -> None:
    vocabulary = Vocabulary(["rain", "snow"], np.ones(2))
    assert vocabulary.column("snow") == 1
    assert vocabulary.column("hail") is None


def test_what_is_remembered_of_words_stays_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ascribe.labels.ngrams._MAX_REMEMBERED", 3)
    vocabulary = Vocabulary(["ab", " a", "b "], np.ones(3))
    for _ in range(2):
        assert [vocabulary.characters(f"{n} ab") for n in "cdefg"] == [[1, 0, 2]] * 5
    assert len(vocabulary._remembered) == 3
