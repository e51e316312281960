"""The figures in the project are those of a whole run that reached its bars."""

from __future__ import annotations

import json

from .bench_pages import FIGURES, TABLE, Row, reaches, report


def test_the_figures_reach_the_bars_and_the_table_is_made_of_them() -> None:
    rows = [Row(**row) for row in json.loads(FIGURES.read_text("utf-8"))]
    assert len(rows) == 60
    assert reaches(rows)
    assert TABLE.read_text("utf-8").endswith(f"\n{report(rows)}\n")
