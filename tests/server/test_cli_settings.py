"""``ascribe settings`` prints a settings file that means what it shows."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from ascribe_server.cli import main
from ascribe_server.settings import Settings
from ascribe_server.settings_sources import NAMES, load_settings


def printed(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["settings", *arguments])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_what_differs_from_the_default_stands_there_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / 'a "b" é'
    path = tmp_path / "c.toml"
    path.write_text(printed("--data-dir", str(folder)), "utf-8")
    found = load_settings(config=path, environment={}, options={})
    assert found == Settings(data_dir=folder)


def test_every_setting_stands_there_with_its_default(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    text = printed()
    keys = re.compile(rf"^# ({'|'.join(NAMES)}) = ", re.M)
    assert keys.findall(text) == list(NAMES)
    path.write_text(keys.sub(r"\1 = ", text), "utf-8")
    assert load_settings(config=path, environment={}, options={}) == Settings()
