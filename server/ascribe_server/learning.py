"""From corrections to a model in use: learn, hold against the floors, promote."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import structs

from ascribe.corpus import corpus_folder
from ascribe.engine import DEFAULT_MODEL, Engine, load_engine
from ascribe.errors import DataError
from ascribe.model_files import load_model, read_card, save_model
from ascribe.results import LABELS, ModelName

if TYPE_CHECKING:
    from ascribe.training.contradiction import Contradiction
    from ascribe.training.corrections import Correction
    from ascribe.training.dataset import Document
    from ascribe.training.gate import GateReport

# Labelled articles of the reader's own that no model may get worse on.
TEST_FOLDER = "test-articles"
# Measured: 60 corrections are then learned in 96 of 100 cases, and their gain on
# other articles is nearly that of twice as much.
DEFAULT_WEIGHT = 10.0

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that has learned, and what the gate says of it.

    Attributes:
        report: of the gate.
        write: writes it into a folder; None where nothing was learned, since one
            sentence is said again and again.
    """

    report: GateReport
    write: Callable[[Path], ModelName] | None


def test_articles(data_dir: Path) -> list[Document]:
    """Return the articles of the gate: the corpus, and what the reader has added.

    Raises:
        DataError: if one cannot be used; the message names file and line.
    """
    from ascribe.training.dataset import read_documents

    own = data_dir / TEST_FOLDER
    return read_documents([corpus_folder(), *([own] if own.is_dir() else [])])


def learn(
    corrections: Sequence[Correction],
    weights: Sequence[float],
    *,
    base: Path | None,
    name: str,
    version: str,
    tests: Sequence[Document],
    progress: Progress,
    sure: bool = False,
) -> Candidate:
    """Learn corrections on top of a model, and measure what came of it.

    Args:
        corrections: at least one.
        weights: how many training sentences each counts as.
        base: folder of the model to go on from; None for the model that ships.
        name: what the new model is called.
        version: its version.
        tests: the articles of the gate.
        progress: called with what is being done, steps done and steps in all.
        sure: whether to learn them however they contradict what the model is sure of.

    Raises:
        DataError: if there is no correction, or nothing is left to measure on.
        ModelError: if a model cannot be read.
    """
    from ascribe.attribution.files import tagger_of
    from ascribe.training import gate
    from ascribe.training.adapting import adapt, torn_chances
    from ascribe.training.contradiction import contradiction

    if not corrections:
        raise DataError("there is no correction to learn from")
    model, labeller, calibration = load_model(base or DEFAULT_MODEL)
    tagger = tagger_of(base)
    base_card = read_card(base or DEFAULT_MODEL)
    kept, left_out = gate.untouched(tests, corrections)
    if not kept:
        raise DataError("every test article has a corrected sentence: add others")
    if again := gate.repeated(corrections):
        return Candidate(gate.GateReport(len(kept), left_out, (), again), None)
    adapted = adapt(
        labeller,
        tagger,
        corrections,
        trained_on=_trained_on(base_card),
        weights=np.array(weights, dtype=np.float64),
        progress=progress,
    )
    shipped = load_engine()
    engine = Engine(ModelName(name, version, ""), adapted.labeller, calibration, tagger)
    floors, found = _chances(shipped, kept), _chances(engine, kept)
    rows = gate.measure_gate(kept, floors, found, power=calibration.power)
    report = gate.GateReport(len(kept), left_out, rows)
    if report.fallen:
        worst = gate.suspects(kept, found, adapted, corrections)
        report = replace(report, suspects=worst)
    if not sure:
        mistakes = _mistakes(kept, floors)
        said = torn_chances(labeller, tagger, mistakes)
        doubts = contradiction(corrections, adapted.torn, mistakes, said)
        report = replace(report, contradiction=doubts)
    card = {
        "name": name,
        "version": version,
        **{key: base_card.get(key) for key in ("licence", "intended_use", "limits")},
        "data": base_card.get("data"),
        "based_on": structs.asdict(model),
        "corrections": {
            "sentences": dict(Counter(each.label for each in corrections)),
            "names": [each.name for each in corrections],
            "weights": sorted(set(weights)),
            "sha256": _digest(corrections, weights),
        },
        "gate": {
            "passed": report.passed,
            "articles": report.articles,
            "left_out": list(left_out),
            "rows": [_rounded(asdict(row)) for row in rows],
            "contradiction": _numbers(report.contradiction),
        },
    }

    def write(folder: Path) -> ModelName:
        from ascribe.training.recipe import RECIPE

        (folder / RECIPE).write_text(
            json.dumps(_recipe(card), indent=1) + "\n", "utf-8"
        )
        return save_model(folder, adapted.labeller, calibration, card)

    return Candidate(report, write)


def measure_again(folder: Path, tests: Sequence[Document]) -> GateReport:
    """Hold a model that has been made against the floors of today.

    Raises:
        ModelError: if it cannot be read.
    """
    from ascribe.training import gate

    told = read_card(folder).get("gate")
    left_out = told.get("left_out", []) if isinstance(told, dict) else []
    kept = [one for one in tests if one.name not in set(left_out)]
    engine = load_engine(folder)
    rows = gate.measure_gate(
        kept,
        _chances(load_engine(), kept),
        _chances(engine, kept),
        power=engine.calibration.power,
    )
    return gate.GateReport(len(kept), tuple(left_out), rows)


def _chances(engine: Engine, documents: Sequence[Document]) -> list[Any]:
    return [engine.probabilities(doc.blocks, doc.spans) for doc in documents]


def _mistakes(
    documents: Sequence[Document], chances: Sequence[Any]
) -> list[Correction]:
    """Return the sentences of labelled articles that chances get wrong."""
    from ascribe.training.corrections import corrections_of

    said = [LABELS[at] for rows in chances for at in rows.argmax(axis=1)]
    right = corrections_of(documents, chances)
    return [one for one, label in zip(right, said, strict=True) if one.label != label]


def _trained_on(card: dict[str, Any]) -> int:
    """Return how many sentences a model has learned from."""
    data = card.get("data") or {}
    labelled = sum(data.get("sentences", dict.fromkeys(LABELS, 1000)).values())
    return int(labelled + (data.get("taught") or {}).get("sentences", 0))


def _digest(corrections: Sequence[Correction], weights: Sequence[float]) -> str:
    rows = [
        [
            each.label,
            each.prefix,
            each.quote,
            each.suffix,
            each.kind,
            each.chances,
            weight,
        ]
        for each, weight in zip(corrections, weights, strict=True)
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _recipe(card: dict[str, Any]) -> dict[str, Any]:
    """Return what makes the same bytes again, without a word of any page."""
    return {
        "command": "ascribe train --corrections",
        "based_on": card["based_on"],
        "corrections": card["corrections"],
    }


def _numbers(found: Contradiction | None) -> dict[str, Any] | None:
    """Return what a card says of it: no sentence."""
    if found is None:
        return None
    return _rounded(
        {
            "sentences": found.sentences,
            "excess": found.excess,
            "allowed": found.allowed,
        }
    )


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: round(value, 4) if isinstance(value, float) else value
        for key, value in row.items()
    }
