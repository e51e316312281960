"""Each setting is an option, with its help, environment name and default."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from ascribe_server.settings import Settings
from ascribe_server.settings_options import settings_options
from ascribe_server.settings_sources import NAMES, environment_name, option_name


@click.command()
@settings_options()
def show(*, settings: Settings) -> None:
    click.echo(repr(settings))


@click.command()
@settings_options("port")
def show_port(*, settings: Settings) -> None:
    click.echo(repr(settings))


def test_help_names_every_setting_with_its_name_in_the_environment() -> None:
    told = " ".join(CliRunner().invoke(show, ["--help"]).stdout.split())
    for name in NAMES:
        assert f"{option_name(name)} " in told
        assert environment_name(name) in told
    assert "default: 8672" in told


def test_options_reach_the_command_as_settings(tmp_path: Path) -> None:
    arguments = ["--port", "7", "--data-dir", str(tmp_path), "--log-level", "info"]
    done = CliRunner().invoke(show, arguments)
    expected = Settings(port=7, data_dir=tmp_path, log_level="info")
    assert done.stdout.strip() == repr(expected)


def test_a_command_with_few_options_still_gets_all_settings(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("code_seconds = 9\n")
    done = CliRunner().invoke(
        show_port,
        ["--config", str(tmp_path / "c.toml"), "--port", "7"],
        env={"ASCRIBE_CODE_TRIES": "2"},
    )
    expected = Settings(port=7, code_seconds=9, code_tries=2)
    assert done.stdout.strip() == repr(expected)


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--port", "70000"], {}, "--port"),
        (["--log-level", "loud"], {}, "debug"),
        (["--scoring-slots", "0"], {}, "--scoring-slots"),
        ([], {"ASCRIBE_PORT": "x"}, "ASCRIBE_PORT"),
        (["--config", "/none.toml"], {}, "/none.toml"),
        ([], {"ASCRIBE_CONFIG": "/none.toml"}, "/none.toml"),
    ],
)
def test_a_wrong_setting_is_a_wrong_call(
    arguments: list[str], environment: dict[str, str], said: str
) -> None:
    done = CliRunner().invoke(show, arguments, env=environment)
    assert done.exit_code == 2
    assert said in done.stderr
