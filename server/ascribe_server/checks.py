"""What can be wrong with an installation, and what to do about each."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

from ascribe.engine import load_engine
from ascribe.errors import AscribeError
from ascribe_server import running
from ascribe_server.model_shelf import ModelShelf
from ascribe_server.pairings import FILE_NAME, Pairings
from ascribe_server.port_holder import port_holder
from ascribe_server.private_files import StoreError
from ascribe_server.settings import Settings
from ascribe_server.sockets import PortTakenError, open_socket
from ascribe_server.store.database import Database

OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        name: of the check.
        fact: what was found.
        advice: what to do; empty where all is well.
    """

    name: str
    fact: str
    advice: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Run every check. Nothing is changed, and no check stops the others."""
    checks: tuple[Callable[[Settings, dict[str, Any] | None], Finding], ...] = (
        _version,
        _model,
        _data_folder,
        _port,
        _pairing,
    )
    try:
        note = running.read_note(settings.data_dir)
    except StoreError:
        note = None  # the check of the data folder tells
    port = note.port if note else settings.port
    health = running.ask_health(port, host=settings.public_host) if port else None
    if health is None:
        port = settings.port
        health = running.ask_health(port, host=settings.public_host) if port else None
    return [check(_at(settings, port), health) for check in checks]


def _at(settings: Settings, port: int) -> Settings:
    return replace(settings, port=port)


def _version(settings: Settings, health: dict[str, Any] | None) -> Finding:
    ours = version("ascribe")
    theirs = health.get("version") if health else ours
    if theirs != ours:
        return Finding(
            "version",
            f"this is {ours}, the server on port {settings.port} is {theirs}",
            "Stop the server and start it again: ascribe serve",
        )
    return Finding("version", ours)


def _model(settings: Settings, health: dict[str, Any] | None) -> Finding:
    try:
        shelf = ModelShelf(settings.data_dir, Database(settings.data_dir))
        name = shelf.active()
        model = load_engine(shelf.folder_of(name)).model
    except (AscribeError, StoreError) as exc:
        advice = "Run: ascribe models rollback. If that does not help, install anew."
        return Finding("model", str(exc), advice)
    told = health.get("model") if health else None
    served = told.get("sha256") if isinstance(told, dict) else None
    if health and served != model.sha256:
        return Finding(
            "model",
            f"the server on port {settings.port} uses another one than is installed",
            "Stop the server and start it again: ascribe serve",
        )
    return Finding("model", f"{model.name} {model.version}, can be read")


def _data_folder(settings: Settings, health: dict[str, Any] | None) -> Finding:  # noqa: ARG001
    name, folder = "data folder", settings.data_dir
    if not folder.exists():
        return Finding(name, f"{folder} is made by the first start of the server")
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Finding(
            name,
            f"{folder} cannot be written",
            "Make it a folder of yours, or choose another with --data-dir.",
        )
    try:
        running.read_note(folder)
        open_to_all = [
            path
            for path in sorted(folder.glob("*.json"))
            if os.name == "posix" and path.stat().st_mode & OTHERS
        ]
    except (StoreError, OSError) as exc:
        return Finding(name, str(exc), "Delete that file and start the server again.")
    if open_to_all:
        files = " ".join(map(str, open_to_all))
        return Finding(name, f"other users can read {files}", f"Run: chmod 600 {files}")
    return Finding(name, f"{folder}, only yours")


def _port(settings: Settings, health: dict[str, Any] | None) -> Finding:
    if health:
        return Finding("port", f"Ascribe answers at {settings.address}")
    try:
        open_socket(settings.port).close()
    except PortTakenError as exc:
        return Finding(
            "port",
            f"{exc}, and {port_holder(settings.port) or 'what answers'} is not Ascribe",
            "Choose another: ascribe serve --port 0",
        )
    return Finding(
        "port",
        f"{settings.port} is free, but no server runs",
        "Start one: ascribe serve",
    )


def _pairing(settings: Settings, health: dict[str, Any] | None) -> Finding:  # noqa: ARG001
    try:
        count = len(Pairings(settings.data_dir, most=settings.max_pairings).all())
    except StoreError as exc:
        path = settings.data_dir / FILE_NAME
        return Finding("pairing", str(exc), f"Delete {path} and pair again.")
    if not count:
        return Finding(
            "pairing",
            "no browser is paired",
            "With the server running: ascribe pair, and open the link it prints.",
        )
    noun = "browser is" if count == 1 else "browsers are"
    return Finding("pairing", f"{count} {noun} paired (ascribe clients list)")
