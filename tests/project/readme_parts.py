"""The parts of README.md that the code knows; ``cog -r README.md`` fills them in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, fields
from importlib.resources import files
from typing import Any, cast

import click

from ascribe.corpus import corpus_folder
from ascribe.engine import load_engine
from ascribe.results import LABELS
from ascribe.training.dataset import read_documents
from ascribe.training.evaluation import evaluate
from ascribe_server.app import create_app
from ascribe_server.cli import COMMANDS, main
from ascribe_server.problems import KINDS
from ascribe_server.service import Analyzer
from ascribe_server.settings import Settings

# Both are set on the command line; all others where `create_app` is called.
OPTIONS = {"port": "--port", "data_dir": "--data-dir"}


def card() -> dict[str, Any]:
    """Return the card of the model that ships."""
    text = (files("ascribe") / "models" / "default" / "card.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def data() -> str:
    """Say what the model was trained and measured on."""
    told = card()["data"]
    total = sum(told["sentences"].values())
    return (
        f"The model that ships learned from {total:,} sentences "
        f"of {told['documents']:,} pages of {told['outlets']:,} outlets.\n"
        f"Measured by {card()['split']}."
    )


def labels() -> str:
    """Say how well each label is found, beside the plain pipeline."""
    ours, plain = card()["measures"], card()["baseline"]["measures"]
    rows = []
    for label in LABELS:
        one = ours["classes"][label]
        rows.append(
            [
                f"`{label}`",
                f"{one['precision']:.2f}",
                f"{one['recall']:.2f}",
                f"{one['f1']:.2f}",
                f"{plain['classes'][label]['f1']:.2f}",
            ]
        )
    rows.append(
        ["mean", "", "", f"**{ours['macro_f1']:.2f}**", f"{plain['macro_f1']:.2f}"]
    )
    return table(["label", "precision", "recall", "F1", "F1, plain TF-IDF"], rows)


def corpus() -> str:
    """Say how good the model is on the articles of our own, made to be hard."""
    found = evaluate(load_engine(), read_documents([corpus_folder()]))
    doubt = card()["doubt"]
    recall = found.classes["opinion"].recall
    certain, right = doubt["certain"], doubt["certain_accuracy"]
    return (
        f"On the {found.documents} articles of our own corpus, which were written to "
        "be hard and which it never saw, "
        f"the mean F1 is {found.macro_f1:.2f}; "
        f"of their opinion it finds {100 * recall:.0f} %.\n"
        f"Sentences shown without a doubt mark are {100 * certain:.0f} % of all, and "
        f"{100 * right:.0f} % of them are right; "
        f"the expected calibration error is {doubt['calibration_error']:.3f}."
    )


def pages() -> str:
    """Say how far the shares of a page are off, beside the plain pipeline."""
    ours, plain = card()["measures"]["pages"], card()["baseline"]["measures"]["pages"]
    return table(
        ["share of a page", "mean error", "correlation", "mean error, plain TF-IDF"],
        [
            [
                name,
                f"{ours[name]['mean_absolute_error']:.2f}",
                f"{ours[name]['correlation']:.2f}",
                f"{plain[name]['mean_absolute_error']:.2f}",
            ]
            for name in ours
        ],
    )


def attribution() -> str:
    """Say how well sources, cues and contents are found, beside plain rules."""
    text = (files("ascribe") / "models" / "default" / "attribution.json").read_text(
        "utf-8"
    )
    found = json.loads(text)["measures"]
    ours, rules = found["model"], found["rules"]
    rows = [
        [
            name.replace("_", ", "),
            f"{one['precision']:.3f}",
            f"{one['recall']:.3f}",
            f"{one['f1']:.3f}",
            f"{rules['spans'][name]['f1']:.3f}",
        ]
        for name, one in ours["spans"].items()
    ]
    for name, key in (
        ("sentence carries any", "any_macro_f1"),
        ("sentence mostly attributed", "mostly_macro_f1"),
    ):
        rows.append(
            [f"{name} (macro-F1)", "", "", f"{ours[key]:.3f}", f"{rules[key]:.3f}"]
        )
    return table(["", "precision", "recall", "F1", "F1, rules"], rows)


def limits() -> str:
    """List what the card says the model cannot do."""
    return "\n".join(f"- {limit}" for limit in card()["limits"])


def commands() -> str:
    """List the commands with what they take."""
    rows = []
    for name, (_, what) in sorted(COMMANDS.items()):
        context = click.Context(main, info_name="ascribe")
        command = main.get_command(context, name)
        assert command is not None
        pieces = command.collect_usage_pieces(click.Context(command, info_name=name))
        rows.append([f"`ascribe {' '.join([name, *pieces])}`", what])
    return table(["command", "does"], rows)


def settings() -> str:
    """List the settings with their defaults."""
    rows = []
    for one in fields(Settings):
        default = (
            "the platform's folder for a user's data"
            if one.default is MISSING
            else f"`{one.default}`"
        )
        option = f", `{OPTIONS[one.name]}`" if one.name in OPTIONS else ""
        rows.append([f"`{one.name}`{option}", default, one.metadata["help"]])
    return table(["setting", "default", "meaning"], rows)


def routes() -> list[tuple[str, str, str]]:
    """Return method, path and purpose of every address that the server answers."""
    # The application is only looked at: nothing is scored.
    app = create_app(cast(Analyzer, None))
    found = []
    for rule in app.url_map.iter_rules():
        (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        about = (app.view_functions[rule.endpoint].__doc__ or "").splitlines()[0]
        found.append((method, rule.rule, about.replace("``", "`")))
    return sorted(found, key=lambda route: (not route[1].startswith("/v1/"), route[1]))


def route_table() -> str:
    """List the addresses that the server answers."""
    rows = [[f"`{method} {path}`", about] for method, path, about in routes()]
    return table(["address", "does"], rows)


def problems() -> str:
    """List the errors that the server answers."""
    rows = [[f"`{kind.uri}`", str(kind.status), kind.title] for kind in KINDS]
    return table(["`type`", "status", "meaning"], rows)
