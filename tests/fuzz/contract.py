"""Let schemathesis ask a running server whatever its OpenAPI document says.

What the document allows has to be answered, what it forbids has to be refused.

Every check of schemathesis is on: no 5xx that is not described, statuses, types and
shapes as described, wrong data and wrong methods refused, right data accepted.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SCHEMATHESIS = Path(sys.executable).with_name("st")


@dataclass(frozen=True, slots=True)
class Report:
    """What schemathesis found.

    Attributes:
        passed: whether it found nothing wrong.
        text: what it printed.
    """

    passed: bool
    text: str


def ask_all(
    address: str,
    headers: dict[str, str],
    *,
    folder: Path,
    examples: int,
    seed: int | None = None,
    seconds: int | None = None,
) -> Report:
    """Run schemathesis.

    Args:
        address: the server's, such as ``http://127.0.0.1:8672``.
        headers: sent with every request.
        folder: where it may leave files.
        examples: cases made for each operation.
        seed: makes the same cases again.
        seconds: goes on making cases until then.
    """
    command = [
        str(SCHEMATHESIS),
        "--config-file",
        str(HERE / "schemathesis.toml"),
        "run",
        f"{address}/v1/openapi.json",
        "--checks=all",
        "--no-color",
        "--continue-on-failure",
        "--suppress-health-check=all",
        f"--max-examples={examples}",
        "--generation-database=none",
    ]
    command += [f"--header={name}: {value}" for name, value in headers.items()]
    command += [f"--seed={seed}"] if seed is not None else []
    command += [f"--max-time={seconds}"] if seconds is not None else []
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")},
        capture_output=True,
        text=True,
        check=False,
    )
    return Report(done.returncode == 0, done.stdout + done.stderr)
