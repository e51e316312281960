"""Corrections over the API, as a paired extension makes them."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from typing import Any

import pytest

from ascribe_server.app import create_app
from ascribe_server.store.corrections import sha256_of_text

BLOCKS = [
    {"id": "1", "kind": "paragraph", "text": "Rain fell on the quay all morning."},
    {"id": "2", "kind": "paragraph", "text": "The plan is a scandal \ud83d, plainly."},
    {"id": "3", "kind": "paragraph", "text": "The harbour master left at noon."},
]
MODEL = {"name": "small", "version": "1", "sha256": "0" * 64}


def correction(**changes: Any) -> dict[str, Any]:
    return {
        "label": "opinion",
        "quote": BLOCKS[1]["text"],
        "prefix": BLOCKS[0]["text"] + "\n",
        "suffix": "\n" + BLOCKS[2]["text"],
        "block": {"sha256": sha256_of_text(BLOCKS[1]["text"]), "kind": "paragraph"},
        "model": MODEL,
        "probabilities": {
            "opinion": 0.25, "attributed": 0.25, "statement": 0.5, "other": 0.0,
        },
        **changes,
    }  # fmt: skip


def shown(paired: Any, blocks: Any = BLOCKS) -> Any:
    answer = paired.post("/v1/analyze", {"blocks": blocks})
    assert answer.status_code == 200
    return answer.json["corrections"]


def test_a_correction_comes_back_with_its_number_and_time(paired: Any) -> None:
    answer = paired.post("/v1/corrections", correction())
    assert answer.status_code == 200
    assert answer.json["id"] == 1
    assert answer.json["used_in"] == []
    assert answer.json["made_at"].endswith("Z")
    assert answer.json["label"] == "opinion"
    # Half a surrogate pair has no UTF-8; it is kept as a browser writes it.
    assert answer.json["quote"] == "The plan is a scandal �, plainly."


def test_it_is_on_the_disk_when_it_is_acknowledged(
    paired: Any, engine: Any, settings: Any
) -> None:
    paired.post("/v1/corrections", correction())
    later = replace(paired, app=create_app(engine, settings))
    (kept,) = later.post("/v1/corrections/list", {}).json["corrections"]
    assert kept["quote"].startswith("The plan")
    assert kept["probabilities"] == correction()["probabilities"]
    assert kept["block"] == correction()["block"]


def test_it_is_shown_again_on_the_page_and_after_an_edit(paired: Any) -> None:
    assert shown(paired) == []
    paired.post("/v1/corrections", correction())
    (found,) = shown(paired)
    units = len(BLOCKS[1]["text"].encode("utf-16-le", "surrogatepass")) // 2
    assert found == {
        "id": 1, "block": "2", "start": 0, "end": units, "label": "opinion",
        "used_in": [],
    }  # fmt: skip
    edited = [BLOCKS[0], {**BLOCKS[1], "text": "The new plan is a scandal, plainly."}]
    assert [one["block"] for one in shown(paired, [*edited, BLOCKS[2]])] == ["2"]


def test_it_is_not_shown_where_it_does_not_stand(paired: Any) -> None:
    paired.post("/v1/corrections", correction())
    assert shown(paired, [BLOCKS[0], BLOCKS[2]]) == []


def test_a_second_thought_replaces_the_first(paired: Any) -> None:
    first = paired.post("/v1/corrections", correction()).json
    again = paired.post(
        "/v1/corrections", correction(label="statement", quote=BLOCKS[1]["text"] + " ")
    ).json
    assert again["id"] == first["id"]
    assert [one["label"] for one in shown(paired)] == ["statement"]


def test_undo_forgets_the_correction_and_its_text(paired: Any, settings: Any) -> None:
    id_ = paired.post("/v1/corrections", correction()).json["id"]
    assert paired.post("/v1/corrections/undo", {"id": id_}).json == {"id": id_}
    assert shown(paired) == []
    for path in settings.data_dir.glob("ascribe.sqlite3*"):
        assert b"scandal" not in path.read_bytes()
    again = paired.post("/v1/corrections/undo", {"id": id_})
    assert again.status_code == 404
    assert again.json["type"] == "/problems/unknown-correction"


def test_only_the_sentence_and_its_neighbours_are_kept(
    paired: Any, settings: Any
) -> None:
    page = [*BLOCKS, {"id": "4", "kind": "paragraph", "text": "Nobody asked a diver."}]
    paired.post("/v1/analyze", {"blocks": page, "page": {"url": "https://e.org/x"}})
    paired.post("/v1/corrections", correction())
    raw = b"".join(path.read_bytes() for path in settings.data_dir.glob("*sqlite3*"))
    assert b"scandal" in raw
    assert b"diver" not in raw
    assert b"e.org" not in raw


def test_what_was_listed_can_be_imported_elsewhere(
    paired: Any, engine: Any, settings: Any, tmp_path: Any
) -> None:
    paired.post("/v1/corrections", correction())
    paired.post("/v1/corrections", correction(quote="Another one.", label="other"))
    paired.service.corrections.mark_used([1], "reader-1")
    listed = paired.post("/v1/corrections/list", {}).json
    elsewhere = replace(settings, data_dir=tmp_path / "other")
    other = replace(paired, app=create_app(engine, elsewhere)).pair()
    answer = other.post("/v1/corrections/import", listed)
    assert answer.json == {"added": 2, "replaced": 0}
    assert other.post("/v1/corrections/list", {}).json == listed
    assert listed["corrections"][0]["used_in"] == ["reader-1"]
    again = other.post("/v1/corrections/import", listed)
    assert again.json == {"added": 0, "replaced": 2}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        pytest.param({"label": "bias"}, "$.label", id="unknown label"),
        pytest.param({"quote": ""}, "$.quote", id="no quote"),
        pytest.param({"quote": " \n "}, "$.quote", id="blank quote"),
        pytest.param({"quote": "x" * 10_001}, "$.quote", id="a whole page"),
        pytest.param({"prefix": "x" * 10_001}, "$.prefix", id="a page before"),
        pytest.param({"block": {"sha256": "abc"}}, "$.block.sha256", id="no hash"),
        pytest.param({"model": {"name": "m"}}, "$.model", id="no version"),
        pytest.param({"url": "https://e.org"}, "$", id="what is not kept"),
    ],
)
def test_what_has_the_wrong_shape_is_named_and_not_kept(
    paired: Any, changes: Any, path: str
) -> None:
    answer = paired.post("/v1/corrections", correction(**changes))
    assert answer.status_code == 422
    assert answer.json["errors"][0]["path"] == path
    assert paired.post("/v1/corrections/list", {}).json == {"corrections": []}


def test_an_import_with_one_bad_row_keeps_none(paired: Any) -> None:
    rows = [correction(), correction(quote="b", made_at="2026-13-45T10:00:00Z")]
    answer = paired.post("/v1/corrections/import", {"corrections": rows})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["path"] == "$.corrections[1].made_at"
    assert paired.post("/v1/corrections/list", {}).json == {"corrections": []}


@pytest.mark.parametrize("path", ["", "/list", "/undo", "/import"])
def test_only_a_paired_browser_may_ask(caller: Any, path: str) -> None:
    answer = caller.post(f"/v1/corrections{path}", correction())
    assert answer.status_code == 401
    assert not caller.settings.data_dir.joinpath("ascribe.sqlite3").exists()


def test_two_browsers_correct_at_once_and_nothing_is_lost(
    paired: Any, caller: Any
) -> None:
    browsers = [paired, caller.pair()]

    def correct(browser: Any, name: str) -> None:
        for number in range(10):
            quote = f"Browser {name} says so {number} times."
            body = correction(quote=quote)
            assert browser.post("/v1/corrections", body).status_code == 200

    threads = [
        threading.Thread(target=correct, args=(browser, name))
        for browser, name in zip(browsers, "ab", strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = paired.post("/v1/corrections/list", {}).json["corrections"]
    assert len(kept) == len({one["quote"] for one in kept}) == 20


def test_a_locked_store_says_so_and_pages_are_scored_all_the_same(
    paired: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paired.post("/v1/corrections", correction())
    database = paired.service.corrections.database
    monkeypatch.setattr(database, "_busy_seconds", 0.05)
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        answer = paired.post("/v1/corrections", correction(label="other"))
        assert answer.status_code == 503
        assert answer.json["type"] == "/problems/store-busy"
        assert [one["label"] for one in shown(paired)] == ["opinion"]
    finally:
        other.close()
    assert [one["label"] for one in shown(paired)] == ["opinion"]


def test_a_damaged_store_says_so_and_pages_are_scored_all_the_same(
    paired: Any, caplog: pytest.LogCaptureFixture
) -> None:
    paired.post("/v1/corrections", correction())
    for path in paired.settings.data_dir.glob("ascribe.sqlite3*"):
        path.write_bytes(b"nonsense" * 1000)
    answer = paired.post("/v1/corrections", correction(label="other"))
    assert answer.status_code == 500
    assert "is damaged" in answer.json["detail"]
    assert shown(paired) == []
    assert "corrections are not shown" in caplog.text
