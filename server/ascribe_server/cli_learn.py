"""What ``ascribe train --corrections`` does: learn, measure, promote or refuse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ascribe.engine import load_engine
from ascribe_server.correction_files import read_corrections
from ascribe_server.learning import learn, test_articles
from ascribe_server.model_shelf import ModelShelf
from ascribe_server.store.corrections import Corrections, NewCorrection
from ascribe_server.store.database import Database
from ascribe_server.wording import count

if TYPE_CHECKING:
    from ascribe.training.corrections import Correction
    from ascribe.training.dataset import Document
    from ascribe.training.gate import GateReport


def learn_corrections(
    *,
    data_dir: Path,
    documents: Sequence[Document],
    from_store: bool,
    files: Sequence[Path],
    base: Path | None,
    weight: float,
    folder: Path | None,
    promotes: bool,
    sure: bool,
) -> None:
    """Learn on top of a model.

    Args:
        data_dir: the data folder.
        documents: labelled articles to learn from, too; a sentence of them counts 1.
        from_store: whether to learn the corrections of the store.
        files: exported corrections to learn.
        base: the model to go on from; None for the one that ships.
        weight: how many training sentences a correction counts as.
        folder: where to put the model; None for the data folder.
        promotes: whether to use it where it passes the gate.
        sure: whether the labels are right however they contradict the model.

    Raises:
        ClickException: if it was refused.
        AscribeError: if something cannot be used.
        StoreError: if the data folder cannot be used.
    """
    database = Database(data_dir)
    shelf = ModelShelf(data_dir, database)
    store = Corrections(database)
    # scikit-learn and SciPy take seconds to import; "--help" need not wait.
    from ascribe.training.gate import MOST_ALIKE

    engine = load_engine(base)
    sha256 = engine.model.sha256
    kept = store.all() if from_store else []
    named = [(f"correction {each.id}", each) for each in kept]
    found = [_of(place, new, sha256) for place, new in named]
    for path in files:
        found += [_of(place, new, sha256) for place, new in read_corrections(path)]
    weights = [weight] * len(found)
    if documents:
        from ascribe.training.corrections import corrections_of

        chances = [engine.probabilities(doc.blocks, doc.spans) for doc in documents]
        labelled = corrections_of(documents, chances)
        found += labelled
        weights += [1.0] * len(labelled)
    if not found:
        raise click.ClickException(
            "there are no corrections yet: mark a page, click a sentence, and choose "
            "what it is"
        )
    click.echo(f"learning {count(len(found), 'sentence')} on top of "
               f"{engine.model.name} {engine.model.version}", err=True)  # fmt: skip
    name = shelf.next_name()
    candidate = learn(
        found,
        weights,
        base=base,
        name="reader" if folder is None else folder.resolve().name,
        version=name.removeprefix("reader-") if folder is None else "1",
        tests=test_articles(data_dir),
        sure=sure,
        progress=lambda what, at, of: click.echo(f"[{at + 1}/{of}] {what}", err=True),
    )
    click.echo("\n".join(report_lines(candidate.report)))
    if candidate.write is None:
        raise click.ClickException(
            f"refused: a sentence may stand in {MOST_ALIKE} corrections. Undo the "
            "others (ascribe corrections undo NUMBER), or take them out of the file"
        )
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        candidate.write(folder)
        name = str(folder)
    else:
        shelf.add(name, candidate.write)
    if not candidate.report.passed:
        sure_hint = ""
        if not candidate.report.fallen:
            sure_hint = ". If they are right as they stand, say --sure"
        raise click.ClickException(
            f"refused: {name} is not used; what was in use stays. Undo the corrections "
            "named above (ascribe corrections undo NUMBER) and train again" + sure_hint
        )
    if folder is not None:
        click.echo(f"the model is in {folder}", err=True)
    elif promotes:
        shelf.promote(name)
        store.mark_used([each.id for each in kept], name)
        click.echo(f"{name} is in use now; back: ascribe models rollback", err=True)
    else:
        click.echo(f"use it with: ascribe models promote {name}", err=True)


def report_lines(report: GateReport) -> list[str]:
    """Say in lines what the gate found."""
    articles = count(report.articles, "test article")
    lines = []
    if report.rows:
        lines.append(f"On {articles}, shipped model and candidate:")
    for row in report.rows:
        mark = "  below the floor" if row.falls else ""
        lines.append(
            f"  {row.name:<30} {row.floor:.3f}  {row.candidate:.3f}  "
            f"[{row.low:+.3f}, {row.high:+.3f}]{mark}"
        )
    if report.left_out:
        lines.append(f"  left out, being corrected: {', '.join(report.left_out)}")
    for correction, times in report.repeated:
        lines.append(f"  said {times} times: {_quoted(correction)}")
    lines += [
        f"  {suspect.part:.0%} of the harm: {_quoted(suspect.correction)}"
        for suspect in report.suspects
    ]
    doubt = report.contradiction
    if doubt is not None and doubt.too_far:
        lines.append(
            f"{doubt.sentences} labels contradict what the model is sure of, far more "
            f"than right ones would (by {doubt.excess:.2f} nats; allowed are "
            f"{doubt.allowed:.2f}). First of all:"
        )
        lines += [
            f"  the model says {label} ({chance:.0%}): {_quoted(correction)}"
            for correction, label, chance in doubt.worst
        ]
    lines.append("passed" if report.passed else "refused")
    return lines


def _quoted(correction: Correction) -> str:
    text = " ".join(correction.quote.split())
    short = text if len(text) <= 60 else text[:59] + "…"
    return f"{correction.name}, labelled {correction.label}: {short}"


def _of(place: str, new: NewCorrection, sha256: str) -> Correction:
    from ascribe.training.corrections import Correction

    return Correction(
        name=place,
        label=new.label,
        quote=new.quote,
        prefix=new.prefix,
        suffix=new.suffix,
        kind=new.block_kind,
        # Another model's chances would be learned from as if they were this one's.
        chances=new.chances if new.model.sha256 == sha256 else None,
    )
