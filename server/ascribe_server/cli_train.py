"""The command ``train``: labelled documents in, a model with its card out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ascribe.errors import AscribeError, ModelError
from ascribe_server.cli_evaluate import table_of
from ascribe_server.cli_labelled import documents_to_train, skip_option
from ascribe_server.wording import count

if TYPE_CHECKING:
    from ascribe.training.dataset import Document
    from ascribe.training.teaching import Teaching

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
    "--unlabelled",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Articles that teachers have labelled; needs --teachers.",
)
@click.option(
    "--teachers",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="What larger models say of the sentences in --unlabelled.",
)
@click.option(
    "--kept-taggers",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Taggers kept from the labelled outlets; see model/experiments.",
)
@click.option(
    "--pipeline/--no-pipeline",
    "keeps_pipeline",
    default=True,
    show_default=True,
    help="Keep the scikit-learn pipeline beside the model, to go on training.",
)
@skip_option
def train(
    *,
    paths: tuple[Path, ...],
    folder: Path,
    seed: int,
    name: str | None,
    version: str | None,
    labels: str,
    unlabelled: Path | None,
    teachers: Path | None,
    kept_taggers: Path | None,
    keeps_pipeline: bool,
    skip_bad_rows: bool,
) -> None:
    """Train a model on the labelled documents in PATH: files, or folders of such.

    \b
    .jsonl  {"doc", "outlet", "sentences": [{"paragraph", "text", "label"}]} a line,
            or {"text", "label", "doc", "outlet"} a line
    .csv    a column "text" and a column "label"; "doc", "outlet" and "paragraph"
            where known
    .tsv    the same, or the CheckThat! lab's sentence_id, sentence, label
    .json   the export of Label Studio, labels as choices or as spans
    .ann    brat's standoff annotation beside its .txt, as in PolNeAR

    Labels are opinion, attributed, statement and other, or O, A, B, S and X of the
    labelling guide. Where a collection leaves a label open, as OBJ does, the model
    that ships chooses among those it allows. All is checked first; each row that
    cannot be used is named with file and line.

    Prints how good the model is on outlets it has not seen; the card in the folder
    says the same. Use the model with --model DIR.
    """  # noqa: D301 \b keeps click from joining the lines
    from ascribe.training.dataset import digest_of

    if (unlabelled is None) != (teachers is None):
        raise click.UsageError("--unlabelled and --teachers need each other")
    try:
        documents, filled = documents_to_train(paths, skip_bad_rows=skip_bad_rows)
        _make_folder(folder)
        # scikit-learn takes seconds to import; a wrong path need not wait for it.
        from ascribe.attribution.files import tagger_of
        from ascribe.engine import Engine
        from ascribe.model_files import save_model
        from ascribe.results import ModelName
        from ascribe.training.card import make_card
        from ascribe.training.kept_taggers import load_kept_taggers
        from ascribe.training.swaps import swap_names
        from ascribe.training.two_steps import train as fit

        click.echo(f"training on {count(len(documents), 'document')}", err=True)
        teaching = None
        if unlabelled is not None and teachers is not None:
            teaching = _teaching(unlabelled, teachers, documents)
        kept = None
        if kept_taggers is not None:
            kept = load_kept_taggers(kept_taggers, labelled=digest_of(documents))
        tagger = tagger_of(None)
        trained = fit(documents, tagger, teaching, kept, seed=seed, progress=_say)
        # What it is called does not matter to the swaps.
        engine = Engine(
            ModelName("", "", ""), trained.labeller, trained.calibration, tagger
        )
        card = make_card(
            trained,
            documents,
            teaching,
            name=name or folder.resolve().name,
            version=version or digest_of(documents)[:_VERSION_DIGITS],
            seed=seed,
            labels=f"{labels}{filled}",
            swaps=swap_names(engine),
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


def _teaching(
    unlabelled: Path, teachers: Path, documents: Sequence[Document]
) -> Teaching:
    from ascribe.training.dataset import digest_of
    from ascribe.training.raw_documents import read_raw_documents
    from ascribe.training.teaching import load_teaching

    labelled = {document.name for document in documents}
    return load_teaching(
        teachers,
        read_raw_documents(unlabelled, without=labelled),
        labelled=digest_of(documents),
    )


def _make_folder(folder: Path) -> None:
    """Make the folder before the minutes of training, not after."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise ModelError(f"cannot make the folder {folder}: {exc}") from exc


def _say(what: str, done: int, of: int) -> None:
    click.echo(f"[{done + 1}/{of}] {what}", err=True)
