"""The command ``compare``: pages about one event side by side."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from ascribe.errors import AscribeError
from ascribe.results import PROSE_LABELS
from ascribe_server import wording
from ascribe_server.cli_inputs import answers, files_of, input_option, name_of
from ascribe_server.cli_options import model_option, write_output
from ascribe_server.inputs import InputKind
from ascribe_server.json_output import json_bytes

if TYPE_CHECKING:
    from ascribe_server.comparing import Comparison

CompareFormat = Literal["table", "json"]
_LONGEST_NAME = 36
_NOTHING = "\u2013"


@click.command()
@click.argument("paths", metavar="A B...", nargs=-1, required=True)
@click.option(
    "--html",
    "report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report in one file as well, with the texts side by side.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(get_args(CompareFormat)),
    default="table",
    show_default=True,
    help="table for people, json for programs.",
)
@input_option
@model_option
def compare(
    *,
    paths: tuple[str, ...],
    report: Path | None,
    output_format: CompareFormat,
    input_kind: InputKind | None,
    model_folder: Path | None,
) -> None:
    """Set two or more pages about one event side by side.

    Shows the shares of each page, the sources that several of them hear and those
    that only one hears. Takes the files that 'ascribe analyze' takes; a folder
    stands for the pages in it.

    A surname is linked with the full name on another page where only one fits, and
    initials with the organisation they stand for. Sources without a name are never
    linked.

    \b
    Examples:
      ascribe compare courier.html herald.html
      ascribe compare courier.html herald.html --html out.html
      ascribe compare same-story/ --format json
    """  # noqa: D301 \b keeps click from joining the lines
    from ascribe_server.comparing import MOST_PAGES, compared

    try:
        found = answers(files_of(paths), input_kind, model_folder)
        pages = [
            (name_of(document), document.blocks, analysis)
            for document, analysis in islice(found, MOST_PAGES + 1)
        ]
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    if len(pages) < 2:
        raise click.UsageError("There is only one page; name another to compare with.")
    if len(pages) > MOST_PAGES:
        raise click.UsageError(
            f"There are more than {MOST_PAGES} pages; nobody can read so many side by "
            "side. 'ascribe sources' lists the sources of any number of pages."
        )
    comparison = compared(pages)
    if report is not None:
        from ascribe_server.comparison_report import comparison_report

        written = comparison_report(comparison).encode("utf-8", "replace")
        write_output([written], report)
    if output_format == "json":
        from ascribe_server.comparing import as_object

        write_output([json_bytes(as_object(comparison), indent=2), b"\n"], None)
    else:
        encoding = sys.stdout.encoding or "utf-8"
        text = "\n".join(_table(comparison)) + "\n"
        write_output([text.encode(encoding, "replace")], None)
    if report is not None:
        click.echo(f"the report is in {report}", err=True)


def _table(comparison: Comparison) -> Iterator[str]:
    from ascribe_server.comparing import groups

    pages = comparison.pages
    for page in pages:
        yield f"{page.letter}  {wording.harmless(page.headline)}"
        yield f"   {wording.harmless(page.name)}"
        silence = wording.abstention(page.analysis)
        if silence:
            yield f"   {silence}"
    yield ""
    rows: list[tuple[str, list[str]]] = []
    for at, label in enumerate(PROSE_LABELS):
        found = [wording.shares_of(page.analysis.page) for page in pages]
        shares = [wording.percent(one[at][1]) if one else _NOTHING for one in found]
        rows.append((label, shares))
    rows.append(("words of prose", [f"{one.analysis.page.words:,}" for one in pages]))
    rows.append(("named sources", [f"{one.analysis.named_sources:,}" for one in pages]))
    rows.append(
        (
            "unnamed sources speak",
            [
                wording.percent(one.analysis.unnamed_share)
                if one.analysis.sources
                else _NOTHING
                for one in pages
            ],
        )
    )
    rows.append(
        (
            "shared sources speak",
            [
                _NOTHING if one is None else wording.percent(one)
                for one in comparison.shared_parts
            ],
        )
    )
    yield from _columns(" " * 4, rows, [page.letter for page in pages])
    for title, sources in groups(comparison):
        yield ""
        yield title
        yield from _columns(
            " " * 4,
            [
                (
                    wording.harmless(_short(source.name)),
                    [
                        _NOTHING if one is None else f"{one.words:,} words"
                        for one in source.heard
                    ],
                )
                for source in sources
            ],
            None,
        )
    if not comparison.sources:
        yield ""
        yield "Nobody but the authors speaks."


def _columns(
    indent: str, rows: list[tuple[str, list[str]]], head: list[str] | None
) -> Iterator[str]:
    if head:
        rows = [("", head), *rows]
    width = max(_LONGEST_NAME, *(len(name) for name, _ in rows))
    for name, cells in rows:
        yield (f"{indent}{name:<{width}}" + "".join(f"{cell:>12}" for cell in cells))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "\u2026"
