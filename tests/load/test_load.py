"""Small doses of what ``make load`` does: each answer is right or a clear error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..browser.ascribe_process import AscribeProcess
from . import faults, hostile, replaced_models, traffic


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., AscribeProcess]]:
    running: list[AscribeProcess] = []

    def _start(**settings: object) -> AscribeProcess:
        server = AscribeProcess(tmp_path / "data", **settings)  # type: ignore[arg-type]
        running.append(server)
        return server

    yield _start
    for server in running:
        server.stop()
        assert "unhandled" not in server.output()


def test_clients_in_parallel_get_right_answers_or_are_told_to_come_again(
    start: Callable[..., AscribeProcess],
) -> None:
    found = traffic.parallel_clients(start(), clients=80, pages=1)
    assert found["right"] + found["busy"] == 80
    assert found["right"] >= 10


def test_slow_clients_are_cut_off_and_stop_nobody(
    start: Callable[..., AscribeProcess],
) -> None:
    found = traffic.slow_clients(start(request_seconds=2), clients=40, pages=3)
    assert found["cut_off_after_s"] < 30


def test_hostile_bodies_are_refused_and_take_no_memory(
    start: Callable[..., AscribeProcess],
) -> None:
    found = hostile.hostile_bodies(start(), times=3)
    assert found["memory_peak_mb"] < found["memory_before_mb"] + 100


def test_memory_does_not_grow_with_the_pages(
    start: Callable[..., AscribeProcess],
) -> None:
    found = traffic.pages_in_a_row(start(), pages=400)["memory_mb"]
    assert found["400"] < found["40"] + 10


def test_a_full_disk_is_told_and_passes(start: Callable[..., AscribeProcess]) -> None:
    # The log would be written, too.
    faults.full_disk(start(log_level="info"))


def test_a_locked_database_is_told_and_stops_no_page(
    start: Callable[..., AscribeProcess],
) -> None:
    assert faults.locked_database(start())["told_after_s"] < 20


def test_no_page_fails_while_the_model_is_replaced(
    start: Callable[..., AscribeProcess],
) -> None:
    found = replaced_models.replaced_models(start(), clients=4, times=1)
    assert found["changes"] == 3
    assert found["pages"] >= 20


def test_what_was_acknowledged_survives_kills(tmp_path: Path) -> None:
    found = faults.killed(tmp_path, rounds=3, seed=1)
    assert found["pairings"] > 3
    assert found["corrections"] > 3


def test_a_stop_leaves_no_page_without_an_answer(
    start: Callable[..., AscribeProcess],
) -> None:
    found = faults.stopped(start(), clients=8)
    assert found["right"] + found["told"] == 8
