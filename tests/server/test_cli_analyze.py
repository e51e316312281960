"""``ascribe analyze``: four formats, several inputs, clear errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ascribe.errors import InputError
from ascribe.results import as_json
from ascribe_server import cli_inputs
from ascribe_server.cli import main

TEXT = "I think it rains.\nThe harbour shut."
Run = Callable[..., Result]


@pytest.fixture
def run(engine: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in an empty folder, around a small engine."""
    monkeypatch.setattr(cli_inputs, "engine_of", lambda _folder: engine)
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str, stdin: str | bytes = b"") -> Result:
        return CliRunner().invoke(main, ["analyze", *arguments], input=stdin)

    return _run


def test_json_is_the_apis_object_with_the_blocks(run: Run, engine: Any) -> None:
    result = run("-", "--format", "json", stdin=TEXT)
    assert result.exit_code == 0, result.stderr
    answer = json.loads(result.stdout)
    blocks = answer.pop("blocks")
    assert blocks == [
        {"id": "0", "kind": "paragraph", "text": "I think it rains."},
        {"id": "1", "kind": "paragraph", "text": "The harbour shut."},
    ]
    (page,) = engine.pages
    assert answer == json.loads(json.dumps(as_json(engine.analyze(page))))
    assert result.stderr == ""


def test_several_documents_are_a_list_with_ids(run: Run) -> None:
    Path("a.txt").write_text("I see.", "utf-8")
    Path("b.jsonl").write_text(
        '{"id": "x", "text": "Rain."}\n{"id": 7, "html": "<p>Snow."}\n', "utf-8"
    )
    result = run("a.txt", "b.jsonl", "--format", "json")
    answers = json.loads(result.stdout)
    assert [answer["id"] for answer in answers] == ["a.txt", "x", 7]
    assert answers[2]["blocks"][0]["text"] == "Snow."


def test_jsonl_is_one_line_for_each_document(run: Run) -> None:
    Path("a.jsonl").write_text('{"id": 1, "text": "A."}\n{"id": 2, "text": "B."}')
    lines = run("a.jsonl", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [1, 2]


def test_standard_input_that_looks_like_a_page_is_read_as_one(run: Run) -> None:
    result = run("-", "--format", "json", stdin="<!DOCTYPE html><h1>Rain</h1>")
    assert json.loads(result.stdout)["blocks"][0]["kind"] == "heading"
    result = run("-", "--input", "text", "--format", "json", stdin="<h1>Rain</h1>")
    assert json.loads(result.stdout)["blocks"][0]["text"] == "<h1>Rain</h1>"


def test_half_a_surrogate_pair_leaves_as_the_escape_it_came_as(run: Run) -> None:
    stdin = '{"id": 1, "text": "\\ud83d caf\u00e9"}'
    result = run("-", "--input", "jsonl", "--format", "jsonl", stdin=stdin)
    assert "\\ud83d caf\u00e9" in result.stdout
    assert json.loads(result.stdout)["blocks"][0]["text"] == "\ud83d caf\u00e9"
    assert run("-", "--input", "jsonl", stdin=stdin).exit_code == 0
    html = run("-", "--input", "jsonl", "--format", "html", stdin=stdin)
    assert "\ufffd caf\u00e9" in html.stdout


def test_text_is_for_people(run: Run) -> None:
    result = run("-", stdin=TEXT)
    assert result.stdout.startswith("standard input\n\nO  opinion ")
    assert "O    I think it rains.\n" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\x1b[" in run("-", "--color", "always", stdin=TEXT).stdout


def test_html_is_written_to_a_file(run: Run) -> None:
    result = run("-", "--format", "html", "-o", "report.html", stdin=TEXT)
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path("report.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_failure_leaves_an_earlier_report_alone(run: Run) -> None:
    Path("report.html").write_text("earlier", "utf-8")
    assert run("no.txt", "--format", "html", "-o", "report.html").exit_code == 1
    assert Path("report.html").read_text("utf-8") == "earlier"


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        pytest.param(["-"], b"", "standard input is empty", id="empty"),
        pytest.param(["-"], b"\xff\xfa", "standard input is not UTF-8", id="bytes"),
        pytest.param(["no.txt"], b"", "there is no file no.txt", id="missing"),
        pytest.param(["."], b"", ". is a folder", id="folder"),
        pytest.param(
            ["-", "--input", "jsonl"], b"{}", "standard input, line 1: a rec", id="rec"
        ),
        pytest.param(
            ["-", "-o", "no/such/file"], b"Rain.", "cannot be written", id="output"
        ),
    ],
)
def test_failures_exit_1_with_a_message_and_no_output(
    run: Run, arguments: list[str], stdin: bytes, says: str
) -> None:
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert says in result.stderr


def test_a_document_the_engine_refuses_is_named(run: Run, engine: Any) -> None:
    def refuse() -> None:
        raise InputError("the page has 2 characters; the limit is 1")

    engine.before = refuse
    result = run("-", stdin="Rain.")
    assert result.exit_code == 1
    assert "Error: standard input: the page has 2 characters" in result.stderr
