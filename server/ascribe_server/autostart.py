"""What starts the server at each login: a file, and the commands that use it.

Pure: says what to write and what to run, and does neither.
"""

from __future__ import annotations

import os
import plistlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import list2cmdline
from xml.etree import ElementTree

DEFAULT_NAME = "ascribe"
DESCRIPTION = "Ascribe: tells who is speaking on a web page"
# A stop takes less than a second; after this the system loses patience.
STOP_SECONDS = 10
RESTART_SECONDS = 5

Command = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A service of this user, as its system wants it.

    Attributes:
        kind: what the system calls it.
        path: where its file lies.
        content: of that file.
        start: commands that start it now and at each login.
        stop: commands that stop it, for now and for good, before the file goes.
        forget: commands for after the file is gone.
        ask: a command that succeeds while it runs.
        hint: what its owner may want to know.
    """

    kind: str
    path: Path
    content: bytes
    start: tuple[Command, ...]
    stop: tuple[Command, ...]
    forget: tuple[Command, ...] = ()
    ask: Command
    hint: str = ""


def definition(
    arguments: Sequence[str],
    *,
    name: str = DEFAULT_NAME,
    platform: str = sys.platform,
    home: Path | None = None,
) -> Definition:
    """Define the service for a system.

    Args:
        arguments: the whole command that the service is.
        name: of the service; letters, digits and hyphens.
        platform: as ``sys.platform`` has it.
        home: the user's own folder.
    """
    home = home or Path.home()
    if platform == "darwin":
        return launch_agent(arguments, name=name, home=home)
    if platform == "win32":
        return scheduled_task(arguments, name=name, home=home)
    return systemd_unit(arguments, name=name, home=home)


def systemd_unit(arguments: Sequence[str], *, name: str, home: Path) -> Definition:
    """A unit of the user's own systemd."""
    unit = f"{name}.service"
    configured = os.environ.get("XDG_CONFIG_HOME") or home / ".config"
    lines = [
        "# Made by `ascribe service install`; the next one writes it anew.",
        "[Unit]",
        f"Description={DESCRIPTION}",
        "# A wrong setting or a taken port does not mend itself.",
        "StartLimitIntervalSec=60",
        "StartLimitBurst=3",
        "",
        "[Service]",
        "Type=exec",
        f"ExecStart={_systemd_command(arguments)}",
        "WorkingDirectory=/",
        "Restart=on-failure",
        f"RestartSec={RESTART_SECONDS}",
        f"TimeoutStopSec={STOP_SECONDS}",
        "UMask=0077",
        "# It reads pages of the web: what it never needs is taken from it.",
        "NoNewPrivileges=yes",
        "LockPersonality=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "RestrictAddressFamilies=AF_INET AF_UNIX",
        "SystemCallArchitectures=native",
        "",
        "[Install]",
        "WantedBy=default.target",
        "",
    ]
    systemctl = ("systemctl", "--user")
    return Definition(
        kind="systemd user unit",
        path=Path(configured) / "systemd" / "user" / unit,
        content="\n".join(lines).encode(),
        start=(
            (*systemctl, "daemon-reload"),
            (*systemctl, "enable", unit),
            # Restart: it may run already, with an older file.
            (*systemctl, "restart", unit),
        ),
        stop=((*systemctl, "disable", "--now", unit),),
        forget=((*systemctl, "daemon-reload"),),
        ask=(*systemctl, "is-active", "--quiet", unit),
        hint="It starts when you log in; to start it with the machine: "
        "loginctl enable-linger",
    )


def launch_agent(arguments: Sequence[str], *, name: str, home: Path) -> Definition:
    """An agent of the user's own launchd."""
    label = f"org.{name}.server"
    path = home / "Library" / "LaunchAgents" / f"{label}.plist"
    content = {
        "Label": label,
        "ProgramArguments": list(arguments),
        "WorkingDirectory": "/",
        "RunAtLoad": True,
        # Started again after a failure, not after a stop.
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": RESTART_SECONDS,
        "ExitTimeOut": STOP_SECONDS,
        "Umask": 0o077,
    }
    uid = os.getuid() if hasattr(os, "getuid") else 0
    domain = f"gui/{uid}"
    return Definition(
        kind="launchd agent",
        path=path,
        content=plistlib.dumps(content),
        start=(
            ("launchctl", "enable", f"{domain}/{label}"),
            ("launchctl", "bootstrap", domain, str(path)),
        ),
        stop=(("launchctl", "bootout", f"{domain}/{label}"),),
        ask=("launchctl", "print", f"{domain}/{label}"),
    )


TASK_NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"


def scheduled_task(arguments: Sequence[str], *, name: str, home: Path) -> Definition:
    """A task of the Windows task scheduler, for this user's login."""
    user = os.environ.get("USERNAME", "")
    program, *rest = arguments
    task = ElementTree.Element("Task", version="1.2", xmlns=TASK_NAMESPACE)
    _fill(task, {"RegistrationInfo": {"Description": DESCRIPTION}})
    _fill(task, {"Triggers": {"LogonTrigger": {"Enabled": "true", "UserId": user}}})
    principals = ElementTree.SubElement(task, "Principals")
    principal = ElementTree.SubElement(principals, "Principal", id="Author")
    _fill(
        principal,
        {
            "UserId": user,
            "LogonType": "InteractiveToken",
            "RunLevel": "LeastPrivilege",
        },
    )
    _fill(
        task,
        {
            "Settings": {
                "MultipleInstancesPolicy": "IgnoreNew",
                "DisallowStartIfOnBatteries": "false",
                "StopIfGoingOnBatteries": "false",
                "ExecutionTimeLimit": "PT0S",
                "RestartOnFailure": {"Interval": "PT1M", "Count": "3"},
            }
        },
    )
    actions = ElementTree.SubElement(task, "Actions", Context="Author")
    _fill(
        actions,
        {"Exec": {"Command": program, "Arguments": list2cmdline(rest)}},
    )
    ElementTree.indent(task)
    path = home / "AppData" / "Local" / "ascribe" / f"{name}-task.xml"
    return Definition(
        kind="scheduled task",
        path=path,
        content=ElementTree.tostring(task, encoding="utf-16", xml_declaration=True),
        start=(
            ("schtasks", "/Create", "/F", "/TN", name, "/XML", str(path)),
            ("schtasks", "/Run", "/TN", name),
        ),
        stop=(
            ("schtasks", "/End", "/TN", name),
            ("schtasks", "/Delete", "/F", "/TN", name),
        ),
        ask=("schtasks", "/Query", "/TN", name),
    )


def _systemd_command(arguments: Sequence[str]) -> str:
    """Quote a command, so that systemd expands nothing in it."""
    # It looks for variables in all words but the first.
    program, *rest = (
        word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
        for word in arguments
    )
    return " ".join(
        f'"{word}"' for word in (program, *(w.replace("$", "$$") for w in rest))
    )


def _fill(parent: ElementTree.Element, content: dict[str, object]) -> None:
    for name, value in content.items():
        child = ElementTree.SubElement(parent, name)
        if isinstance(value, dict):
            _fill(child, value)
        else:
            child.text = str(value)
