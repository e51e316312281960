"""Settings say what they are and where they end."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from ascribe import engine
from ascribe_server.settings import Settings, default_data_dir


def test_every_setting_has_a_help_that_is_a_sentence() -> None:
    for field in fields(Settings):
        assert field.metadata["help"].endswith("."), field.name


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_only_two_hosts_are_answered() -> None:
    assert Settings(port=1234).hosts == ("127.0.0.1:1234", "localhost:1234")
    assert Settings(port=1234).address == "http://127.0.0.1:1234"


def test_data_lies_where_the_platform_keeps_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = default_data_dir()
    assert folder.is_relative_to(tmp_path)
    assert folder.name == "ascribe"
    assert not folder.exists()


def test_the_limits_lie_within_the_engines() -> None:
    settings = Settings()
    assert settings.max_page_units <= engine.MAX_PAGE_UNITS
    assert settings.max_blocks == engine.MAX_BLOCKS


def test_200_000_words_are_within_the_limits_in_any_script() -> None:
    settings = Settings()
    assert settings.max_page_units >= 200_000 * 8
    assert settings.max_body_bytes >= settings.max_page_units * 4
