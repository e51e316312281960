"""The command ``doctor``: say what is wrong and what to do."""

from __future__ import annotations

import click

from ascribe_server.checks import examine
from ascribe_server.settings import Settings
from ascribe_server.settings_options import settings_options


@click.command()
@settings_options("port", "data_dir")
def doctor(*, settings: Settings) -> None:
    """Check port, model, pairing, version and data folder.

    Changes nothing. Each line says what was found; below it stands what to do. The
    server that uses the data folder is looked for first, then the one on --port.
    Exits 1 when there is something to do.
    """
    findings = examine(settings)
    for one in findings:
        mark = "to do" if one.advice else "ok"
        click.echo(f"{mark:<6} {one.name:<12} {one.fact}")
        if one.advice:
            click.echo(f"{'':<20}{one.advice}")
    if any(one.advice for one in findings):
        raise SystemExit(1)
