"""A frozen model moved by corrections: as far as they ask, and no further."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ascribe.attribution.files import tagger_of
from ascribe.engine import DEFAULT_MODEL, Engine
from ascribe.model_files import load_model
from ascribe.results import LABELS
from ascribe.training.adapting import Adapted, adapt
from ascribe.training.corrections import Correction, corrections_of
from ascribe.training.dataset import Document
from ascribe.training.gate import (
    GateReport,
    GateRow,
    measure_gate,
    repeated,
    suspects,
    untouched,
)

TRAINED_ON = 70_000


@pytest.fixture(scope="module")
def chances(engine: Engine, corpus: list[Document]) -> list[np.ndarray]:
    return [engine.probabilities(doc.blocks, doc.spans) for doc in corpus]


@pytest.fixture(scope="module")
def sentences(
    corpus: list[Document], chances: list[np.ndarray]
) -> list[tuple[Correction, str]]:
    """Every sentence of every other article, and what the model says of it."""
    articles, rows = corpus[::2], chances[::2]
    said = [LABELS[at] for at in np.vstack(rows).argmax(axis=1)]
    return list(zip(corrections_of(articles, rows), said, strict=True))


def learned(corrections: list[Correction], weight: float = 10.0) -> Adapted:
    _, labeller, _ = load_model(DEFAULT_MODEL)
    return adapt(
        labeller,
        tagger_of(None),
        corrections,
        trained_on=TRAINED_ON,
        weights=np.full(len(corrections), weight),
    )


def given(adapted: Adapted, documents: list[Document], engine: Engine) -> list:
    moved = Engine(engine.model, adapted.labeller, engine.calibration, tagger_of(None))
    return [moved.probabilities(doc.blocks, doc.spans) for doc in documents]


@pytest.fixture(scope="module")
def honest(sentences: list[tuple[Correction, str]]) -> list[Correction]:
    return [one for one, said in sentences if one.label != said][:60]


@pytest.fixture(scope="module")
def poison(sentences: list[tuple[Correction, str]]) -> list[Correction]:
    flipped = {
        "opinion": "statement",
        "statement": "opinion",
        "attributed": "opinion",
        "other": "attributed",
    }
    return [replace(one, label=flipped[one.label]) for one, _ in sentences][:200]


def test_what_was_corrected_is_learned_and_other_articles_get_no_worse(
    engine: Engine,
    corpus: list[Document],
    chances: list[np.ndarray],
    honest: list[Correction],
) -> None:
    found = given(learned(honest), corpus, engine)
    places = {
        (one.name, one.quote): row.argmax()
        for doc, rows in zip(corpus, found, strict=True)
        for one, row in zip(corrections_of([doc], [rows]), rows, strict=True)
    }
    right = [LABELS[places[one.name, one.quote]] == one.label for one in honest]
    # With other weights of the network it was above 0.9.
    assert np.mean(right) >= 0.85
    others, rows = corpus[1::2], chances[1::2]
    report = measure_gate(others, rows, found[1::2], power=engine.calibration.power)
    assert not any(row.falls for row in report)
    assert report[0].candidate > report[0].floor + 0.005


def test_the_same_corrections_give_the_same_weights(honest: list[Correction]) -> None:
    one, two = (learned(honest[:8]).labeller for _ in range(2))
    assert one.word_weights.tobytes() == two.word_weights.tobytes()
    assert one.character_weights.tobytes() == two.character_weights.tobytes()


def test_flipped_labels_fall_below_the_floors_and_are_named(
    engine: Engine,
    corpus: list[Document],
    chances: list[np.ndarray],
    poison: list[Correction],
) -> None:
    kept, left_out = untouched(corpus, poison)
    assert left_out
    assert not {doc.name for doc in kept} & set(left_out)
    adapted = learned(poison)
    found = given(adapted, kept, engine)
    before = [rows for doc, rows in zip(corpus, chances, strict=True) if doc in kept]
    rows = measure_gate(kept, before, found, power=engine.calibration.power)
    assert {row.name for row in rows if row.falls} >= {"macro-F1", "statement"}
    named = suspects(kept, found, adapted, poison)
    assert 1 <= len(named) <= 10
    assert [one.part for one in named] == sorted(one.part for one in named)[::-1]
    assert all(one.correction in poison for one in named)


def test_the_correction_that_does_the_harm_is_named_first(
    engine: Engine,
    corpus: list[Document],
    honest: list[Correction],
    poison: list[Correction],
) -> None:
    bad = [one for one in poison if one.label == "opinion"][:40]
    both = [*honest[:20], *bad]
    kept, _ = untouched(corpus, both)
    adapted = learned(both)
    named = suspects(kept, given(adapted, kept, engine), adapted, both)
    assert sum(one.correction in bad for one in named) >= len(named) * 0.7


def test_one_sentence_said_again_and_again_is_named() -> None:
    def correction(quote: str, at: int) -> Correction:
        return Correction(f"line {at}", "opinion", quote, prefix=f"Number {at}.")

    many = [
        correction(f"The new town hall cost the city over {at} euros.", at)
        for at in range(1000)
    ]
    few = [correction("Rain fell all day on the empty market square.", 0)] * 3
    ((first, times),) = repeated([*few, *many])
    assert first in many
    assert times == 1000
    assert repeated(few) == ()
    assert repeated([correction("…", 1), correction("!", 2)]) == ()


def test_a_report_passes_only_where_nothing_falls_and_nothing_is_repeated() -> None:
    up = GateRow("macro-F1", 0.7, 0.72, -0.01, 0.03)
    down = GateRow("opinion", 0.7, 0.6, -0.12, -0.04)
    word = Correction("1", "opinion", "So.")
    assert GateReport(3, (), (up,)).passed
    assert not GateReport(3, (), (up, down)).passed
    assert GateReport(3, (), (up, down)).fallen == (down,)
    assert not GateReport(3, (), (up,), repeated=((word, 9),)).passed


@pytest.mark.parametrize(
    ("correction", "texts", "at"),
    [
        pytest.param(Correction("", "other", "So."), ["So."], 0, id="alone"),
        pytest.param(
            Correction("", "other", "So.", "One. Two.\nThree. ", " Four.\nFive."),
            ["One.", "Two.", "Three.", "So.", "Four.", "Five."],
            3,
            id="neighbours here and in other blocks",
        ),
        pytest.param(
            Correction("", "other", "So. It. Is.", "\n", "\n"), ["So. It. Is."], 0,
            id="one sentence with stops in it",
        ),
        pytest.param(
            Correction("", "other", "So.", "So.\n", "\nSo."), ["So."] * 3, 1,
            id="the same words around it",
        ),
    ],
)  # fmt: skip
def test_a_correction_stands_among_its_neighbours(
    correction: Correction, texts: list[str], at: int
) -> None:
    passage, place = correction.passage()
    assert [one.text for one in passage] == texts
    assert place == at
