"""Labels that contradict what a model is sure of are told from honest corrections."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ascribe.attribution.files import tagger_of
from ascribe.engine import DEFAULT_MODEL, Engine
from ascribe.model_files import load_model
from ascribe.results import LABELS, Label
from ascribe.training.adapting import torn_chances
from ascribe.training.contradiction import LEAST, Contradiction, contradiction
from ascribe.training.corrections import Correction, corrections_of
from ascribe.training.dataset import Document


def corrections(labels: list[Label]) -> list[Correction]:
    return [Correction(str(at), label, "So.") for at, label in enumerate(labels)]


def row(label: Label, chance: float) -> list[float]:
    """Chances that give a label so much, and the rest to "other"."""
    found = dict.fromkeys(LABELS, 0.0) | {label: chance}
    return list((found | {"other": 1 - chance}).values())


# Of what the model gets wrong, it gave the right label one chance in five.
MISTAKES = corrections(["opinion"] * 20)
MISTAKEN = np.array([row("opinion", 0.2)] * 20)


def found(chances: list[float], label: Label = "opinion") -> Contradiction | None:
    rows = np.array([row(label, each) for each in chances])
    return contradiction(corrections([label] * len(rows)), rows, MISTAKES, MISTAKEN)


def test_labels_as_surprising_as_mistakes_do_not_contradict() -> None:
    told = found([0.2] * 40)
    assert told is not None
    assert told.excess == pytest.approx(0)
    assert not told.too_far
    assert told.worst == ()


def test_labels_that_the_model_is_sure_are_wrong_do_and_are_named_worst_first() -> None:
    told = found([*[0.2] * 20, *[0.01] * 60])
    assert told is not None
    assert told.too_far
    assert told.excess == pytest.approx(0.75 * np.log(20))
    assert [int(one.name) for one, _, _ in told.worst] == list(range(20, 30))
    assert {(label, chance) for _, label, chance in told.worst} == {("other", 0.99)}


def test_the_fewer_they_are_the_more_is_allowed() -> None:
    few, many = found([0.06] * LEAST), found([0.06] * 400)
    assert few is not None
    assert many is not None
    assert few.excess == pytest.approx(many.excess)
    assert not few.too_far
    assert many.too_far


def test_labels_that_the_model_gives_too_do_not_count() -> None:
    assert found([0.9] * 100) is None
    told = found([*[0.9] * 100, *[0.2] * 20])
    assert told is not None
    assert told.sentences == 20


def test_too_few_corrections_or_mistakes_tell_nothing() -> None:
    assert found([0.01] * (LEAST - 1)) is None
    rows = np.array([row("opinion", 0.01)] * 40)
    many = corrections(["opinion"] * 40)
    assert contradiction(many, rows, MISTAKES[:3], MISTAKEN[:3]) is None
    assert contradiction(many, rows, [], np.zeros((0, 4))) is None


def test_each_label_is_held_against_mistakes_of_its_own_kind() -> None:
    """A model that often misses "other" must not make its corrections suspect."""
    mistakes = [*MISTAKES, *corrections(["statement"] * 20)]
    mistaken = np.array([*MISTAKEN, *[row("statement", 0.01)] * 20])
    rows = np.array([row("statement", 0.01)] * 40)
    told = contradiction(corrections(["statement"] * 40), rows, mistakes, mistaken)
    assert told is not None
    assert told.excess == pytest.approx(0)


@pytest.fixture(scope="module")
def known(
    engine: Engine, corpus: list[Document]
) -> tuple[list[Correction], list[Correction], list[Correction]]:
    """All sentences of every other article, and mistakes there and in the others."""
    chances = [engine.probabilities(doc.blocks, doc.spans) for doc in corpus]
    wrong: list[list[Correction]] = [[], []]
    every = []
    for at, (doc, rows) in enumerate(zip(corpus, chances, strict=True)):
        right = corrections_of([doc], [rows])
        said = [LABELS[one] for one in rows.argmax(axis=1)]
        wrong[at % 2] += [
            one for one, label in zip(right, said, strict=True) if one.label != label
        ]
        every += right if at % 2 == 0 else []
    return every, wrong[0], wrong[1]


def held(chosen: list[Correction], mistakes: list[Correction]) -> Contradiction:
    _, labeller, _ = load_model(DEFAULT_MODEL)
    tagger = tagger_of(None)
    rows = [torn_chances(labeller, tagger, each) for each in (chosen, mistakes)]
    told = contradiction(chosen, rows[0], mistakes, rows[1])
    assert told is not None
    return told


def test_forty_honest_corrections_pass_and_forty_flipped_ones_do_not(
    known: tuple[list[Correction], list[Correction], list[Correction]],
) -> None:
    every, honest, mistakes = known
    flipped: dict[Label, Label] = {
        "opinion": "statement",
        "statement": "opinion",
        "attributed": "opinion",
        "other": "attributed",
    }
    assert not held(honest[::3][:40], mistakes).too_far
    poison = [replace(one, label=flipped[one.label]) for one in every[::14]][:40]
    told = held(poison, mistakes)
    assert told.too_far
    assert all(one in poison for one, _, _ in told.worst)
