"""What is shown as evidence is an exact part of the score."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from ascribe.engine import DEFAULT_MODEL
from ascribe.labels import evidence
from ascribe.labels.counts import counts_of
from ascribe.labels.evidence import MAX_EVIDENCE, evidence_of, look_up
from ascribe.labels.labeller import PART, Labeller
from ascribe.labels.ngrams import project
from ascribe.model_files import load_model
from ascribe.results import LABELS, Block
from ascribe.text.passages import Sentence, cut

TEXT = (
    "The mayor said that the plan is “a disgrace, a disgrace” to the town. "
    "I think that is absurd, and you should too! 😀 According to Lee, it rained."
)


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    # tests/model/test_kernel.py holds the compiled answers to these.
    return replace(load_model(DEFAULT_MODEL)[1], compiled=False)


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return cut([Block("0", "paragraph", TEXT)])


@pytest.mark.parametrize("column", range(len(LABELS)))
def test_all_contributions_and_the_intercept_sum_to_the_log_odds(
    labeller: Labeller, sentences: list[Sentence], column: int
) -> None:
    counts = np.array([counts_of(s.text, s.quoted, s.kind) for s in sentences])
    words, characters = labeller.terms(sentences)
    total = (
        project(words, labeller.word_weights, len(sentences))
        + project(characters, labeller.character_weights, len(sentences))
        + counts @ labeller.counts.weights
        + labeller.counts.intercept
    )
    found = labeller.first_scores(sentences, counts)
    assert found[:, column] == pytest.approx(total[:, column], abs=1e-6)


def contributions(
    labeller: Labeller,
    sentences: list[Sentence],
    column: int,
    monkeypatch: pytest.MonkeyPatch,
) -> list[dict[tuple[int, int], float]]:
    """Return what every place of each sentence adds, before the strongest are kept."""
    every: list[dict[tuple[int, int], float]] = []
    monkeypatch.setattr(evidence, "_strongest", lambda spans: every.append(spans) or [])
    evidence_of(labeller, sentences, [column] * len(sentences))
    return every


@pytest.mark.parametrize("column", range(len(LABELS)))
def test_the_places_of_a_sentence_add_up_to_its_log_odds(
    labeller: Labeller,
    sentences: list[Sentence],
    column: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = np.array([counts_of(s.text, s.quoted, s.kind) for s in sentences])
    scores = labeller.first_scores(sentences, counts)[:, column]
    beside = (counts @ labeller.counts.weights + labeller.counts.intercept)[:, column]
    # The ends of a sentence are words for the model, but no place in the text.
    ends = {labeller.words.column(token) for token in ("<s>", "</s>")} - {None}
    words, _ = labeller.terms(sentences)
    unseen = np.zeros(len(sentences))
    for row, term, value in zip(words.row, words.term, words.value, strict=True):
        if int(term) in ends:
            unseen[row] += value * labeller.word_weights[term, column]
    places = contributions(labeller, sentences, column, monkeypatch)
    found = [sum(each.values()) for each in places]
    assert found + beside + unseen == pytest.approx(scores, abs=1e-5)


def test_a_word_gathers_its_own_n_gram_and_the_characters_in_it(
    labeller: Labeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sentence,) = cut([Block("0", "paragraph", "It rained, the mayor said there.")])
    column = LABELS.index("attributed")
    words, _ = labeller.terms([sentence])
    said = labeller.words.column("said")
    own = sum(
        value * labeller.word_weights[term, column]
        for term, value in zip(words.term, words.value, strict=True)
        if term == said
    )
    monkeypatch.setattr(evidence, "_of_words", lambda *_: {})
    (without,) = contributions(labeller, [sentence], column, monkeypatch)
    monkeypatch.undo()
    (place,) = contributions(labeller, [sentence], column, monkeypatch)
    span = (21, 25)
    assert sentence.text[slice(*span)] == "said"
    assert own > 0.05
    assert place[span] == pytest.approx(without[span] + own, abs=1e-6)


def test_evidence_lies_in_its_sentence_strongest_first_and_apart(
    labeller: Labeller, sentences: list[Sentence]
) -> None:
    for column in range(len(LABELS)):
        every = evidence_of(labeller, sentences, [column] * len(sentences))
        for sentence, spans in zip(sentences, every, strict=True):
            assert len(spans) <= MAX_EVIDENCE
            weights = [weight for _, _, weight in spans]
            assert weights == sorted(weights, reverse=True)
            assert all(weight > 0 for weight in weights)
            places = sorted((start, end) for start, end, _ in spans)
            assert all(0 <= a < b <= len(sentence.text) for a, b in places)
            for (_, end), (start, _) in itertools.pairwise(places):
                assert end <= start


def test_the_words_that_attribute_are_the_evidence(
    labeller: Labeller, sentences: list[Sentence]
) -> None:
    attributed = LABELS.index("attributed")
    spans = evidence_of(labeller, sentences, [attributed] * len(sentences))[0]
    said = {sentences[0].text[start:end] for start, end, _ in spans}
    assert any("said" in words for words in said)


def test_no_sentence_gives_no_evidence(labeller: Labeller) -> None:
    assert evidence_of(labeller, [], []) == []


def test_a_page_too_long_to_keep_has_the_same_evidence(labeller: Labeller) -> None:
    compiled = replace(labeller, compiled=True)
    texts = ["He said it rained.", "I find that awful.", "They may go, she said."]
    page = cut([Block(str(at), "paragraph", texts[at % 3]) for at in range(PART + 2)])
    labels = [at % len(LABELS) for at in range(len(page))]
    assert look_up(compiled, page) is None
    assert look_up(labeller, page[:12]) is None
    found = look_up(compiled, page[:12])
    assert found is not None
    every = evidence_of(compiled, page, labels)
    assert len(every) == len(page)
    assert every[:12] == evidence_of(compiled, page[:12], labels[:12], found)
    assert every[-2:] == evidence_of(compiled, page[-2:], labels[-2:])
    assert any(every)
