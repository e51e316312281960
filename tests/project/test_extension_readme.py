"""The tests that extension/README.md names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "extension" / "README.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/.-]+)::([^`]+)`", README)


def test_each_feature_names_a_test() -> None:
    rows = [line for line in README.splitlines() if "| yes" in line]
    assert len(rows) > 25
    assert all(re.search(r"`tests/[\w/.-]+::[^`]+` \|$", row) for row in rows)


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_a_named_test_is_there(path: str, name: str) -> None:
    source = (ROOT / path).read_text("utf-8")
    wanted = f"def {name}(" if path.endswith(".py") else f'test("{name}"'
    assert wanted in source
