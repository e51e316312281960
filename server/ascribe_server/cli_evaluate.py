"""The command ``evaluate``: how well a model labels documents with known labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ascribe.errors import AscribeError
from ascribe_server.cli_options import (
    engine_of,
    json_bytes,
    model_option,
    write_output,
)
from ascribe_server.wording import count

if TYPE_CHECKING:
    from ascribe.training.evaluation import Evaluation


@click.command()
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@model_option
def evaluate(
    *, paths: tuple[Path, ...], as_json: bool, model_folder: Path | None
) -> None:
    """Measure a model on the labelled documents in PATH: .jsonl files, or folders.

    Prints precision, recall and F1 of each label, their mean over the four labels
    (macro-F1), and how far the pages' shares of opinion and attributed words are off.
    Documents that the model was trained on give too good numbers: 'ascribe train'
    prints those of unseen outlets.
    """
    from ascribe.training.dataset import read_documents
    from ascribe.training.evaluation import evaluate as measure

    try:
        documents = read_documents(paths)
        evaluation = measure(engine_of(model_folder), documents)
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    if as_json:
        write_output([json_bytes(asdict(evaluation), indent=2), b"\n"], None)
    else:
        click.echo("\n".join(table_of(evaluation)))


def table_of(evaluation: Evaluation) -> Iterator[str]:
    """Write measures as lines of text."""
    yield (
        f"{count(evaluation.documents, 'document')}, "
        f"{count(evaluation.sentences, 'sentence')}"
    )
    yield ""
    yield f"{'label':<12}{'precision':>10}{'recall':>10}{'F1':>10}{'sentences':>12}"
    for label, one in evaluation.classes.items():
        yield (
            f"{label:<12}{one.precision:>10.3f}{one.recall:>10.3f}{one.f1:>10.3f}"
            f"{one.support:>12,}"
        )
    yield f"{'macro-F1':<12}{evaluation.macro_f1:>30.3f}"
    yield ""
    yield f"{'page share':<12}{'mean error':>10}{'correlation':>15}{'pages':>10}"
    for label, page in evaluation.pages.items():
        related = "-" if page.correlation is None else f"{page.correlation:.3f}"
        yield (
            f"{label:<12}{page.mean_absolute_error:>10.3f}{related:>15}"
            f"{evaluation.pages_measured:>10,}"
        )
