"""The diary: off until it is wanted, no text, no address, parts counted once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from ascribe.results import Block, Shares, Source
from ascribe_server.store.database import Database
from ascribe_server.store.diary import Diary

URL = "https://www.courier.example/dam?id=7#top"
NOW = datetime(2026, 11, 25, 23, 30, tzinfo=timezone(timedelta(hours=-5)))


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "data", busy_seconds=0.05)


@pytest.fixture
def diary(database: Database) -> Diary:
    return Diary(database, now=lambda: NOW)


def blocks(*texts: str) -> list[Block]:
    return [Block(str(at), "paragraph", text) for at, text in enumerate(texts)]


def analysis(scored_page: Any, *, words: int = 100, opinion: float = 0.2) -> Any:
    whole = scored_page.analysis
    shares = Shares(opinion, 0.9 - opinion, 0.1)
    return replace(
        whole,
        page=replace(whole.page, words=words, shares=shares),
        sources=(Source("Ann Li", "person", 2, 30),),
    )


def test_it_is_off_and_asking_makes_nothing(database: Database, diary: Diary) -> None:
    assert not diary.is_on
    assert diary.pages() == []
    assert diary.delete_all() == 0
    assert not database.path.exists()


def test_the_switch_is_kept_and_seen_by_other_processes(
    database: Database, diary: Diary
) -> None:
    other = Diary(Database(database.path.parent))
    diary.switch(on=True)
    assert diary.is_on
    assert other.is_on
    other.switch(on=False)
    assert not diary.is_on


def test_a_page_is_entered_under_the_readers_own_day(
    diary: Diary, scored_page: Any
) -> None:
    diary.note(URL, "Dam\n  shut", blocks("It leaks."), analysis(scored_page))
    (page,) = diary.pages()
    assert (page.day, page.site, page.title) == (
        "2026-11-25",
        "courier.example",
        "Dam shut",
    )
    assert page.words == 100
    shares = (page.opinion, page.attributed, page.statement)
    assert shares == pytest.approx((0.2, 0.7, 0.1))
    (source,) = page.sources
    assert (source.name, source.kind, source.words) == ("Ann Li", "person", 30)


def test_neither_text_nor_address_is_kept(
    database: Database, diary: Diary, scored_page: Any
) -> None:
    diary.note(URL, "Dam", blocks("Marmalade-4711 leaks."), analysis(scored_page))
    kept = b"".join(path.read_bytes() for path in database.path.parent.iterdir())
    assert b"courier.example" in kept
    assert b"Marmalade" not in kept
    assert b"dam?id=7" not in kept


def test_parts_of_a_page_add_up_and_count_once(diary: Diary, scored_page: Any) -> None:
    for text, words, opinion in (("a", 300, 0.1), ("b", 100, 0.5), ("a", 300, 0.1)):
        diary.note(
            URL,
            "Dam",
            blocks(text),
            analysis(scored_page, words=words, opinion=opinion),
        )
    diary.note(URL.replace("#top", "#end"), "", blocks("b"), analysis(scored_page))
    (page,) = diary.pages()
    assert page.title == "Dam"
    assert page.words == 400
    assert page.opinion == pytest.approx((300 * 0.1 + 100 * 0.2) / 400)
    assert page.sources[0].words == 60


def test_another_day_is_another_entry_and_the_newest_stands_first(
    database: Database, scored_page: Any
) -> None:
    for days in (1, 0, 2):
        then = NOW - timedelta(days=days)
        Diary(database, now=lambda then=then: then).note(
            URL, "Dam", blocks("a"), analysis(scored_page)
        )
    days = [page.day for page in Diary(database).pages()]
    assert days == ["2026-11-25", "2026-11-24", "2026-11-23"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "about:blank",
        "file:///home/me/letter.html",
        "http://127.0.0.1:8672/samples/a",
        "http://localhost/",
        "http://[",
        "chrome-extension://abc/panel.html",
    ],
)
def test_what_is_no_page_of_the_web_is_passed_over(
    diary: Diary, scored_page: Any, url: str
) -> None:
    diary.note(url, "Letter", blocks("a"), analysis(scored_page))
    assert diary.pages() == []


def test_a_page_without_shares_is_passed_over(diary: Diary, unscored_page: Any) -> None:
    diary.note(URL, "Note", unscored_page.blocks, unscored_page.analysis)
    assert diary.pages() == []


def test_odd_titles_are_kept_as_far_as_they_can_be(
    diary: Diary, scored_page: Any
) -> None:
    diary.note(URL, "\ud83d" + "x" * 1000, blocks("\ud83d"), analysis(scored_page))
    (page,) = diary.pages()
    assert len(page.title) == 300


def test_a_day_a_page_or_all_can_be_deleted(
    database: Database, scored_page: Any
) -> None:
    for days, url in ((0, "a"), (0, "b"), (1, "a"), (2, "a")):
        then = NOW - timedelta(days=days)
        Diary(database, now=lambda then=then: then).note(
            f"https://courier.example/{url}", url, blocks(url), analysis(scored_page)
        )
    diary = Diary(database)
    assert diary.delete_day("2026-11-25") == 2
    assert diary.delete_day("2026-11-25") == 0
    assert diary.delete_page(diary.pages()[0].id) == 1
    assert [page.day for page in diary.pages()] == ["2026-11-23"]
    assert diary.delete_all() == 1
    with database.reading() as connection:
        for table in ("diary_pages", "diary_parts", "diary_sources"):
            assert (
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
            )
