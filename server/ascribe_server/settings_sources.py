"""Put the settings together: options before the environment, the file, the defaults.

The names follow from the field: ``max_body_bytes`` is the key in the file,
``ASCRIBE_MAX_BODY_BYTES`` in the environment and ``--max-body-bytes`` on the command
line.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from ascribe_server.settings import Settings, default_config_path
from ascribe_server.sharing import faults

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ENVIRONMENT_PREFIX = "ASCRIBE_"
# What is listed in the environment has a comma between.
LIST_SEPARATOR = ","

NAMES: tuple[str, ...] = tuple(one.name for one in fields(Settings))
TYPES: dict[str, Any] = get_type_hints(Settings, include_extras=True)


class SettingsError(ValueError):
    """A setting cannot be used. The message says where it stands and what it may be."""


def environment_name(setting: str) -> str:
    """The setting's name in the environment.

    >>> environment_name("data_dir")
    'ASCRIBE_DATA_DIR'
    """
    return ENVIRONMENT_PREFIX + setting.upper()


def option_name(setting: str) -> str:
    """The setting's name on the command line.

    >>> option_name("data_dir")
    '--data-dir'
    """
    return "--" + setting.replace("_", "-")


def load_settings(
    *,
    config: Path | None = None,
    environment: Mapping[str, str],
    options: Mapping[str, Any],
) -> Settings:
    """Put the settings together.

    Args:
        config: the settings file, in TOML; None reads the platform's one, which need
            not be there.
        environment: of the process; an empty value counts as none.
        options: what the command line said, by setting.

    Raises:
        SettingsError: if one has the wrong type, is out of range or unknown, the file
            cannot be read, or a shared server is not configured whole.
    """
    chosen = _of_file(config)
    for name in NAMES:
        if given := environment.get(environment_name(name)):
            chosen[name] = _checked(name, given, environment_name(name), strict=False)
    for name, value in options.items():
        chosen[name] = _checked(name, value, option_name(name), strict=True)
    settings = Settings(**chosen)
    if wrong := faults(settings):
        raise SettingsError("a shared server is not set up whole: " + "; ".join(wrong))
    return settings


def _of_file(config: Path | None) -> dict[str, Any]:
    path = config or default_config_path()
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as exc:
        if config is None:
            return {}
        raise SettingsError(f"there is no settings file {path}") from exc
    except (OSError, ValueError) as exc:
        raise SettingsError(f"cannot read the settings file {path}: {exc}") from exc
    for name in found:
        if name not in NAMES:
            near = get_close_matches(name, NAMES, n=1)
            advice = f"did you mean {near[0]}?" if near else "see: ascribe settings"
            raise SettingsError(f"{path}: there is no setting {name!r}; {advice}")
    return {
        name: _checked(name, value, f"{path}: {name}", strict=True)
        for name, value in found.items()
    }


def _checked(name: str, value: Any, place: str, *, strict: bool) -> Any:
    type_ = TYPES[name]
    if not strict and _is_list(type_):
        value = [item.strip() for item in value.split(LIST_SEPARATOR) if item.strip()]
    try:
        return msgspec.convert(value, type_, strict=strict, dec_hook=_decoded)
    except msgspec.ValidationError as exc:
        # msgspec's words: "Expected `int` <= 65535", "Invalid enum value 'x'".
        message = str(exc)
        if message.startswith("Invalid enum value"):
            message = f"Expected one of {', '.join(type_.__args__)}"
        raise SettingsError(f"{place}: {message}, got {value!r}") from None


def _is_list(type_: Any) -> bool:
    return getattr(type_, "__origin__", None) is tuple


def _decoded(type_: type, value: Any) -> Any:
    if type_ is Path and isinstance(value, str | Path) and str(value):
        return Path(value).expanduser()
    raise msgspec.ValidationError("Expected a path")
