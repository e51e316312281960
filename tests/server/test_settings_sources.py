"""Settings come from options, the environment and a file, in that order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ascribe_server.settings import Settings
from ascribe_server.settings_sources import SettingsError, load_settings


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "some.toml"
    path.write_text('port = 1001\nmax_blocks = 11\ndata_dir = "~/there"\n', "utf-8")
    return path


def load(
    config: Path | None = None,
    environment: dict[str, str] | None = None,
    **options: Any,
) -> Settings:
    return load_settings(config=config, environment=environment or {}, options=options)


def test_without_a_word_they_are_the_defaults() -> None:
    assert load() == Settings()


def test_an_option_goes_before_the_environment_and_that_before_the_file(
    config: Path,
) -> None:
    environment = {"ASCRIBE_PORT": "1002", "ASCRIBE_MAX_PAIRINGS": "12"}
    assert load(config).port == 1001
    assert load(config, environment).port == 1002
    all_ = load(config, environment, port=1003)
    assert (all_.port, all_.max_blocks, all_.max_pairings) == (1003, 11, 12)
    assert all_.data_dir == Path("~/there").expanduser()


def test_the_platforms_file_is_read_where_no_other_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, config: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load().port == 8672
    (tmp_path / "ascribe").mkdir()
    config.rename(tmp_path / "ascribe" / "config.toml")
    assert load().port == 1001


@pytest.mark.parametrize(
    ("environment", "name", "value"),
    [
        ({"ASCRIBE_SLOT_WAIT_SECONDS": "0.5"}, "slot_wait_seconds", 0.5),
        ({"ASCRIBE_LOG_LEVEL": "info"}, "log_level", "info"),
        ({"ASCRIBE_DATA_DIR": "/x"}, "data_dir", Path("/x")),
        ({"ASCRIBE_PORT": ""}, "port", 8672),
        ({"ASCRIBE_KERNEL": "off"}, "port", 8672),
    ],
)
def test_the_environment_is_text_and_becomes_what_is_needed(
    environment: dict[str, str], name: str, value: object
) -> None:
    assert getattr(load(environment=environment), name) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prt = 1", r"there is no setting 'prt'; did you mean port\?"),
        ("zzzz = 1", "there is no setting 'zzzz'; see: ascribe settings"),
        ("port = 70000", "port: Expected `int` <= 65535, got 70000"),
        ('port = "1"', "port: Expected `int`, got `str`"),
        ("port = true", "port: Expected `int`"),
        ("data_dir = 1", "data_dir: Expected a path"),
        ('log_level = "loud"', "Expected one of debug, info, warning, error"),
        ("scoring_slots = 0", "Expected `int` >= 1"),
        ("port = ", "cannot read the settings file"),
    ],
)
def test_a_wrong_file_is_told_with_its_name_the_key_and_what_is_allowed(
    config: Path, text: str, said: str
) -> None:
    config.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=said) as caught:
        load(config)
    assert str(config) in str(caught.value)


def test_a_file_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no settings file"):
        load(tmp_path / "none.toml")


def test_a_wrong_value_in_the_environment_is_told_with_its_name() -> None:
    with pytest.raises(SettingsError, match="ASCRIBE_PORT: Expected `int`"):
        load(environment={"ASCRIBE_PORT": "eighty"})
