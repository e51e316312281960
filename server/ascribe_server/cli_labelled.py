"""What commands that take labelled documents share: read, check, say what is odd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ascribe_server.cli_options import engine_of
from ascribe_server.wording import count

if TYPE_CHECKING:
    from ascribe.training.attribution_data import MarkedArticle
    from ascribe.training.dataset import Document
    from ascribe.training.formats.reading import Labelled, LabelledDocument

skip_option = click.option(
    "--skip-bad-rows",
    is_flag=True,
    help="Leave out rows that cannot be used, naming each, instead of stopping.",
)
# More warnings than this nobody reads.
_MOST_WARNINGS = 20


def documents_to_train(
    paths: Sequence[Path], *, skip_bad_rows: bool, needs_classes: bool = True
) -> tuple[list[Document], str]:
    """Read documents with a label for every sentence, and check the classes.

    Args:
        paths: files and folders.
        skip_bad_rows: go on without rows that cannot be used.
        needs_classes: refuse data in which a class has no example.

    Returns:
        The documents, and what the card has to say of labels that a model chose;
        empty where none was open.

    Raises:
        DataError: if rows cannot be used, or a class has no example.
        ClickException: if the model that ships is needed and cannot be read.
    """
    from ascribe.training.formats.open_labels import fill_in
    from ascribe.training.formats.reading import check_classes

    labelled = _read(paths, skip_bad_rows=skip_bad_rows, keep_repeats=False)
    documents = [one.document for one in labelled.documents]
    said = ""
    if any(one.is_open for one in labelled.documents):
        documents, filled = fill_in(labelled.documents, engine_of(None))
        said = f"; {filled:,} that were left open were chosen by the model that ships"
        click.echo(f"labels{said}".replace("labels; ", "labels: "), err=True)
    if needs_classes:
        check_classes(documents)
    tally = Counter(label for one in documents for label in one.labels)
    click.echo(
        ", ".join(f"{number:,} {label}" for label, number in tally.most_common()),
        err=True,
    )
    return documents, said


def collections_to_measure(
    paths: Sequence[Path], *, skip_bad_rows: bool
) -> tuple[list[Document], dict[str, list[LabelledDocument]]]:
    """Read documents to measure a model on.

    Returns:
        The documents of the collections that use our labels, and by name the other
        collections, whose own labels leave something open.

    Raises:
        DataError: if rows cannot be used.
    """
    labelled = _read(paths, skip_bad_rows=skip_bad_rows, keep_repeats=True)
    by_name: dict[str, list[LabelledDocument]] = {}
    for one in labelled.documents:
        by_name.setdefault(one.collection, []).append(one)
    open_ones = {
        name: its for name, its in by_name.items() if any(one.is_open for one in its)
    }
    decided = [
        one.document for one in labelled.documents if one.collection not in open_ones
    ]
    return decided, open_ones


def attributions_in(paths: Sequence[Path]) -> list[MarkedArticle]:
    """Read articles with marked attributions: JSON Lines, or standoff annotation.

    Raises:
        DataError: if a file cannot be read; with a line for each mark that is wrong.
    """
    from ascribe.training.attribution_data import read_marked_articles
    from ascribe.training.formats.reading import marked_articles

    articles: list[MarkedArticle] = []
    for path in paths:
        if path.is_dir() or path.suffix.lower() == ".ann":
            found, warnings = marked_articles(path)
            _warn(warnings)
            articles += found
        else:
            articles += read_marked_articles(path)
    return articles


def _read(
    paths: Sequence[Path], *, skip_bad_rows: bool, keep_repeats: bool
) -> Labelled:
    from ascribe.training.formats.reading import read_labelled

    labelled = read_labelled(
        paths, skip_bad_rows=skip_bad_rows, keep_repeats=keep_repeats
    )
    _warn(labelled.warnings)
    sentences = sum(len(one.allowed) for one in labelled.documents)
    click.echo(
        f"read {count(sentences, 'sentence')} of "
        f"{count(len(labelled.documents), 'document')} in "
        f"{count(labelled.files, 'file')}",
        err=True,
    )
    return labelled


def _warn(warnings: Sequence[str]) -> None:
    for line in warnings[:_MOST_WARNINGS]:
        click.echo(line, err=True)
    left = len(warnings) - _MOST_WARNINGS
    if left > 0:
        click.echo(f"… and {left:,} more like these", err=True)
