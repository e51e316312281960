"""The program that holds a port is named, where the system tells."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import Any

import psutil
import pytest

from ascribe_server.port_holder import holds_port, port_holder

LISTEN = """
import socket, sys
listener = socket.create_server((sys.argv[1], 0))
print(listener.getsockname()[1], flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize("shown", ["all programs", "own programs"])
def test_another_program_is_named_with_its_process(
    host: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shown == "own programs":

        def denied(kind: str) -> Any:
            raise psutil.AccessDenied

        monkeypatch.setattr(psutil, "net_connections", denied)
    with subprocess.Popen(
        [sys.executable, "-c", LISTEN, host],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        port = int(other.stdout.readline())
        told = port_holder(port)
        other.communicate("", timeout=10)
    assert told.startswith("python")
    assert told.endswith(f" (process {other.pid})")


def test_a_process_holds_the_port_that_it_listens_on_and_no_other() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert holds_port(os.getpid(), port)
        assert not holds_port(os.getppid(), port)
        assert not holds_port(2**22 + 1, port)  # no process has this number
    assert not holds_port(os.getpid(), port)


def test_who_only_talks_through_a_port_does_not_hold_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = listener.getsockname()
        talking = socket.create_connection(address)
    with talking:
        assert port_holder(talking.getsockname()[1]) == ""


def test_a_program_that_has_ended_meanwhile_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Gone:
        def __init__(self, pid: int) -> None:
            raise psutil.NoSuchProcess(pid)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert f"(process {os.getpid()})" in port_holder(port)
        monkeypatch.setattr(psutil, "Process", Gone)
        assert port_holder(port) == ""
