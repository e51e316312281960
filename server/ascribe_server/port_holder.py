"""Say which program holds a port, as far as the system tells this user.

psutil is loaded when it is asked for: a server that finds its port free does without.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

# Every address that keeps this one from being taken.
_EVERYWHERE = ("127.0.0.1", "0.0.0.0", "::", "::1")  # noqa: S104 compared, not bound


def port_holder(port: int) -> str:
    """The program that listens on a TCP port of this machine.

    Returns:
        Its name and process number, such as ``node (process 4711)``; empty where
        nothing listens or the system does not tell, as of another user's programs.
    """
    return next(filter(None, map(_described, _listeners(port))), "")


def holds_port(pid: int, port: int) -> bool:
    """Whether this process listens on a TCP port; False where that cannot be seen."""
    import psutil

    try:
        connections = psutil.Process(pid).net_connections(kind="tcp")
    except (psutil.Error, OSError):
        return False
    return any(_holds(one, port) for one in connections)


def _described(pid: int) -> str:
    import psutil

    # It may have ended just now, or be another user's.
    with suppress(psutil.Error):
        return f"{psutil.Process(pid).name()} (process {pid})"
    return ""


def _listeners(port: int) -> Iterator[int]:
    import psutil

    try:
        found = psutil.net_connections(kind="tcp")
    except (psutil.Error, OSError):
        # macOS shows all only to its administrator.
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if any(
                    _holds(one, port) for one in process.net_connections(kind="tcp")
                ):
                    yield process.pid
    else:
        yield from (one.pid for one in found if one.pid and _holds(one, port))


def _holds(connection: Any, port: int) -> bool:
    listens = connection.status == "LISTEN" and connection.laddr
    return bool(listens) and (
        connection.laddr.port == port and connection.laddr.ip in _EVERYWHERE
    )
