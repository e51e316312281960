"""Options of the command line that are made from the list of settings."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, TypeVar

import click

from ascribe_server.settings import Settings, default_config_path
from ascribe_server.settings_sources import (
    NAMES,
    TYPES,
    SettingsError,
    environment_name,
    load_settings,
    option_name,
)

R = TypeVar("R")

_FIELDS: dict[str, Field[Any]] = {one.name: one for one in fields(Settings)}
# What a default depends on the platform says in help texts and in the README.
CALLED_DEFAULTS = {"data_dir": "the platform's folder for a user's data"}

_config_option = click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="ASCRIBE_CONFIG",
    show_envvar=True,
    help="Settings file, in TOML.  [default: "
    f"{default_config_path()}, where there is one]",
)


def settings_options(
    *names: str,
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Give a command ``--config`` and the options of some settings.

    All settings come from the file and the environment, whatever has an option. The
    command is called with ``settings``; a wrong one ends it as a wrong option does.

    Args:
        names: fields of ``Settings``; none gives an option to each.
    """

    def decorate(command: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(command)
        def with_settings(*, config: Path | None, **given: Any) -> R:
            chosen = {name: given.pop(name) for name in names or NAMES}
            options = {
                name: value
                for name, value in chosen.items()
                if value is not None and value != ()
            }
            try:
                settings = load_settings(
                    config=config, environment=os.environ, options=options
                )
            except SettingsError as exc:
                raise click.UsageError(str(exc)) from exc
            return command(settings=settings, **given)

        made: Callable[..., R] = _config_option(with_settings)
        for name in reversed(names or NAMES):
            made = _option(name)(made)
        return made

    return decorate


def default_of(name: str) -> str:
    """A setting's default, as help texts and the settings file write it."""
    one = _FIELDS[name]
    if one.default is MISSING:
        return CALLED_DEFAULTS[name]
    return "none" if one.default in ("", ()) else str(one.default).lower()


def help_of(name: str) -> str:
    """What a setting means, in one sentence."""
    return str(_FIELDS[name].metadata["help"])


def _option(name: str) -> Callable[[Any], Any]:
    type_ = TYPES[name]
    if type_ is bool:
        return click.option(
            f"{option_name(name)}/--no-{name.replace('_', '-')}",
            name,
            default=None,
            help=f"{help_of(name)}  [default: {default_of(name)}]",
        )
    return click.option(
        option_name(name),
        name,
        type=_click_type(type_),
        multiple=getattr(type_, "__origin__", None) is tuple,
        default=None,
        help=f"{help_of(name)}  [env: {environment_name(name)}; "
        f"default: {default_of(name)}]",
    )


def _click_type(type_: Any) -> click.ParamType[Any] | type:
    if type_ is Path:
        return click.Path(file_okay=False, path_type=Path)
    if isinstance(type_, type):
        return type_
    if hasattr(type_, "__metadata__"):  # Annotated: a number with a range
        (limits,) = type_.__metadata__
        range_ = click.IntRange if type_.__origin__ is int else click.FloatRange
        return range_(limits.ge, limits.le)
    if type_.__origin__ is tuple:
        return str
    return click.Choice(type_.__args__)
