"""Where the time of a page goes: processor time of each stage, kernel and plain Python.

``python model/benchmarks/stages.py`` prints the table for a page of 1,000 words that
comes again and again; with a file or folder of labelled articles, the table for
different pages. ``ASCRIBE_KERNEL=off`` before it shows plain Python's.
"""

# ruff: noqa: T201

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import wraps
from importlib import import_module
from itertools import islice
from pathlib import Path
from statistics import mean, median
from typing import Any
from unittest import mock

import msgspec
from serving import pages_of

from ascribe.engine import load_engine
from ascribe.results import Block

ROUNDS = 30
# What is timed, in the order of a page; two spaces mark a part of the one before.
STAGES = {
    "reading the page": "ascribe.engine:read_page",
    "  language": "ascribe.page.summary:are_english",
    "  sentences": "ascribe.text.passages:split_sentences",
    "  quotations": "ascribe.text.passages:find_quotations",
    "  appeals": "ascribe.page.summary:asks_for_support",
    "tagger": "ascribe.attribution.tagger:AttributionTagger.read",
    "  rows": "ascribe.attribution.features:WordTables.rows_of",
    "  network": "ascribe.attribution.quantised:QuantisedNetwork.chances",
    "  summed up": "ascribe.engine:speech_columns",
    "labels": "ascribe.labels.labeller:Labeller.score",
    "  counts": "ascribe.labels.labeller:compiled_counts",
    "words": "ascribe.engine:page_words",
    "attributions": "ascribe.attribution.tagger:AttributionTagger.tag",
    "n-grams": "ascribe.engine:look_up",
    "evidence": "ascribe.engine:evidence_of",
    "ledger": "ascribe.engine:ledger",
    "page": "ascribe.engine:page_score",
    "results": "ascribe.engine:sentence_results",
}


def stages(words: int = 1000) -> dict[str, float]:
    """Return the milliseconds of each stage of a page, medians; ``all`` is the sum.

    It is one page again and again: the first rounds only warm up.
    """
    page = next(pages_of(words))
    return _timed([page] * 3, [page] * ROUNDS, median)


def stages_of_different(
    source: Path, *, words: int = 1000, pages: int = 200
) -> dict[str, float]:
    """Return the mean milliseconds over pages that come once each.

    As many others come before them, so that what most pages say is remembered.
    """
    found = list(islice(pages_of(words, source), 2 * pages))
    return _timed(found[pages:], found[:pages], mean)


def _timed(
    warm: Iterable[list[dict[str, str]]],
    measured: Iterable[list[dict[str, str]]],
    average: Callable[[list[float]], float],
) -> dict[str, float]:
    engine = load_engine(for_answers=True)
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
        # As the server writes it.
        answer = timed("JSON", msgspec.json.encode)
        for rounds_of, pages in (([], warm), (rounds, measured)):
            for page in pages:
                spent.clear()
                answer(analyze([Block(**one) for one in page]))  # type: ignore[arg-type]
                rounds_of.append(dict(spent))
    return {
        name: round(1000 * average([one.get(name, 0.0) for one in rounds]), 2)
        for name in (*STAGES, "all", "JSON")
    }


if __name__ == "__main__":
    paths = [Path(one) for one in sys.argv[1:]]
    for name, took in (stages_of_different(*paths) if paths else stages()).items():
        print(f"{name:<20}{took:>8.2f} ms")
