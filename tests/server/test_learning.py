"""From corrections to a model in use, on the command line and in a running server."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ascribe.corpus import corpus_folder
from ascribe.engine import Engine, load_engine
from ascribe.errors import DataError, ModelError
from ascribe.results import LABELS, Block
from ascribe.training.corrections import corrections_of
from ascribe.training.dataset import read_documents
from ascribe_server.app import create_app
from ascribe_server.checks import examine
from ascribe_server.cli import main
from ascribe_server.correction_files import read_corrections
from ascribe_server.folder_lock import training
from ascribe_server.live_engine import LiveEngine
from ascribe_server.model_shelf import ModelShelf
from ascribe_server.private_files import StoreError
from ascribe_server.settings import Settings
from ascribe_server.store.database import Database


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--data-dir", str(data)])


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


@pytest.fixture(scope="module")
def lines(engine: Engine) -> list[dict[str, Any]]:
    """The sentences of every other article that the model labels wrongly."""
    found = []
    for document in read_documents([corpus_folder()])[::2]:
        chances = engine.probabilities(document.blocks, document.spans)
        labelled = corrections_of([document], [chances])
        for one, row in zip(labelled, chances, strict=True):
            if LABELS[row.argmax()] != one.label:
                found.append(
                    {
                        "label": one.label,
                        "quote": one.quote,
                        "prefix": one.prefix,
                        "suffix": one.suffix,
                        "block": {"sha256": "0" * 64, "kind": one.kind},
                        "model": {"name": "default", "version": "0",
                                  "sha256": engine.model.sha256},
                        "probabilities": dict(zip(LABELS, row.tolist(), strict=True)),
                    }
                )  # fmt: skip
    return found


def write(path: Path, rows: Sequence[Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def taught(
    tmp_path_factory: pytest.TempPathFactory, lines: list[dict[str, Any]]
) -> Path:
    """A data folder with 20 corrections and the model that learned them, in use."""
    data = tmp_path_factory.mktemp("taught")
    file = write(data / "corrections.jsonl", lines[:20])
    assert run(data, "corrections", "import", str(file)).exit_code == 0
    done = run(data, "train", "--corrections")
    assert done.exit_code == 0, done.output
    assert "passed" in done.stdout
    return data


def test_what_was_learned_is_in_use_and_marked_so(taught: Path) -> None:
    assert "* reader-1     20 sentences learned" in run(taught, "models", "list").stdout
    listed = run(taught, "corrections", "list").stdout.splitlines()
    assert len(listed) == 20
    assert all("reader-1" in line for line in listed)
    card = json.loads(run(taught, "models", "show", "reader-1").stdout)
    assert card["gate"]["passed"]
    assert card["based_on"]["name"] == "default"
    assert len(card["in_use_since"]) == 1


def test_no_word_of_a_page_is_kept_with_a_model(
    taught: Path, lines: list[dict[str, Any]]
) -> None:
    folder = taught / "models" / "reader-1"
    told = "".join((folder / name).read_text() for name in ("card.json", "recipe.json"))
    assert not [one["quote"] for one in lines[:20] if one["quote"] in told]


def test_the_same_corrections_give_the_same_bytes(taught: Path, tmp_path: Path) -> None:
    exported = run(taught, "corrections", "export").stdout_bytes
    (tmp_path / "all.jsonl").write_bytes(exported)
    run(tmp_path, "corrections", "import", str(tmp_path / "all.jsonl"))
    assert run(tmp_path, "train", "--corrections").exit_code == 0
    for name in ("weights.npz", "card.json", "recipe.json"):
        one, two = (
            (data / "models" / "reader-1" / name).read_bytes()
            for data in (taught, tmp_path)
        )
        assert one == two, name


def test_rolling_back_and_promoting_again(taught: Path, tmp_path: Path) -> None:
    shelf = ModelShelf(taught, Database(taught))
    try:
        assert run(taught, "models", "remove", "reader-1").exit_code == 1
        assert run(taught, "models", "rollback").exit_code == 0
        assert shelf.active() == "shipped"
        again = run(taught, "models", "rollback")
        assert again.exit_code == 1
        assert "the model that ships is in use" in again.stderr
        assert run(taught, "models", "promote", "nobody").exit_code == 1
        done = run(taught, "models", "promote", "reader-1")
        assert done.exit_code == 0, done.output
    finally:
        if shelf.active() == "shipped":
            shelf.promote("reader-1")
    assert shelf.active() == "reader-1"
    compared = run(taught, "models", "compare", "shipped", "reader-1")
    assert "macro-F1" in compared.stdout


def test_rollback_passes_over_a_model_that_was_removed(taught: Path) -> None:
    shelf = ModelShelf(taught, Database(taught))
    source = taught / "models" / "reader-1"

    def copy(draft: Path) -> None:
        for path in source.iterdir():
            (draft / path.name).write_bytes(path.read_bytes())

    for name in ("reader-2", "reader-3"):
        assert shelf.next_name() == name
        shelf.add(name, copy)
        shelf.promote(name)
    shelf.remove("reader-2")
    assert shelf.rollback() == "reader-1"
    assert shelf.rollback() == "shipped"
    with pytest.raises(ModelError, match="there is none before it"):
        shelf.rollback()
    shelf.promote("reader-1")
    shelf.remove("reader-3")
    assert shelf.next_name() == "reader-4", "a name is never given twice"


@pytest.fixture(scope="module")
def flipped(engine: Engine) -> list[dict[str, Any]]:
    """Sentences of every other article, each with a wrong label."""
    wrong = {"opinion": "statement", "statement": "opinion", "attributed": "opinion",
             "other": "attributed"}  # fmt: skip
    rows = []
    for document in read_documents([corpus_folder()])[::2]:
        chances = engine.probabilities(document.blocks, document.spans)
        rows += [
            {
                "label": wrong[one.label],
                "quote": one.quote,
                "prefix": one.prefix,
                "block": {"sha256": "0" * 64},
                "model": {"name": "m", "version": "1", "sha256": "1" * 64},
            }
            for one in corrections_of([document], [chances])
        ]
    return rows


def test_flipped_labels_are_refused_and_what_was_in_use_stays(
    flipped: list[dict[str, Any]], taught: Path, tmp_path: Path
) -> None:
    file = write(tmp_path / "flipped.jsonl", flipped[:200])
    done = run(taught, "train", "--corrections-file", str(file))
    assert done.exit_code == 1
    assert "refused" in done.stderr
    assert "below the floor" in done.stdout
    assert f"{file}:" in done.stdout, "the worst are named by their lines"
    shelf = ModelShelf(taught, Database(taught))
    assert shelf.active() == "reader-1"
    name = shelf.names()[-1]
    assert "was refused" in run(taught, "models", "promote", name).stderr
    assert run(taught, "models", "remove", name).exit_code == 0


def test_forty_flipped_labels_are_refused_unless_the_reader_is_sure(
    flipped: list[dict[str, Any]], tmp_path: Path
) -> None:
    """So few hide in the noise of the test articles, but contradict the model."""
    file = write(tmp_path / "few.jsonl", flipped[::14][:40])
    done = run(tmp_path, "train", "--corrections-file", str(file))
    assert done.exit_code == 1
    assert "labels contradict what the model is sure of" in done.stdout
    named = re.findall(r"the model says (\w+) \(\d+%\): .*?:(\d+), labelled (\w+):",
                       done.stdout)  # fmt: skip
    assert len(named) == 10
    assert all(said != label for said, _, label in named)
    assert ("say --sure" in done.stderr) == ("below the floor" not in done.stdout)
    shelf = ModelShelf(tmp_path, Database(tmp_path))
    assert shelf.active() == "shipped"
    assert "was refused" in run(tmp_path, "models", "promote", "reader-1").stderr
    card = json.loads(run(tmp_path, "models", "show", "reader-1").stdout)
    assert card["gate"]["contradiction"]["excess"] > 0.9
    sure = run(tmp_path, "train", "--corrections-file", str(file), "--sure")
    assert "contradict" not in sure.output
    assert (sure.exit_code == 0) == ("below the floor" not in sure.stdout)


def test_one_sentence_a_thousand_times_is_refused_and_named(
    tmp_path: Path, lines: list[dict[str, Any]]
) -> None:
    long = max(lines, key=lambda one: len(one["quote"]))
    rows = [{**long, "prefix": f"Number {at}."} for at in range(1000)]
    file = write(tmp_path / "same.jsonl", [*lines[:3], *rows])
    done = run(tmp_path, "train", "--corrections-file", str(file))
    assert done.exit_code == 1
    assert "said 1000 times" in done.stdout
    assert " ".join(long["quote"].split())[:40] in done.stdout
    assert ModelShelf(tmp_path, Database(tmp_path)).active() == "shipped"


def test_every_bad_row_is_named_by_file_and_line(
    tmp_path: Path, lines: list[dict[str, Any]]
) -> None:
    good = json.dumps(lines[0]).encode()
    file = tmp_path / "bad.jsonl"
    bad = [
        good,
        json.dumps({**lines[1], "label": "bias"}).encode(),
        good,
        '{"label": "opinion", "quote": "Caf\xe9"}'.encode("latin-1"),
        b"{not json",
        json.dumps({**lines[2], "quote": " "}).encode(),
        b"",
        json.dumps({**lines[3], "made_at": "2026-19-01T00:00:00Z"}).encode(),
    ]
    file.write_bytes(b"\n".join(bad))
    with pytest.raises(DataError) as error:
        read_corrections(file)
    told = str(error.value).splitlines()
    assert [line.split(":")[1] for line in told[1:]] == ["2", "3", "4", "5", "6", "8"]
    assert "the sentence of line 1 again" in told[2]
    assert "not UTF-8 at byte 35" in told[3]
    for command in (["corrections", "import"], ["train", "--corrections-file"]):
        done = run(tmp_path, *command, str(file))
        assert done.exit_code == 1
        assert f"{file}:2" in done.stderr
    assert "no corrections yet" in run(tmp_path, "corrections", "list").stderr


def test_training_without_a_correction_says_what_to_do(tmp_path: Path) -> None:
    done = run(tmp_path, "train", "--corrections")
    assert done.exit_code == 1
    assert "there are no corrections yet" in done.stderr
    assert "say --corrections" in run(tmp_path, "train").stderr


def test_a_second_training_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    with training(tmp_path):
        done = run(tmp_path, "train", "--corrections")
    assert done.exit_code == 1
    assert f"another training learns into the data folder {tmp_path}" in done.stderr
    assert "no corrections yet" in run(tmp_path, "train", "--corrections").stderr


def test_labelled_articles_can_be_learned_on_top_of_a_model(tmp_path: Path) -> None:
    article = next(
        path
        for path in sorted(corpus_folder().glob("*.jsonl"))
        if set(read_documents([path])[0].labels) == set(LABELS)
    )
    done = run(
        tmp_path, "train", str(article), "--from", str(_shipped()), "--out",
        str(tmp_path / "mine"),
    )  # fmt: skip
    assert f"left out, being corrected: {article.stem}" in done.stdout
    assert (tmp_path / "mine" / "weights.npz").exists() == (done.exit_code == 0)


def _shipped() -> Path:
    from ascribe.engine import DEFAULT_MODEL

    return DEFAULT_MODEL


def test_test_articles_of_the_readers_own_are_held_against_too(
    taught: Path, tmp_path: Path
) -> None:
    own = taught / "test-articles"
    own.mkdir()
    try:
        (own / "wrong.jsonl").write_text('{"sentences": 1}\n')
        done = run(taught, "models", "promote", "reader-1")
        assert done.exit_code == 1
        assert "wrong.jsonl:1" in done.stderr
        article = (corpus_folder() / "wire-quake.jsonl").read_text()
        (own / "wrong.jsonl").write_text(article.replace("wire-quake", "mine"))
        assert (
            "54 test articles"
            in run(taught, "models", "compare", "shipped", "reader-1").stdout
        )
    finally:
        (own / "wrong.jsonl").unlink()
        own.rmdir()


PAGE = [
    Block("1", "paragraph", "The mayor said on Monday that the bridge would close."),
    Block("2", "paragraph", "I find that absurd, and so should you. " * 9),
]


def test_a_running_server_follows_promotion_and_rollback_with_no_failed_page(
    engine: Engine, taught: Path
) -> None:
    shelf = ModelShelf(taught, Database(taught))
    live = LiveEngine(engine, shelf)
    versions: list[str] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            versions.append(live.analyze(PAGE).model.version)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for change in (shelf.rollback, lambda: shelf.promote("reader-1")):
            before = len(versions)
            change()
            deadline = time.monotonic() + 20
            while len(set(versions[before:])) < 2 and time.monotonic() < deadline:
                time.sleep(0.01)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(versions) == {"1", engine.model.version}
    assert live.model.version == "1"


def test_a_damaged_model_is_named_and_the_one_before_stays(
    engine: Engine, taught: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shelf = ModelShelf(taught, Database(taught))
    live = LiveEngine(engine, shelf)
    assert live.model.version == "1"
    weights = taught / "models" / "reader-1" / "weights.npz"
    whole = weights.read_bytes()
    try:
        weights.write_bytes(whole[:-100])
        late = LiveEngine(engine, shelf)
        assert late.analyze(PAGE).model == engine.model
        assert "ascribe models rollback" in caplog.text
        (finding,) = [
            one
            for one in examine(Settings(data_dir=taught, port=0))
            if one.name == "model"
        ]
        assert "rollback" in finding.advice
        (weights.parent / "card.json").rename(weights.parent / "away")
        assert "damaged" in run(taught, "models", "list").stdout
        assert run(taught, "models", "promote", "reader-1").exit_code == 1
        (weights.parent / "away").rename(weights.parent / "card.json")
    finally:
        weights.write_bytes(whole)


def test_a_power_cut_while_a_model_is_written_leaves_no_half_of_it(
    tmp_path: Path,
) -> None:
    code = (
        "import os, pathlib\n"
        "from ascribe_server.model_shelf import ModelShelf\n"
        "from ascribe_server.store.database import Database\n"
        f"data = pathlib.Path({str(tmp_path)!r})\n"
        "def write(folder):\n"
        "    (folder / 'weights.npz').write_bytes(b'half')\n"
        "    os.kill(os.getpid(), 9)\n"
        "ModelShelf(data, Database(data)).add('reader-1', write)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    shelf = ModelShelf(tmp_path, Database(tmp_path))
    assert shelf.names() == []
    assert shelf.next_name() == "reader-1"
    shelf.add("reader-1", lambda folder: (folder / "whole").write_text("x"))
    assert [one.name for one in (tmp_path / "models").iterdir()] == ["reader-1"]


def test_a_power_cut_in_the_middle_of_promotion_leaves_the_old_model_in_use(
    taught: Path,
) -> None:
    shelf = ModelShelf(taught, Database(taught))
    code = (
        "import os, pathlib\n"
        "from ascribe_server.store.database import Database\n"
        f"with Database(pathlib.Path({str(taught)!r})).writing() as connection:\n"
        '    connection.execute("INSERT INTO promotions (model, sha256, reason, at)"\n'
        "        \" VALUES ('reader-9', 'x', 'promote', 0)\")\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert shelf.active() == "reader-1"


def test_a_full_disk_while_a_model_is_written_is_named(tmp_path: Path) -> None:
    shelf = ModelShelf(tmp_path, Database(tmp_path))

    def write(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        shelf.add("reader-1", write)
    assert shelf.names() == []
    assert list((tmp_path / "models").iterdir()) == []


def test_the_servers_version_changes_with_no_restart(
    engine: Engine, taught: Path, caller: Any
) -> None:
    shelf = ModelShelf(taught, Database(taught))
    settings = Settings(data_dir=taught)
    app = create_app(LiveEngine(engine, shelf), settings)
    browser = replace(caller, app=app).pair()
    assert browser.get("/v1/health").json["model"]["name"] == "reader"
    shelf.rollback()
    assert browser.get("/v1/health").json["model"]["name"] == "default"
    shelf.promote("reader-1")
    blocks = [{"id": one.id, "kind": one.kind, "text": one.text} for one in PAGE]
    answer = browser.post("/v1/analyze", {"blocks": blocks})
    assert answer.json["model"]["version"] == "1"
