"""The parts of README.md that the code knows; ``cog -r README.md`` fills them in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
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
from ascribe_server.settings_options import CALLED_DEFAULTS, default_of, help_of
from ascribe_server.settings_sources import NAMES


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
    rows = [[f"`{name}`", _default(name), help_of(name)] for name in NAMES]
    return table(["setting", "default", "meaning"], rows)


def _default(name: str) -> str:
    told = default_of(name)
    return told if name in CALLED_DEFAULTS or told == "none" else f"`{told}`"


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


# What issue and README promise, beside what `make bench` found.
_BARS = {
    "four labels with context, kernel": "30",
    "labels, spans and evidence, kernel": "5",
}


def throughput() -> str:
    """Show the words a second of each engine, from the last `make bench`."""
    rows = [
        [
            one["what"],
            f"{one['words_a_second']:,}",
            f"{one['ratio']:.1f}",
            _BARS.get(one["what"], ""),
        ]
        for one in _results()["throughput"]
    ]
    return table(["one core", "words a second", "times scikit-learn", "aim"], rows)


def serving() -> str:
    """Show what a reader would notice, from the last `make bench`."""
    results = _results()
    found = results["serving"]
    archive = {one["workers"]: one["words_a_minute"] for one in results["archive"]}
    cpu = results["archive"][0]["words_a_cpu_minute"]
    (_, first), *_, (pages_, last) = found["memory"]
    million, seconds = results["length"][-1]
    rows = [
        ["page of 1,000 words, half of all", f"{found['p50_ms']:.1f} ms", "8 ms"],
        ["page of 1,000 words, 99 of 100", f"{found['p99_ms']:.0f} ms", "30 ms"],
        [
            "its processor time, over different pages",
            f"{found['cpu_ms_a_page']:.1f} ms",
            "",
        ],
        ["server, start to first answer", f"{found['start_ms']:.0f} ms", "600 ms"],
        [
            "`ascribe analyze` of a short file",
            f"{found['analyze_ms']:.0f} ms",
            "350 ms",
        ],
        [
            f"memory at start and after {pages_:,} pages",
            f"{first:.0f} and {last:.0f} MB",
            "90 MB",
        ],
        [
            "processor time of 5 idle seconds",
            f"{found['idle_cpu_ms_in_5_s']:.0f} ms",
            "0 ms",
        ],
        [f"one page of {million:,} words", f"{seconds:.1f} s", ""],
        [
            "`ascribe batch --brief`, one worker",
            f"{archive[1]:,} words a minute",
            "30,000,000",
        ],
        [
            "the same by processor time",
            f"{cpu:,} words a minute and core",
            "30,000,000",
        ],
        ["the same, two workers", f"{archive[2]:,} words a minute", ""],
    ]
    return table(["what", "measured", "aim"], rows)


def load() -> str:
    """Show how the server did under load and faults, from the last `make load`."""
    path = Path(__file__).parents[1] / "load" / "results.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    many, slow = found["parallel_clients"], found["slow_clients"]
    hostile, row = found["hostile_bodies"], found["pages_in_a_row"]
    memory = list(row["memory_mb"].items())
    stop, killed = found["stopped"], found["killed"]
    replaced = found["replaced_models"]
    rows = [
        [
            f"{many['clients']} clients at once ask for {many['pages']:,} pages of "
            "1,000 words",
            f"{many['right']:,} right, {many['busy']:,} told to come again; half "
            f"within {many['p50_s']:.1f} s, 99 of 100 within {many['p99_s']:.0f} s",
        ],
        [
            f"{slow['clients']} clients that send a byte now and then",
            f"a page takes {1000 * slow['p50_alone_s']:.0f} ms without them, "
            f"{1000 * slow['p50_beside_s']:.0f} ms beside them; cut off after "
            f"{slow['cut_off_after_s']:.0f} s",
        ],
        [
            f"{hostile['requests']} hostile bodies: announced or chunked without end, "
            "JSON 200,000 deep, gzip bombs",
            f"all refused, the slowest after {hostile['slowest_s']:.1f} s; memory "
            f"{hostile['memory_before_mb']:.0f} to {hostile['memory_peak_mb']:.0f} MB",
        ],
        [
            f"{row['pages']:,} pages in a row",
            "memory "
            + ", ".join(f"{mb:.0f} MB after {int(at):,}" for at, mb in memory),
        ],
        [
            "disk full",
            "pages are scored; what cannot be written is told, and works again after",
        ],
        [
            "database locked by another program",
            "pages are scored; what cannot be written is told after "
            f"{found['locked_database']['told_after_s']:.0f} s",
        ],
        [
            f"{replaced['changes']} times another model is trained, promoted or rolled "
            f"back while {replaced['clients']} clients ask",
            f"{replaced['pages']:,} pages, {replaced['failed']} failed; each change is "
            "taken without a restart",
        ],
        [
            f"{killed['kills']} times kill -9 while browsers pair and correct",
            f"all {killed['pairings']} pairings and all {killed['corrections']} "
            "corrections that were acknowledged are there",
        ],
        [
            f"a stop with {stop['pages']} pages on their way",
            f"{stop['seconds']:.1f} s; {stop['right']} right, {stop['told']} told that "
            "it stops",
        ],
    ]
    head = table(["what", "how it did"], rows)
    return (
        f"Measured by `make load` ({found['machine']}; "
        f"load {found['load_at_start']} when it began, from other programs).\n\n{head}"
    )


def machine() -> str:
    """Say where that was measured."""
    results = _results()
    load = results["load_at_start"]
    crowded = (
        "\nOther programs had more work than the cores could do: how long somebody "
        "waited says little here, processor times and ratios say more."
        if load > 2
        else ""
    )
    return (
        f"Measured by `make bench` ({results['machine']}; "
        f"load {load} when it began, from other programs): "
        f"compare ratios, not times.{crowded}"
    )


def _results() -> dict[str, Any]:
    path = Path(__file__).parents[2] / "model" / "benchmarks" / "results.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found
