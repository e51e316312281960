"""The page `/compare` in real Chromium, with the real engine behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .ascribe_process import AscribeProcess

COURIER = """\
Ada Brock, the mayor, said on Monday that the bridge would stay shut until spring. \
She said that the second pier had moved by a hand's breadth. The bridge was built in \
1931. It carries two lanes and a footpath.

An official who asked not to be named said the money would run out in May. The \
council owns the bridge. Four thousand people cross it every day.

"Nobody should drive over it," said Kevin Jon Heller, an engineer at the Office of \
Harbour Safety. The Office of Harbour Safety said it would inspect the pier again.
"""
HERALD = """\
The closure of the bridge is a disgrace, and everybody at the town hall ought to be \
ashamed of it. Years of neglect have led here.

Mayor Brock said the bridge was old. Heller, who has looked at the pier, told the \
Courier that it could be mended in a month. I do not believe a word of it.

The OHS said in a statement that it would inspect the pier again. Tom Hale, the \
treasurer, told the council that the money was there. It is time that somebody took \
the blame for this awful mess.
"""
DROP = """(files) => {
  const transfer = new DataTransfer();
  for (const [name, content] of files) {
    transfer.items.add(new File([content], name, { type: "text/plain" }));
  }
  document.body.dispatchEvent(new DragEvent("drop", {
    dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def open_page(
    open_own_page: Callable[..., Page], ascribe_server: AscribeProcess
) -> Callable[..., Page]:
    return partial(open_own_page, ascribe_server.address, "/compare")


def compared(page: Page) -> Page:
    page.get_by_label("Page A").fill(COURIER)
    page.get_by_label("Page B").fill(HERALD)
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("#result")).to_be_visible()
    return page


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(
        has=page.get_by_role("button", name=name, exact=True)
    )


def test_shares_and_sources_stand_side_by_side(open_page: Callable[..., Page]) -> None:
    page = compared(open_page())
    expect(page.locator("#headline")).to_have_text("2 pages side by side")
    opinion = page.locator("#shares-table tr").filter(has_text="Opinion")
    shares = opinion.locator("b:not(.range b)").all_inner_texts()
    here, there = (int(share.removesuffix("%")) for share in shares)
    assert here + 20 < there
    groups = page.locator("#sources-table [scope=rowgroup]").all_inner_texts()
    assert groups == ["Heard on both pages", "Only on A", "Only on B"]
    expect(row(page, "Ada Brock person")).to_contain_text("as Brock")
    expect(row(page, "Office of Harbour Safety organisation")).to_contain_text("as OHS")
    expect(row(page, "Tom Hale person").locator("td").first).to_have_text("–")


def test_a_chosen_source_marks_its_sentences_on_every_page(
    open_page: Callable[..., Page],
) -> None:
    page = compared(open_page())
    button = page.get_by_role("button", name="Ada Brock person", exact=True)
    button.click()
    marked = page.locator(".of-source").all_inner_texts()
    assert marked[-1] == "Mayor Brock said the bridge was old."
    assert len(marked) == 3
    button.click()
    expect(page.locator(".of-source")).to_have_count(0)


def test_a_chosen_sentence_says_why_and_only_one_is_chosen(
    open_page: Callable[..., Page],
) -> None:
    page = compared(open_page())
    page.locator("#texts section").first.locator(".attributed").first.click()
    expect(page.locator("#detail")).to_contain_text("Ada Brock")
    page.locator("#texts section").last.locator(".opinion").first.click()
    expect(page.locator("#texts [aria-pressed=true]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#detail")).to_be_hidden()


def test_dropped_files_fill_the_pages_and_more_are_made(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    files = [["a.txt", COURIER], ["b.txt", HERALD], ["c.txt", HERALD]]
    page.evaluate(DROP, files)
    expect(page.locator(".card-file")).to_have_text(["a.txt", "b.txt", "c.txt"])
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("#headline")).to_have_text("3 pages side by side")
    expect(page.locator("#sources-table")).to_contain_text("Heard on all 3 pages")
    expect(page.locator("#sources-table")).to_contain_text("Heard on B and C")


def test_one_page_alone_is_told(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.get_by_label("Page A").fill(COURIER)
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Two pages are needed")


def test_the_report_can_be_saved_and_opens_by_itself(
    open_page: Callable[..., Page], plain_chromium: Browser, tmp_path: Path
) -> None:
    page = compared(open_page())
    with page.expect_download() as download:
        page.get_by_role("button", name="Save a report").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.name == "comparison.html"
    report = plain_chromium.new_page()
    report.goto(path.as_uri())
    box = report.get_by_label("Ada Brock")
    box.check()
    colour = "one => getComputedStyle(one).backgroundColor"
    sentences = report.locator(".texts .attributed")
    chosen = sentences.first.evaluate(colour)
    box.uncheck()
    assert sentences.first.evaluate(colour) != chosen
    report.close()


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out(
    open_page: Callable[..., Page],
    shot: Callable[[str], Path],
    width: int,
    scheme: str,
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    compared(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=shot(f"compare-page-{scheme}-{width}"), full_page=True)
