"""What is read from a trace, on traces whose tasks can be counted by hand."""

from __future__ import annotations

from typing import Any

from .main_thread import Task, tasks_of

MAIN = (7, 1)


def thread(pid: int, tid: int, name: str = "CrRendererMain") -> dict[str, Any]:
    return {
        "ph": "M",
        "pid": pid,
        "tid": tid,
        "name": "thread_name",
        "args": {"name": name},
    }


def task(start: int, took: int, worked: int, at: tuple[int, int] = MAIN) -> Any:
    return {
        "ph": "X",
        "pid": at[0],
        "tid": at[1],
        "name": "ThreadControllerImpl::RunTask",
        "ts": start,
        "dur": took,
        "tdur": worked,
    }


def test_a_task_inside_another_is_part_of_it() -> None:
    events = [task(9_000, 500, 400), task(1_000, 5_000, 2_000), task(2_000, 900, 800)]
    assert tasks_of([thread(*MAIN), *events]) == [Task(5.0, 2.0), Task(0.5, 0.4)]


def test_only_the_main_thread_that_works_most_counts() -> None:
    events = [
        thread(*MAIN),
        thread(8, 1),
        thread(9, 1, "Compositor"),
        task(0, 9_000, 1_000),
        task(0, 4_000, 3_000, (8, 1)),
        task(0, 9_000, 9_000, (9, 1)),
    ]
    assert tasks_of(events) == [Task(4.0, 3.0)]


def test_a_trace_without_pages_has_no_tasks() -> None:
    assert tasks_of([]) == []
