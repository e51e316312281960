"""The package is built with its kernel, and without a compiler all the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy, since a build leaves the kernel in the clone it is made from."""
    ignored = shutil.ignore_patterns("*.so", "__pycache__")
    for name in ("model", "server"):
        shutil.copytree(ROOT / name, tmp_path / "clone" / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / "clone" / name)
    return tmp_path / "clone"


def build(clone: Path, **environment: str) -> tuple[list[str], str, str]:
    """Build a wheel: its files, its name, and what was said."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        env={**os.environ, "NO_COLOR": "1", **environment},
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (clone / "dist").glob("*.whl")
    return zipfile.ZipFile(wheel).namelist(), wheel.name, done.stdout + done.stderr


def kernels(files: list[str]) -> list[str]:
    return [name for name in files if name.endswith(".so")]


def test_a_wheel_with_the_kernel_is_for_this_platform(clone: Path) -> None:
    files, name, said = build(clone)
    (kernel,) = kernels(files)
    assert kernel.startswith("ascribe/_kernel.")
    assert f"cp{sys.version_info.major}{sys.version_info.minor}" in name
    assert "without its compiled kernel" not in said


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"CC": "no-such-compiler"}, "no C compiler"),
        ({"CC": "false"}, "false failed"),
        ({"ASCRIBE_BUILD_KERNEL": "off"}, "ASCRIBE_BUILD_KERNEL=off"),
    ],
)
def test_a_wheel_without_a_compiler_is_for_every_platform(
    clone: Path, environment: dict[str, str], reason: str
) -> None:
    files, name, said = build(clone, **environment)
    assert kernels(files) == []
    assert name.endswith("-py3-none-any.whl")
    (line,) = [one for one in said.splitlines() if "compiled kernel" in one]
    assert reason in line
