"""The frozen arrays answer as the scikit-learn pipeline they were taken from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from ascribe.attribution.acts import speech_of
from ascribe.attribution.speech_columns import speech_columns
from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.context import context_of
from ascribe.labels.counts import counts_of
from ascribe.labels.labeller import Labeller, in_parts, softmax
from ascribe.model_files import PIPELINE, load_model, save_model
from ascribe.results import BLOCK_KINDS, LABELS, Block, BlockKind
from ascribe.text.passages import Sentence, cut
from ascribe.text.views import character_view, word_view
from ascribe.training.dataset import Document
from ascribe.training.recipe import Recipe
from ascribe.training.two_steps import Trained


@pytest.fixture(scope="module")
def saved(
    trained: Trained, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Labeller, dict[str, Any]]:
    """The labeller and the pipeline as they come back from a folder."""
    folder: Path = tmp_path_factory.mktemp("model")
    card = {"name": "small", "version": "1"}
    save_model(
        folder, trained.labeller, trained.calibration, card, pipeline=trained.pipeline
    )
    return load_model(folder)[1], joblib.load(folder / PIPELINE)


def of_scikit_learn(
    pipeline: dict[str, Any], page: list[Sentence]
) -> tuple[np.ndarray, np.ndarray]:
    """Return first-step scores and the second step's columns, by scikit-learn."""
    counts = np.array([counts_of(s.text, s.quoted, s.kind) for s in page])
    matrix = sparse.hstack(
        [
            pipeline["words"].transform(
                [word_view(s.text, s.quoted.spans) for s in page]
            ),
            pipeline["characters"].transform([character_view(s.text) for s in page]),
            sparse.csr_matrix(
                pipeline["counts"].transform(counts) * Recipe().count_scale
            ),
        ]
    ).tocsr()
    first = np.column_stack(
        [pipeline["first"][label].decision_function(matrix) for label in LABELS]
    )
    return first, context_of(page, first, counts)


def test_pages_of_the_corpus_score_as_in_scikit_learn(
    saved: tuple[Labeller, dict[str, Any]],
    corpus: list[Document],
    tagger: AttributionTagger,
) -> None:
    labeller, pipeline = saved
    for document in corpus:
        page = cut(document.blocks, document.spans)
        _, columns = of_scikit_learn(pipeline, page)
        chances = pipeline["context"].predict_proba(columns)
        np.testing.assert_allclose(labeller.score(page), chances, atol=1e-6)
        speech = speech_columns(tagger.read(speech_of(page)))
        chances = pipeline["speech"].predict_proba(np.hstack([columns, speech]))
        np.testing.assert_allclose(labeller.score(page, speech), chances, atol=1e-6)


def test_odd_pages_score_as_in_scikit_learn(
    saved: tuple[Labeller, dict[str, Any]],
) -> None:
    labeller, pipeline = saved
    texts = ["\0", "😀 \ud83d", "שלום עולם.", "e\u0301 " * 50, "qqq zzz xxx.", "5"]
    page = cut([Block(str(i), "heading", text) for i, text in enumerate(texts)])
    _, columns = of_scikit_learn(pipeline, page)
    chances = pipeline["context"].predict_proba(columns)
    np.testing.assert_allclose(labeller.score(page), chances, atol=1e-6)


ALPHABET = st.one_of(
    st.characters(),
    st.sampled_from("aAeTs .,?!“”\"'’\n-—0\u0301\ud83d😀"),
)
KINDS = st.sampled_from(BLOCK_KINDS)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(KINDS, st.text(ALPHABET, max_size=300)), max_size=5),
    st.sampled_from(["", "The mayor said that ", "I find that absurd. "]),
)
def test_random_pages_score_as_in_scikit_learn(
    saved: tuple[Labeller, dict[str, Any]],
    blocks: list[tuple[BlockKind, str]],
    beginning: str,
) -> None:
    labeller, pipeline = saved
    page = cut(
        [Block(str(i), kind, beginning + text) for i, (kind, text) in enumerate(blocks)]
    )
    if page:
        _, columns = of_scikit_learn(pipeline, page)
        chances = pipeline["context"].predict_proba(columns)
        np.testing.assert_allclose(labeller.score(page), chances, atol=1e-6)


def test_chances_sum_to_one_and_are_finite(
    trained: Trained, corpus: list[Document]
) -> None:
    for document in corpus:
        chances = trained.labeller.score(cut(document.blocks, document.spans))
        assert chances.shape == (len(document.labels), len(LABELS))
        assert np.isfinite(chances).all()
        np.testing.assert_allclose(chances.sum(axis=1), 1.0)


def test_no_sentence_gives_no_row(trained: Trained) -> None:
    assert trained.labeller.score([]).shape == (0, 4)


def test_a_page_read_in_parts_scores_as_in_one(
    trained: Trained, corpus: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = cut(corpus[0].blocks, corpus[0].spans)
    whole = trained.labeller.score(page)
    monkeypatch.setattr("ascribe.labels.labeller._PART_CHARACTERS", 200)
    parts = list(in_parts(page))
    assert len(parts) > 3
    assert [sentence for part in parts for sentence in part] == page
    np.testing.assert_allclose(trained.labeller.score(page), whole, atol=1e-12)


def test_the_model_has_learned_what_it_was_shown(
    trained: Trained, few: list[Document]
) -> None:
    hits = [
        chance.argmax() == LABELS.index(label)
        for document in few
        for chance, label in zip(
            trained.labeller.score(cut(document.blocks, document.spans)),
            document.labels,
            strict=True,
        )
    ]
    assert np.mean(hits) > 0.8


def test_a_softmax_of_large_scores_is_finite() -> None:
    chances = softmax(np.array([[1e4, 0.0], [-1e4, -1e4], [0.0, 0.0]]))
    np.testing.assert_allclose(chances, [[1, 0], [0.5, 0.5], [0.5, 0.5]])
    assert softmax(np.zeros((0, 4))).shape == (0, 4)
