"""A very long page: what is in the window is marked first, and marks follow the window.

Times are measured by `make bench-speed`: on a busy machine they would tell nothing.
"""

from __future__ import annotations

from .bench_speed import STATE, WATCH, page_of
from .browser import Browser
from .marks import mark
from .site import Site
from .waiting import wait_for

LONG_WORDS = 40_000
# Ten parts, on a machine that runs all other tests at the same time.
PATIENCE_S = 120.0

_IN_WINDOW = """[...CSS.highlights.values()].flatMap((one) => [...one])
  .filter((one) => one.getBoundingClientRect().top >= 0 &&
    one.getBoundingClientRect().top < innerHeight).length"""


def test_what_is_in_the_window_is_marked_first(paired: Browser, site: Site) -> None:
    site.put("/page", page_of(LONG_WORDS))
    paired.open(site.address("/page"))
    # The reader stands in the middle.
    paired.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    paired.evaluate(WATCH)
    popup = mark(paired)
    assert paired.evaluate(_IN_WINDOW) > 3
    popup.wait(
        "(told => told !== '' && !told.includes('still to come'))"
        "(document.querySelector('#coverage')?.innerText ?? '')",
        "the rest of the page",
        patience_s=PATIENCE_S,
    )
    every = sum(paired.in_extension(STATE)["summary"]["counts"].values())
    first = paired.evaluate("window.seen.marks")
    assert 0 < first < every / 3, "the whole page was waited for"

    # Every range costs something at each change of the page.
    assert sum(map(len, paired.highlights().values())) < every / 3
    for place in ("scrollHeight", "scrollHeight / 3", "clientTop"):
        paired.evaluate(f"scrollTo(0, document.documentElement.{place})")
        wait_for(lambda: paired.evaluate(_IN_WINDOW) > 3, "marks where the reader is")
