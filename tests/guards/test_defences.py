"""The list of defences fits the sources; `make test-guards` does the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from .defences import DEFENCES, Defence

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda one: one.name)
def test_a_defence_stands_once_in_its_file_and_can_be_taken_away(
    defence: Defence,
) -> None:
    source = (ROOT / defence.path).read_text("utf-8")
    assert source.count(defence.source) == 1
    without = source.replace(defence.source, defence.without)
    assert without != source
    compile(without, defence.path, "exec")


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda one: one.name)
def test_the_tests_that_hold_a_defence_exist(defence: Defence) -> None:
    assert defence.tests
    assert [one for one in defence.tests if not (ROOT / "tests" / one).is_file()] == []


def test_each_defence_has_a_name_of_its_own() -> None:
    assert len({one.name for one in DEFENCES}) == len(DEFENCES)
