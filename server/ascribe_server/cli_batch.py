"""The command ``batch``: an archive in, a file of JSON lines out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import click

from ascribe.results import ModelName
from ascribe_server import wording
from ascribe_server.archives import Record, records_of, size_of
from ascribe_server.batch import Row, rows, rows_of_workers
from ascribe_server.cli_options import engine_of, model_option

_STD = "-"
_MAX_WORKERS = 64


@click.command()
@click.argument("source", metavar="IN")
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
@click.option(
    "--brief",
    is_flag=True,
    help="Only shares, labels and places: no sources, chances or evidence; faster.",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Go on where a run that was stopped left OUT.jsonl.part.",
)
@model_option
def batch(
    *,
    source: str,
    target: str,
    workers: int,
    wants_progress: bool | None,
    brief: bool,
    resume: bool,
    model_folder: Path | None,
) -> None:
    """Analyse each record of IN; write the answers to OUT.jsonl, in the same order.

    IN is a file of JSON lines, a folder of web pages, a Parquet file (.parquet), or a
    web archive (.warc, .warc.gz).

    A line or row is {"id": ..., "text": ...} with "text", "html", "blocks" or
    "sentences"; other fields are let through. The answer is {"id": ..., and the API's
    object}. A record that cannot be analysed becomes {"id": ..., "error": {"type",
    "title", "detail"}} and the rest goes on; then the command exits 1. - stands for
    standard input or output.

    OUT.jsonl appears when all is done; until then the answers are in OUT.jsonl.part.
    After a stop --resume keeps what is whole in that file and does the rest: OUT.jsonl
    is then the same, byte for byte. Give the same input and options again.
    """
    _check(source, target, resume=resume)
    engine = engine_of(model_folder)
    if wants_progress is None:
        wants_progress = sys.stderr.isatty()
    with ExitStack() as stack:
        lines = _opened(source)
        done, failed = (
            _done_before(target, engine.model, brief=brief) if resume else (0, 0)
        )
        out = stack.enter_context(_writer(target, resume=resume))
        answers = (
            rows(engine, lines, skip=done, brief=brief)
            if workers == 1
            else rows_of_workers(
                model_folder, lines, workers=workers, skip=done, brief=brief
            )
        )
        if wants_progress:
            answers = _with_progress(answers, size_of(source))
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


def _check(source: str, target: str, *, resume: bool) -> None:
    if resume and _STD in (source, target):
        raise click.UsageError("--resume needs files, not standard input or output")
    if (
        _STD not in (source, target)
        and Path(source).resolve() == Path(target).resolve()
    ):
        raise click.UsageError("IN and OUT.jsonl are the same file")
    if target != _STD and Path(target).is_dir():
        raise click.ClickException(f"{target} is a folder; name a file to write")


def _opened(source: str) -> Iterator[Record]:
    """Read the first record now: a wrong path must not touch what was done before."""
    records = records_of(source)
    first = next(records, None)
    return records if first is None else chain([first], records)


def _done_before(target: str, model: ModelName, *, brief: bool) -> tuple[int, int]:
    """Cut a half-written row off OUT.part; return how many are whole, and errors.

    Raises:
        ClickException: if the rows were made by another model or other options.
    """
    part = Path(f"{target}.part")
    done = failed = whole = 0
    try:
        if Path(target).exists() and not part.exists():
            raise click.ClickException(
                f"{target} is finished: there is nothing to resume"
            )
        with part.open("a+b") as file:
            file.seek(0)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                failed += _is_error(line, part, model, brief=brief)
                done += 1
                whole += len(line)
            file.truncate(whole)
    except OSError as exc:
        raise click.ClickException(f"{part} cannot be resumed: {exc}") from exc
    return done, failed


def _is_error(line: bytes, part: Path, model: ModelName, *, brief: bool) -> bool:
    """Whether a row is an error; ClickException if it is not of this run."""
    try:
        row = json.loads(line)
        if "error" in row:
            return True
        same = row["model"]["sha256"] == model.sha256 and ("sources" in row) != brief
    except (ValueError, KeyError, TypeError):
        raise click.ClickException(
            f"{part} holds a line that is no answer; delete it and start anew"
        ) from None
    if not same:
        raise click.ClickException(
            f"{part} was made by another model or without the same --brief; "
            "resume with those, or delete it and start anew"
        )
    return False


@contextmanager
def _writer(target: str, *, resume: bool) -> Iterator[BinaryIO]:
    """Write to OUT.part and give it its name when all went through."""
    if target == _STD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = Path(f"{target}.part")
    try:
        file = part.open("ab" if resume else "wb")
    except OSError as exc:
        raise click.ClickException(f"{part} cannot be written: {exc}") from exc
    try:
        with file:
            yield file
    except BaseException as exc:
        click.echo(
            f"what was done so far is in {part}; the same command with --resume "
            "does the rest",
            err=True,
        )
        # Closing writes what is left, and a full disk refuses that as well.
        if isinstance(exc, OSError):
            raise click.ClickException(f"stopped: {exc}") from exc
        raise
    part.replace(target)


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
