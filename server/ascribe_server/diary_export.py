"""Write the diary for other programs: CSV with a line a page, or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict

from ascribe_server.store.diary import DiaryPage
from ascribe_server.wording import no_formula

_COLUMNS = (
    "day",
    "site",
    "title",
    "words",
    "opinion",
    "attributed",
    "statement",
    "sources",
)
_DIGITS = 4


def diary_csv(pages: Iterable[DiaryPage]) -> str:
    """Write a line a page; sources stand in one cell, parted by semicolons."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for page in pages:
        writer.writerow(
            [
                page.day,
                no_formula(page.site),
                no_formula(page.title),
                page.words,
                *(
                    round(share, _DIGITS)
                    for share in (page.opinion, page.attributed, page.statement)
                ),
                no_formula("; ".join(source.name for source in page.sources)),
            ]
        )
    return written.getvalue()


def diary_json(pages: Iterable[DiaryPage]) -> str:
    """Write a list of pages with all that is known of them."""
    return json.dumps(
        [asdict(page) for page in pages], ensure_ascii=False, indent=1, allow_nan=False
    )
