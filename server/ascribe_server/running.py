"""Find the server that runs: a note in the data folder, and who answers on a port."""

from __future__ import annotations

import http.client
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ascribe_server.private_files import (
    StoreError,
    delete_private,
    read_private,
    write_private,
)
from ascribe_server.service import NAME
from ascribe_server.sockets import HOST

FILE_NAME = "server.json"
LAST_PORT_FILE_NAME = "last-port.json"
MAX_PORT = 65535
ASK_SECONDS = 2.0
# A health answer has about 200 bytes; a stranger's may be endless.
MAX_ANSWER_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Running:
    """A server that uses this data folder.

    Attributes:
        pid: its process.
        port: its port on the loopback interface.
    """

    pid: int
    port: int


def write_note(data_dir: Path, port: int) -> None:
    """Tell other commands that this process serves on ``port``.

    Raises:
        StoreError: if the folder cannot be written.
    """
    write_private(data_dir / FILE_NAME, {"pid": os.getpid(), "port": port})


def read_note(data_dir: Path) -> Running | None:
    """The server that last left a note, if there is one.

    Raises:
        StoreError: if the note cannot be read.
    """
    note = read_private(data_dir / FILE_NAME)
    if note is None:
        return None
    try:
        return Running(pid=int(note["pid"]), port=int(note["port"]))
    except (KeyError, TypeError, ValueError) as exc:
        raise StoreError(
            f"{data_dir / FILE_NAME} is damaged. Delete it and start the server again"
        ) from exc


def delete_note(data_dir: Path) -> None:
    """Take this process's own note away; another server's stays.

    Raises:
        StoreError: if the note cannot be read or deleted.
    """
    note = read_note(data_dir)
    if note and note.pid == os.getpid():
        delete_private(data_dir / FILE_NAME)


def remember_port(data_dir: Path, port: int) -> None:
    """Keep in mind which port any free one has come to be.

    Raises:
        StoreError: if the folder cannot be written.
    """
    write_private(data_dir / LAST_PORT_FILE_NAME, port)


def last_port(data_dir: Path) -> int:
    """The port that ``remember_port`` was told; 0 where there is none."""
    try:
        port = read_private(data_dir / LAST_PORT_FILE_NAME)
    except StoreError:
        return 0  # it would only have been nice to know
    return port if type(port) is int and 0 < port <= MAX_PORT else 0


def is_ascribe(port: int, *, host: str = "") -> bool:
    """Whether the program that listens on ``port`` is Ascribe."""
    return ask_health(port, host=host) is not None


def ask_health(port: int, *, host: str = "") -> dict[str, Any] | None:
    """What Ascribe on ``port`` says of itself; None where it is another program.

    Args:
        port: on the loopback interface.
        host: the public name of a shared server, which is asked as its proxy asks.
    """
    headers = {"Host": host, "X-Forwarded-Proto": "https"} if host else {}
    connection = http.client.HTTPConnection(HOST, port, timeout=ASK_SECONDS)
    try:
        connection.request("GET", "/v1/health", headers=headers)
        answer = json.loads(connection.getresponse().read(MAX_ANSWER_BYTES))
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return answer if isinstance(answer, dict) and answer.get("name") == NAME else None
