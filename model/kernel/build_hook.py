"""Compile the kernel while the package is built, where there is a C compiler.

Without one the package is built all the same, for every machine, and runs in plain
Python: one line says so.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCES = Path("model", "kernel")
_WITHOUT = (
    "Ascribe is built without its compiled kernel: "
    "it is slower, the answers are the same"
)


class KernelHook(BuildHookInterface[Any]):
    """Adds ``ascribe/_kernel`` to the wheel, and to the clone that is installed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile before the files are gathered."""
        name = f"_kernel{sysconfig.get_config_var('EXT_SUFFIX')}"
        target = Path(self.root, "model", "ascribe", name)
        sources = sorted(Path(self.root, _SOURCES).glob("*.c"))
        why_not = _compile(sources, target)
        if why_not:
            target.unlink(missing_ok=True)
            self.app.display_warning(f"{_WITHOUT} ({why_not})")
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["artifacts"].append(f"/model/ascribe/{name}")


def _compile(sources: list[Path], target: Path) -> str | None:
    """Compile the kernel's files; return why it could not be done."""
    if os.environ.get("ASCRIBE_BUILD_KERNEL") == "off":
        return "ASCRIBE_BUILD_KERNEL=off"
    if sys.platform == "win32" or sys.implementation.name != "cpython":
        return "only built for CPython on Linux and macOS"
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    shared = ["-bundle", "-undefined", "dynamic_lookup"]
    if sys.platform != "darwin":
        shared = ["-shared", "-Wl,-s"]
    # Beside the target and renamed: a program that runs keeps the file it has open.
    part = target.with_suffix(".part")
    command = [
        *shlex.split(compiler),
        # Without contraction numbers are rounded as numpy rounds them.
        *("-O3", "-fPIC", "-std=c99", "-ffp-contract=off", "-fvisibility=hidden"),
        f"-I{sysconfig.get_paths()['include']}",
        *(*shared, *map(str, sources), "-o", str(part), "-lm"),
    ]
    try:
        done = subprocess.run(  # noqa: S603 the compiler that Python names, or $CC
            command, capture_output=True, text=True, check=False
        )
    except OSError as exc:
        return f"no C compiler: {exc}"
    if done.returncode:
        part.unlink(missing_ok=True)
        first = next((line for line in done.stderr.splitlines() if "error" in line), "")
        return f"{compiler.split()[0]} failed: {first.strip() or done.returncode}"
    part.replace(target)
    return None
