"""``ascribe batch``: same order, one bad record stops nothing, a file at the end."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ascribe.errors import InputError
from ascribe_server import cli_batch
from ascribe_server.batch import rows
from ascribe_server.cli import main

Run = Callable[..., Result]
RECORDS = (
    '{"id": "a", "text": "I see."}\n'
    "\n"
    "not json\n"
    '{"id": "b", "text": 3}\n'
    '{"id": 4, "html": "<h1>Rain</h1><p>It fell.", "year": 2026}\n'
)


@pytest.fixture
def run(engine: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs the command in an empty folder, around a small engine."""
    monkeypatch.setattr(cli_batch, "engine_of", lambda _folder: engine)
    monkeypatch.chdir(tmp_path)

    def _run(*arguments: str, stdin: str | bytes = b"") -> Result:
        return CliRunner().invoke(main, ["batch", *arguments], input=stdin)

    return _run


def test_answers_come_in_order_and_errors_are_rows(run: Run) -> None:
    Path("in.jsonl").write_text(RECORDS, "utf-8")
    result = run("in.jsonl", "out.jsonl")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "4 documents, 2 errors: out.jsonl\n"
    answers = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
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
    assert result.stderr == "1 document, 0 errors: standard output\n"


def test_an_empty_file_gives_an_empty_file(run: Run) -> None:
    Path("in.jsonl").write_bytes(b"")
    assert run("in.jsonl", "out.jsonl").exit_code == 0
    assert Path("out.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        pytest.param(InputError("too long"), "invalid-input", id="refused"),
        pytest.param(RuntimeError("secret text"), "internal-error", id="bug"),
    ],
)
def test_whatever_the_engine_raises_becomes_a_row(
    run: Run, engine: Any, error: Exception, kind: str
) -> None:
    def fail() -> None:
        if len(engine.pages) == 1:
            raise error

    engine.before = fail
    result = run("-", "-", stdin='{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}')
    assert result.exit_code == 1
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["error"]["type"] == f"/problems/{kind}"
    assert "secret" not in first["error"]["detail"]
    assert second["status"] == "scored"


def test_the_old_output_stays_until_all_is_done(run: Run, engine: Any) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    Path("in.jsonl").write_text('{"id": 1, "text": "a"}\n')
    Path("out.jsonl").write_text("old")
    engine.before = stop
    result = run("in.jsonl", "out.jsonl")
    assert result.exit_code == 1
    assert "what was done so far is in out.jsonl.part" in result.stderr
    assert Path("out.jsonl").read_text() == "old"


def test_records_are_read_one_at_a_time(engine: Any) -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b'{"text": "Rain."}'

    answers = rows(engine, endless())
    for _ in range(3):
        next(answers)
    assert taken == 3


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["no.jsonl", "-"], 1, "there is no file no.jsonl", id="missing"),
        pytest.param([".", "-"], 1, ". holds no web page", id="folder in"),
        pytest.param(["-", "."], 1, ". is a folder", id="folder out"),
        pytest.param(["-", "no/out"], 1, "no/out.part cannot be written", id="out"),
        pytest.param(["a.jsonl", "./a.jsonl"], 2, "are the same file", id="same"),
        pytest.param(["-", "-", "--workers", "0"], 2, "0 is not in the", id="workers"),
    ],
)
def test_failures_say_what_is_wrong(
    run: Run, arguments: list[str], code: int, says: str
) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert says in result.stderr


def test_progress_goes_to_standard_error(run: Run) -> None:
    Path("in.jsonl").write_text('{"id": 1, "text": "a"}\n')
    result = run("in.jsonl", "-", "--progress")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


LONG = (
    "The mayor said on Monday that the bridge would close for two years. "
    "“We have no choice,” she told reporters. I find that absurd. "
) * 9


def batch(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """The real command, with the model that ships."""
    return subprocess.run(
        [Path(sys.executable).with_name("ascribe"), "batch", *arguments],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Records of which each third one is bad, and a blank line."""
    path = tmp_path / "archive.jsonl"
    records = [
        "not json" if at % 3 == 0 else json.dumps({"text": f"{LONG} Number {at}."})
        for at in range(300)
    ]
    path.write_text("\n".join([*records[:100], "", *records[100:]]), "utf-8")
    return path


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_run_is_resumed_to_the_same_bytes(
    archive: Path, tmp_path: Path, workers: str
) -> None:
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    assert batch("--workers", workers, archive, whole).returncode == 1
    part = Path(f"{broken}.part")
    with subprocess.Popen(
        [
            Path(sys.executable).with_name("ascribe"),
            *("batch", "--workers", workers, archive, broken),
        ],
        stderr=subprocess.DEVNULL,
    ) as process:
        deadline = time.monotonic() + 60
        while not part.exists() or part.stat().st_size < 100_000:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.kill()
    before = part.stat().st_size
    assert 0 < before < whole.stat().st_size
    done = batch("--resume", "--workers", workers, archive, broken)
    assert done.returncode == 1
    assert "300 documents, 100 errors" in done.stderr
    assert broken.read_bytes() == whole.read_bytes()
    assert not part.exists()
    again = batch("--resume", archive, broken)
    assert again.returncode == 1
    assert "nothing to resume" in again.stderr


def test_a_full_disk_keeps_what_was_done(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    failed = batch(archive, out, preexec_fn=full)
    assert failed.returncode == 1
    assert "stopped: " in failed.stderr
    assert "--resume" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert not out.exists()
    assert Path(f"{out}.part").stat().st_size == 200_000
    assert batch("--resume", archive, out).returncode == 1
    assert len(out.read_bytes().splitlines()) == 300


def test_what_another_run_left_is_not_gone_on_with(
    archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    part = Path(f"{out}.part")
    assert batch("--brief", archive, out).returncode == 1
    out.replace(part)
    failed = batch("--resume", archive, out)
    assert failed.returncode == 1
    assert "--brief" in failed.stderr
    part.write_text("what is this\n")
    failed = batch("--resume", archive, out)
    assert "delete it and start anew" in failed.stderr
    assert part.read_text() == "what is this\n"


def test_resuming_needs_files(run: Run) -> None:
    result = run("--resume", "-", "out.jsonl")
    assert result.exit_code == 2
    assert "needs files" in result.stderr


def test_brief_answers_have_the_same_labels_and_shares(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "text": LONG}))
    answers = []
    for options in ((), ("--brief",)):
        assert batch(*options, source, tmp_path / "out.jsonl").returncode == 0
        answers.append(json.loads((tmp_path / "out.jsonl").read_text()))
    full, brief = answers
    assert brief["page"] == full["page"]
    assert brief["model"] == full["model"]
    assert "sources" not in brief
    assert [one["label"] for one in brief["sentences"]] == [
        one["label"] for one in full["sentences"]
    ]
    assert set(brief["sentences"][0]) == {"block", "start", "end", "label", "certain"}


def test_a_killed_worker_stops_with_a_message_and_keeps_what_was_done(
    archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    part = Path(f"{out}.part")
    with subprocess.Popen(
        [
            Path(sys.executable).with_name("ascribe"),
            *("batch", "--workers", "2", archive, out),
        ],
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        deadline = time.monotonic() + 60
        while not part.exists() or part.stat().st_size < 100_000:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        workers = [
            int(pid)
            for pid in children.read_text().split()
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        os.kill(workers[0], signal.SIGKILL)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "a worker process died" in said
    assert "Traceback" not in said
    assert "--resume" in said
    assert batch("--resume", archive, out).returncode == 1
    assert len(out.read_bytes().splitlines()) == 300
