"""``ascribe doctor``: each thing that can be wrong is found and has an advice."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ascribe.engine import load_engine
from ascribe.errors import AscribeError
from ascribe_server import checks, running
from ascribe_server.cli import main
from ascribe_server.pairings import FILE_NAME, Pairings
from ascribe_server.settings import Settings

CHROME = "chrome-extension://" + "abcdefghijklmnop" * 2


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def doctor(data_dir: Path, port: int) -> tuple[int, dict[str, str]]:
    """Exit code, and for each check all that was said of it."""
    result = CliRunner().invoke(
        main, ["doctor", "--port", str(port), "--data-dir", str(data_dir)]
    )
    said: dict[str, str] = {}
    name = ""
    for line in result.stdout.splitlines():
        name = line[7:19].strip() or name
        said[name] = said.get(name, "") + line + "\n"
    return result.exit_code, said


def to_do(said: dict[str, str]) -> set[str]:
    return {name for name, text in said.items() if text.startswith("to do")}


@pytest.fixture
def healthy(start: Callable[..., Any], engine: Any) -> Any:
    """A running server with the installed model, one browser and its note."""
    engine.model = load_engine().model
    live = start()
    Pairings(live.settings.data_dir, most=9).add(CHROME)
    running.write_note(live.settings.data_dir, live.settings.port)
    return live


def test_where_all_is_well_there_is_nothing_to_do(healthy: Any, free_port: int) -> None:
    # The note leads to the server, whatever --port says.
    code, said = doctor(healthy.settings.data_dir, free_port)
    assert (code, to_do(said)) == (0, set())
    assert set(said) == {"version", "model", "data folder", "port", "pairing"}
    assert healthy.settings.address in said["port"]
    assert "1 browser is paired" in said["pairing"]


def test_before_the_first_start_it_says_to_start_and_pair(
    tmp_path: Path, free_port: int
) -> None:
    code, said = doctor(tmp_path / "none", free_port)
    assert (code, to_do(said)) == (1, {"port", "pairing"})
    assert "ascribe serve" in said["port"]
    assert "ascribe pair" in said["pairing"]
    assert not (tmp_path / "none").exists()


def test_a_port_of_another_program_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = doctor(tmp_path, port)
    assert code == 1
    assert str(port) in said["port"]
    assert f"(process {os.getpid()}) is not Ascribe" in said["port"]
    assert "--port" in said["port"]


def test_a_server_of_another_version_is_told(
    healthy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "version", lambda _: "99.0")
    code, said = doctor(healthy.settings.data_dir, healthy.settings.port)
    assert (code, to_do(said)) == (1, {"version"})
    assert "99.0" in said["version"]


def test_a_server_with_another_model_is_told(start: Callable[..., Any]) -> None:
    live = start()
    _, said = doctor(live.settings.data_dir, live.settings.port)
    assert "model" in to_do(said)
    assert "start it again" in said["model"]


def test_a_model_that_cannot_be_read_is_told(
    tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folder: object) -> None:
        raise AscribeError("weights.npz is damaged")

    monkeypatch.setattr(checks, "load_engine", broken)
    _, said = doctor(tmp_path, free_port)
    assert "model" in to_do(said)
    assert "weights.npz is damaged" in said["model"]


def test_files_that_others_can_read_are_told(healthy: Any) -> None:
    path = healthy.settings.data_dir / FILE_NAME
    path.chmod(0o644)
    _, said = doctor(healthy.settings.data_dir, healthy.settings.port)
    assert to_do(said) == {"data folder"}
    assert f"chmod 600 {path}" in said["data folder"]


@pytest.mark.parametrize(
    ("name", "check"), [(FILE_NAME, "pairing"), ("server.json", "data folder")]
)
def test_a_damaged_file_is_told(healthy: Any, name: str, check: str) -> None:
    (healthy.settings.data_dir / name).write_text(json.dumps({"odd": 1}))
    _, said = doctor(healthy.settings.data_dir, healthy.settings.port)
    assert to_do(said) == {check}
    assert name in said[check]
    assert (healthy.settings.data_dir / name).exists()


def test_a_data_folder_that_is_none_is_told(tmp_path: Path, free_port: int) -> None:
    # Asked directly: the command line refuses a file before any check runs.
    (tmp_path / "file").write_text("")
    settings = Settings(port=free_port, data_dir=tmp_path / "file")
    (found,) = [one for one in checks.examine(settings) if one.name == "data folder"]
    assert str(tmp_path / "file") in found.fact
    assert "--data-dir" in found.advice
