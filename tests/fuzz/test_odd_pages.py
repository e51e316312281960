"""Pages of every odd form are answered rightly; ``make fuzz`` tries many more."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from ascribe.engine import Engine, load_engine
from ascribe.results import Block, as_json

from .odd_pages import faults, pages


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(blocks=pages())
def test_an_odd_page_is_answered_rightly(
    engine: Engine, blocks: list[dict[str, Any]]
) -> None:
    analysis = engine.analyze([Block(**block) for block in blocks])
    assert list(faults(blocks, as_json(analysis))) == []


def test_these_tests_see_a_wrong_answer(engine: Engine) -> None:
    blocks = [{"id": "1", "kind": "paragraph", "text": "“It rained,” Ann Li said."}]
    answer = as_json(engine.analyze([Block(**blocks[0])]))  # type: ignore[arg-type]
    assert list(faults(blocks, answer)) == []
    answer["sentences"][0]["attribution"]["cue"]["start"] += 1
    (fault,) = faults(blocks, answer)
    assert "a span says 'said'" in fault
    answer["sentences"][0]["end"] = 1000
    assert len(list(faults(blocks, answer))) == 2
