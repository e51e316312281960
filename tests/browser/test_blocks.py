"""The same page gives the same blocks in a browser and from a file.

So the popup, `ascribe analyze` and the archive tell the same numbers.
"""

from __future__ import annotations

from pathlib import Path

from ascribe.reading.html_reader import blocks_of_html
from ascribe.results import Block

from .browser import Browser
from .conftest import pair
from .labelled_pages import CORPUS, own_page
from .site import Site
from .watched_server import WatchedServer

SLUGS = sorted(path.stem for path in (CORPUS / "pages").glob("*.html"))


def plain(blocks: list[Block]) -> list[tuple[str, str, float]]:
    return [(one.kind, one.text, round(one.link_density, 3)) for one in blocks]


def test_every_page_of_the_corpus_is_read_alike(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    assert len(SLUGS) >= 20
    different = []
    with WatchedServer(tmp_path) as server:
        pair(browser, server)
        for slug in SLUGS:
            html = own_page(slug).html
            site.put("/page", html)
            browser.open(site.address("/page"))
            browser.press_toolbar()
            # The watched server scores nothing, and says so of every page.
            browser.popup().wait_for_text("Too short")
            if plain(list(server.engine.given.pop())) != plain(blocks_of_html(html)):
                different.append(slug)
    assert different == []
