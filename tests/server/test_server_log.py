"""The log is private, is rotated, and never stands in the way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ascribe_server.server_log import start_log
from ascribe_server.settings import Settings


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[logging.Logger]:
    """The handlers of pytest come back after each test."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield root
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def quiet(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, log_level="info", log_bytes=2000, log_files=2)


def log_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_lines_go_to_a_file_that_only_its_owner_can_read(
    quiet: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    start_log(quiet)
    logging.getLogger("ascribe_server.x").info("analyzed %d blocks", 3)
    path = quiet.data_dir / "server.log"
    assert path.read_text().endswith("INFO ascribe_server.x: analyzed 3 blocks\n")
    assert path.stat().st_mode & 0o777 == 0o600
    assert "analyzed 3 blocks" in capsys.readouterr().err


def test_it_is_rotated_and_old_files_go(quiet: Settings) -> None:
    start_log(quiet)
    for number in range(200):
        logging.getLogger("x").info("analyzed %d blocks", number)
    names = ["server.log", "server.log.1", "server.log.2"]
    assert log_files(quiet.data_dir) == names
    for name in names:
        path = quiet.data_dir / name
        assert path.stat().st_size <= 2000
        assert path.stat().st_mode & 0o777 == 0o600
    assert "199" in (quiet.data_dir / "server.log").read_text()


def test_what_is_less_serious_than_the_level_is_left_out(quiet: Settings) -> None:
    start_log(replace(quiet, log_level="warning"))
    logging.getLogger("x").info("a page")
    assert log_files(quiet.data_dir) == []


def test_no_file_is_written_where_none_is_wanted(quiet: Settings) -> None:
    start_log(replace(quiet, log_bytes=0))
    logging.getLogger("x").error("a failure")
    assert log_files(quiet.data_dir) == []


def test_a_folder_that_cannot_be_written_stops_nothing(
    quiet: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    (quiet.data_dir / "file").write_text("")
    start_log(replace(quiet, data_dir=quiet.data_dir / "file"))
    logging.getLogger("x").error("a failure")
    told = capsys.readouterr().err
    assert "a failure" in told
    assert "Traceback" not in told
