"""The lock files hold what pyproject.toml asks for, pinned and with hashes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = ROOT / "server" / "requirements.lock"
TESTS = ROOT / "tests" / "requirements.lock"
BENCH = ROOT / "model" / "benchmarks" / "requirements.lock"
GROUPS = PROJECT["dependency-groups"]


def pins(lock: Path) -> dict[str, set[str]]:
    """Return the pinned versions of each package; several where systems differ."""
    found: dict[str, set[str]] = {}
    for line in lock.read_text("utf-8").splitlines():
        if match := re.match(r"([a-z0-9-]+)==(\S+)", line):
            found.setdefault(match[1], set()).add(match[2])
    return found


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        pytest.param(
            RUNTIME, PROJECT["project"]["dependencies"] + GROUPS["build"], id="runtime"
        ),
        pytest.param(
            TESTS,
            PROJECT["project"]["dependencies"] + GROUPS["build"] + GROUPS["dev"],
            id="tests",
        ),
        pytest.param(BENCH, GROUPS["bench"], id="benchmarks"),
    ],
)
def test_every_dependency_is_pinned_to_a_version_it_allows(
    lock: Path, asked: list[str]
) -> None:
    pinned = pins(lock)
    for requirement in map(Requirement, asked):
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is missing; run `make lock`"
        for version in versions:
            assert requirement.specifier.contains(version), requirement


def test_the_build_system_is_in_the_lock() -> None:
    assert PROJECT["build-system"]["requires"] == ["hatchling"]
    assert "hatchling" in pins(RUNTIME)


def test_the_tests_run_with_the_versions_that_users_get() -> None:
    tests = pins(TESTS)
    for name, versions in pins(RUNTIME).items():
        assert tests.get(name) == versions, name


@pytest.mark.parametrize("lock", [RUNTIME, TESTS], ids=["runtime", "tests"])
def test_every_pin_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        if not entry.startswith("#"):
            assert "--hash=sha256:" in entry, entry


def test_the_lock_of_the_extension_holds_no_address_of_a_registry() -> None:
    assert '"resolved"' not in (ROOT / "extension" / "package-lock.json").read_text()
