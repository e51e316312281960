"""The command ``train-tagger``: articles with marked attributions in, weights out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ascribe.errors import AscribeError
from ascribe_server.cli_evaluate import attribution_table
from ascribe_server.cli_labelled import attributions_in
from ascribe_server.wording import count

_FILE = click.Path(dir_okay=False, exists=True, path_type=Path)


@click.command(name="train-tagger")
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
@click.option(
    "--texts",
    multiple=True,
    type=_FILE,
    help="Articles without marks, to learn more words from; may be repeated.",
)
@click.option("--dev", type=_FILE, help="Marked articles to measure on.")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A model's folder; attribution.npz and attribution.json in it are replaced.",
)
@click.option("--rounds", type=click.IntRange(min=1), help="How often each is read.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    default=0,
    show_default=True,
    help="The same articles and seed give the same weights.",
)
def train_tagger(
    *,
    paths: tuple[Path, ...],
    texts: tuple[Path, ...],
    dev: Path | None,
    folder: Path,
    rounds: int | None,
    seed: int,
) -> None:
    """Train the tagger on the marked articles in PATH: .jsonl files, or standoff.

    Each line is {"text", "attributions": [{"source", "cue", "content"}]}, each part a
    list of [start, end] in code points. Standoff annotation is brat's: .ann files with
    their .txt, or a folder of such, as in PolNeAR. About ten minutes for 800 articles.
    The labels stand on the tagger: train the model in the same folder anew with
    'ascribe train'.
    """
    from ascribe.attribution.files import FILE_NAME, load_tagger, save_tagger
    from ascribe.training.attribution_data import read_texts
    from ascribe.training.attribution_training import TrainingPlan
    from ascribe.training.attribution_training import train_tagger as fit

    plan = TrainingPlan(seed=seed)
    if rounds is not None:
        plan = TrainingPlan(seed=seed, rounds=rounds)
    try:
        articles = attributions_in(paths)
        raw = [one for path in texts for one in read_texts(path)]
        measured = attributions_in([dev]) if dev else []
        click.echo(f"training on {count(len(articles), 'article')}", err=True)
        tables, weights = fit(
            articles, raw, plan=plan, progress=lambda line: click.echo(line, err=True)
        )
        digest = save_tagger(folder / FILE_NAME, tables, weights)
        card: dict[str, Any] = {
            "sha256": digest,
            "data": {
                "articles": len(articles),
                "attributions": sum(len(one.attributions) for one in articles),
                "sha256": _digest(paths),
                "texts": {"sentences": len(raw), "sha256": _digest(texts)},
            },
            "plan": asdict(plan),
        }
        if measured:
            card["measures"] = _measures(load_tagger(folder / FILE_NAME), measured)
    except AscribeError as exc:
        raise click.ClickException(str(exc)) from exc
    text = json.dumps(card, indent=1) + "\n"
    (folder / "attribution.json").write_text(text, "utf-8")


def _measures(tagger: Any, articles: Any) -> dict[str, Any]:
    """Measure the tagger, and plain rules beside it; print the table."""
    from ascribe.attribution.rules import RuleTagger
    from ascribe.training.attribution_evaluation import evaluate_attribution
    from ascribe.training.card import rounded

    ours = evaluate_attribution(tagger, articles)
    plain = evaluate_attribution(RuleTagger(), articles)
    click.echo("\n".join(attribution_table(ours, plain)))
    return {"model": rounded(ours), "rules": rounded(plain)}


def _digest(paths: tuple[Path, ...]) -> str:
    import hashlib

    whole = hashlib.sha256()
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            if file.is_file():
                whole.update(file.read_bytes())
    return whole.hexdigest()
