import numpy as np
import pytest

from ascribe.attribution import network as attribution_network
from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import WordTables
from ascribe.attribution.network import HEADS, chances
from ascribe.training.attribution_training import TrainingPlan, as_weights, first_arrays

TABLES = WordTables(["said", "the", "it"], ["said"], ["aid"])


@pytest.fixture(scope="module")
def weights():
    vectors = np.random.default_rng(0).standard_normal((69, 8)).astype(np.float32)
    return as_weights(first_arrays(TABLES, vectors, TrainingPlan(width=8)))


def test_chances_sum_to_one(weights) -> None:
    rows = TABLES.rows_of([SpeechSentence(0, "paragraph", "It leaks, said Vela.")])
    for head, size in HEADS.items():
        found = chances(weights, rows)[head]
        assert found.shape == (len(rows), size)
        assert found.sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-5)


def test_a_page_in_chunks_answers_as_a_page_in_one_piece(weights, monkeypatch) -> None:
    rows = TABLES.rows_of(
        [SpeechSentence(at, "paragraph", "It leaks, said Vela.") for at in range(60)]
    )
    whole = chances(weights, rows)
    monkeypatch.setattr(attribution_network, "_CHUNK_ROWS", 100)
    for head, expected in whole.items():
        assert chances(weights, rows)[head] == pytest.approx(expected, abs=1e-4)


def test_an_empty_page_has_no_chances(weights) -> None:
    assert chances(weights, TABLES.rows_of([]))["cue"].shape == (0, 3)
