"""What the commands that analyse files share: what they take, and each answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ascribe.errors import InputError
from ascribe.results import Analysis
from ascribe_server.cli_options import engine_of
from ascribe_server.inputs import INPUT_KINDS, SUFFIXES, InputKind, read_documents
from ascribe_server.records import InputDocument

input_option = click.option(
    "--input",
    "input_kind",
    type=click.Choice(INPUT_KINDS),
    help="What PATH holds.  [default: by its name, else by its look]",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: standard output]",
)


def files_of(paths: Iterable[str]) -> Iterator[str]:
    """Put the pages of a folder in its place; files stay as they are.

    Raises:
        InputError: if a folder holds no page.
    """
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield path
            continue
        inside = sorted(
            each for each in Path(path).iterdir() if each.suffix.lower() in SUFFIXES
        )
        if not inside:
            raise InputError(
                f"the folder {path} holds no page: no file that ends in "
                f"{', '.join(SUFFIXES)}"
            )
        yield from map(str, inside)


def answers(
    paths: Iterable[str], kind: InputKind | None, model_folder: Path | None
) -> Iterator[tuple[InputDocument, Analysis]]:
    """Analyse every document of some files; the model is loaded for the first.

    Raises:
        InputError: if a file cannot be read or a document cannot be analysed; the
            message names it.
    """
    engine = None
    for path in paths:
        for document in read_documents(path, kind=kind):
            engine = engine or engine_of(model_folder)
            try:
                yield document, engine.analyze(document.blocks)
            except InputError as exc:
                raise InputError(f"{name_of(document)}: {exc}") from exc


def name_of(document: InputDocument) -> str:
    """Return what a person is told a document is called."""
    return "standard input" if document.id == "-" else str(document.id)
