"""Run experiments from the command line: ``python -m experiments --help``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import click

from ascribe.attribution.files import tagger_of
from ascribe.attribution.rules import RuleTagger
from ascribe.corpus import corpus_folder
from ascribe.engine import load_engine
from ascribe.errors import AscribeError
from ascribe.training.attribution_data import read_marked_articles
from ascribe.training.attribution_evaluation import evaluate_attribution
from ascribe.training.card import rounded
from ascribe.training.cross_fit import lessons_of
from ascribe.training.dataset import Document, digest_of, read_documents
from ascribe.training.kept_taggers import load_kept_taggers
from ascribe.training.raw_documents import RawDocument, read_raw_documents
from ascribe.training.teaching import Teaching, load_teaching
from experiments.attribution_teaching import load_chances, pages_of, save_chances
from experiments.bench import Bench
from experiments.gate_sets import (
    HONEST,
    POISONS,
    SIZES,
    GateSets,
    Refused,
    gate_report,
    gate_row,
)
from experiments.labelling import (
    SEEDS,
    STRATEGIES,
    labelling_heading,
    pool_of,
    replay,
    report,
)
from experiments.table import table_of
from experiments.variants import VARIANTS, chosen
from experiments.watch import subjectivity

HERE = Path(__file__).parent
MODEL = HERE.parent / "ascribe" / "models" / "default"
RUNS = HERE / "runs.jsonl"
RESULTS = HERE / "RESULTS.md"
WATCHED = HERE / "watched.json"
LABELLING = HERE / "LABELLING.md"
GATE = HERE / "GATE.md"
TAGGERS = HERE / "taggers"
TEACHERS = HERE / "teachers.npz"
MARKED_BY_TEACHER = HERE / "attribution_teacher.json"


@click.group()
def main() -> None:
    """Try changes of the model, each measured on outlets left out of training.

    VOICES is the folder with train.jsonl and unlabelled.jsonl.
    """


@main.command(name="list")
def list_() -> None:
    """Say what can be tried."""
    width = max(map(len, VARIANTS))
    for name, variant in VARIANTS.items():
        click.echo(f"{name:<{width}}  {variant.group}: {variant.shows}")


@main.command()
@click.argument("voices", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("--seeds", type=click.IntRange(1, len(SEEDS)), default=len(SEEDS))
def labels(*, voices: Path, seeds: int) -> None:
    """Measure how many labels choosing saves; write LABELLING.md. Some minutes."""
    try:
        pool = pool_of(read_documents([voices / "train.jsonl"]))
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    curves = {}
    for name, strategy in STRATEGIES.items():
        each = []
        for seed in SEEDS[:seeds]:
            each.append(replay(pool, strategy, seed=seed))
            click.echo(f"{name}, seed {seed}: {each[-1][-1]:.3f}")
        curves[name] = [sum(scores) / len(scores) for scores in zip(*each, strict=True)]
    LABELLING.write_text(
        labelling_heading(len(pool.texts), seeds) + report(curves), "utf-8"
    )
    click.echo(report(curves))


@main.command()
@click.option("--draws", type=click.IntRange(min=1), default=200, show_default=True)
@click.option(
    "--learned",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Learn so many of them as well, and hold them against the floors; slow.",
)
def gate(*, draws: int, learned: int) -> None:
    """Measure which corrections the gate refuses; write GATE.md. A minute or two."""
    learned = min(draws, learned)
    sets = GateSets(read_documents([corpus_folder()]))
    refused = {}
    for kind, draw in {**HONEST, **POISONS}.items():
        for size in SIZES:
            drawn = [sets.draw(draw, size, seed=seed) for seed in range(draws)]
            refused[kind, size] = Refused(
                [sets.contradicts(each) for each in drawn],
                [sets.falls(each) for each in drawn[:learned]],
            )
            click.echo(gate_row(kind, size, refused[kind, size]))
    GATE.write_text(gate_report(refused), "utf-8")


@main.command()
@click.argument("voices", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.argument("names", nargs=-1, metavar="[NAME]...")
def run(*, voices: Path, names: tuple[str, ...]) -> None:
    """Run the variants NAME, or all; write them down in runs.jsonl and RESULTS.md.

    A variant takes one to two minutes on one core, four with teachers' labels.
    """
    unknown = [name for name in names if name not in VARIANTS]
    if unknown:
        raise click.UsageError(
            f"there is no variant {unknown[0]!r}; 'python -m experiments list' says "
            "which there are"
        )
    variants = chosen(names)
    try:
        documents = read_documents([voices / "train.jsonl"])
        tagger = tagger_of(None)
        kept = load_kept_taggers(TAGGERS, labelled=digest_of(documents))
        taught = None
        if any(variant.taught for variant in variants.values()):
            taught = lessons_of(documents, tagger, teaching_of(voices, documents), kept)
        bench = Bench(documents, lessons_of(documents, tagger, kept=kept), taught)
        for at, (name, variant) in enumerate(variants.items(), start=1):
            found = bench.run(name, variant)
            write_down(found)
            click.echo(
                f"[{at}/{len(variants)}] {name}: macro-F1 "
                f"{found['measures']['macro_f1']:.3f}, {found['seconds']} s"
            )
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc


@main.command()
@click.argument("voices", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.option("--epochs", default=4, show_default=True, type=click.IntRange(min=1))
def teach(*, voices: Path, epochs: int) -> None:
    """Train the teachers anew, and write what they say into teachers.npz.

    Needs the packages in model/experiments/requirements.txt; takes about an hour and
    a half on two cores.
    """
    from experiments.teacher import teachers

    documents = read_documents([voices / "train.jsonl"])
    raw = raw_of(voices, documents)
    teachers(documents, raw, TEACHERS, epochs=epochs, say=click.echo, note=write_down)


@main.command(name="teach-attributions")
@click.argument("voices", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.argument("marked", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.argument("dev", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def teach_attributions(*, voices: Path, marked: Path, dev: Path, out: Path) -> None:
    """Train the teachers of attributions on MARKED; write into OUT what they say.

    They read the pages in VOICES, and are measured on DEV. Needs the packages in
    model/experiments/requirements.txt; takes an hour.
    """
    from experiments.attribution_lesson import taught_pages

    documents = read_documents([voices / "train.jsonl"])
    raw = raw_of(voices, documents)
    articles = read_marked_articles(marked)
    chances, scores = taught_pages(
        tagger_of(None),
        articles,
        pages_of(documents, raw),
        read_marked_articles(dev),
        say=click.echo,
    )
    save_chances(out, chances, documents, raw)
    MARKED_BY_TEACHER.write_text(
        json.dumps({"measures": rounded(scores)}, indent=1) + "\n", "utf-8"
    )


@main.command(name="label-head")
@click.argument("voices", type=click.Path(file_okay=False, exists=True, path_type=Path))
@click.argument("marked", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.argument("dev", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.argument("said", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def label_head(*, voices: Path, marked: Path, dev: Path, said: Path) -> None:
    """Teach the tagger that ships labels as well; measure its attributions on DEV.

    MARKED are the articles that it has learned from, SAID is what teach-attributions
    has written. Needs the packages in model/experiments/requirements.txt; takes three
    quarters of an hour.
    """
    from experiments.label_head import SETTINGS, train_label_heads

    card = json.loads((MODEL / "attribution.json").read_text("utf-8"))
    if "label_head" in card:
        # Taggers that start from it would know the labels they are kept from.
        raise click.ClickException(
            "the tagger has learned labels already: begin anew with `make tagger`"
        )
    documents = read_documents([voices / "train.jsonl"])
    teaching = teaching_of(voices, documents)
    digest = train_label_heads(
        tagger_of(None),
        read_marked_articles(marked),
        documents,
        teaching,
        load_chances(said, documents, teaching.documents),
        model=MODEL,
        kept=TAGGERS,
        say=click.echo,
    )
    measured = read_marked_articles(dev)
    card["sha256"] = digest
    card["label_head"] = {
        "documents": digest_of(documents),
        **SETTINGS,
        "said": hashlib.sha256(said.read_bytes()).hexdigest(),
    }
    card["measures"] = {
        "model": rounded(evaluate_attribution(tagger_of(MODEL), measured)),
        "rules": rounded(evaluate_attribution(RuleTagger(), measured)),
    }
    text = json.dumps(card, indent=1) + "\n"
    (MODEL / "attribution.json").write_text(text, "utf-8")


@main.command()
@click.argument("path", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def watch(*, path: Path) -> None:
    """Measure the model that ships on PATH, the sentences of CheckThat! 2023."""
    try:
        found = subjectivity(load_engine(), path)
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    WATCHED.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    click.echo(json.dumps(found))


def teaching_of(voices: Path, documents: list[Document]) -> Teaching:
    """Read the teachers' labels of the articles in ``voices``."""
    raw = raw_of(voices, documents)
    return load_teaching(TEACHERS, raw, labelled=digest_of(documents))


def raw_of(voices: Path, documents: list[Document]) -> list[RawDocument]:
    """Read the articles in ``voices`` that nobody has labelled."""
    return read_raw_documents(
        voices / "unlabelled.jsonl", without={doc.name for doc in documents}
    )


def write_down(found: dict[str, Any]) -> None:
    """Keep a run, in place of an older one of its name, and make the table anew."""
    runs = read_runs()
    runs[found["name"]] = found
    order = {name: at for at, name in enumerate(VARIANTS)}
    kept = sorted(runs.values(), key=lambda one: order.get(one["name"], len(order)))
    RUNS.write_text("".join(json.dumps(one) + "\n" for one in kept), "utf-8")
    RESULTS.write_text(table_of(kept), "utf-8")


def read_runs() -> dict[str, dict[str, Any]]:
    """Return the runs that are written down, by name."""
    if not RUNS.exists():
        return {}
    lines = RUNS.read_text("utf-8").splitlines()
    return {one["name"]: one for one in map(json.loads, lines)}


if __name__ == "__main__":
    main()
