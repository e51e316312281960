"""The command ``analyze``: texts, pages or records in, the answer in four formats."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from ascribe.errors import AscribeError
from ascribe.results import Analysis, as_json
from ascribe_server.cli_inputs import answers, input_option, name_of, output_option
from ascribe_server.cli_options import model_option, write_output
from ascribe_server.inputs import InputKind
from ascribe_server.json_output import json_bytes
from ascribe_server.records import InputDocument

if TYPE_CHECKING:
    from ascribe_server.terminal import ColorChoice

OutputFormat = Literal["text", "json", "jsonl", "html"]
_Answer = tuple[InputDocument, Analysis]


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(get_args(OutputFormat)),
    default="text",
    show_default=True,
    help="text for people, json and jsonl for programs, html for a report to keep.",
)
@input_option
@click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="Colours in the text format; auto obeys NO_COLOR.",
)
@output_option
@model_option
def analyze(
    *,
    paths: tuple[str, ...],
    output_format: OutputFormat,
    input_kind: InputKind | None,
    color: ColorChoice,
    output: Path | None,
    model_folder: Path | None,
) -> None:
    """Say who is speaking in each PATH: a file, or - for standard input.

    Takes plain text (.txt), web pages (.html, .htm) and JSON lines (.jsonl) of
    records such as {"id": "...", "text": "..."}, with "blocks", "text", "html", or
    the "sentences" of a labelled document.

    The JSON is the API's object with the "blocks" it was computed from; for several
    documents it is a list of such objects, each with its "id".

    \b
    Examples:
      ascribe analyze page.html
      pbpaste | ascribe analyze - --format json
      ascribe analyze drafts/*.txt --format html -o report.html
    """  # noqa: D301 \b keeps click from joining the lines
    if output is not None and color == "auto":
        color = "never"
    try:
        found = answers(paths, input_kind, model_folder)
        write_output(_written(found, output_format, color), output)
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc


def _written(
    found: Iterator[_Answer], output_format: OutputFormat, color: ColorChoice
) -> Iterator[bytes]:
    if output_format == "jsonl":
        for document, analysis in found:
            yield json_bytes({"id": document.id, **_object(document, analysis)})
            yield b"\n"
    elif output_format == "json":
        # A list is written when all of it is known: half a list is no JSON.
        every = list(found)
        value: Any = (
            _object(*every[0])
            if len(every) == 1
            else [{"id": one.id, **_object(one, said)} for one, said in every]
        )
        yield json_bytes(value, indent=2)
        yield b"\n"
    elif output_format == "html":
        from ascribe_server.report import html_report

        yield html_report(
            [(name_of(one), one.blocks, said) for one, said in found]
        ).encode("utf-8", "replace")
    else:
        # rich takes a tenth of a second to import; programs need not wait for it.
        from ascribe_server.terminal import text_report

        encoding = sys.stdout.encoding or "utf-8"
        for index, (one, said) in enumerate(found):
            text = text_report(name_of(one), one.blocks, said, color=color)
            yield ("\n" * bool(index) + text).encode(encoding, "replace")


def _object(document: InputDocument, analysis: Analysis) -> dict[str, Any]:
    """Return the API's object with the blocks that its offsets count in."""
    value: dict[str, Any] = as_json(analysis)
    value["blocks"] = as_json(document.blocks)
    return value
