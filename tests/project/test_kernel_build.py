"""The package is built with its kernel, and without a compiler all the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ..model.test_kernel_pages import differences

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


ANSWERS = """
import json, sys
from pathlib import Path
import ascribe
from ascribe.corpus import corpus_folder
from ascribe.engine import load_engine
from ascribe.kernel import COMPILED
from ascribe.reading.html_reader import blocks_of_html
from ascribe.results import as_json
engine = load_engine()
pages = sorted((corpus_folder() / "pages").glob("*.html"))
found = [as_json(engine.analyze(blocks_of_html(page.read_bytes()))) for page in pages]
json.dump([str(Path(ascribe.__file__).parent), COMPILED, found], sys.stdout)
"""


def answers(*paths: Path) -> tuple[bool, list[Any]]:
    """What the package in ``paths`` says of our pages, and whether it has a kernel."""
    done = subprocess.run(
        [sys.executable, "-c", ANSWERS],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))},
        cwd=paths[0],
        capture_output=True,
        check=True,
    )
    folder, compiled, found = json.loads(done.stdout)
    assert folder == str(paths[0] / "ascribe")
    return compiled, found


def installed(clone: Path, target: Path) -> Path:
    """Install the wheel that was built, into a folder of its own."""
    (wheel,) = (clone / "dist").glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install"]
    subprocess.run(
        [*pip, "--quiet", "--no-deps", "--no-index", "--target", target, wheel],
        check=True,
    )
    return target


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


def test_wheel_and_clone_without_a_compiler_give_the_same_answers(
    clone: Path, tmp_path: Path
) -> None:
    build(clone)
    compiled, expected = answers(installed(clone, tmp_path / "with"))
    assert compiled
    assert sum(len(page["sentences"]) for page in expected) > 100
    shutil.rmtree(clone / "dist")
    # The build takes away what an earlier one has left in the clone.
    build(clone, CC="no-such-compiler")
    for paths in (
        [installed(clone, tmp_path / "without")],
        [clone / "model", clone / "server"],
    ):
        compiled, found = answers(*paths)
        assert not compiled
        assert not differences(expected, found, "$")
