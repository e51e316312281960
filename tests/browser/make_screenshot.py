"""Make the picture of the README: a sample page, marked, and the popup over it.

No test: ``make screenshot`` calls it by name, with the fixtures of the tests.
"""

from __future__ import annotations

import base64
from pathlib import Path

from playwright.sync_api import Playwright

from .ascribe_process import AscribeProcess
from .chromium import Chromium
from .conftest import ROOT, pair
from .marks import mark
from .site import Site

SAMPLE = "block-quotations-charter"
PICTURE = ROOT / "extension" / "docs" / "screenshot.png"
# Wide enough for the sample's column and the popup beside it.
VIEWPORT = (1440, 900)

# The popup hangs below the toolbar, at the right, as it does in a browser.
_FRAME = """<!doctype html>
<style>
  body {{ margin: 0; overflow: hidden }}
  img {{ display: block }}
  .popup {{ position: absolute; top: 8px; right: 16px; border-radius: 8px;
            box-shadow: 0 2px 6px #0005, 0 12px 32px #0004 }}
</style>
<img src="data:image/png;base64,{page}"><img class="popup"
     src="data:image/png;base64,{popup}">"""


def test_make_the_picture(
    playwright: Playwright,
    extension_dir: Path,
    ascribe_server: AscribeProcess,
    site: Site,
    tmp_path: Path,
) -> None:
    chromium = Chromium(playwright, extension_dir, viewport=VIEWPORT)
    try:
        pair(chromium, ascribe_server)
        site.put("/page", (ROOT / f"model/corpus/pages/{SAMPLE}.html").read_bytes())
        chromium.open(site.address("/page"))
        popup = mark(chromium)
        popup.wait_for_text("Marks are on")
        popup.screenshot(tmp_path / "popup.png")
        chromium.close_popup()
        chromium.screenshot(tmp_path / "page.png")
        pictures = {
            name: base64.b64encode((tmp_path / f"{name}.png").read_bytes()).decode()
            for name in ("page", "popup")
        }
        site.put("/picture", _FRAME.format(**pictures).encode())
        chromium.open(site.address("/picture"))
        chromium.wait("[...document.images].every((i) => i.complete)", "pictures")
        PICTURE.parent.mkdir(exist_ok=True)
        chromium.screenshot(PICTURE)
    finally:
        chromium.close()
