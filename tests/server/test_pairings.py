"""The list of paired browsers: hashes only, private, kept over a restart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ascribe_server.app import create_app
from ascribe_server.pairings import FILE_NAME, Pairings
from ascribe_server.private_files import StoreError, write_private

CHROME = "chrome-extension://" + "abcdefghijklmnop" * 2
FIREFOX = "moz-extension://0b1c2d3e-1111-4222-8333-444455556666"
PAGE = {"blocks": []}


@pytest.fixture
def pairings(tmp_path: Path) -> Pairings:
    return Pairings(tmp_path / "new folder", most=3)


def test_a_token_belongs_to_the_origin_it_was_made_for(pairings: Pairings) -> None:
    token = pairings.add(CHROME)
    assert pairings.holds(token, origin=CHROME)
    assert not pairings.holds(token, origin=FIREFOX)
    assert not pairings.holds("", origin=CHROME)


def test_nobody_is_paired_at_first(pairings: Pairings) -> None:
    assert not pairings.holds("x", origin=CHROME)


def test_several_browsers_stay_paired(pairings: Pairings) -> None:
    tokens = [(pairings.add(origin), origin) for origin in (CHROME, FIREFOX, CHROME)]
    assert all(pairings.holds(token, origin=origin) for token, origin in tokens)


def test_the_oldest_is_forgotten_when_there_are_too_many(pairings: Pairings) -> None:
    tokens = [pairings.add(CHROME) for _ in range(4)]
    held = [pairings.holds(token, origin=CHROME) for token in tokens]
    assert held == [False, True, True, True]


def test_tokens_have_256_bits_and_only_their_hash_is_kept(
    pairings: Pairings, tmp_path: Path
) -> None:
    token = pairings.add(CHROME)
    assert len(token) == 43
    path = tmp_path / "new folder" / FILE_NAME
    assert token not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    for one in path.parent.iterdir():
        assert token not in one.read_text()


@pytest.mark.parametrize("content", ["", "[]", '{"pairings": [{"origin": 1}]}', "{}"])
def test_a_damaged_list_is_an_error_that_names_the_file(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(StoreError, match=FILE_NAME):
        Pairings(tmp_path, most=3).holds("x", origin=CHROME)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write"):
        write_private(tmp_path / "file" / "x.json", {})
    with pytest.raises(StoreError, match=r"cannot write .*file"):
        Pairings(tmp_path / "file", most=3).add(CHROME)


def test_pairing_survives_a_restart(paired: Any, engine: Any, settings: Any) -> None:
    later = replace(paired, app=create_app(engine, settings))
    assert later.post("/v1/analyze", PAGE).status_code == 200


def test_a_damaged_list_lets_nobody_in(paired: Any, settings: Any) -> None:
    (settings.data_dir / FILE_NAME).write_text("{")
    answer = paired.post("/v1/analyze", PAGE)
    assert answer.status_code == 500
    assert answer.json["type"] == "/problems/store-unusable"
    assert FILE_NAME in answer.json["detail"]


def test_two_browsers_pair_one_after_the_other(caller: Any) -> None:
    chrome = caller.pair()
    firefox = replace(caller, origin=FIREFOX).pair()
    for browser in (chrome, firefox):
        assert browser.post("/v1/analyze", PAGE).status_code == 200


def test_a_code_works_once_over_http(caller: Any) -> None:
    code = caller.service.code.renew()
    assert caller.post("/v1/pair", {"code": code}).status_code == 200
    again = caller.post("/v1/pair", {"code": code})
    assert (again.status_code, again.json["type"]) == (410, "/problems/code-spent")
    assert "ascribe pair" in again.json["detail"]


def test_wrong_codes_are_refused_and_then_slowed_down(caller: Any) -> None:
    statuses = []
    for _ in range(caller.settings.failures_per_minute // 5 + 1):
        caller.service.code.renew()
        statuses += [
            caller.post("/v1/pair", {"code": "WRONG"}).status_code for _ in range(5)
        ]
    assert statuses[:5] == [403, 403, 403, 403, 410]
    assert statuses[-5:] == [429] * 5
