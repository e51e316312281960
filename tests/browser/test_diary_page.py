"""The page `/diary` in real Chromium, filled by a real engine; no network."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ascribe.corpus import corpus_folder
from ascribe.engine import load_engine
from ascribe.training.dataset import read_documents
from ascribe_server.store.database import Database
from ascribe_server.store.diary import Diary

from .ascribe_process import AscribeProcess
from .browser import Browser
from .conftest import forget, pair
from .labelled_pages import own_page
from .marks import mark
from .site import Site

ARTICLES = (
    ("op-ed-bus-lanes", "courier.example"),
    ("news-dam-inquiry", "herald.example"),
    ("news-council-swings", "herald.example"),
)


def fill(data_dir: Path) -> None:
    """Enter an article a day, today's first."""
    engine = load_engine()
    for days, (name, site) in enumerate(ARTICLES):
        (document,) = read_documents([corpus_folder() / f"{name}.jsonl"])
        then = datetime.now().astimezone() - timedelta(days=days)
        diary = Diary(Database(data_dir), now=lambda then=then: then)
        diary.note(
            f"https://{site}/{name}",
            document.blocks[0].text,
            document.blocks,
            engine.analyze(document.blocks),
        )


@pytest.fixture
def server(start_server: Callable[..., AscribeProcess]) -> AscribeProcess:
    return start_server()


@pytest.fixture
def open_page(
    open_own_page: Callable[..., Page], server: AscribeProcess
) -> Callable[..., Page]:
    return partial(open_own_page, server.address, "/diary")


def test_it_is_off_and_says_so_until_it_is_switched_on(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    expect(page.get_by_text("The diary is off.")).to_be_visible()
    switch = page.get_by_role("switch", name="Keep a diary")
    expect(switch).not_to_be_checked()
    switch.check()
    expect(page.get_by_text("Nothing is entered yet.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("switch")).to_be_checked()


def test_shares_by_site_and_day_and_who_is_heard_most(
    open_page: Callable[..., Page], server: AscribeProcess
) -> None:
    fill(server.data_dir)
    page = open_page()
    expect(page.locator("#time-summary")).to_contain_text("3 pages")
    expect(page.locator(".time-chart circle")).to_have_count(3)
    sites = page.locator("#sites tbody tr")
    expect(sites).to_have_count(2)
    opinion = {
        row.locator("th").inner_text(): int(
            row.locator("td").last.inner_text().removesuffix("%")
        )
        for row in sites.all()
    }
    assert opinion["courier.example"] > opinion["herald.example"]
    assert page.locator("#heard tbody tr").count() > 3
    expect(page.locator(".day")).to_have_count(3)


def test_a_page_a_day_and_all_can_be_deleted(
    open_page: Callable[..., Page], server: AscribeProcess
) -> None:
    fill(server.data_dir)
    page = open_page()
    page.locator(".day li button").first.click()
    expect(page.locator(".day")).to_have_count(2)
    day = page.get_by_role("button", name="Delete this day").first
    day.click()
    expect(page.locator(".day")).to_have_count(2)
    page.get_by_role("button", name="Really delete it?").click()
    expect(page.locator(".day")).to_have_count(1)
    page.get_by_role("button", name="Delete all of it").click()
    page.get_by_role("button", name="Really delete all of it?").click()
    expect(page.locator("#filled")).to_be_hidden()
    assert Diary(Database(server.data_dir)).pages() == []


def test_a_shorter_time_leaves_older_pages_out(
    open_page: Callable[..., Page], server: AscribeProcess
) -> None:
    fill(server.data_dir)
    old = datetime.now().astimezone() - timedelta(days=20)
    (document,) = read_documents([corpus_folder() / "wire-merger.jsonl"])
    Diary(Database(server.data_dir), now=lambda: old).note(
        "https://wire.example/merger",
        "Merger",
        document.blocks,
        load_engine().analyze(document.blocks),
    )
    page = open_page()
    expect(page.locator(".day")).to_have_count(4)
    page.get_by_label("Show").select_option("7")
    expect(page.locator(".day")).to_have_count(3)
    expect(page.locator("#sites")).not_to_contain_text("wire.example")


def test_it_is_saved_as_a_table(
    open_page: Callable[..., Page], server: AscribeProcess, tmp_path: Path
) -> None:
    fill(server.data_dir)
    page = open_page()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    path = tmp_path / "diary.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["site"] for row in csv.DictReader(file)] == [
            site for _, site in ARTICLES
        ]


@pytest.mark.parametrize("width", [400, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out(
    open_page: Callable[..., Page],
    server: AscribeProcess,
    shot: Callable[[str], Path],
    width: int,
    scheme: str,
) -> None:
    fill(server.data_dir)
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    expect(page.locator("#filled")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=shot(f"diary-page-{scheme}-{width}"), full_page=True)


def test_the_options_switch_it_and_a_marked_page_is_entered(
    browser: Browser,
    site: Site,
    server: AscribeProcess,
    open_page: Callable[..., Page],
    shot: Callable[[str], Path],
) -> None:
    pair(browser, server)
    browser.open(browser.extension_page("options.html"))
    browser.wait("!document.querySelector('#diary').disabled", "answer of the server")
    assert not browser.evaluate("document.querySelector('#diary').checked")
    browser.click("#diary")
    browser.wait_for_text("The diary is on.")
    browser.evaluate("document.querySelector('#diary').scrollIntoView()")
    browser.screenshot(shot(f"options-diary-{browser.name}"))

    site.put("/page", own_page().html)
    browser.open(site.address("/page"))
    mark(browser)

    page = open_page()
    expect(page.locator(".day li")).to_have_count(1)
    expect(page.locator(".day li small")).to_contain_text("news.test")
    forget(browser)
