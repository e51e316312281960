"""The package works where there is no clone: a wheel in an empty environment."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "The mayor said on Monday that the bridge would close for two years. "
    "“We have no choice,” she told reporters at the town hall. "
    "I find that absurd, and so should everyone who has to cross the river. "
    "The bridge was built in 1931 and carries 40,000 cars a day."
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def ascribe(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel and the lock."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    lock = ROOT / "server" / "requirements.lock"
    pip("install", "--require-hashes", "--no-deps", "-r", lock, python=python)
    pip("install", "--no-deps", wheel, python=python)
    return folder / "bin" / "ascribe"


def pip(*arguments: str | Path, python: str | Path = sys.executable) -> None:
    done = subprocess.run(
        [python, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run(command: Path, *arguments: str | Path, given: str = "") -> str:
    done = subprocess.run(
        [command, *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=command.parent,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def server(ascribe: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a running server."""
    with subprocess.Popen(
        [ascribe, "serve", "--port", "0", "--data-dir", tmp_path],
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    ) as process:
        try:
            assert process.stderr is not None
            greeting = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", greeting)
            assert found, greeting
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=30)
        assert process.returncode == 0, said


def test_the_wheel_holds_all_that_the_clone_has_to_offer(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "model/ascribe", "server/ascribe_server", "model/corpus"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout.split("\n")
    wanted = {
        re.sub(r"^(model/corpus|model|server)/", _place, name)
        for name in tracked
        if name
    }
    assert "ascribe/models/default/card.json" in wanted
    assert "ascribe/corpus/relayed-report.jsonl" in wanted
    assert "ascribe_server/pages/home.html" in wanted
    assert wanted - inside == set()


def _place(folder: re.Match[str]) -> str:
    return "ascribe/corpus/" if folder[1] == "model/corpus" else ""


def test_the_wheel_holds_no_stray_file(wheel: Path) -> None:
    top = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {re.sub(r"-[\d.]+\.dist-info", ".dist-info", name) for name in top} == {
        "ascribe",
        "ascribe.dist-info",
        "ascribe_server",
    }
    assert not [
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if name.endswith((".pyc", ".joblib"))
    ]


def test_the_installed_command_analyses_a_text(ascribe: Path) -> None:
    answer = json.loads(run(ascribe, "analyze", "-", "--format", "json", given=TEXT))
    labels = [sentence["label"] for sentence in answer["sentences"]]
    assert len(labels) == 4
    assert labels[0] == "attributed"


def test_the_installed_command_knows_its_version(ascribe: Path, wheel: Path) -> None:
    assert run(ascribe, "--version").split() == ["ascribe", wheel.name.split("-")[1]]


def test_the_installed_server_answers_and_has_its_pages_and_samples(
    server: str,
) -> None:
    health: dict[str, Any] = json.loads(_get(f"{server}/v1/health"))
    assert health["name"] == "ascribe"
    assert "/samples/relayed-report" in _get(f"{server}/")
    assert "<p" in _get(f"{server}/samples/relayed-report")
    assert _get(f"{server}/static/home.js")


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        text: str = answer.read().decode()
    return text
