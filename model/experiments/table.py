"""One table of all experiments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_HEAD = """# What was tried

Made by `python -m experiments run`; do not edit. Every figure is of five folds by
outlet: each sentence is scored by models that saw no document of its outlet. Page
errors are mean absolute errors of the shares, with Pearson's correlation. Differences
of 0.003 in macro-F1 are noise: see `ascribe evaluate --compare` for intervals.
In the learning curve the tagger has heard labels of all outlets but those of the fold;
only the model's own two steps see fewer.
The taggers of these runs had not yet learned from the teacher of attributions; what
`taught` gives with those that have stands in the [card](../CARD.md) of the model.
"""
_COLUMNS = (
    "| experiment | what it shows | macro-F1 | opinion | attributed | statement "
    "| other | page opinion | page attributed |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
)


def table_of(runs: Iterable[dict[str, Any]]) -> str:
    """Write runs as Markdown, group by group."""
    groups: dict[str, list[str]] = {}
    for run in runs:
        groups.setdefault(run["group"], []).append(_row(run))
    parts = [
        f"\n## {group.capitalize()}\n\n{_COLUMNS}{''.join(rows)}"
        for group, rows in groups.items()
    ]
    return _HEAD + "".join(parts)


def _row(run: dict[str, Any]) -> str:
    measures = run["measures"]
    labels = [f"{one['f1']:.3f}" for one in measures["classes"].values()]
    pages = [
        f"{one['mean_absolute_error']:.3f} / {one['correlation']:.3f}"
        for one in measures["pages"].values()
    ]
    cells = [run["name"], run["shows"], f"{measures['macro_f1']:.3f}", *labels, *pages]
    return f"| {' | '.join(cells)} |\n"
