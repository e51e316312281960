"""``ascribe service``: against a service manager that writes down what it is told.

Where this user has a running systemd, the real one is used as well.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ascribe_server.cli import main

ASCRIBE = Path(sys.executable).with_name("ascribe")
UNIT = "systemd/user/ascribe.service"

# Keeps the unit's state in a file, as far as the commands of the service need it.
FAKE_SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$FAKE/told"
case "$*" in
  *restart*|*enable*) [ -e "$FAKE/broken" ] && { echo "no bus" >&2; exit 1; }
    touch "$FAKE/active" ;;
  *disable*) rm -f "$FAKE/active" ;;
  *is-active*) [ -e "$FAKE/active" ] ;;
esac
"""


class Manager:
    """The made-up service manager.

    Attributes:
        folder: where it keeps what it was told; a file ``broken`` makes it fail.
        config: the user's folder of settings.
    """

    def __init__(self, folder: Path, config: Path) -> None:
        self.folder, self.config = folder, config

    @property
    def unit(self) -> Path:
        return self.config / UNIT

    def told(self) -> list[str]:
        path = self.folder / "told"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Manager:
    monkeypatch.setattr(sys, "platform", "linux")
    systemctl = tmp_path / "bin" / "systemctl"
    systemctl.parent.mkdir()
    systemctl.write_text(FAKE_SYSTEMCTL)
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{systemctl.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("FAKE", str(tmp_path))
    config = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    monkeypatch.setenv("ASCRIBE_DATA_DIR", str(tmp_path / "data"))
    return Manager(tmp_path, config)


def service(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["service", *arguments])


def test_install_writes_the_unit_and_starts_it(manager: Manager) -> None:
    done = service("install")
    assert done.exit_code == 0, done.stderr
    assert f'ExecStart="{ASCRIBE}" "serve" "--quiet"\n' in manager.unit.read_text()
    assert manager.told() == [
        "--user daemon-reload",
        "--user enable ascribe.service",
        "--user restart ascribe.service",
    ]
    assert "ascribe pair" in done.stderr


def test_the_options_that_are_given_go_into_the_service_with_whole_paths(
    manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(manager.folder)
    (manager.folder / "some.toml").write_text("max_blocks = 7\n")
    done = service(
        *["install", "--no-start", "--port", "9001", "--config", "some.toml"],
        *["--data-dir", "my data"],
    )
    assert done.exit_code == 0, done.stderr
    assert (
        f'"serve" "--quiet" "--port" "9001" "--data-dir" "{manager.folder}/my data" '
        f'"--config" "{manager.folder}/some.toml"\n'
    ) in manager.unit.read_text()
    assert manager.told() == []


def test_a_wrong_setting_is_found_before_anything_is_written(manager: Manager) -> None:
    assert service("install", "--port", "70000").exit_code == 2
    assert service("install", "--name", "../evil").exit_code == 2
    assert not manager.unit.exists()


def test_status_says_what_is_and_uninstall_leaves_nothing(manager: Manager) -> None:
    done = service("status")
    assert done.exit_code == 1
    assert "ascribe service install" in done.stdout
    assert service("install").exit_code == 0
    done = service("status")
    assert done.exit_code == 1  # the made-up manager starts nothing
    assert "runs (systemctl --user is-active" in done.stdout
    assert "ascribe doctor" in done.stdout
    assert service("uninstall").exit_code == 0
    assert not manager.unit.exists()
    assert manager.told()[-2:] == [
        "--user disable --now ascribe.service",
        "--user daemon-reload",
    ]
    assert service("status").exit_code == 1
    assert service("uninstall").exit_code == 0


def test_a_manager_that_refuses_is_quoted_with_what_to_do(manager: Manager) -> None:
    (manager.folder / "broken").write_text("")
    done = service("install")
    assert done.exit_code == 1
    assert "no bus" in done.stderr
    assert "ascribe serve" in done.stderr


def test_a_system_without_a_manager_is_told(
    manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(manager.folder))
    done = service("install")
    assert done.exit_code == 1
    assert "systemctl" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_of_the_service_really_serves_and_prints_no_code(
    manager: Manager,
) -> None:
    """Runs the very words of the unit, as systemd would."""
    service("install", "--no-start", "--port", "0", "--log-level", "info")
    (line,) = re.findall(r"^ExecStart=(.*)$", manager.unit.read_text(), re.M)
    with (
        subprocess.Popen(
            re.findall(r'"([^"]*)"', line), stderr=subprocess.PIPE, text=True, cwd="/"
        ) as process,
        ExitStack() as at_the_end,
    ):
        at_the_end.callback(process.kill)
        assert process.stderr
        said = process.stderr.readline()
        assert "started on port" in said
        # Installing over a server that was started by hand would fail to start.
        done = service("install", "--name", "other")
        assert done.exit_code == 1
        assert "already runs on port" in done.stderr
        process.terminate()
        said += process.stderr.read()
        process.wait(20)
    assert process.returncode == 0
    assert "pair#" not in said
    assert not (manager.folder / "data" / "pairing-code.json").exists()


def systemd_of_this_user() -> bool:
    if not shutil.which("systemctl"):
        return False
    asked = ["systemctl", "--user", "show-environment"]
    return not subprocess.run(asked, capture_output=True, check=False).returncode


@pytest.fixture
def real_name(tmp_path: Path) -> Iterator[str]:
    name = f"ascribe-test-{os.getpid()}"
    yield name
    subprocess.run([str(ASCRIBE), "service", "uninstall", "--name", name], check=False)


def test_the_real_systemd_runs_it_where_there_is_one(
    real_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(ASCRIBE), "service", *words, "--name", real_name]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    folder = ["--data-dir", str(tmp_path)]
    # The user's own folder of settings: only there systemd looks.
    monkeypatch.delenv("XDG_CONFIG_HOME")
    done = run("install", "--port", "0", *folder)
    if not systemd_of_this_user():
        assert done.returncode == 1
        assert "systemctl" in done.stderr
        return
    assert done.returncode == 0, done.stderr
    deadline = time.monotonic() + 20
    while (asked := run("status", *folder)).returncode:
        assert time.monotonic() < deadline, asked.stdout
    assert run("uninstall").returncode == 0
    assert run("status", *folder).returncode == 1
