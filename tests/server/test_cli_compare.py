"""``ascribe compare``: pages about one event side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ascribe_server.cli import main

COURIER = (
    "The bridge over the Orle will stay shut until spring, the mayor, Ada Brock, said "
    "on Monday. She said that the second pier had moved by a hand's breadth. The "
    "bridge was built in 1931. It carries two lanes and a footpath.\n\n"
    "An official who asked not to be named said the money would run out in May. "
    "The council owns the bridge. Four thousand people cross it every day.\n"
)
HERALD = (
    "Mayor Brock said that the bridge was old. Tom Hale, the treasurer, told the "
    "council that the money was there. The bridge carries two lanes.\n\n"
    "It is a disgrace that nobody looked at the piers for years, and everybody at the "
    "town hall ought to be ashamed. I do not believe a word of their excuses.\n"
)


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments], input=given)


@pytest.fixture
def courier(tmp_path: Path) -> str:
    path = tmp_path / "courier.txt"
    path.write_text(COURIER, "utf-8")
    return str(path)


@pytest.fixture
def herald(tmp_path: Path) -> str:
    path = tmp_path / "herald.txt"
    path.write_text(HERALD, "utf-8")
    return str(path)


def test_a_table_sets_shares_and_sources_side_by_side(
    courier: str, herald: str
) -> None:
    done = run(courier, herald)
    assert done.exit_code == 0, done.output
    text = done.stdout
    opinion = next(line for line in text.splitlines() if "opinion" in line)
    assert opinion.split()[-1] == "%"
    shared = text[text.index("Heard on both pages") : text.index("Only on A")]
    assert "Ada Brock" in shared
    assert "Tom Hale" in text[text.index("Only on B") :]


def test_json_has_the_words_of_the_api(courier: str, herald: str) -> None:
    found = json.loads(run(courier, herald, "--format", "json").stdout)
    assert [page["name"] for page in found["pages"]] == [courier, herald]
    assert all(page["status"] == "scored" for page in found["pages"])
    (mayor,) = [one for one in found["sources"] if one["name"] == "Ada Brock"]
    assert all(mayor["heard"])


def test_html_is_written_beside_the_table(
    courier: str, herald: str, tmp_path: Path
) -> None:
    report = tmp_path / "out.html"
    done = run(courier, herald, "--html", str(report))
    assert done.exit_code == 0
    assert "Heard on both pages" in done.stdout
    assert str(report) in done.stderr
    assert "2 pages side by side" in report.read_text("utf-8")


def test_a_folder_and_standard_input_are_taken(courier: str, herald: str) -> None:
    folder = str(Path(courier).parent)
    assert "Heard on both pages" in run(folder).stdout
    assert "standard input" in run(courier, "-", given=HERALD).stdout


@pytest.mark.parametrize("count", [1, 27])
def test_one_page_or_too_many_are_refused(courier: str, count: int) -> None:
    done = run(*[courier] * count)
    assert done.exit_code == 2
    assert "page" in done.stderr


def test_a_missing_file_is_named(courier: str) -> None:
    done = run(courier, "nowhere.html")
    assert done.exit_code == 1
    assert "nowhere.html" in done.stderr


def test_a_page_without_shares_says_why(courier: str, tmp_path: Path) -> None:
    short = tmp_path / "short.txt"
    short.write_text("Ferry at seven.", "utf-8")
    done = run(courier, str(short))
    assert done.exit_code == 0
    assert "No shares: " in done.stdout
    assert "–" in done.stdout


def test_a_report_that_cannot_be_written_is_told(courier: str, herald: str) -> None:
    done = run(courier, herald, "--html", "/nowhere/out.html")
    assert done.exit_code == 1
    assert "/nowhere/out.html" in done.stderr
