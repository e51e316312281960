"""``ascribe batch``: same order, one bad record stops nothing, a file at the end."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

import pytest

from .archives.conftest import (
    LONG,
    Run,
    batch,
    rows_in,
    run,
    start,
    wait_for_answers,
    write_archive,
)

__all__ = ["run"]

RECORDS = (
    '{"id": "a", "text": "I see."}\n'
    "\n"
    "not json\n"
    '{"id": "b", "text": 3}\n'
    '{"id": 4, "html": "<h1>Rain</h1><p>It fell.", "year": 2026}\n'
)


def test_answers_come_in_order_and_errors_are_rows(run: Run) -> None:
    Path("in.jsonl").write_text(RECORDS, "utf-8")
    result = run("in.jsonl", "out.jsonl")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "4 records, 2 errors: out.jsonl\n"
    answers = rows_in("out.jsonl")
    assert [answer["id"] for answer in answers] == ["a", 3, "b", 4]
    assert answers[0]["status"] == "scored"
    assert [one["block"] for one in answers[3]["sentences"]] == ["0", "1"]
    assert answers[1]["error"] == {
        "type": "/problems/not-json",
        "title": "The line is not JSON",
        "detail": "line 3: the line is not JSON: Expecting value at column 1",
    }
    assert answers[2]["error"]["type"] == "/problems/wrong-shape"
    assert not Path("out.jsonl.part").exists()


def test_standard_streams_carry_nothing_but_rows(run: Run) -> None:
    result = run("-", "-", stdin='{"id": 1, "text": "\\ud83d"}')
    assert result.exit_code == 0
    assert json.loads(result.stdout)["id"] == 1
    assert result.stderr == "1 record, 0 errors: standard output\n"


@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_an_empty_file_gives_an_empty_file(run: Run, name: str) -> None:
    Path("in.jsonl").write_bytes(b"")
    assert run("in.jsonl", name).exit_code == 0
    if name.endswith(".jsonl"):
        assert Path(name).read_bytes() == b""
    else:
        from pyarrow import parquet

        table = parquet.read_table(name)
        assert (table.num_rows, "sentences" in table.column_names) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["no.jsonl", "-"], 1, "there is no file no.jsonl", id="missing"),
        pytest.param([".", "-"], 1, ". holds no web page", id="folder in"),
        pytest.param(["-", "."], 1, ". is a folder", id="folder out"),
        pytest.param(["-", "/proc/no/out"], 1, "cannot be written: ", id="out"),
        pytest.param(["a.jsonl", "./a.jsonl"], 2, "are the same file", id="same"),
        pytest.param(["-", "-", "--workers", "0"], 2, "0 is not in the", id="workers"),
        pytest.param(["-", "o", "--by", "word"], 2, "'document', 'sentence'", id="by"),
        pytest.param(["-", "o", "--resume"], 2, "needs files", id="resume"),
    ],
)
def test_failures_say_what_is_wrong(
    run: Run, arguments: list[str], code: int, says: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_package_for_parquet_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    result = run("-", "out.parquet", stdin='{"text": "Rain."}')
    assert result.exit_code == 1
    assert "pip install 'ascribe[parquet]'" in result.stderr


def test_progress_goes_to_standard_error(run: Run) -> None:
    Path("in.jsonl").write_text('{"id": 1, "text": "a"}\n')
    result = run("in.jsonl", "-", "--progress")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


def test_brief_answers_have_the_same_labels_and_shares(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": LONG}))
    answers = []
    for options in ((), ("--brief",)):
        assert batch(*options, source, tmp_path / "out.jsonl").returncode == 0
        answers.append(rows_in(tmp_path / "out.jsonl")[0])
    full, brief = answers
    assert brief["page"] == full["page"]
    assert brief["model"] == full["model"]
    assert "sources" not in brief
    assert [one["label"] for one in brief["sentences"]] == [
        one["label"] for one in full["sentences"]
    ]
    assert set(brief["sentences"][0]) == {"block", "start", "end", "label", "certain"}


def test_a_file_too_large_for_the_disk_keeps_what_was_done(tmp_path: Path) -> None:
    archive, out = write_archive(tmp_path / "in.jsonl", 30), tmp_path / "out.jsonl"

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    failed = batch(archive, out, preexec_fn=full)
    assert failed.returncode == 1
    assert "out.jsonl cannot be written: File too large" in failed.stderr
    assert "--resume" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not out.exists()
    assert batch("--resume", archive, out).returncode == 1
    assert len(rows_in(out)) == 30


def children_of(pid: int) -> list[int]:
    """The worker processes of a run."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [
        int(child)
        for child in children
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


# A quick machine is still at it when the first answers are saved.
RUNS = 3000


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("archive") / "in.jsonl", RUNS)


@pytest.fixture(scope="module")
def whole(archive: Path) -> bytes:
    out = archive.with_name("whole.jsonl")
    assert batch("--brief", "--workers", "2", archive, out).returncode == 1
    return out.read_bytes()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_run_is_resumed_to_the_same_bytes(
    archive: Path, whole: bytes, tmp_path: Path, workers: str
) -> None:
    out, part = tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    with start("--brief", "--workers", workers, archive, out) as process:
        wait_for_answers(process, part)
        children = children_of(process.pid)
        process.kill()
    assert len(children) == (int(workers) if workers != "1" else 0)
    done = batch("--brief", "--resume", archive, out)
    assert done.returncode == 1
    assert f"{RUNS:,} records, {RUNS // 3:,} errors" in done.stderr
    assert out.read_bytes() == whole
    assert not part.exists()
    # Nobody is left behind to score for a run that is dead; to end takes a moment.
    left = children
    for _ in range(300):
        left = [pid for pid in left if Path(f"/proc/{pid}").exists()]
        if not left:
            break
        time.sleep(0.1)
    assert not left


def test_a_killed_worker_costs_nothing(
    archive: Path, whole: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    with start("--brief", "--workers", "2", archive, out) as process:
        wait_for_answers(process, tmp_path / "out.jsonl.part")
        os.kill(children_of(process.pid)[0], signal.SIGKILL)
        _, said = process.communicate(timeout=300)
    assert "Traceback" not in said
    assert f"{RUNS:,} records, {RUNS // 3:,} errors" in said
    assert out.read_bytes() == whole


@pytest.mark.parametrize(
    ("workers", "sign"),
    [
        pytest.param("1", signal.SIGINT, id="Ctrl-C"),
        pytest.param("2", signal.SIGINT, id="Ctrl-C, two workers"),
        pytest.param("1", signal.SIGTERM, id="SIGTERM"),
    ],
)
def test_a_stopped_run_says_how_to_go_on(
    archive: Path, whole: bytes, tmp_path: Path, workers: str, sign: signal.Signals
) -> None:
    out = tmp_path / "out.jsonl"
    with start("--brief", "--workers", workers, archive, out) as process:
        wait_for_answers(process, tmp_path / "out.jsonl.part")
        # Ctrl-C reaches every process of the terminal.
        os.killpg(process.pid, sign)
        _, said = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "out.jsonl.part; the same command with --resume does the rest" in said
    resumed = batch("--brief", "--resume", "--workers", "2", archive, out)
    assert resumed.returncode == 1
    assert out.read_bytes() == whole
