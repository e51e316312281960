"""The command ``models``: the reader's own models, and which of them is in use."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import click

from ascribe.engine import DEFAULT_MODEL, load_engine
from ascribe.errors import AscribeError
from ascribe.model_files import read_card
from ascribe_server.cli_learn import report_lines
from ascribe_server.learning import measure_again, test_articles
from ascribe_server.model_shelf import SHIPPED, ModelShelf
from ascribe_server.private_files import StoreError
from ascribe_server.settings import Settings
from ascribe_server.settings_options import settings_options
from ascribe_server.store.corrections import Corrections
from ascribe_server.store.database import Database

_CORRECTION = "correction "


@click.group()
def models() -> None:
    """List, compare, promote, roll back or remove models made by 'ascribe train'."""


@models.command("list")
@settings_options("data_dir")
@click.option("--json", "as_json", is_flag=True, help="Write a JSON array.")
def list_(*, settings: Settings, as_json: bool) -> None:
    """List all models, the one that ships first; a star marks the one in use."""
    shelf = _shelf(settings.data_dir)
    try:
        active = shelf.active()
    except StoreError as exc:
        raise click.ClickException(str(exc)) from exc
    rows = []
    for name in [SHIPPED, *shelf.names()]:
        row: dict[str, object] = {"name": name, "in_use": name == active}
        try:
            card = read_card(shelf.folder_of(name) or DEFAULT_MODEL)
        except AscribeError as exc:
            row["error"] = str(exc)
        else:
            learned = card.get("corrections") or {}
            row["version"] = f"{card['name']} {card['version']}"
            row["sha256"] = card["sha256"]
            row["sentences"] = sum(learned.get("sentences", {}).values())
            row["passed"] = bool((card.get("gate") or {"passed": True})["passed"])
        rows.append(row)
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        star = "*" if row["in_use"] else " "
        if "error" in row:
            click.echo(f"{star} {row['name']:<12} damaged: {row['error']}")
            continue
        gate = "passed" if row["passed"] else "refused"
        learned_text = f"{row['sentences']} sentences learned, {gate}"
        about = row["version"] if row["name"] == SHIPPED else learned_text
        click.echo(f"{star} {row['name']:<12} {about}")


@models.command()
@click.argument("name")
@settings_options("data_dir")
def show(*, name: str, settings: Settings) -> None:
    """Print a model's card, and when it was in use."""
    shelf = _shelf(settings.data_dir)
    try:
        card = read_card(shelf.folder_of(name) or DEFAULT_MODEL)
        history = shelf.promotions.history()
    except (AscribeError, StoreError) as exc:
        raise click.ClickException(str(exc)) from exc
    hidden = ("counts", "context", "speech")
    kept = {key: value for key, value in card.items() if key not in hidden}
    kept["in_use_since"] = [
        datetime.fromtimestamp(one.at, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        for one in history
        if (one.model or SHIPPED) == name
    ]
    click.echo(json.dumps(kept, indent=2, ensure_ascii=False))


@models.command()
@click.argument("name")
@settings_options("data_dir")
def promote(*, name: str, settings: Settings) -> None:
    """Use a model from now on, if it stands above the floors.

    A running server takes it with its next page. Exits 1 where it is refused.
    """
    shelf = _shelf(settings.data_dir)
    try:
        folder = shelf.folder_of(name)
        if folder is None:
            raise click.ClickException(
                "the model that ships is used again by: ascribe models rollback"
            )
        card = read_card(folder)
        if not (card.get("gate") or {}).get("passed"):
            raise click.ClickException(f"{name} was refused when it was made")
        report = measure_again(folder, test_articles(settings.data_dir))
        click.echo("\n".join(report_lines(report)))
        if not report.passed:
            raise click.ClickException(f"refused: {name} is not used")
        shelf.promote(name)
        names = card["corrections"]["names"]
        ids = [
            int(one.removeprefix(_CORRECTION))
            for one in names
            if one.startswith(_CORRECTION)
        ]
        Corrections(Database(settings.data_dir)).mark_used(ids, name)
    except (AscribeError, StoreError) as exc:
        raise click.ClickException(str(exc)) from exc
    click.echo(f"{name} is in use now.", err=True)


@models.command()
@settings_options("data_dir")
def rollback(*, settings: Settings) -> None:
    """Use the model again that was in use before; a running server follows."""
    try:
        name = _shelf(settings.data_dir).rollback()
    except (AscribeError, StoreError) as exc:
        raise click.ClickException(str(exc)) from exc
    click.echo(f"{name} is in use again.", err=True)


@models.command()
@click.argument("first")
@click.argument("second")
@settings_options("data_dir")
def compare(*, first: str, second: str, settings: Settings) -> None:
    """Set two models side by side on the test articles."""
    from ascribe.training.gate import GateReport, measure_gate

    shelf = _shelf(settings.data_dir)
    try:
        engines = [load_engine(shelf.folder_of(name)) for name in (first, second)]
        tests = test_articles(settings.data_dir)
    except (AscribeError, StoreError) as exc:
        raise click.ClickException(str(exc)) from exc
    chances = [
        [engine.probabilities(doc.blocks, doc.spans) for doc in tests]
        for engine in engines
    ]
    power = engines[1].calibration.power
    rows = measure_gate(tests, chances[0], chances[1], power=power)
    lines = report_lines(GateReport(len(tests), (), rows))[1:-1]
    click.echo(f"On {len(tests)} test articles, {first} and {second}:")
    click.echo("\n".join(line.replace("below the floor", "worse") for line in lines))


@models.command()
@click.argument("name")
@settings_options("data_dir")
def remove(*, name: str, settings: Settings) -> None:
    """Delete a model that is not in use."""
    try:
        _shelf(settings.data_dir).remove(name)
    except (AscribeError, StoreError) as exc:
        raise click.ClickException(str(exc)) from exc
    click.echo(f"{name} is deleted.", err=True)


def _shelf(data_dir: Path) -> ModelShelf:
    return ModelShelf(data_dir, Database(data_dir))
