"""What the tagger makes of sentences stands in finite columns, one row a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from ascribe import _kernel
from ascribe.attribution.acts import SpeechSentence, speech_of
from ascribe.attribution.speech_columns import SPEECH_NAMES, speech_columns
from ascribe.attribution.tagger import AttributionTagger
from ascribe.results import LABELS
from ascribe.text.passages import cut
from ascribe.training.dataset import Document


def columns(tagger: AttributionTagger, *texts: str) -> np.ndarray:
    page = [SpeechSentence(at, "paragraph", text) for at, text in enumerate(texts)]
    return speech_columns(tagger.read(page))


def value(row: np.ndarray, name: str) -> float:
    return float(row[SPEECH_NAMES.index(f"speech_{name}")])


def test_reported_speech_stands_out(tagger: AttributionTagger) -> None:
    said, plain = columns(
        tagger,
        "The bridge will stay closed until spring, the council said on Monday.",
        "The bridge has two lanes and a path for bicycles.",
    )
    for name in ("content_most", "cue_most", "source_most", "carries"):
        assert value(said, name) > 0.6 > 0.4 > value(plain, name)
    for name in ("content_mean", "content_first", "mostly"):
        assert value(said, name) > value(plain, name) + 0.2


def test_shares_lie_between_0_and_1_and_log_odds_agree(
    tagger: AttributionTagger,
) -> None:
    found = columns(tagger, "“It is late,” she said.", "It rained.", "5", "!")
    shares, log_odds = found[:, :8], found[:, 8:16]
    assert found.shape == (4, len(SPEECH_NAMES))
    assert ((shares >= 0) & (shares <= 1)).all()
    np.testing.assert_allclose(
        1 / (1 + np.exp(-log_odds)), np.clip(shares, 1e-3, 1 - 1e-3), atol=1e-9
    )


def test_a_sentence_without_a_word_carries_nothing(tagger: AttributionTagger) -> None:
    found = columns(tagger, "He said so.", " ", "", "He said so.")
    assert not found[1:3, :8].any()
    assert found[3, :8].any()


def test_no_sentence_gives_no_row(tagger: AttributionTagger) -> None:
    assert columns(tagger).shape == (0, len(SPEECH_NAMES))


def test_first_and_last_words_are_those_of_their_sentence(
    tagger: AttributionTagger,
) -> None:
    alone = columns(tagger, "It would close on Friday, officials said.")
    assert value(alone[0], "content_first") > value(alone[0], "content_last")


def test_the_labels_are_chances_of_the_whole_sentence(
    tagger: AttributionTagger,
) -> None:
    found = columns(
        tagger,
        "“The bridge is safe,” the mayor said on Monday.",
        "It is a shameful waste, and nobody should have to put up with it.",
        "The bridge has two lanes and was opened in 1931.",
    )
    chances = np.exp(found[:, -len(LABELS) :])
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=5e-3)
    named = [LABELS[at] for at in chances.argmax(axis=1)]
    assert named == ["attributed", "opinion", "statement"]


def test_the_kernel_sums_up_alike(
    tagger: AttributionTagger, corpus: list[Document]
) -> None:
    pages = [speech_of(cut(document.blocks, document.spans)) for document in corpus]
    pages.append([SpeechSentence(at, "paragraph", "") for at in range(2)])
    for page in pages:
        reading = tagger.read(page)
        np.testing.assert_allclose(
            speech_columns(reading),
            speech_columns(reading, compiled=False),
            rtol=1e-12,
            atol=1e-12,
        )


def test_answers_that_do_not_fit_the_rows_are_refused() -> None:
    sizes = (3, 3, 3, 3, 2, 2, 4)
    heads = [np.full((2, size), 0.1, np.float32) for size in sizes]
    start = np.array([-1, 0], np.int32)
    assert len(_kernel.speech_columns(start, *heads)) == 8 * len(SPEECH_NAMES)
    for at, size in enumerate(sizes):
        for wrong in (
            np.zeros((1, size), np.float32),
            np.zeros((2, size + 1), np.float32),
            np.zeros((2, size)),
            np.zeros(2 * size, np.float32),
        ):
            odd = [wrong if index == at else one for index, one in enumerate(heads)]
            with pytest.raises(ValueError, match="answers"):
                _kernel.speech_columns(start, *odd)
    with pytest.raises(ValueError, match="answers"):
        _kernel.speech_columns(start[::-1].copy(), *heads)
