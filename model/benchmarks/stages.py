"""Where the time of a page goes: processor time of each stage, kernel and plain Python.

``python model/benchmarks/stages.py`` prints the table for a page of 1,000 words;
``ASCRIBE_KERNEL=off`` before it shows plain Python's.
"""

# ruff: noqa: T201

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from importlib import import_module
from statistics import median
from typing import Any
from unittest import mock

from serving import page_of

from ascribe.engine import load_engine
from ascribe.results import Block, as_json
from ascribe_server.cli_options import json_bytes

ROUNDS = 30
# What is timed, in the order of a page; two spaces mark a part of the one before.
STAGES = {
    "language": "ascribe.engine:is_english",
    "reading the page": "ascribe.engine:read_page",
    "  sentences": "ascribe.text.passages:split_sentences",
    "  quotations": "ascribe.text.passages:find_quotations",
    "  appeals": "ascribe.page.summary:asks_for_support",
    "tagger": "ascribe.attribution.tagger:AttributionTagger.read",
    "  rows": "ascribe.attribution.features:WordTables.rows_of",
    "  network": "ascribe.attribution.quantised:QuantisedNetwork.chances",
    "labels": "ascribe.labels.labeller:Labeller.score",
    "  counts": "ascribe.labels.labeller:count_all",
    "  n-grams": "ascribe.labels.labeller:Labeller.first_scores",
    "  context": "ascribe.labels.labeller:context_of",
    "attributions": "ascribe.attribution.tagger:AttributionTagger.tag",
    "evidence": "ascribe.engine:evidence_of",
    "ledger": "ascribe.engine:ledger",
    "page": "ascribe.engine:page_score",
    "results": "ascribe.engine:sentence_results",
}


def stages(words: int = 1000) -> dict[str, float]:
    """Return the milliseconds of each stage of a page, medians; ``all`` is the sum."""
    engine = load_engine()
    page = [Block(**block) for block in page_of(words)]  # type: ignore[arg-type]
    rounds: list[dict[str, float]] = []
    spent: dict[str, float] = {}

    def timed(name: str, run: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            started = time.thread_time()
            try:
                return run(*args, **kwargs)
            finally:
                spent[name] = spent.get(name, 0.0) + time.thread_time() - started

        return wrapped

    with ExitStack() as stack:
        for name, place in STAGES.items():
            module, _, path = place.partition(":")
            owner: Any = import_module(module)
            *classes, function = path.split(".")
            for each in classes:
                owner = getattr(owner, each)
            run = timed(name, getattr(owner, function))
            stack.enter_context(mock.patch.object(owner, function, run))
        analyze = timed("all", engine.analyze)
        answer = timed("JSON", lambda found: json_bytes(as_json(found)))
        for turn in range(ROUNDS + 3):
            spent.clear()
            answer(analyze(page))
            if turn >= 3:  # the first rounds only warm up
                rounds.append(dict(spent))
    return {
        name: round(1000 * median(one.get(name, 0.0) for one in rounds), 2)
        for name in (*STAGES, "all", "JSON")
    }


if __name__ == "__main__":
    for name, took in stages().items():
        print(f"{name:<20}{took:>8.2f} ms")
