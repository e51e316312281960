"""Find the server that runs, and tell it from another program."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from ascribe_server import running
from ascribe_server.private_files import StoreError, write_private
from ascribe_server.running import FILE_NAME, Running


def test_a_note_is_left_read_and_taken_away(tmp_path: Path) -> None:
    assert running.read_note(tmp_path) is None
    running.write_note(tmp_path, 4321)
    assert running.read_note(tmp_path) == Running(pid=os.getpid(), port=4321)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600
    running.delete_note(tmp_path)
    running.delete_note(tmp_path)
    assert running.read_note(tmp_path) is None


def test_the_note_of_another_server_stays(tmp_path: Path) -> None:
    write_private(tmp_path / FILE_NAME, {"pid": os.getpid() + 1, "port": 1})
    running.delete_note(tmp_path)
    assert running.read_note(tmp_path) == Running(pid=os.getpid() + 1, port=1)


@pytest.mark.parametrize("note", [[], {}, {"pid": "x", "port": 1}, {"pid": 1}, "x"])
def test_a_damaged_note_is_told(tmp_path: Path, note: Any) -> None:
    write_private(tmp_path / FILE_NAME, note)
    with pytest.raises(StoreError, match=r"server\.json"):
        running.read_note(tmp_path)


def test_the_port_of_last_time_is_remembered(tmp_path: Path) -> None:
    assert running.last_port(tmp_path) == 0
    running.remember_port(tmp_path, 4321)
    assert running.last_port(tmp_path) == 4321


@pytest.mark.parametrize("kept", [0, -1, 65536, True, "80", [80], None])
def test_a_port_that_is_none_is_forgotten(tmp_path: Path, kept: Any) -> None:
    write_private(tmp_path / "last-port.json", kept)
    assert running.last_port(tmp_path) == 0
    (tmp_path / "last-port.json").write_text("{")
    assert running.last_port(tmp_path) == 0


def test_ascribe_is_known_by_its_health(live: Any) -> None:
    assert running.is_ascribe(live.settings.port)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="hangs up"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", id="not HTTP"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n<html>", id="a web page"),
        pytest.param(b'HTTP/1.0 200 OK\r\n\r\n{"name": "x"}', id="another name"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n[]", id="a list"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n" + b"9" * 20_000, id="very much"),
    ],
)
def test_another_program_is_not_ascribe(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        assert not running.is_ascribe(listener.getsockname()[1])
        thread.join(5)


def test_nothing_there_is_not_ascribe() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert not running.is_ascribe(port)
