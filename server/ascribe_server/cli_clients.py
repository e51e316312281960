"""The command ``clients``: which browsers are paired, and how to unpair them."""

from __future__ import annotations

import json
from datetime import datetime, timezone

import click

from ascribe_server.pairings import Pairing, Pairings
from ascribe_server.private_files import StoreError
from ascribe_server.settings import Settings
from ascribe_server.settings_options import settings_options

_BROWSERS = {"chrome-extension": "Chrome, Edge", "moz-extension": "Firefox"}


@click.group()
def clients() -> None:
    """List the paired browsers, or unpair some."""


@clients.command("list")
@settings_options("data_dir")
@click.option("--json", "as_json", is_flag=True, help="Write a JSON array.")
def list_(*, settings: Settings, as_json: bool) -> None:
    """List the paired browsers, oldest first.

    The first column is the name that 'ascribe clients revoke' takes; it is no secret.
    """
    try:
        paired = _pairings(settings).all()
    except StoreError as exc:
        raise click.ClickException(str(exc)) from exc
    rows = [_described(one) for one in paired]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        columns = [row["client"], row["since"], row["browser"].ljust(12), row["user"]]
        click.echo("  ".join(columns).rstrip())
    if not rows:
        click.echo("No browser is paired. Pair one with: ascribe pair", err=True)


@clients.command()
@click.argument("names", metavar="[CLIENT]...", nargs=-1)
@click.option("--user", help="Unpair every browser of this user of a shared server.")
@click.option("--all", "everyone", is_flag=True, help="Unpair every browser.")
@settings_options("data_dir")
def revoke(
    *, names: tuple[str, ...], user: str | None, everyone: bool, settings: Settings
) -> None:
    """Unpair browsers, by the names that 'ascribe clients list' shows.

    A running server refuses them from the next request on. Exits 1, and unpairs
    none, where a name is not in the list.
    """
    if bool(names) + bool(user) + everyone != 1:
        raise click.UsageError("Name the clients to unpair, or say --user or --all.")
    pairings = _pairings(settings)
    try:
        paired = pairings.all()
        known = {one.client for one in paired}
        if user:
            names = tuple(one.client for one in paired if one.user == user)
        unknown = [name for name in names if name not in known]
        if unknown:
            raise click.ClickException(
                f"no paired browser is called {', '.join(unknown)}. "
                "See: ascribe clients list"
            )
        gone = pairings.revoke(known if everyone else names)
    except StoreError as exc:
        raise click.ClickException(str(exc)) from exc
    for row in map(_described, gone):
        click.echo(f"Unpaired {row['client']} ({row['browser']}).", err=True)
    if not gone:
        click.echo(
            f"No browser of {user} is paired." if user else "No browser is paired.",
            err=True,
        )


def _pairings(settings: Settings) -> Pairings:
    return Pairings(settings.data_dir, most=settings.max_pairings)


def _described(pairing: Pairing) -> dict[str, str]:
    since = datetime.fromtimestamp(pairing.since, tz=timezone.utc)
    return {
        "client": pairing.client,
        "since": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "browser": _BROWSERS.get(pairing.origin.partition(":")[0], "unknown"),
        "origin": pairing.origin,
        "user": pairing.user,
    }
