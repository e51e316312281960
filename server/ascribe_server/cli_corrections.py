"""The command ``corrections``: list, undo, export and import a reader's labels."""

from __future__ import annotations

from pathlib import Path

import click

from ascribe.errors import AscribeError
from ascribe_server.cli_options import write_output
from ascribe_server.correction_files import exported, read_corrections
from ascribe_server.private_files import StoreError
from ascribe_server.settings import Settings
from ascribe_server.settings_options import settings_options
from ascribe_server.store.corrections import Corrections
from ascribe_server.store.database import Database


@click.group()
def corrections() -> None:
    """List, undo, export or import the labels that you have corrected."""


@corrections.command("list")
@settings_options("data_dir")
def list_(*, settings: Settings) -> None:
    """List corrections: number, label, the models that learned it, sentence."""
    try:
        kept = _store(settings.data_dir).all()
    except StoreError as exc:
        raise click.ClickException(str(exc)) from exc
    for each in kept:
        used = ", ".join(each.used_in) or "not learned yet"
        quote = " ".join(each.quote.split())
        click.echo(f"{each.id:>5}  {each.label:<10}  {used:<16}  {quote[:80]}")
    if not kept:
        click.echo("There are no corrections yet.", err=True)


@corrections.command()
@click.argument("numbers", metavar="NUMBER...", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="Undo every correction.")
@settings_options("data_dir")
def undo(*, numbers: tuple[int, ...], everything: bool, settings: Settings) -> None:
    """Forget corrections and the text that was kept for them."""
    if everything == bool(numbers):
        raise click.UsageError("Name the corrections to undo, or say --all.")
    store = _store(settings.data_dir)
    try:
        known = {each.id for each in store.all()}
        unknown = [str(number) for number in numbers if number not in known]
        if unknown:
            raise click.ClickException(
                f"there is no correction {', '.join(unknown)}. "
                "See: ascribe corrections list"
            )
        gone = store.undo(known if everything else numbers)
    except StoreError as exc:
        raise click.ClickException(str(exc)) from exc
    click.echo(f"Undone: {len(gone)}.", err=True)


@corrections.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: standard output]",
)
@settings_options("data_dir")
def export(*, output: Path | None, settings: Settings) -> None:
    """Write all corrections as JSON Lines, with the text that is kept for them."""
    try:
        kept = _store(settings.data_dir).all()
    except StoreError as exc:
        raise click.ClickException(str(exc)) from exc
    write_output([exported(kept)], output)


@corrections.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@settings_options("data_dir")
def import_(*, file: Path, settings: Settings) -> None:
    """Take in exported corrections, all of FILE or none of it."""
    try:
        rows = read_corrections(file)
        added, replaced = _store(settings.data_dir).add_all([new for _, new in rows])
    except (AscribeError, StoreError) as exc:
        raise click.ClickException(str(exc)) from exc
    click.echo(f"Added {added}, replaced {replaced}.", err=True)


def _store(data_dir: Path) -> Corrections:
    return Corrections(Database(data_dir))
