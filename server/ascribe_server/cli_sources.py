"""The command ``sources``: who gets the floor, page by page."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import click

from ascribe.errors import AscribeError
from ascribe.results import Analysis, as_json
from ascribe_server import wording
from ascribe_server.cli_inputs import (
    answers,
    files_of,
    input_option,
    name_of,
    output_option,
)
from ascribe_server.cli_options import model_option, write_output
from ascribe_server.inputs import InputKind
from ascribe_server.json_output import json_bytes

SourcesFormat = Literal["table", "json", "csv"]
_Page = tuple[str, Analysis]
_COLUMNS = ("page", "source", "kind", "sentences", "words")
_LONGEST_NAME = 40


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(get_args(SourcesFormat)),
    default="table",
    show_default=True,
    help="table for people, json and csv for programs.",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    help="Only so many sources of each page, those with most words.",
)
@input_option
@output_option
@model_option
def sources(
    *,
    paths: tuple[str, ...],
    output_format: SourcesFormat,
    top: int | None,
    input_kind: InputKind | None,
    output: Path | None,
    model_folder: Path | None,
) -> None:
    """List who speaks in each PATH: a file, a folder, or - for standard input.

    For each source its kind (person, organisation, document or unnamed) and how many
    sentences and words are attributed to it, most words first. A folder stands for
    the texts, web pages and JSON lines in it.

    \b
    Examples:
      ascribe sources page.html
      ascribe sources archive/ --format csv -o sources.csv
      ascribe sources drafts/*.txt --top 3
    """  # noqa: D301 \b keeps click from joining the lines
    try:
        pages = (
            (name_of(document), analysis)
            for document, analysis in answers(files_of(paths), input_kind, model_folder)
        )
        write_output(_written(pages, output_format, top), output)
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc


def _written(
    pages: Iterator[_Page], output_format: SourcesFormat, top: int | None
) -> Iterator[bytes]:
    if output_format == "json":
        every = [_object(name, analysis, top) for name, analysis in pages]
        yield json_bytes(every, indent=2)
        yield b"\n"
    elif output_format == "csv":
        yield _csv([_COLUMNS])
        for name, analysis in pages:
            yield _csv(
                [
                    (
                        wording.no_formula(name),
                        wording.no_formula(one.name),
                        one.kind,
                        one.sentences,
                        one.words,
                    )
                    for one in analysis.sources[:top]
                ]
            )
    else:
        encoding = sys.stdout.encoding or "utf-8"
        for index, (name, analysis) in enumerate(pages):
            text = "\n".join(_table(name, analysis, top))
            yield ("\n" * bool(index) + text + "\n").encode(encoding, "replace")


def _object(name: str, analysis: Analysis, top: int | None) -> dict[str, Any]:
    return {
        "page": name,
        "status": analysis.status,
        "named_sources": analysis.named_sources,
        "unnamed_share": analysis.unnamed_share,
        "sources": as_json(analysis.sources[:top]),
    }


def _csv(rows: list[tuple[Any, ...]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode("utf-8", "backslashreplace")


def _table(name: str, analysis: Analysis, top: int | None) -> Iterator[str]:
    yield wording.harmless(name)
    silence = wording.abstention(analysis)
    if silence:
        yield f"  {silence}"
        return
    if not analysis.sources:
        yield "  Nobody but the author speaks."
        return
    yield f"  {wording.sources_line(analysis)}"
    shown = analysis.sources[:top]
    names = [wording.harmless(_short(source.name)) for source in shown]
    width = max(map(len, names))
    for label, source in zip(names, shown, strict=True):
        yield (
            f"  {label:<{width}}  {source.kind:<12}  {source.words:>6,} words  "
            f"{wording.count(source.sentences, 'sentence')}"
        )
    left = len(analysis.sources) - len(shown)
    if left:
        yield f"  and {wording.count(left, 'more source')}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
