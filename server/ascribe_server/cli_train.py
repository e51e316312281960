"""The command ``train``: labelled documents in, a model with its card out."""

from __future__ import annotations

from pathlib import Path

import click

from ascribe.errors import AscribeError, ModelError
from ascribe_server.cli_evaluate import table_of
from ascribe_server.wording import count

# Enough of the data's digest to tell two models apart.
_VERSION_DIGITS = 12


@click.command()
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the model; made where there is none.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    help="The same documents and seed give the same model.",
)
@click.option("--name", help="The model's name.  [default: the folder's name]")
@click.option(
    "--model-version",
    "version",
    help="The model's version.  [default: the start of the data's SHA-256]",
)
@click.option(
    "--labels",
    default="not stated",
    show_default=True,
    help="Who made the labels, in words; goes into the card.",
)
@click.option(
    "--pipeline/--no-pipeline",
    "keeps_pipeline",
    default=True,
    show_default=True,
    help="Keep the scikit-learn pipeline beside the model, to go on training.",
)
def train(
    *,
    paths: tuple[Path, ...],
    folder: Path,
    seed: int,
    name: str | None,
    version: str | None,
    labels: str,
    keeps_pipeline: bool,
) -> None:
    """Train a model on the labelled documents in PATH: .jsonl files, or folders.

    Each line is {"doc", "outlet", "sentences": [{"paragraph", "text", "label"}]} with
    the labels O, A, B, S and X of the labelling guide. Prints how good the model is on
    outlets it has not seen; the card in the folder says the same. Use the model with
    --model DIR.
    """
    from ascribe.training.dataset import digest_of, read_documents

    try:
        documents = read_documents(paths)
        _make_folder(folder)
        # scikit-learn takes seconds to import; a wrong path need not wait for it.
        from ascribe.model_files import save_model
        from ascribe.training.card import make_card
        from ascribe.training.two_steps import train as fit

        click.echo(f"training on {count(len(documents), 'document')}", err=True)
        trained = fit(documents, seed=seed, progress=_say)
        card = make_card(
            trained,
            documents,
            name=name or folder.resolve().name,
            version=version or digest_of(documents)[:_VERSION_DIGITS],
            seed=seed,
            labels=labels,
        )
        model = save_model(
            folder,
            trained.labeller,
            trained.calibration,
            card,
            pipeline=trained.pipeline if keeps_pipeline else None,
        )
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    click.echo("Measured on outlets left out of training:\n")
    click.echo("\n".join(table_of(trained.evaluation)))
    click.echo(
        f"model {model.name} {model.version} is in {folder}; try it with "
        f"'ascribe analyze FILE --model {folder}'",
        err=True,
    )


def _make_folder(folder: Path) -> None:
    """Make the folder before the minutes of training, not after."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise ModelError(f"cannot make the folder {folder}: {exc}") from exc


def _say(what: str, done: int, of: int) -> None:
    click.echo(f"[{done + 1}/{of}] {what}", err=True)
