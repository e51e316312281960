"""The command ``label``: asks for the labels that would teach a model most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ascribe.errors import AscribeError, InputError
from ascribe.results import LABELS, Label
from ascribe_server.cli_inputs import files_of, input_option, name_of
from ascribe_server.cli_options import engine_of, model_option
from ascribe_server.inputs import InputKind, read_documents
from ascribe_server.labelling_guide import LABELS_IN_GUIDE, guide_text
from ascribe_server.private_files import StoreError
from ascribe_server.wording import count, harmless

if TYPE_CHECKING:
    from ascribe.training.agreement import Agreement
    from ascribe_server.label_file import LabelFile
    from ascribe_server.labelling import Asked

_KEYS: dict[str, Label] = {one.key: one.label for one in LABELS_IN_GUIDE}
_HELP = (
    "o opinion  a attributed  s statement  x other  |  u undo  n next  ? guide  q quit"
)
_MOST_SHOWN = 20


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option(
    "--out",
    "out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the labels; one that is there is gone on with.",
)
@click.option(
    "--count",
    "wanted",
    type=click.IntRange(1, 1000),
    default=50,
    show_default=True,
    help="How many sentences are asked about.",
)
@click.option(
    "--compare",
    "two",
    metavar="A B",
    nargs=2,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare two people's labels instead: Cohen's kappa, and where they differ.",
)
@click.option("--guide", is_flag=True, help="Print the labelling guide and stop.")
@input_option
@model_option
def label(
    *,
    paths: tuple[str, ...],
    out: Path | None,
    wanted: int,
    two: tuple[Path, Path] | None,
    guide: bool,
    input_kind: InputKind | None,
    model_folder: Path | None,
) -> None:
    """Label the sentences of PATH that would teach a model most, by single keys.

    PATH is what 'ascribe analyze' takes. Sentences are drawn, the more doubtful to
    the model the likelier, and shown with what stands around them.
    Every label is on the disk before the next is asked; stop with q and go on later
    with the same --out. What you skip stays open.

    'ascribe train' takes the file as it is: where a sentence is open the model that
    ships decides.

    \b
    Examples:
      ascribe label articles/ --out ann.jsonl
      ascribe label --out ann.jsonl                    # go on
      ascribe label --compare ann.jsonl ben.jsonl
      ascribe train ann.jsonl model/corpus --out my-model
    """  # noqa: D301 \b keeps click from joining the lines
    try:
        if guide:
            click.echo(guide_text())
        elif two is not None:
            click.echo("\n".join(agreement_lines(_compared(*two), two)))
        elif out is None:
            raise click.UsageError("Say with --out where the labels are to go.")
        else:
            _label(paths, out, wanted, input_kind, model_folder)
    except (AscribeError, StoreError) as exc:
        raise click.ClickException(str(exc)) from exc


def agreement_lines(found: Agreement, two: tuple[Path, Path]) -> Iterator[str]:
    """Write how far two people agree as lines of text."""
    yield f"A: {two[0]}"
    yield f"B: {two[1]}"
    yield ""
    yield f"{count(found.sentences, 'sentence')} that both have labelled"
    yield f"the same label       {found.observed:>8.1%}"
    if found.kappa is None:
        yield "Cohen's kappa        not defined: only one label was used"
    else:
        between = (
            f"   95 % interval {found.low:.2f} to {found.high:.2f}"
            if found.low is not None
            else ""
        )
        yield f"Cohen's kappa        {found.kappa:>8.2f}{between}"
    yield ""
    yield f"{'A down, B across':<18}" + "".join(f"{name:>12}" for name in LABELS)
    for name, row in zip(LABELS, found.table, strict=True):
        yield f"{name:<18}" + "".join(f"{cell:>12,}" for cell in row)
    if found.disagreements:
        yield ""
        yield "Where they differ:"
    for one in found.disagreements[:_MOST_SHOWN]:
        yield f"  A {one.first}, B {one.second}: {harmless(one.text)}"
        yield f"    in {harmless(one.doc)}"
    left = len(found.disagreements) - _MOST_SHOWN
    if left > 0:
        yield f"  and {left:,} more"


def _compared(first: Path, second: Path) -> Agreement:
    from ascribe.training.agreement import agreement
    from ascribe.training.formats.reading import read_labelled

    return agreement(
        read_labelled([first], keep_repeats=True).documents,
        read_labelled([second], keep_repeats=True).documents,
    )


def _label(
    paths: Sequence[str],
    out: Path,
    wanted: int,
    kind: InputKind | None,
    model_folder: Path | None,
) -> None:
    from ascribe_server.label_file import LabelFile
    from ascribe_server.labelling import next_to_label

    file = LabelFile.read(out)
    for path in files_of(paths):
        for document in read_documents(path, kind=kind):
            file.add(name_of(document), document.blocks)
    if not file.documents:
        raise InputError(
            f"there is nothing to label yet: name texts or pages, and {out} keeps them"
        )
    file.save()
    click.echo(
        f"{count(file.open, 'sentence')} open, {file.done:,} labelled; choosing …",
        err=True,
    )
    queue = next_to_label(file, engine_of(model_folder), count=wanted)
    if not queue:
        click.echo("every sentence has a label", err=True)
        return
    try:
        _ask(file, queue)
    except (KeyboardInterrupt, EOFError):
        click.echo("", err=True)
    click.echo(
        f"{count(file.done, 'label')} in {out}; go on with "
        f"'ascribe label --out {out}', use them with "
        f"'ascribe train {out} … --out MODEL'",
        err=True,
    )


def _ask(file: LabelFile, queue: Sequence[Asked]) -> None:
    """Ask about each sentence by one key; every answer is saved at once."""
    at = 0
    while at < len(queue):
        one = queue[at]
        _show(one, at, len(queue))
        key = _key()
        if key in _KEYS:
            file.put(one.doc, one.sentence, _KEYS[key])
            file.save()
            click.echo(f"  → {_KEYS[key]}\n")
            at += 1
        elif key == "u" and at > 0:
            at -= 1
            file.put(queue[at].doc, queue[at].sentence, None)
            file.save()
        elif key in ("n", " "):
            at += 1
        elif key == "?":
            # Without a terminal the pager only prints.
            click.echo_via_pager(guide_text())
        # Nothing at all: the input has ended.
        elif key in ("", "q", "\x03", "\x04", "\x1b"):
            return


def _key() -> str:
    """Read one key.

    Raises:
        InputError: if there is no terminal.
    """
    try:
        return click.getchar().lower()
    except OSError:
        raise InputError(
            "labelling by keys needs a terminal; the server's page does it without: "
            "'ascribe serve', then /label"
        ) from None


def _show(one: Asked, at: int, of: int) -> None:
    # Does nothing where there is no terminal.
    click.clear()
    click.secho(f"[{at + 1}/{of}] {harmless(one.name)}", fg="cyan")
    if one.title:
        click.secho(harmless(one.title), underline=True)
    click.echo("")
    for text in one.before:
        click.secho(f"  {harmless(text)}", dim=True)
    click.secho(f"> {harmless(one.text)}", bold=True)
    for text in one.after:
        click.secho(f"  {harmless(text)}", dim=True)
    click.echo("")
    click.echo(_HELP)
