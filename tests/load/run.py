# ruff: noqa: T201 a command; what it prints is what it is for
"""Put a server under load and faults, and write down how it did, for the README.

    python -m tests.load.run

Exits 1 at the first answer that is neither right nor a clear error.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..browser.ascribe_process import AscribeProcess
from . import scenarios

RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    found: dict[str, Any] = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}",
        "load_at_start": round(os.getloadavg()[0], 1),
    }
    with tempfile.TemporaryDirectory(prefix="ascribe-load-") as name:
        folder = Path(name)

        def one(
            scenario: Callable[..., dict[str, Any]],
            log_level: str = "warning",
            **how: Any,
        ) -> None:
            print(f"{scenario.__name__} …", flush=True)
            server = AscribeProcess(folder / scenario.__name__, log_level=log_level)
            try:
                found[scenario.__name__] = scenario(server, **how)
            finally:
                server.stop()
            assert "unhandled" not in server.output(), server.output()
            print(f"  {found[scenario.__name__]}", flush=True)

        one(scenarios.parallel_clients, clients=200, pages=5)
        one(scenarios.slow_clients, clients=50, pages=20)
        one(scenarios.hostile_bodies, times=20)
        one(scenarios.full_disk, log_level="info")
        one(scenarios.stopped, clients=16)
        one(scenarios.pages_in_a_row, pages=10_000)
        print("killed …", flush=True)
        found["killed"] = scenarios.killed(folder / "killed", rounds=30, seed=0)
        print(f"  {found['killed']}")
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
