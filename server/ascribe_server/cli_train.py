"""The command ``train``: labelled documents in, a model with its card out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ascribe.errors import AscribeError, ModelError
from ascribe_server.cli_evaluate import table_of
from ascribe_server.cli_labelled import documents_to_train, skip_option
from ascribe_server.folder_lock import training
from ascribe_server.learning import DEFAULT_WEIGHT
from ascribe_server.private_files import StoreError
from ascribe_server.settings import Settings
from ascribe_server.settings_options import settings_options
from ascribe_server.wording import count

if TYPE_CHECKING:
    from ascribe.training.dataset import Document
    from ascribe.training.teaching import Teaching

# Enough of the data's digest to tell two models apart.
_VERSION_DIGITS = 12


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the model; made where there is none. Needed unless the model goes "
    "on from another one: then it is kept in the data folder.",
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
    help="Keep the scikit-learn pipeline beside a model that is made anew, to go on "
    "training.",
)
@click.option(
    "--corrections",
    "from_store",
    is_flag=True,
    help="Go on from a model, and learn what you have corrected.",
)
@click.option(
    "--corrections-file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The same with exported corrections; may be given several times.",
)
@click.option(
    "--from",
    "base",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Go on from this model, and learn PATH and the corrections.  [default: the "
    "one that ships]",
)
@click.option(
    "--weight",
    type=click.FloatRange(0, 1000, min_open=True),
    default=DEFAULT_WEIGHT,
    show_default=True,
    help="How many training sentences a correction counts as.",
)
@click.option(
    "--promote/--no-promote",
    "promotes",
    default=True,
    show_default=True,
    help="Use the new model where it passes the gate; only with corrections or --from.",
)
@click.option(
    "--sure",
    is_flag=True,
    help="Learn labels although many contradict what the model is sure of; the test "
    "articles still decide.",
)
@skip_option
@settings_options("data_dir")
def train(
    *,
    paths: tuple[Path, ...],
    settings: Settings,
    from_store: bool,
    files: tuple[Path, ...],
    base: Path | None,
    weight: float,
    promotes: bool,
    sure: bool,
    folder: Path | None,
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
    says the same, and recipe.json beside it what gives the same bytes again. Use the
    model with --model DIR.

    With --corrections, --corrections-file or --from a model is not made anew: the one
    that ships, or another, is moved by what you have corrected. The result is held
    against the floors on test articles, and used only where it passes; see 'ascribe
    models'. Articles of your own in test-articles/ in the data folder are test
    articles, too.
    """  # noqa: D301 \b keeps click from joining the lines
    from ascribe.training.dataset import digest_of

    if (unlabelled is None) != (teachers is None):
        raise click.UsageError("--unlabelled and --teachers need each other")
    if from_store or files or base:
        _go_on(
            data_dir=settings.data_dir,
            documents=paths,
            from_store=from_store,
            files=files,
            base=base,
            weight=weight,
            folder=folder,
            promotes=promotes,
            sure=sure,
            skip_bad_rows=skip_bad_rows,
        )
        return
    if not paths or folder is None:
        raise click.UsageError(
            "Name labelled documents and --out DIR, or say --corrections."
        )
    try:
        documents, filled = documents_to_train(paths, skip_bad_rows=skip_bad_rows)
        _make_folder(folder)
        # scikit-learn takes seconds to import; a wrong path need not wait for it.
        from ascribe.attribution.files import FILE_NAME, tagger_of
        from ascribe.engine import DEFAULT_MODEL, Engine
        from ascribe.model_files import save_model
        from ascribe.results import ModelName
        from ascribe.training.card import make_card
        from ascribe.training.kept_taggers import load_kept_taggers
        from ascribe.training.recipe import write_recipe
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
        given = {
            "unlabelled": unlabelled,
            "teachers": teachers,
            "kept-taggers": kept_taggers,
        }
        inputs = {name: path for name, path in given.items() if path is not None}
        write_recipe(folder, card, inputs, tagger=DEFAULT_MODEL / FILE_NAME)
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


def _go_on(
    *,
    documents: tuple[Path, ...],
    skip_bad_rows: bool,
    data_dir: Path,
    folder: Path | None,
    **given: Any,
) -> None:
    """Learn on top of a model instead of making one anew."""
    from ascribe_server.cli_learn import learn_corrections

    try:
        labelled: Sequence[Document] = ()
        if documents:
            # A class without an example is no harm: the model knows it already.
            labelled, _ = documents_to_train(
                documents, skip_bad_rows=skip_bad_rows, needs_classes=False
            )
        with training(data_dir) if folder is None else nullcontext():
            learn_corrections(
                documents=labelled, data_dir=data_dir, folder=folder, **given
            )
    except (AscribeError, StoreError) as exc:
        raise click.ClickException(str(exc)) from exc


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
