# ruff: noqa: T201 a command; what it prints is what it is for
"""Put a server under load and faults, and write down how it did, for the README.

    python -m tests.load.run [NAME …]

With names, only those scenarios; the figures of the others stay. Exits 1 at the first
answer that is neither right nor a clear error.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ..browser.ascribe_process import AscribeProcess
from .faults import full_disk, killed, locked_database, stopped
from .hostile import hostile_bodies
from .replaced_models import replaced_models
from .traffic import pages_in_a_row, parallel_clients, slow_clients

RESULTS = Path(__file__).with_name("results.json")

Scenario = Callable[..., dict[str, Any]]
# Each with a server of its own.
SCENARIOS: dict[str, Scenario] = {
    "parallel_clients": partial(parallel_clients, clients=200, pages=5),
    "slow_clients": partial(slow_clients, clients=50, pages=20),
    "hostile_bodies": partial(hostile_bodies, times=20),
    "full_disk": full_disk,
    "locked_database": locked_database,
    "replaced_models": partial(replaced_models, clients=16, times=5),
    "stopped": partial(stopped, clients=16),
    "pages_in_a_row": partial(pages_in_a_row, pages=10_000),
}
# Starts servers itself.
KILLED = "killed"


def main(names: list[str]) -> int:
    if unknown := set(names) - {*SCENARIOS, KILLED}:
        print(f"no scenario is called {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    found: dict[str, Any] = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}",
        "load_at_start": round(os.getloadavg()[0], 1),
    }
    if names:
        found = json.loads(RESULTS.read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="ascribe-load-") as folder:
        for name in names or [*SCENARIOS, KILLED]:
            print(f"{name} …", flush=True)
            found[name] = _figures(name, Path(folder) / name)
            print(f"  {found[name]}", flush=True)
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    return 0


def _figures(name: str, folder: Path) -> dict[str, Any]:
    if name == KILLED:
        return killed(folder, rounds=30, seed=0)
    server = AscribeProcess(folder, log_level="info")
    try:
        figures = SCENARIOS[name](server)
    finally:
        server.stop()
    assert "unhandled" not in server.output(), server.output()
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
