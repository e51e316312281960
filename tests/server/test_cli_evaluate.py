"""The command evaluate measures labels, and with --attribution who says what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ascribe.corpus import corpus_folder
from ascribe_server.cli import main

TEXT = "The mayor said that it rained.\nThe road is wet."


@pytest.fixture(scope="module")
def trained_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of one's own."""
    folder = tmp_path_factory.mktemp("own")
    done = CliRunner().invoke(
        main, ["train", str(corpus_folder()), "--out", str(folder), "--no-pipeline"]
    )
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """One article of two sentences, the first attributed."""
    file = tmp_path / "marked.jsonl"
    attribution = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 29]]}
    told = {"doc": "d", "outlet": "o", "text": TEXT, "attributions": [attribution]}
    file.write_text(json.dumps(told) + "\n", "utf-8")
    return file


def test_spans_are_measured_beside_plain_rules(marked: Path) -> None:
    done = CliRunner().invoke(
        main, ["evaluate", "--attribution", "--json", str(marked)]
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert set(found) == {"model", "rules"}
    for scores in found.values():
        assert (scores["articles"], scores["sentences"]) == (1, 2)
        assert scores["any_macro_f1"] == 1.0
        assert scores["spans"]["source_overlap"]["f1"] == 1.0
        assert scores["spans"]["cue_overlap"]["f1"] == 1.0


def test_the_table_names_each_measure(marked: Path) -> None:
    done = CliRunner().invoke(main, ["evaluate", "--attribution", str(marked)])
    assert done.exit_code == 0, done.output
    for name in ("source, overlap", "cue, exact", "content, tokens", "mostly"):
        assert name in done.stdout


def test_an_article_without_spans_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": 4}\n', "utf-8")
    done = CliRunner().invoke(main, ["evaluate", "--attribution", str(file)])
    assert done.exit_code == 1
    assert "bad.jsonl:1" in done.stderr


def test_two_models_stand_side_by_side(trained_folder: Path) -> None:
    corpus = str(corpus_folder())
    arguments = ["evaluate", corpus, "--compare", str(trained_folder), "default"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[:2] == [f"A: {trained_folder}", "B: default"]
    for name in ("all, macro-F1", "all, opinion", "genre op_ed, macro-F1"):
        assert any(line.startswith(name) for line in lines)
    rows = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert {"name", "sentences", "first", "second", "low", "high"} == set(rows[0])


def test_a_comparison_stands_alone(marked: Path) -> None:
    done = CliRunner().invoke(
        main, ["evaluate", str(marked), "--attribution", "--compare", "a", "b"]
    )
    assert done.exit_code == 2
    assert "--compare stands alone" in done.stderr


def test_ledgers_are_counted_with_both_labels() -> None:
    corpus = corpus_folder() / "relayed-report.jsonl"
    done = CliRunner().invoke(main, ["evaluate", "--ledger", str(corpus)])
    assert done.exit_code == 0, done.output
    for name in ("expected", "found", "right kind", "extra", "own labels"):
        assert name in done.stdout
    done = CliRunner().invoke(main, ["evaluate", "--ledger", "--json", str(corpus)])
    found = json.loads(done.stdout)
    assert found["own_labels"]["expected"] == found["model_labels"]["expected"] == 6


def test_documents_without_sources_have_no_ledger_to_measure(tmp_path: Path) -> None:
    file = tmp_path / "d.jsonl"
    sentence = {"paragraph": 0, "text": "It rained.", "label": "S"}
    file.write_text(json.dumps({"doc": "d", "sentences": [sentence]}) + "\n", "utf-8")
    done = CliRunner().invoke(main, ["evaluate", "--ledger", str(file)])
    assert done.exit_code == 1
    assert '"sources"' in done.output


def test_ledger_and_attribution_exclude_each_other() -> None:
    done = CliRunner().invoke(
        main, ["evaluate", "--ledger", "--attribution", str(corpus_folder())]
    )
    assert done.exit_code == 2
