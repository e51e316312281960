"""The command ``service``: let the system start the server at each login."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from ascribe_server import running
from ascribe_server.autostart import DEFAULT_NAME, Command, definition
from ascribe_server.settings import Settings
from ascribe_server.settings_options import settings_options
from ascribe_server.settings_sources import option_name

# What the service's own command is given; all else stands in the settings file.
_CARRIED = ("port", "data_dir", "log_level")
# The command of a service that is only looked at.
_NO_MATTER = "ascribe"
# A service manager that does not answer is not waited for.
_ANSWER_SECONDS = 30


def _checked_name(_: click.Context, __: click.Parameter, name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", name):
        raise click.BadParameter("take small letters, digits and hyphens")
    return name


name_option = click.option(
    "--name",
    default=DEFAULT_NAME,
    show_default=True,
    callback=_checked_name,
    help="Name of the service; another one for a second server.",
)


@click.group()
def service() -> None:
    """Let the system start the server when you log in, and keep it running.

    Uses systemd (Linux), launchd (macOS) or the task scheduler (Windows), always for
    your own user: nothing needs an administrator.
    """


@service.command()
@settings_options(*_CARRIED)
@name_option
@click.option(
    "--start/--no-start",
    default=True,
    help="Start it now, too; without, only the file is written.",
)
@click.pass_context
def install(ctx: click.Context, *, settings: Settings, name: str, start: bool) -> None:
    """Install the service and start it.

    The options that are given here go into the service; all other settings are read
    from the settings file at each start, the environment is not. Installing again
    replaces what was there. Exits 1 when the system refuses.
    """
    arguments = [*_program(), "serve", "--quiet", *_carried(ctx, settings)]
    made = definition(arguments, name=name)
    if start and not made.path.exists() and (port := _running_port(settings)):
        raise click.ClickException(
            f"a server already runs on port {port}. Stop it first, then the service "
            "can take its place"
        )
    try:
        made.path.parent.mkdir(parents=True, exist_ok=True)
        made.path.write_bytes(made.content)
    except OSError as exc:
        raise click.ClickException(f"cannot write {made.path}: {exc}") from exc
    click.echo(f"Wrote {made.path}.", err=True)
    if not start:
        return
    if made.kind == "launchd agent":
        _run(made.stop, quietly=True)  # launchd takes no second one of a name
    _run(made.start)
    click.echo(f"Started the {made.kind} {name}.", err=True)
    click.echo("Pair a browser with: ascribe pair", err=True)
    if made.hint:
        click.echo(made.hint, err=True)


@service.command()
@settings_options("data_dir")
@name_option
def status(*, settings: Settings, name: str) -> None:
    """Say whether the service is installed, runs and answers.

    Exits 1 unless all three are so.
    """
    made = definition([_NO_MATTER], name=name)
    if not made.path.exists():
        click.echo("not installed; install it with: ascribe service install")
        raise SystemExit(1)
    click.echo(f"installed: {made.path}")
    runs = _succeeds(made.ask)
    click.echo(f"{'runs' if runs else 'does not run'} ({' '.join(made.ask)})")
    port = _running_port(settings)
    click.echo(
        f"answers on port {port}" if port else "does not answer; see: ascribe doctor"
    )
    if not (runs and port):
        raise SystemExit(1)


@service.command()
@name_option
def uninstall(*, name: str) -> None:
    """Stop the service and remove it. Pairings and corrections stay."""
    made = definition([_NO_MATTER], name=name)
    if not made.path.exists():
        click.echo("The service is not installed.", err=True)
        return
    _run(made.stop, quietly=True)  # it may be stopped, or unknown, already
    try:
        made.path.unlink()
    except OSError as exc:
        raise click.ClickException(f"cannot delete {made.path}: {exc}") from exc
    _run(made.forget, quietly=True)
    click.echo(f"Removed {made.path}.", err=True)


def _program() -> list[str]:
    """The command that runs this program, without the help of a shell's PATH."""
    python = Path(sys.executable)
    if sys.platform == "win32":  # without a window
        code = "from ascribe_server.cli import main; main()"
        return [str(python.with_name("pythonw.exe")), "-c", code]
    script = python.with_name("ascribe")
    found = str(script) if script.exists() else shutil.which("ascribe")
    if not found:
        raise click.ClickException(
            f"there is no command `ascribe` beside {python}. Install Ascribe with "
            "pipx or in a virtual environment"
        )
    return [found]


def _carried(ctx: click.Context, settings: Settings) -> list[str]:
    """The options of this call, with whole paths, for the service's command."""
    words: list[str] = []
    given: dict[str, Any] = {name: ctx.params.get(name) for name in _CARRIED}
    for name, value in given.items():
        if value is not None:
            chosen = getattr(settings, name)
            told = chosen.absolute() if isinstance(chosen, Path) else chosen
            words += [option_name(name), str(told)]
    if config := ctx.params.get("config"):
        words += ["--config", str(Path(config).absolute())]
    return words


def _running_port(settings: Settings) -> int | None:
    note = running.read_note(settings.data_dir)
    return (
        note.port
        if note and running.is_ascribe(note.port, host=settings.public_host)
        else None
    )


def _run(commands: tuple[Command, ...], *, quietly: bool = False) -> None:
    for command in commands:
        try:
            done = subprocess.run(  # noqa: S603 a fixed command of the system
                command,
                capture_output=True,
                text=True,
                check=False,
                timeout=_ANSWER_SECONDS,
            )
            said = (done.stderr or done.stdout).strip()
            failed = done.returncode != 0
        except (OSError, subprocess.TimeoutExpired) as exc:
            said, failed = str(exc), True
        if failed and not quietly:
            raise click.ClickException(
                f"`{' '.join(command)}` failed: {said}. The file is written; without "
                "a service manager start the server with: ascribe serve"
            )


def _succeeds(command: Command) -> bool:
    try:
        return not subprocess.run(  # noqa: S603 a fixed command of the system
            command, capture_output=True, check=False, timeout=_ANSWER_SECONDS
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False
