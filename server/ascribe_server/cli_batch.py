"""The command ``batch``: a file of JSON lines in, a file of JSON lines out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from ascribe_server import wording
from ascribe_server.batch import Row, rows, rows_of_workers
from ascribe_server.cli_options import engine_of, model_option

_STD = "-"
_MAX_WORKERS = 64


@click.command()
@click.argument("source", metavar="IN.jsonl")
@click.argument("target", metavar="OUT.jsonl")
@click.option(
    "--workers",
    type=click.IntRange(1, _MAX_WORKERS),
    default=1,
    show_default=True,
    help="Processes that score at the same time.",
)
@click.option(
    "--progress/--no-progress",
    "wants_progress",
    default=None,
    help="Show progress on standard error.  [default: if that is a terminal]",
)
@model_option
def batch(
    *,
    source: str,
    target: str,
    workers: int,
    wants_progress: bool | None,
    model_folder: Path | None,
) -> None:
    """Analyse each line of IN.jsonl; write the answers to OUT.jsonl, in the same order.

    A line is {"id": ..., "text": ...} with "text", "html", "blocks" or "sentences";
    other fields are let through. The answer is {"id": ..., and the API's object}. A
    record that cannot be analysed becomes {"id": ..., "error": {"type", "title",
    "detail"}} and the rest goes on; then the command exits 1. - stands for standard
    input or output.

    OUT.jsonl appears when all is done; until then the answers are in OUT.jsonl.part.
    """
    _check(source, target)
    engine = engine_of(model_folder)
    if wants_progress is None:
        wants_progress = sys.stderr.isatty()
    done = failed = 0
    with ExitStack() as stack:
        lines = stack.enter_context(_reader(source))
        out = stack.enter_context(_writer(target))
        answers = (
            rows(engine, lines)
            if workers == 1
            else rows_of_workers(model_folder, lines, workers=workers)
        )
        if wants_progress:
            answers = _with_progress(answers, _size(source))
        try:
            for row in answers:
                out.write(row.data + b"\n")
                done += 1
                failed += not row.ok
        except BrokenProcessPool:
            raise click.ClickException(
                "a worker process died, perhaps for lack of memory; use fewer --workers"
            ) from None
        except OSError as exc:
            if isinstance(exc, BrokenPipeError):
                raise
            raise click.ClickException(f"stopped: {exc}") from exc
    where = "standard output" if target == _STD else target
    click.echo(
        f"{wording.count(done, 'document')}, {wording.count(failed, 'error')}: {where}",
        err=True,
    )
    if failed:
        raise SystemExit(1)


def _check(source: str, target: str) -> None:
    if source != _STD and Path(source).is_dir():
        raise click.ClickException(f"{source} is a folder; name a file of JSON lines")
    if (
        _STD not in (source, target)
        and Path(source).resolve() == Path(target).resolve()
    ):
        raise click.UsageError("IN.jsonl and OUT.jsonl are the same file")
    if target != _STD and Path(target).is_dir():
        raise click.ClickException(f"{target} is a folder; name a file to write")


@contextmanager
def _reader(source: str) -> Iterator[BinaryIO]:
    if source == _STD:
        yield sys.stdin.buffer
        return
    try:
        file = Path(source).open("rb")  # noqa: SIM115 closed below
    except FileNotFoundError:
        raise click.ClickException(
            f"there is no file {source}; is the path right?"
        ) from None
    except OSError as exc:
        raise click.ClickException(f"{source} cannot be read: {exc}") from exc
    with file:
        yield file


@contextmanager
def _writer(target: str) -> Iterator[BinaryIO]:
    """Write to OUT.part and give it its name when all went through."""
    if target == _STD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = Path(f"{target}.part")
    try:
        file = part.open("wb")
    except OSError as exc:
        raise click.ClickException(f"{part} cannot be written: {exc}") from exc
    try:
        with file:
            yield file
    except BaseException:
        click.echo(f"what was done so far is in {part}", err=True)
        raise
    part.replace(target)


def _size(source: str) -> int | None:
    return None if source == _STD else Path(source).stat().st_size


def _with_progress(answers: Iterable[Row], total_bytes: int | None) -> Iterator[Row]:
    # rich takes a tenth of a second to import.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %" if total_bytes else ""),
        TextColumn("{task.fields[done]:,} documents, {task.fields[failed]:,} errors"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total_bytes, done=0, failed=0)
        failed = 0
        for done, row in enumerate(answers, start=1):
            failed += not row.ok
            progress.update(task, advance=row.size, done=done, failed=failed)
            yield row
