"""What is written for each system is what its own tools take."""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ascribe_server.autostart import TASK_NAMESPACE, definition

ODD = ['a "quoted" \\ one', "100 %h of $HOME ${USER}", "é ü"]


@pytest.fixture(autouse=True)
def no_folder_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("USERNAME", "DESK\\ann")


def program(folder: Path) -> Path:
    # systemd itself takes no quotation marks and no backslash in a program's path.
    path = folder.joinpath("a b", *ODD[1:]) / "ascribe"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_unit_lies_where_systemd_looks_and_starts_the_command(
    tmp_path: Path,
) -> None:
    unit = definition(["/bin/true", "serve"], platform="linux", home=tmp_path)
    assert unit.path == tmp_path / ".config" / "systemd" / "user" / "ascribe.service"
    text = unit.content.decode()
    assert '\nExecStart="/bin/true" "serve"\n' in text
    assert "\nRestart=on-failure\n" in text
    assert "\nWantedBy=default.target\n" in text
    assert "\nNoNewPrivileges=yes\n" in text
    assert ("systemctl", "--user", "enable", "ascribe.service") in unit.start


def verified(path: Path) -> str:
    """What systemd's own check says; on a machine without it: what we check."""
    tool = shutil.which("systemd-analyze")
    if not tool:
        lines = path.read_text("utf-8").splitlines()
        wrong = [x for x in lines if x and x[0] not in "[#" and "=" not in x]
        return "\n".join(wrong)
    done = subprocess.run(
        [tool, "--user", "verify", str(path)],
        capture_output=True,
        text=True,
        check=False,
        # Set at a login; here there may have been none.
        env={"XDG_RUNTIME_DIR": str(path.parent), **os.environ},
    )
    # It looks at what else there is on the machine, too.
    said = "\n".join(x for x in done.stderr.splitlines() if path.name in x)
    return said + (f"exit {done.returncode}" if done.returncode else "")


def test_systemd_takes_the_unit_whatever_stands_in_the_paths(tmp_path: Path) -> None:
    arguments = [str(program(tmp_path)), "serve", *ODD]
    unit = definition(arguments, platform="linux", home=tmp_path)
    unit.path.parent.mkdir(parents=True)
    unit.path.write_bytes(unit.content)
    assert verified(unit.path) == ""


def test_this_check_sees_a_unit_that_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "wrong.service"
    path.write_text("[Service]\nExecStart\n")
    assert verified(path) != ""


def test_the_agent_is_a_property_list_that_holds_the_words_as_they_are(
    tmp_path: Path,
) -> None:
    agent = definition(["/bin/true", *ODD], platform="darwin", home=tmp_path)
    folder = tmp_path / "Library" / "LaunchAgents"
    assert agent.path == folder / "org.ascribe.server.plist"
    content = plistlib.loads(agent.content)
    assert content["Label"] == "org.ascribe.server"
    assert content["ProgramArguments"] == ["/bin/true", *ODD]
    assert content["RunAtLoad"] is True
    assert content["KeepAlive"] == {"SuccessfulExit": False}
    assert content["Umask"] == 0o077
    assert agent.start[-1][:2] == ("launchctl", "bootstrap")
    assert agent.start[-1][-1] == str(agent.path)


def test_the_task_has_the_parts_of_the_schedulers_schema_in_their_order(
    tmp_path: Path,
) -> None:
    arguments = [r"C:\P F\pythonw.exe", "-c", "import x; y()", "--data-dir", r"C:\a b"]
    made = definition(arguments, platform="win32", home=tmp_path)
    # schtasks reads UTF-16 only.
    assert made.content[:2] in (b"\xff\xfe", b"\xfe\xff")
    task = ElementTree.fromstring(made.content)

    def parts(path: str = ".") -> list[str]:
        found = task.find(path, {"": TASK_NAMESPACE})
        assert found is not None, path
        return [child.tag.replace(f"{{{TASK_NAMESPACE}}}", "") for child in found]

    def text(path: str) -> str | None:
        return task.findtext(path, namespaces={"": TASK_NAMESPACE})

    assert task.get("version") == "1.2"
    assert parts() == [
        *["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]
    ]
    assert text("Triggers/LogonTrigger/UserId") == "DESK\\ann"
    assert text("Principals/Principal/RunLevel") == "LeastPrivilege"
    assert text("Settings/ExecutionTimeLimit") == "PT0S"
    assert text("Actions/Exec/Command") == r"C:\P F\pythonw.exe"
    assert text("Actions/Exec/Arguments") == ('-c "import x; y()" --data-dir "C:\\a b"')
    assert made.start[0][:4] == ("schtasks", "/Create", "/F", "/TN")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_two_services_of_different_names_share_nothing(
    platform: str, tmp_path: Path
) -> None:
    first = definition(["/bin/true"], platform=platform, home=tmp_path)
    second = definition(["/bin/true"], platform=platform, home=tmp_path, name="two")
    assert first.path != second.path
    assert not {first.ask, *first.stop} & {second.ask, *second.stop}
