"""The command ``settings``: what each setting is, in the form of the settings file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from ascribe_server.settings import Settings
from ascribe_server.settings_options import default_of, help_of, settings_options
from ascribe_server.settings_sources import NAMES, environment_name


@click.command()
@settings_options("data_dir")
def settings(*, settings: Settings) -> None:
    """Show every setting and its value.

    Written to standard output as a settings file: keep what you want to change. What
    differs from the default stands there as it is, the rest behind a '#'.
    """
    values, defaults = asdict(settings), asdict(Settings())
    for name in NAMES:
        own = "" if values[name] != defaults[name] else "# "
        click.echo(f"# {help_of(name)}")
        click.echo(f"# Default: {default_of(name)}; or {environment_name(name)}.")
        click.echo(f"{own}{name} = {_toml(values[name])}\n")


def _toml(value: object) -> str:
    """A value in TOML; numbers, strings and lists are written as in JSON."""
    if isinstance(value, Path):
        value = str(value)
    return json.dumps(value, ensure_ascii=False)
