# ruff: noqa: T201 a command; what it prints is what it is for
"""Fuzz a running server for some minutes: half by schemathesis, half by odd pages.

    python -m tests.fuzz.run --minutes 10

Exits 1 when an answer is a 500, has a wrong shape, or is wrong about its page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings

from ..browser.ascribe_process import AscribeProcess
from .contract import ask_all
from .odd_pages import faults, pages
from .paired_client import PairedClient

# Pages of one round; between rounds the clock is looked at.
ROUND = 200


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    seconds = parser.parse_args().minutes * 60 / 2
    with tempfile.TemporaryDirectory(prefix="ascribe-fuzz-") as name:
        folder = Path(name)
        # Wrong tokens and codes are what this sends: no brake, no end of a code.
        server = AscribeProcess(
            folder / "data", failures_per_minute=10**9, code_tries=10**9
        )
        try:
            client = PairedClient.of(server)
            server.new_link()  # a code to guess at
            good = _odd_pages(client, seconds)
            print("schemathesis …", flush=True)
            report = ask_all(
                server.address,
                client.headers,
                folder=folder,
                examples=1000,
                seconds=int(seconds),
            )
            client.close()
        finally:
            server.stop()
        print(report.text)
        failures = server.output().count("unhandled")
        print(f"{failures} unhandled exceptions in the server's log")
    return 0 if good and report.passed and not failures else 1


def _odd_pages(client: PairedClient, seconds: float) -> bool:
    """Send odd pages until the time is over; tell whether all answers were right."""
    end = time.monotonic() + seconds
    statuses: Counter[Any] = Counter()

    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(blocks=pages())
    def ask(blocks: list[dict[str, Any]]) -> None:
        status, answer = client.post("/v1/analyze", {"blocks": blocks})
        statuses[status, answer.get("status", "")] += 1
        assert status == 200, answer
        assert list(faults(blocks, answer)) == []

    try:
        while time.monotonic() < end:
            ask()
    except Exception as exc:  # noqa: BLE001 hypothesis says which page it was
        print(f"{exc}\n{chr(10).join(getattr(exc, '__notes__', []))}")
        return False
    else:
        return True
    finally:
        print(f"{sum(statuses.values()):,} odd pages: {dict(statuses)}")


if __name__ == "__main__":
    sys.exit(main())
