"""``ascribe sources``: who speaks, page by page, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ascribe_server.cli import main

PAGE = (
    "The bridge over the Orle will stay shut until spring, the mayor, Ada Brock, said "
    "on Monday. She said that the second pier had moved by a hand's breadth. The "
    "bridge was built in 1931. It carries two lanes and a footpath.\n\n"
    "An official who asked not to be named said the money would run out in May. "
    "The council owns the bridge. Four thousand people cross it every day.\n"
)


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["sources", *arguments], input=given)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "bridge.txt"
    file.write_text(PAGE, "utf-8")
    return file


def test_a_table_says_who_speaks_and_how_much(page: Path) -> None:
    done = run(str(page))
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == str(page)
    assert lines[1].startswith("  1 named source; unnamed ones speak ")
    (mayor,) = [line for line in lines if "Ada Brock" in line]
    assert "person" in mayor
    assert "2 sentences" in mayor
    assert any("unnamed" in line and "official" in line for line in lines[2:])


def test_json_has_the_words_of_the_api(page: Path) -> None:
    (found,) = json.loads(run(str(page), "--format", "json").stdout)
    assert found["status"] == "scored"
    assert found["named_sources"] == 1
    assert 0 < found["unnamed_share"] < 1
    assert {each["kind"] for each in found["sources"]} == {"person", "unnamed"}
    words = [each["words"] for each in found["sources"]]
    assert words == sorted(words, reverse=True)


def test_csv_has_a_line_for_each_source_of_each_page(page: Path) -> None:
    (page.parent / "again.txt").write_text(PAGE, "utf-8")
    done = run(str(page.parent), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["page", "source", "kind", "sentences", "words"]
    assert {row["page"] for row in rows} == {str(page), str(page.parent / "again.txt")}
    assert len(rows) == 4


def test_a_name_that_looks_like_a_formula_is_none_in_a_spreadsheet(
    page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (page.parent / "=cmd.txt").write_text(PAGE, "utf-8")
    monkeypatch.chdir(page.parent)
    done = run("=cmd.txt", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["page"] for row in rows} == {"'=cmd.txt"}


def test_top_keeps_those_with_most_words_and_says_how_many_more(page: Path) -> None:
    done = run(str(page), "--top", "1")
    assert "and 1 more source" in done.stdout
    (found,) = json.loads(run(str(page), "--top", "1", "--format", "json").stdout)
    assert len(found["sources"]) == 1


def test_standard_input_is_a_page(page: Path) -> None:
    done = run("-", given=PAGE)
    assert done.stdout.splitlines()[0] == "standard input"
    assert "Ada Brock" in done.stdout


def test_a_page_without_a_number_says_why(tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_text("It rained.", "utf-8")
    assert "too little prose" in run(str(file)).stdout


def test_a_folder_without_pages_says_what_it_looked_for(tmp_path: Path) -> None:
    done = run(str(tmp_path))
    assert done.exit_code == 1
    assert "holds no page" in done.stderr
    assert ".html" in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run(str(tmp_path / "none.txt"))
    assert done.exit_code == 1
    assert "none.txt" in done.stderr
