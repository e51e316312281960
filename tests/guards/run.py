# ruff: noqa: T201 a command; what it prints is what it is for
"""Take each defence of the server away in turn and see that a test notices.

    python -m tests.guards.run [WORD …]

With words, only the defences whose names hold one of them. Works on a copy of the
sources. Exits 1 when a defence can go without a test that fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .defences import DEFENCES, Defence

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("model/ascribe", "server/ascribe_server")
# pytest: 0 all passed, 1 some failed; anything else means that it could not run.
ALL_PASSED, SOME_FAILED = 0, 1


def main(words: list[str]) -> int:
    chosen = [
        one for one in DEFENCES if not words or any(word in one.name for word in words)
    ]
    if not chosen:
        print(f"no defence is called {' or '.join(words)}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="ascribe-guards-") as folder:
        copy = Path(folder)
        _copy_sources(copy)
        tests = sorted({test for one in chosen for test in one.tests})
        # Without this, a test that fails anyway would pass for one that notices.
        if (code := _run_tests(copy, tests)) != ALL_PASSED:
            print(f"the tests fail with every defence in place (exit {code})")
            return 1
        missed = [one for one in chosen if not _is_noticed(copy, one)]
    print(f"{len(chosen) - len(missed)} of {len(chosen)} defences are held by a test")
    return 1 if missed else 0


def _copy_sources(copy: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            copy / package,
            ignore=shutil.ignore_patterns("__pycache__", "*.joblib"),
        )
    (copy / "model" / "corpus").symlink_to(ROOT / "model" / "corpus")


def _is_noticed(copy: Path, defence: Defence) -> bool:
    path = copy / defence.path
    whole = path.read_text("utf-8")
    started = time.monotonic()
    path.write_text(whole.replace(defence.source, defence.without), "utf-8")
    try:
        code = _run_tests(copy, defence.tests)
    finally:
        path.write_text(whole, "utf-8")
    verdict = {ALL_PASSED: "MISSED ", SOME_FAILED: "noticed"}.get(code, f"exit {code} ")
    seconds = time.monotonic() - started
    print(f"{verdict} {seconds:5.1f} s  {defence.name}", flush=True)
    return code == SOME_FAILED


def _run_tests(copy: Path, tests: tuple[str, ...] | list[str]) -> int:
    """Run tests of the project on the copy, up to the first that fails."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(copy / one) for one in ("server", "model")),
        # Two edits of one second and one length would share their bytecode.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [*command, *(f"tests/{one}" for one in tests)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    # An error while a test is set up is no test that notices.
    if done.returncode == SOME_FAILED and "FAILED " not in done.stdout:
        return 3
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
