"""What several commands share: the model option, and writing results."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ascribe.errors import AscribeError

if TYPE_CHECKING:
    from ascribe.engine import Engine

model_option = click.option(
    "--model",
    "model_folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of a model made by 'ascribe train'.  [default: the one that ships]",
)


def engine_of(folder: Path | None) -> Engine:
    """Load a model.

    Raises:
        ClickException: if the model cannot be read.
    """
    # numpy and the weights take a moment; "--help" and bad input need not wait.
    from ascribe.engine import load_engine

    try:
        return load_engine(folder)
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc


def write_output(chunks: Iterable[bytes], output: Path | None) -> None:
    """Write results to a file, or to standard output where ``output`` is None.

    Raises:
        ClickException: if the file cannot be written.
    """
    if output is None:
        stdout = sys.stdout.buffer
        for chunk in chunks:
            stdout.write(chunk)
            stdout.flush()
        return
    # The first chunk is made before the file is opened: what cannot be analysed must
    # not empty a report that stands there.
    iterator = iter(chunks)
    first = next(iterator, b"")
    try:
        with output.open("wb") as file:
            file.write(first)
            for chunk in iterator:
                file.write(chunk)
    except OSError as exc:
        raise click.ClickException(f"{output} cannot be written: {exc}") from exc
