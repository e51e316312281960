"""Make the README's picture: a marked page and its popup in real Chromium.

`make screenshot` runs it. It is a test only in form, because it needs what the
tests need; a plain run of the tests does not collect it.
"""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import Playwright

from .ascribe_process import AscribeProcess
from .chromium import CHROMIUM, Chromium
from .conftest import ROOT, pair
from .labelled_pages import own_page
from .marks import mark
from .site import Site

PICTURE = ROOT / "extension" / "docs" / "screenshot.png"
MOST_BYTES = 400_000
WIDTH, HEIGHT = 1280, 760
# The page, the popup's 350 pixels and the gaps around them make up the width.
PAGE_WIDTH = 884
# What stands at the top: attributed sentences above, the opinion in the middle.
TOP = "The official told Halyard"

_FRAME = """<!doctype html>
<style>
  body {{ margin: 0; height: {height}px; overflow: hidden; background: #cfd4d8;
         display: flex; gap: 24px; align-items: flex-start }}
  img {{ display: block }}
  .popup {{ margin: 20px 22px 0 0; border-radius: 8px; overflow: hidden;
           box-shadow: 0 6px 28px rgb(0 0 0 / 0.28) }}
</style>
<img src="data:image/png;base64,{page}">
<div class="popup"><img src="data:image/png;base64,{popup}"></div>"""


def test_make_the_picture(
    playwright: Playwright,
    extension_dir: Path,
    ascribe_server: AscribeProcess,
    site: Site,
    tmp_path: Path,
) -> None:
    page, popup = tmp_path / "page.png", tmp_path / "popup.png"
    browser = Chromium(playwright, extension_dir, viewport=(PAGE_WIDTH, HEIGHT))
    try:
        pair(browser, ascribe_server)
        site.put("/page", own_page().html)
        browser.open(site.address("/page"))
        view = mark(browser)
        view.wait_for_text("Marks are on")
        view.screenshot(popup)
        browser.call(
            """(top) => [...document.querySelectorAll("p")]
                 .find((one) => one.textContent.startsWith(top))
                 .scrollIntoView({ block: "start", behavior: "instant" })""",
            TOP,
        )
        browser.evaluate("scrollBy(0, -24)")
        browser.screenshot(page)
    finally:
        browser.close()
    _compose(playwright, page, popup)
    assert PICTURE.stat().st_size < MOST_BYTES


def _compose(playwright: Playwright, page: Path, popup: Path) -> None:
    PICTURE.parent.mkdir(exist_ok=True)
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
    )
    frame = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    frame.set_content(
        _FRAME.format(
            height=HEIGHT,
            page=base64.b64encode(page.read_bytes()).decode(),
            popup=base64.b64encode(popup.read_bytes()).decode(),
        )
    )
    frame.screenshot(path=PICTURE)
    browser.close()
