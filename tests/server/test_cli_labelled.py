"""``ascribe train`` and ``evaluate`` on files of other tools; bad rows stop both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ascribe.corpus import corpus_folder
from ascribe.errors import DataError
from ascribe_server.cli import main
from ascribe_server.cli_labelled import documents_to_train


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def checkthat(tmp_path: Path) -> Path:
    path = tmp_path / "dev_en.tsv"
    path.write_text(
        "sentence_id\tsentence\tlabel\tsolved_conflict\n"
        "1\tWhat a shameful waste of everybody's money this is.\tSUBJ\tTrue\n"
        '2\t"It will rain," the mayor said on Monday.\tOBJ\tFalse\n',
        "utf-8",
    )
    return path


def test_bad_rows_stop_training_before_anything_is_made(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("text,label\nIt rained.,opinon\nIt snowed.,fact\n", "utf-8")
    done = run("train", str(path), "--out", str(tmp_path / "model"))
    assert done.exit_code == 1
    assert f"{path}:2: unknown label 'opinon'" in done.stderr
    assert f"{path}:3: unknown label 'fact'" in done.stderr
    assert not (tmp_path / "model").exists()


def test_a_missing_class_stops_training(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("text,label\nIt rained.,statement\nAwful.,opinion\n", "utf-8")
    done = run("train", str(path), "--out", str(tmp_path / "model"))
    assert done.exit_code == 1
    assert "no sentence is labelled attributed or other" in done.stderr
    assert "model/corpus" in done.stderr


def test_labels_left_open_are_filled_in_and_the_card_is_told(checkthat: Path) -> None:
    documents, said = documents_to_train(
        [corpus_folder(), checkthat], skip_bad_rows=False
    )
    assert documents[-1].labels == ("attributed",)
    assert said == "; 1 that were left open were chosen by the model that ships"


def test_without_open_labels_the_card_is_told_nothing() -> None:
    assert documents_to_train([corpus_folder()], skip_bad_rows=False)[1] == ""


def test_evaluate_measures_each_collection_by_its_own_labels(checkthat: Path) -> None:
    done = run("evaluate", str(checkthat), str(corpus_folder() / "wire-merger.jsonl"))
    assert done.exit_code == 0, done.output
    assert "read 2 sentences" not in done.stderr
    assert f"{checkthat}, by its own labels: 2 documents, 2 sentences" in done.stdout
    assert "SUBJ" in done.stdout
    assert "page share" in done.stdout


def test_evaluate_as_json_has_both(checkthat: Path) -> None:
    found = json.loads(run("evaluate", str(checkthat), "--json").stdout)
    (own,) = found["own_labels"].values()
    assert own["macro_f1"] == 1.0
    assert "classes" not in found


def test_bad_rows_can_be_skipped(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("text,label\nAwful.,opinion\nIt snowed.,fact\n", "utf-8")
    assert run("evaluate", str(path)).exit_code == 1
    done = run("evaluate", str(path), "--skip-bad-rows")
    assert done.exit_code == 0
    assert f"left out: {path}:3: unknown label 'fact'" in done.stderr


def test_two_models_cannot_be_compared_on_open_labels(checkthat: Path) -> None:
    done = run("evaluate", str(checkthat), "--compare", "default", "default")
    assert done.exit_code == 1
    assert "leaves labels open" in done.stderr


def test_attributions_are_measured_on_standoff_annotation(tmp_path: Path) -> None:
    text = "The mayor said that it would rain. The bridge is shut."
    (tmp_path / "rain.txt").write_text(text, "utf-8")
    (tmp_path / "rain.ann").write_text(
        "T1\tSource 0 9\tThe mayor\nT2\tCue 10 14\tsaid\n"
        "T3\tContent 15 33\tthat it would rain\n"
        "T4\tAttribution 10 14\tsaid\n"
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n",
        "utf-8",
    )
    done = run("evaluate", "--attribution", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "1 article, 2 sentences" in done.stdout


def test_many_warnings_are_summed_up(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    rows = "\n".join(["It rained.,opinion"] * 30)
    path.write_text(f"text,label\n{rows}\n", "utf-8")
    with pytest.raises(DataError, match="no sentence is labelled"):
        documents_to_train([path], skip_bad_rows=False)
    done = run("train", str(path), "--out", str(tmp_path / "model"))
    assert "… and 9 more like these" in done.stderr
