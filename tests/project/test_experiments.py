"""The bench runs for real, writes down what it found, and its records are of today."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ascribe.attribution.files import tagger_of
from ascribe.corpus import corpus_folder
from ascribe.engine import Engine, load_engine
from ascribe.results import LABELS, Block
from ascribe.training.cross_fit import lessons_of
from ascribe.training.dataset import read_documents
from ascribe.training.recipe import Recipe

MODEL = Path(__file__).resolve().parents[2] / "model"
sys.path.insert(0, str(MODEL))

from experiments.bench import Bench, changes  # noqa: E402
from experiments.failures import FAILURES, Failure  # noqa: E402
from experiments.table import table_of  # noqa: E402
from experiments.variants import VARIANTS, Variant, chosen  # noqa: E402

RUNS = [
    json.loads(line)
    for line in (MODEL / "experiments" / "runs.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


@pytest.fixture(scope="module")
def bench() -> Bench:
    documents = read_documents([corpus_folder()])[::5]
    return Bench(documents, lessons_of(documents, tagger_of(None)), None)


def test_a_run_says_what_was_changed_and_what_it_gave(bench: Bench) -> None:
    found = bench.run("no-words", VARIANTS["no-words"])
    assert found["changes"] == {"words": None}
    assert 0.2 < found["measures"]["macro_f1"] < 0.9
    assert json.loads(json.dumps(found)) == found
    again = bench.run("no-words", VARIANTS["no-words"])
    assert again["measures"] == found["measures"]


def test_fewer_outlets_to_learn_from_change_the_result(bench: Bench) -> None:
    whole = bench.run("labels-only", VARIANTS["labels-only"])
    half = bench.run("half", replace(VARIANTS["outlets-0.5"]))
    assert half["measures"]["sentences"] == whole["measures"]["sentences"]
    assert half["measures"] != whole["measures"]


def test_a_variant_with_teachers_needs_them(bench: Bench) -> None:
    with pytest.raises(LookupError, match="teachers"):
        bench.run("taught", VARIANTS["taught"])


def test_every_variant_changes_one_thing() -> None:
    assert changes(Recipe()) == {}
    assert chosen(["balanced"]) == {"balanced": VARIANTS["balanced"]}
    assert chosen([]) == VARIANTS
    seen = [
        (json.dumps(changes(one.recipe), sort_keys=True), one.share, one.taught)
        for one in VARIANTS.values()
    ]
    assert len(seen) == len(set(seen))
    with pytest.raises(KeyError):
        chosen(["nothing"])


def test_patterns_of_columns_left_out_match_some() -> None:
    from ascribe.training.second_step import _kept, column_names

    for name, variant in VARIANTS.items():
        if variant.recipe.without:
            kept = _kept(len(column_names()), variant.recipe)
            assert 0 < len(kept) < len(column_names()), name


def test_what_is_written_down_is_of_variants_that_are_there() -> None:
    names = {run["name"] for run in RUNS}
    assert names <= {*VARIANTS, "teachers"}
    assert len(names) == len(RUNS)
    assert len({run["documents"] for run in RUNS}) == 1
    table = (MODEL / "experiments" / "RESULTS.md").read_text("utf-8")
    assert table == table_of(RUNS)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda one: one.kind)
def test_what_the_card_says_goes_wrong_does(failure: Failure, engine: Engine) -> None:
    blocks = [Block(str(at), "paragraph", text) for at, text in enumerate(failure.page)]
    spans = [[(0, len(text))] for text in failure.page]
    found = engine.probabilities(blocks, spans)[failure.at]
    assert LABELS[int(found.argmax())] != failure.label


def test_a_variant_is_a_recipe_and_says_what_it_shows() -> None:
    for name, variant in VARIANTS.items():
        assert isinstance(variant, Variant)
        assert variant.shows
        assert name == name.lower()


def test_labelling_is_replayed_on_outlets_that_are_never_labelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from experiments import labelling

    monkeypatch.setattr(labelling, "ROUNDS", (60, 120, 240))
    pool = labelling.pool_of(read_documents([corpus_folder()])[::3])
    curves = {}
    for name, strategy in labelling.STRATEGIES.items():
        curves[name] = labelling.replay(pool, strategy, seed=0)
    assert curves["random"] == labelling.replay(pool, labelling.at_random, seed=0)
    # All begin with the same labels; then each goes its own way.
    assert len({scores[0] for scores in curves.values()}) == 1
    assert len({tuple(scores) for scores in curves.values()}) == len(curves)
    assert all(0 < score < 1 for scores in curves.values() for score in scores)
    written = labelling.report(curves)
    assert written.count("\n| 240") == 2


def test_labels_saved_are_read_off_the_curves() -> None:
    from experiments.labelling import ROUNDS, labels_needed, report

    rising = [at / 10 for at in range(len(ROUNDS))]
    assert labels_needed(rising, rising[2]) == ROUNDS[2]
    assert labels_needed(rising, 0.9) is None
    ahead = [score + 0.1 for score in rising]
    assert "fewer" in report({"random": rising, "other": ahead})
    assert "never" in report({"random": ahead, "other": rising})


def test_honest_sets_have_right_labels_and_poisons_wrong_ones() -> None:
    from experiments import gate_sets

    documents = read_documents([corpus_folder()])[::4]
    sets = gate_sets.GateSets(documents)
    right = {
        (doc.name, doc.blocks[at].text[start:end]): label
        for doc in documents
        for (at, start, end), label in zip(
            [(at, *span) for at, spans in enumerate(doc.spans) for span in spans],
            doc.labels,
            strict=True,
        )
    }

    def share_of_right(draw: gate_sets.Draw) -> float:
        drawn = sets.draw(draw, 60, seed=0)
        assert drawn == sets.draw(draw, 60, seed=0)
        assert 20 <= len(drawn) <= 60
        names = [one.name.partition(",")[0] for one in drawn]
        known = [
            right[name, one.quote] == one.label
            for name, one in zip(names, drawn, strict=True)
        ]
        return sum(known) / len(known)

    honest = [share_of_right(draw) for draw in gate_sets.HONEST.values()]
    assert honest[:2] == [1, 1]
    assert 0.8 < honest[2] < 1
    poisons = {name: share_of_right(draw) for name, draw in gate_sets.POISONS.items()}
    assert poisons.pop("labels at random") < 0.5
    assert set(poisons.values()) == {0}
    put_right = sets.draw(gate_sets.HONEST["mistakes put right"], 60, seed=0)
    assert not sets.contradicts(put_right)


def test_what_is_refused_is_told_in_one_line_for_each_kind_and_size() -> None:
    from experiments.gate_sets import Refused, gate_report, gate_row

    told = Refused([True, False, False, False], [False, True])
    assert gate_row("x", 9, told) == "| x | 9 | 25.0% | 50.0% | 100.0% |"
    assert gate_row("x", 9, Refused([False], [])) == "| x | 9 | 0.0% | – | – |"
    assert "\n| x | 9 |" in gate_report({("x", 9): told})
