"""The real command with the model that ships, most of it in a real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ascribe_server.cli import main

CORPUS = Path(__file__).parents[2] / "model" / "corpus"
PAGE = CORPUS / "pages" / "relayed-report.html"
COMMAND = [sys.executable, "-c", "from ascribe_server.cli import main; main()"]


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], input=stdin, capture_output=True, check=False
    )


def test_a_page_is_analysed_from_file_to_json() -> None:
    done = run("analyze", str(PAGE), "--format", "json")
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    answer = json.loads(done.stdout)
    assert answer["status"] == "scored"
    assert sum(answer["page"]["shares"].values()) == pytest.approx(1)
    blocks = {block["id"]: block for block in answer["blocks"]}
    assert {"quote", "caption", "other"} <= {one["kind"] for one in blocks.values()}
    for sentence in answer["sentences"]:
        text = blocks[sentence["block"]]["text"].encode("utf-16-le")
        piece = text[2 * sentence["start"] : 2 * sentence["end"]].decode("utf-16-le")
        assert piece == piece.strip() != ""


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl", "html"])
@pytest.mark.parametrize(
    ("stdin", "kind"),
    [
        pytest.param(b"Rain.", "text", id="a word"),
        pytest.param(b"Il pleut. " * 99, "text", id="french"),
        pytest.param("\u0633\u0644\u0627\u0645. ".encode() * 99, "text", id="arabic"),
        pytest.param(b"A\0 b. \xf0\x9f\x98\x80 e\xcc\x81.", "text", id="NUL, emoji"),
        pytest.param(b'{"id": "\\ud83d", "text": "\\udc00 x."}', "jsonl", id="half"),
        pytest.param(b'{"blocks": []}', "jsonl", id="no block"),
        pytest.param(b"<p hidden>Rain", "html", id="nothing to read"),
    ],
)
def test_odd_input_gets_an_honest_abstention_in_every_format(
    output_format: str, stdin: bytes, kind: str
) -> None:
    arguments = ["analyze", "-", "--input", kind, "--format", output_format]
    done = CliRunner().invoke(main, arguments, input=stdin)
    assert done.exit_code == 0, done.stderr
    said = done.stdout
    if "json" in output_format:
        assert json.loads(said)["page"]["shares"] is None
    else:
        assert "No shares: " in said


def test_a_reader_that_goes_away_ends_the_command_quietly() -> None:
    records = b'{"id": 1, "text": "The harbour shut at noon on Friday."}\n' * 300
    with subprocess.Popen(
        [*COMMAND, "batch", "-", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        try:
            process.stdin.write(records)
            process.stdin.close()
        except BrokenPipeError:
            # It has gone before it read everything.
            process.stdin = None
        complaint = process.stderr.read()
    assert process.returncode == 1
    assert b"Traceback" not in complaint


def test_more_workers_write_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    records = [
        json.dumps({"id": page.stem, "html": page.read_text("utf-8")})
        for page in sorted((CORPUS / "pages").glob("*.html"))[:5]
    ]
    records.insert(2, "broken")
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(records), "utf-8")
    written = []
    for workers in ("1", "2"):
        target = tmp_path / f"out{workers}.jsonl"
        done = run("batch", str(source), str(target), "--workers", workers)
        assert done.returncode == 1
        assert b"6 records, 1 error" in done.stderr
        written.append(target.read_bytes())
    assert written[0] == written[1]
    assert len(written[0].splitlines()) == 6


def test_measures_are_printed_as_json_and_as_a_table() -> None:
    file = str(CORPUS / "relayed-report.jsonl")
    done = run("evaluate", file, "--json")
    assert done.returncode == 0, done.stderr
    measures = json.loads(done.stdout)
    assert set(measures["classes"]) == {"opinion", "attributed", "statement", "other"}
    assert set(measures["classes"]["opinion"]) >= {"precision", "recall", "f1"}
    assert set(measures["pages"]) == {"opinion", "attributed"}
    assert "mean_absolute_error" in measures["pages"]["opinion"]
    table = run("evaluate", file).stdout.decode()
    assert f"macro-F1{measures['macro_f1']:>34.3f}" in table


def test_json_output_needs_no_terminal_library() -> None:
    code = (
        "import sys; from ascribe_server.cli import main\n"
        "try: main(['analyze', '-', '--format', 'json'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('rich', 'flask', 'sklearn') if name in sys.modules],"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=b"Rain fell.",
        capture_output=True,
        check=True,
    )
    assert done.stderr.decode().strip() == "[]"


def test_output_that_is_not_utf_8_is_written_as_well_as_it_goes() -> None:
    done = subprocess.run(
        [*COMMAND, "analyze", "-"],
        input="Café \u2013 it rained.".encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert done.returncode == 0, done.stderr
    assert "Café ? it rained." in done.stdout.decode("latin-1")


def test_training_writes_a_model_that_analyses_the_same_bytes_each_time(
    tmp_path: Path,
) -> None:
    folders = [tmp_path / "deep" / "m", tmp_path / "again"]
    files = [*map(str, sorted(CORPUS.glob("*.jsonl"))[::6])]
    # Two processes: each deals out its hashes anew.
    for folder in folders:
        done = run("train", *files, "--out", str(folder), "--name", "small")
        assert done.returncode == 0, done.stderr
        assert b"macro-F1" in done.stdout
    done = run("analyze", str(PAGE), "--format", "json", "--model", str(folders[0]))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["model"]["name"] == "small"
    one, two = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in folders
    )
    assert set(one) == {"card.json", "pipeline.joblib", "recipe.json", "weights.npz"}
    assert [name for name in one if one[name] != two[name]] == []
    recipe, card = json.loads(one["recipe.json"]), json.loads(one["card.json"])
    assert recipe["data"]["sha256"] == card["data"]["sha256"]
    assert recipe["choices"]["words"] == [1, 2]
    assert set(recipe["packages"]) > {"ascribe", "scikit-learn"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(
            ["evaluate", "nowhere"], b"there is no file nowhere", id="missing"
        ),
        pytest.param(
            ["train", ".", "--out", "m"], b"holds no labelled file", id="no data"
        ),
        pytest.param(
            ["analyze", "-", "--model", "."], b"cannot read the model", id="m"
        ),
    ],
)
def test_failures_exit_1_with_one_line(
    arguments: list[str], says: bytes, tmp_path: Path
) -> None:
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=b"Rain.",
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.startswith(b"Error: ")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
