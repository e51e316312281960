"""Files for their owner only, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ascribe_server.private_files import (
    StoreError,
    delete_private,
    read_private,
    sweep_drafts,
    write_private,
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.json"
    assert read_private(path) is None
    write_private(path, {"a": [1, "\ud83d"]})
    assert read_private(path) == {"a": [1, "\ud83d"]}
    delete_private(path)
    delete_private(path)
    assert read_private(path) is None


def test_only_the_owner_may_read_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "new" / "x.json", 1)
    finally:
        os.umask(before)
    assert (tmp_path / "new" / "x.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_file_that_others_could_read_is_replaced_by_one_they_cannot(
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.json"
    path.write_text("1")
    path.chmod(0o644)
    write_private(path, 2)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    write_private(path, 1)
    with pytest.raises(TypeError):
        write_private(path, object())
    assert read_private(path) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_damage_is_told_with_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(b"\xff{")
    with pytest.raises(StoreError, match=r"x\.json.*Delete it"):
        read_private(path)
    with pytest.raises(StoreError, match="cannot delete"):
        delete_private(tmp_path)


def test_drafts_that_a_crash_left_are_swept_and_nothing_else(tmp_path: Path) -> None:
    write_private(tmp_path / "x.json", 1)
    old, young = tmp_path / ".x.json.0123abcd", tmp_path / ".x.json.4567abcd"
    for path in (old, young, tmp_path / ".hidden"):
        path.write_text("{")
        os.utime(path, (0, 0))
    os.utime(young)
    sweep_drafts(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        *["x.json", ".x.json.4567abcd", ".hidden"]
    }
    sweep_drafts(tmp_path / "none")
