"""What a page's main thread does while something goes on, by Chromium's own trace."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

_CATEGORIES = ["toplevel", "devtools.timeline", "blink.user_timing"]
_TASK = "ThreadControllerImpl::RunTask"


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the main thread.

    Attributes:
        wall_ms: from its begin to its end, with all that the machine did meanwhile.
        cpu_ms: what the thread itself worked.
    """

    wall_ms: float
    cpu_ms: float


@contextmanager
def traced(browser: Browser) -> Iterator[list[Task]]:
    """Fill the list, at the end, with the tasks of the page that worked most."""
    tasks: list[Task] = []
    browser.start_tracing(categories=_CATEGORIES)
    yield tasks
    tasks += tasks_of(json.loads(browser.stop_tracing())["traceEvents"])


def tasks_of(events: list[dict[str, Any]]) -> list[Task]:
    """Return the outermost tasks of the busiest main thread in a trace.

    Args:
        events: of the trace event format; times in microseconds.
    """
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    found: dict[tuple[int, int], list[Task]] = defaultdict(list)
    ends: dict[tuple[int, int], float] = defaultdict(float)
    for event in sorted(events, key=lambda event: event.get("ts", 0)):
        thread = (event["pid"], event["tid"])
        if event["name"] != _TASK or event["ph"] != "X" or thread not in threads:
            continue
        # A task that waits for something can run others inside it.
        if event["ts"] < ends[thread]:
            continue
        ends[thread] = event["ts"] + event["dur"]
        found[thread].append(Task(event["dur"] / 1000, event.get("tdur", 0) / 1000))
    return max(
        found.values(), key=lambda tasks: sum(t.cpu_ms for t in tasks), default=[]
    )
