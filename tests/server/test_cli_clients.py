"""``ascribe clients``: what it lists, and that a running server obeys."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ascribe_server.cli import main
from ascribe_server.pairings import FILE_NAME

FIREFOX = "moz-extension://0b1c2d3e-1111-4222-8333-444455556666"
PAGE = {"blocks": []}


def run(data_dir: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["clients", *arguments, "--data-dir", str(data_dir)]
    )


@pytest.fixture
def browsers(caller: Any) -> list[Any]:
    """Two profiles with one origin, and Firefox: all of one running application."""
    return [caller.pair(), caller.pair(), replace(caller, origin=FIREFOX).pair()]


def listed(browsers: list[Any]) -> list[dict[str, str]]:
    result = run(browsers[0].settings.data_dir, "list", "--json")
    assert result.exit_code == 0
    rows: list[dict[str, str]] = json.loads(result.stdout)
    return rows


def statuses(browsers: list[Any]) -> list[int]:
    return [one.post("/v1/analyze", PAGE).status_code for one in browsers]


def test_every_paired_browser_is_listed_without_its_token(browsers: list[Any]) -> None:
    data_dir = browsers[0].settings.data_dir
    out = run(data_dir, "list").stdout
    rows = listed(browsers)
    assert [row["browser"] for row in rows] == ["Chrome, Edge"] * 2 + ["Firefox"]
    assert len({row["client"] for row in rows}) == 3
    assert [line.split()[0] for line in out.splitlines()] == [
        row["client"] for row in rows
    ]
    kept = json.loads((data_dir / FILE_NAME).read_text())["pairings"]
    for secret in [one.token for one in browsers] + [one["sha256"] for one in kept]:
        assert secret not in out + json.dumps(rows)


def test_a_revoked_browser_is_refused_at_once_and_the_others_are_not(
    browsers: list[Any],
) -> None:
    data_dir = browsers[0].settings.data_dir
    assert statuses(browsers) == [200, 200, 200]
    result = run(data_dir, "revoke", listed(browsers)[1]["client"])
    assert result.exit_code == 0
    assert "Unpaired" in result.stderr
    assert statuses(browsers) == [200, 401, 200]
    assert len(listed(browsers)) == 2
    assert (data_dir / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_all_can_be_revoked_and_paired_anew(browsers: list[Any]) -> None:
    data_dir = browsers[0].settings.data_dir
    assert run(data_dir, "revoke", "--all").exit_code == 0
    assert statuses(browsers) == [401, 401, 401]
    assert listed(browsers) == []
    assert statuses([browsers[0].pair()]) == [200]


def test_an_unknown_name_unpairs_nobody(browsers: list[Any]) -> None:
    data_dir = browsers[0].settings.data_dir
    result = run(data_dir, "revoke", listed(browsers)[0]["client"], "0" * 16)
    assert result.exit_code == 1
    assert "0" * 16 in result.stderr
    assert "ascribe clients list" in result.stderr
    assert statuses(browsers) == [200, 200, 200]


@pytest.mark.parametrize("arguments", [[], ["--all", "0" * 16]])
def test_what_to_revoke_must_be_said_in_one_way(
    tmp_path: Path, arguments: list[str]
) -> None:
    result = run(tmp_path, "revoke", *arguments)
    assert result.exit_code == 2
    assert "--all" in result.stderr


def test_with_no_browser_it_says_how_to_pair_one(tmp_path: Path) -> None:
    result = run(tmp_path, "list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "ascribe pair" in result.stderr
    assert "No browser" in run(tmp_path, "revoke", "--all").stderr


@pytest.mark.parametrize("command", [["list"], ["revoke", "--all"]])
def test_a_damaged_list_is_named(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / FILE_NAME).write_text("{")
    result = run(tmp_path, *command)
    assert result.exit_code == 1
    assert FILE_NAME in result.stderr
