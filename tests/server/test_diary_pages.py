"""The diary over HTTP: entered with a page, switched, shown, saved and deleted."""

from __future__ import annotations

import csv
import io
import json
import logging
import sqlite3
from typing import Any

import pytest

from ascribe_server.store.database import FILE_NAME

BLOCK = {"id": "1", "kind": "paragraph", "text": "I hate Marmalade-4711."}
PAGE = {"url": "https://courier.example/a", "title": "=Rain", "language": "en"}


def scored(paired: Any, **page: str) -> Any:
    return paired.post("/v1/analyze", {"blocks": [BLOCK], "page": {**PAGE, **page}})


def own(caller: Any, path: str, body: Any, **headers: str) -> Any:
    sent = {
        "Origin": caller.settings.address,
        "Sec-Fetch-Site": "same-origin",
        "X-Ascribe-Page": caller.service.page_token,
    }
    return caller.post(path, body, Authorization=None, **{**sent, **headers})


@pytest.fixture
def keeping(paired: Any) -> Any:
    """A paired browser whose server keeps a diary."""
    assert paired.post("/v1/diary", {"on": True}).json == {"on": True}
    return paired


def test_it_is_off_by_default_and_then_nothing_is_made(paired: Any) -> None:
    assert paired.post("/v1/diary", {}).json == {"on": False}
    assert scored(paired).status_code == 200
    assert not (paired.settings.data_dir / FILE_NAME).exists()


def test_what_is_scored_is_entered_while_it_is_on(keeping: Any) -> None:
    assert scored(keeping).status_code == 200
    keeping.post("/v1/analyze", {"blocks": [BLOCK]})
    answer = own(keeping, "/page/diary", {}).json
    assert answer["on"] is True
    (page,) = answer["pages"]
    assert (page["site"], page["title"], page["opinion"]) == (
        "courier.example",
        "=Rain",
        1.0,
    )
    assert own(keeping, "/page/diary", {"on": False}).json["on"] is False
    scored(keeping, url="https://courier.example/b")
    assert len(own(keeping, "/page/diary", {}).json["pages"]) == 1


def test_a_diary_that_cannot_be_written_is_in_no_pages_way(
    keeping: Any, caplog: pytest.LogCaptureFixture
) -> None:
    path = keeping.settings.data_dir / FILE_NAME
    with sqlite3.connect(path, isolation_level=None) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with caplog.at_level(logging.WARNING):
            assert scored(keeping).status_code == 200
        holder.execute("ROLLBACK")
    holder.close()
    assert "was not entered in the diary" in caplog.text
    assert "Marmalade" not in caplog.text
    assert "courier" not in caplog.text


def test_a_damaged_store_is_said_and_pages_are_still_scored(paired: Any) -> None:
    path = paired.settings.data_dir / FILE_NAME
    path.write_bytes(b"no database at all, whatever it is called" * 100)
    assert scored(paired).status_code == 200
    answer = own(paired, "/page/diary", {})
    assert answer.status_code == 500
    assert "damaged" in answer.json["detail"]


def test_days_pages_and_all_are_deleted(keeping: Any) -> None:
    for at in range(3):
        scored(keeping, url=f"https://courier.example/{at}")
    pages = own(keeping, "/page/diary", {}).json["pages"]
    left = own(keeping, "/page/diary/delete", {"page": pages[0]["id"]}).json["pages"]
    assert left == pages[1:]
    day = {"day": pages[0]["day"]}
    assert own(keeping, "/page/diary/delete", day).json["pages"] == []
    scored(keeping)
    answer = own(keeping, "/page/diary/delete", {"all": True}).json
    assert answer == {"on": True, "pages": []}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"day": "2026-11-25", "all": True},
        {"day": "yesterday"},
        {"page": "1"},
        {"page": 2**63},
    ],
)
def test_an_unclear_deletion_deletes_nothing(keeping: Any, body: Any) -> None:
    scored(keeping)
    assert own(keeping, "/page/diary/delete", body).status_code == 422
    assert len(own(keeping, "/page/diary", {}).json["pages"]) == 1


def test_all_false_deletes_nothing(keeping: Any) -> None:
    scored(keeping)
    answer = own(keeping, "/page/diary/delete", {"all": False})
    assert len(answer.json["pages"]) == 1


def test_it_is_saved_as_csv_and_json(keeping: Any) -> None:
    scored(keeping)
    answer = own(keeping, "/page/diary/export", {"format": "csv"})
    assert "diary.csv" in answer.headers["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["site"], row["title"], row["opinion"]) == (
        "courier.example",
        "'=Rain",
        "1.0",
    )
    answer = own(keeping, "/page/diary/export", {"format": "json"})
    (page,) = json.loads(answer.text)
    assert page["title"] == "=Rain"
    assert own(keeping, "/page/diary/export", {"format": "pdf"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/page/diary", {"on": True}),
        ("/page/diary/delete", {"all": True}),
        ("/page/diary/export", {"format": "csv"}),
    ],
)
def test_only_the_servers_own_page_may_ask(keeping: Any, path: str, body: Any) -> None:
    scored(keeping)
    assert own(keeping, path, body, X_Ascribe_Page="wrong").status_code == 403
    assert own(keeping, path, body, Origin="https://evil.example").status_code == 403
    assert len(own(keeping, "/page/diary", {}).json["pages"]) == 1


def test_only_a_paired_browser_may_switch_it(caller: Any) -> None:
    assert caller.post("/v1/diary", {"on": True}).status_code == 401


def test_the_page_itself_holds_nothing_that_was_read(keeping: Any) -> None:
    scored(keeping)
    page = keeping.get("/diary")
    assert page.status_code == 200
    assert "courier" not in page.text
