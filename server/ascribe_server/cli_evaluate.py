"""The command ``evaluate``: how well a model labels documents with known labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ascribe.errors import AscribeError, DataError
from ascribe_server.cli_labelled import (
    attributions_in,
    collections_to_measure,
    skip_option,
)
from ascribe_server.cli_options import (
    engine_of,
    model_option,
    write_output,
)
from ascribe_server.json_output import json_bytes
from ascribe_server.wording import count

if TYPE_CHECKING:
    from ascribe.training.attribution_evaluation import AttributionScores
    from ascribe.training.comparison import Row
    from ascribe.training.evaluation import Evaluation
    from ascribe.training.formats.open_labels import OpenEvaluation
    from ascribe.training.ledger_evaluation import LedgerScores


@click.command()
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")
@click.option(
    "--attribution",
    is_flag=True,
    help="Measure sources, cues and contents instead; PATH holds articles with spans.",
)
@click.option(
    "--ledger",
    is_flag=True,
    help="Measure the list of sources instead; documents in PATH name theirs.",
)
@click.option(
    "--compare",
    "two",
    metavar="A B",
    nargs=2,
    type=click.Path(path_type=Path),
    help="Set two models side by side: folders, or 'default' for the one that ships.",
)
@skip_option
@model_option
def evaluate(
    *,
    paths: tuple[Path, ...],
    as_json: bool,
    attribution: bool,
    ledger: bool,
    two: tuple[Path, Path] | None,
    skip_bad_rows: bool,
    model_folder: Path | None,
) -> None:
    """Measure a model on the labelled documents in PATH: files, or folders of such.

    Takes what 'ascribe train' takes; see 'ascribe train --help'. A collection with
    labels of its own, such as SUBJ and OBJ, is measured by those.

    Prints precision, recall and F1 of each label, their mean over the four labels
    (macro-F1), and how far the pages' shares of opinion and attributed words are off.
    Documents that the model was trained on give too good numbers: 'ascribe train'
    prints those of unseen outlets.

    With --attribution each line of PATH is {"text", "attributions": [{"source",
    "cue", "content"}]}, each part a list of [start, end] in code points, or PATH is
    standoff annotation (.ann); plain rules are measured beside the model.

    With --ledger each document has its expected "sources": [{"name", "kind"}]. Counted
    are those found, of the right kind, and listed too many, once with the documents'
    own labels and once with the model's.

    With --compare A B the F1 of both models stands by label, collection and genre, and
    the 95 % interval of their difference, from resampling the documents.
    """
    if ledger and attribution:
        raise click.UsageError("--ledger and --attribution exclude each other")
    if two is not None:
        if attribution or ledger or model_folder is not None:
            raise click.UsageError("--compare stands alone: name both models after it")
        _compare(paths, two, as_json=as_json, skip_bad_rows=skip_bad_rows)
        return
    if attribution:
        _evaluate_attribution(paths, as_json=as_json, model_folder=model_folder)
        return
    if ledger:
        _evaluate_ledger(paths, as_json=as_json, model_folder=model_folder)
        return
    from ascribe.training.evaluation import evaluate as measure
    from ascribe.training.formats.open_labels import evaluate_open

    try:
        decided, open_ones = collections_to_measure(paths, skip_bad_rows=skip_bad_rows)
        engine = engine_of(model_folder)
        evaluation = measure(engine, decided) if decided else None
        by_collection = {
            name: evaluate_open(its, engine) for name, its in open_ones.items()
        }
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    if as_json:
        value: dict[str, Any] = asdict(evaluation) if evaluation else {}
        if by_collection:
            value["own_labels"] = {
                name: asdict(one) for name, one in by_collection.items()
            }
        write_output([json_bytes(value, indent=2), b"\n"], None)
        return
    tables = [table_of(evaluation)] if evaluation else []
    tables += [open_table(name, one) for name, one in by_collection.items()]
    click.echo("\n\n".join("\n".join(table) for table in tables))


def _compare(
    paths: tuple[Path, ...],
    two: tuple[Path, Path],
    *,
    as_json: bool,
    skip_bad_rows: bool,
) -> None:
    from ascribe.training.comparison import compare

    try:
        documents, open_ones = collections_to_measure(
            paths, skip_bad_rows=skip_bad_rows
        )
        if open_ones:
            raise DataError(
                f"{next(iter(open_ones))} leaves labels open; --compare needs all four "
                "labels. Measure one model at a time on it"
            )
        first, second = (
            [engine.probabilities(doc.blocks, doc.spans) for doc in documents]
            for engine in (
                engine_of(None if str(one) == "default" else one) for one in two
            )
        )
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    rows = compare(documents, first, second)
    if as_json:
        write_output([json_bytes([asdict(row) for row in rows], indent=2), b"\n"], None)
    else:
        click.echo("\n".join(comparison_table(rows, two)))


def comparison_table(rows: Sequence[Row], two: tuple[Path, Path]) -> Iterator[str]:
    """Write two models side by side as lines of text."""
    yield f"A: {two[0]}"
    yield f"B: {two[1]}"
    yield ""
    yield (
        f"{'F1':<34}{'sentences':>10}{'A':>8}{'B':>8}{'B - A':>9}{'95 % interval':>19}"
    )
    for row in rows:
        interval = f"{row.low:+.3f} to {row.high:+.3f}"
        yield (
            f"{row.name:<34}{row.sentences:>10,}{row.first:>8.3f}{row.second:>8.3f}"
            f"{row.second - row.first:>+9.3f}{interval:>19}{' *' * row.differs}"
        )
    yield ""
    yield "* the interval leaves out 0: another draw of documents would hardly undo it"


def _evaluate_attribution(
    paths: tuple[Path, ...], *, as_json: bool, model_folder: Path | None
) -> None:
    from ascribe.attribution.files import tagger_of
    from ascribe.attribution.rules import RuleTagger
    from ascribe.training.attribution_evaluation import evaluate_attribution

    try:
        articles = attributions_in(paths)
        model = evaluate_attribution(tagger_of(model_folder), articles)
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    rules = evaluate_attribution(RuleTagger(), articles)
    if as_json:
        both = {"model": asdict(model), "rules": asdict(rules)}
        write_output([json_bytes(both, indent=2), b"\n"], None)
    else:
        click.echo("\n".join(attribution_table(model, rules)))


def _evaluate_ledger(
    paths: tuple[Path, ...], *, as_json: bool, model_folder: Path | None
) -> None:
    from ascribe.attribution.files import tagger_of
    from ascribe.training.dataset import read_documents
    from ascribe.training.ledger_evaluation import (
        evaluate_ledgers,
        ledger_of_engine,
        ledger_of_labels,
    )

    try:
        documents = read_documents(paths)
        if not any(document.sources for document in documents):
            raise click.ClickException(
                'no document names its sources: each needs "sources": '
                '[{"name": "…", "kind": "person"}]'
            )
        by_labels = evaluate_ledgers(
            documents, ledger_of_labels(tagger_of(model_folder))
        )
        by_model = evaluate_ledgers(
            documents, ledger_of_engine(engine_of(model_folder))
        )
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    if as_json:
        both = {"own_labels": asdict(by_labels), "model_labels": asdict(by_model)}
        write_output([json_bytes(both, indent=2), b"\n"], None)
    else:
        click.echo("\n".join(ledger_table(by_labels, by_model)))


def ledger_table(by_labels: LedgerScores, by_model: LedgerScores) -> Iterator[str]:
    """Write counts of ledgers, then what is wrong with the documents' own labels."""
    yield count(len(by_labels.articles), "document")
    yield ""
    yield f"{'':<20}{'own labels':>12}{'the model':>12}"
    for name in ("expected", "found", "right_kind", "extra"):
        yield (
            f"{name.replace('_', ' '):<20}{getattr(by_labels, name):>12}"
            f"{getattr(by_model, name):>12}"
        )
    for one in by_labels.articles:
        wrong = [
            *(f"missed {name}" for name in one.missed),
            *(f"too many {name}" for name in one.extra),
            *(f"{name} is {kind}, not {got}" for name, kind, got in one.wrong_kind),
        ]
        if wrong:
            yield f"{one.name}: {'; '.join(wrong)}"


def attribution_table(
    model: AttributionScores, rules: AttributionScores
) -> Iterator[str]:
    """Write measures of spans as lines of text, plain rules beside them."""
    yield f"{count(model.articles, 'article')}, {count(model.sentences, 'sentence')}"
    yield ""
    yield f"{'':<28}{'precision':>10}{'recall':>10}{'F1':>8}{'F1, rules':>12}"
    for name, one in model.spans.items():
        yield (
            f"{name.replace('_', ', '):<28}{one.precision:>10.3f}{one.recall:>10.3f}"
            f"{one.f1:>8.3f}{rules.spans[name].f1:>12.3f}"
        )
    for name, ours, plain in (
        ("sentence, any (macro)", model.any_macro_f1, rules.any_macro_f1),
        ("sentence, mostly (macro)", model.mostly_macro_f1, rules.mostly_macro_f1),
    ):
        yield f"{name:<28}{ours:>28.3f}{plain:>12.3f}"


def open_table(name: str, evaluation: OpenEvaluation) -> Iterator[str]:
    """Write measures by a collection's own labels as lines of text."""
    yield (
        f"{name}, by its own labels: {count(evaluation.documents, 'document')}, "
        f"{count(evaluation.sentences, 'sentence')}"
    )
    yield ""
    yield f"{'label':<16}{'precision':>10}{'recall':>10}{'F1':>10}{'sentences':>12}"
    for one in evaluation.labels:
        yield (
            f"{one.label:<16}{one.precision:>10.3f}{one.recall:>10.3f}{one.f1:>10.3f}"
            f"{one.support:>12,}"
        )
    yield f"{'macro-F1':<16}{evaluation.macro_f1:>30.3f}"


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
