"""``ascribe label``: one key a sentence, on the disk at once; two people compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ascribe_server.cli import main
from ascribe_server.label_file import LabelFile

TEXT = (
    "The bridge over the Orle will stay shut until spring, the mayor, Ada Brock, said. "
    "It is a disgrace that nobody looked at the piers for years.\n\n"
    "The bridge was built in 1931. It carries two lanes and a footpath.\n"
)


def run(*arguments: str, keys: str = "") -> Result:
    return CliRunner().invoke(main, ["label", *arguments], input=keys)


@pytest.fixture
def text(tmp_path: Path) -> str:
    path = tmp_path / "bridge.txt"
    path.write_text(TEXT, "utf-8")
    return str(path)


def labels(path: Path) -> list[str]:
    return [
        one.label for known in LabelFile.read(path).documents for one in known.sentences
    ]


def test_keys_give_labels_and_the_file_is_gone_on_with(
    text: str, tmp_path: Path
) -> None:
    out = tmp_path / "ann.jsonl"
    done = run(text, "--out", str(out), keys="oaq")
    assert done.exit_code == 0, done.output
    assert "[1/4]" in done.stdout
    assert "2 labels in" in done.stderr
    assert sorted(labels(out)) == ["?", "?", "attributed", "opinion"]
    done = run("--out", str(out), keys="ss")
    assert "[1/2]" in done.stdout
    assert sorted(labels(out)) == ["attributed", "opinion", "statement", "statement"]
    assert "every sentence has a label" in run("--out", str(out)).stderr


def test_undo_skip_guide_and_unknown_keys(text: str, tmp_path: Path) -> None:
    out = tmp_path / "ann.jsonl"
    done = run(text, "--out", str(out), keys="ou?zsnxq")
    assert done.exit_code == 0, done.output
    assert "Is it somebody else's, and are we told whose?" in done.stdout
    assert sorted(labels(out)) == ["?", "?", "other", "statement"]


def test_what_stands_around_a_sentence_is_shown(text: str, tmp_path: Path) -> None:
    done = run(text, "--out", str(tmp_path / "a.jsonl"), keys="nnnn")
    shown = done.stdout.split("[")
    (last,) = [part for part in shown if "> It carries two lanes" in part]
    assert "  The bridge was built in 1931." in last


def test_end_of_input_keeps_what_was_given(text: str, tmp_path: Path) -> None:
    out = tmp_path / "ann.jsonl"
    done = run(text, "--out", str(out), keys="o")
    assert done.exit_code == 0, done.output
    assert labels(out).count("opinion") == 1


def test_without_a_terminal_it_says_where_to_go(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_terminal() -> str:
        raise OSError(6, "No such device or address", "/dev/tty")

    monkeypatch.setattr("click.getchar", no_terminal)
    done = run(text, "--out", str(tmp_path / "a.jsonl"))
    assert done.exit_code == 1
    assert "needs a terminal" in done.stderr


def test_count_limits_what_is_asked(text: str, tmp_path: Path) -> None:
    done = run(text, "--out", str(tmp_path / "a.jsonl"), "--count", "2", keys="ss")
    assert "[2/2]" in done.stdout
    assert "[3/" not in done.stdout


def test_two_people_are_compared(text: str, tmp_path: Path) -> None:
    ann, ben = tmp_path / "ann.jsonl", tmp_path / "ben.jsonl"
    run(text, "--out", str(ann), keys="oass")
    run(text, "--out", str(ben), keys="oaso")
    done = run("--compare", str(ann), str(ben))
    assert done.exit_code == 0, done.output
    assert "4 sentences that both have labelled" in done.stdout
    assert "75.0%" in done.stdout
    assert "Cohen's kappa            0.64" in done.stdout
    assert "A statement, B opinion:" in done.stdout


def test_nothing_in_common_is_told(text: str, tmp_path: Path) -> None:
    ann = tmp_path / "ann.jsonl"
    run(text, "--out", str(ann), keys="q")
    done = run("--compare", str(ann), str(ann))
    assert done.exit_code == 1
    assert "no sentence that both have labelled" in done.stderr


def test_the_guide_is_one_option_away() -> None:
    done = run("--guide")
    assert done.exit_code == 0
    for label in ("opinion", "attributed", "statement", "other"):
        assert f"  {label}: " in done.stdout


def test_missing_places_are_told(text: str, tmp_path: Path) -> None:
    assert run(text).exit_code == 2
    done = run("--out", str(tmp_path / "none.jsonl"))
    assert done.exit_code == 1
    assert "nothing to label yet" in done.stderr
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{", "utf-8")
    done = run(text, "--out", str(broken))
    assert done.exit_code == 1
    assert f"{broken}:1" in done.stderr
