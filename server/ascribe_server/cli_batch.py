"""The command ``batch``: an archive in, a file of answers out."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from ascribe.errors import AscribeError
from ascribe.results import as_json
from ascribe_server import wording
from ascribe_server.archives.cluster import LOCAL, Cluster
from ascribe_server.archives.output_forms import form_of
from ascribe_server.archives.outputs import Output, StandardOutput
from ascribe_server.archives.pieces import Pieces
from ascribe_server.archives.places import STD, Place, place_of, reason_of
from ascribe_server.archives.pool import rows_of_workers
from ascribe_server.archives.progress import with_progress
from ascribe_server.archives.reading import Archive
from ascribe_server.archives.rows import UNITS, BatchSettings, RecordRows, Unit, rows
from ascribe_server.cli_options import engine_of, model_option

if TYPE_CHECKING:
    from ascribe.engine import Engine
    from ascribe_server.archives.records import Record

_MAX_WORKERS = 64

# Takes records and how many of them to read over.
_Scorer = Callable[["Iterator[Record]", int], Iterator[RecordRows]]


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option(
    "--by",
    type=click.Choice(UNITS),
    default="document",
    show_default=True,
    help="What a row of OUT is.",
)
@click.option(
    "--brief",
    is_flag=True,
    help="Only shares, labels and places: no sources, chances or evidence; faster.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, _MAX_WORKERS),
    default=1,
    show_default=True,
    help="Processes of this machine that score at the same time.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Score on the Dask cluster of this scheduler, such as tcp://10.0.0.5:8786, or "
    "of a scheduler file; 'local' starts a cluster of --workers processes here.",
)
@click.option(
    "--progress/--no-progress",
    "wants_progress",
    default=None,
    help="Show progress on standard error.  [default: if that is a terminal]",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Go on where a run that was stopped left OUT.part.",
)
@model_option
def batch(
    *,
    source: str,
    target: str,
    by: Unit,
    brief: bool,
    workers: int,
    scheduler: str | None,
    wants_progress: bool | None,
    resume: bool,
    model_folder: Path | None,
) -> None:
    r"""Analyse each record of IN; write the answers to OUT, in the same order.

    \b
    IN is a file, a folder, or a pattern in quotation marks such as 'crawl/*.gz', of
      .jsonl, .ndjson   one record a line; also packed: .jsonl.gz, .bz2, .xz, .zst
      .parquet          one record a row
      .warc, .warc.gz   web archives: each page in them
      .html             web pages

    A record is {"id": ..., "text": ...} with "text", "html", "blocks" or "sentences";
    other fields are let through. IN and OUT may be addresses, such as
    s3://bucket/archive.jsonl.gz, if the package for them is installed (s3fs, gcsfs,
    adlfs). - stands for standard input or output, as JSON lines.

    OUT is Parquet if its name ends in .parquet, else JSON lines. A row has the record's
    id, the settings and the fields of the API's answer; with --by sentence each
    sentence has a row. A record that cannot be analysed becomes a row with "error":
    {"type", "title", "detail"} and the rest goes on; then the command exits 1.

    OUT appears when all is done. Until then the answers are in the folder OUT.part;
    after a stop --resume does the rest, and OUT is then the same, byte for byte. Give
    the same input and options again; the number of workers may differ, and a run may
    go on with --scheduler or without.
    """
    if scheduler not in (None, LOCAL) and _is_given("workers"):
        raise click.UsageError("--workers are of this machine; the cluster has its own")
    settings = BatchSettings(by, brief)
    try:
        place = _place_to_write(source, target, resume=resume)
        archive = Archive(source)
        engine = engine_of(model_folder)
        records = _opened(archive)
        with ExitStack() as stack:
            score = _scorer(
                scheduler, engine, settings, model_folder, workers=workers, stack=stack
            )
            output = _output(place, archive, engine, settings, resume=resume)
            answers = score(records, output.done)
            if sys.stderr.isatty() if wants_progress is None else wants_progress:
                answers = with_progress(
                    answers, archive, done=output.done, failed=output.failed
                )
            _write(answers, output)
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    except BrokenPipeError:
        raise
    except OSError as exc:
        raise click.ClickException(
            f"{target} cannot be written: {reason_of(exc)}"
        ) from exc
    click.echo(
        f"{wording.count(output.done, 'record')}, "
        f"{wording.count(output.failed, 'error')}: {output.name}",
        err=True,
    )
    if output.failed:
        raise SystemExit(1)


def _place_to_write(source: str, target: str, *, resume: bool) -> Place | None:
    """Find out where OUT is; None for standard output."""
    if resume and STD in (source, target):
        raise click.UsageError("--resume needs files, not standard input or output")
    if target == STD:
        return None
    place = place_of(target)
    if source != STD and place_of(source).path == place.path:
        raise click.UsageError("IN and OUT are the same file")
    if place.files.isdir(place.path):
        raise click.ClickException(f"{target} is a folder; name a file to write")
    return place


def _opened(archive: Archive) -> Iterator[Record]:
    """Read the first record now: a wrong path must not touch what was done before."""
    records = archive.records()
    first = next(records, None)
    return records if first is None else chain([first], records)


def _scorer(
    scheduler: str | None,
    engine: Engine,
    settings: BatchSettings,
    model_folder: Path | None,
    *,
    workers: int,
    stack: ExitStack,
) -> _Scorer:
    """Find who scores: a cluster, processes, or this one.

    What is opened for it is closed with ``stack``.
    """
    if scheduler is not None:
        cluster = Cluster(
            scheduler,
            workers=workers,
            model=engine.model,
            model_folder=model_folder,
            say=partial(click.echo, err=True),
        )
        stack.callback(cluster.close)
        return lambda records, skip: cluster.rows(records, settings, skip=skip)
    if workers == 1:
        return lambda records, skip: rows(engine, records, settings, skip=skip)
    return lambda records, skip: rows_of_workers(
        model_folder, records, settings, workers=workers, skip=skip
    )


def _is_given(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is ParameterSource.COMMANDLINE


def _output(
    place: Place | None,
    archive: Archive,
    engine: Engine,
    settings: BatchSettings,
    *,
    resume: bool,
) -> Output:
    if place is None:
        return StandardOutput()
    # What a run that is gone on with must have in common with the one that stopped.
    run = {
        "input": archive.digest,
        "model": as_json(engine.model),
        "settings": settings.as_json(),
    }
    return Pieces(place, form_of(place.path, settings), run, resume=resume)


def _write(answers: Iterable[RecordRows], output: Output) -> None:
    try:
        with _stopped_by_sigterm():
            for rows_of_one in answers:
                output.add(rows_of_one)
            output.finish()
    except BaseException:
        # A full disk may refuse that as well; what was saved before stays.
        with suppress(OSError):
            output.save()
        if output.kept:
            click.echo(
                f"what was done so far is in {output.kept}; the same command with "
                "--resume does the rest",
                err=True,
            )
        raise


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM stop the run as Ctrl-C does: so batch systems end a job."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
