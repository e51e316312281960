"""Measure everything, and write results.json and the plots; `make bench` runs this.

Times of a noisy machine mean little by themselves: ratios inside one run, and medians,
are what counts.
"""

# The threads of matrix libraries are set before numpy is imported.
# ruff: noqa: E402, T201

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Commands start with the compiled modules that Python keeps, as they do for users.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "ascribe"
import matplotlib.pyplot as plt

from ascribe.corpus import corpus_folder
from ascribe.kernel import COMPILED
from ascribe.text.sentences import words_in
from ascribe.training.dataset import read_documents

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

from serving import PAGES, serving
from stages import stages
from throughput import by_length, throughput


def main() -> None:
    """Measure, write, print."""
    assert COMPILED, "the kernel is not built: install gcc and python3-dev"
    load = os.getloadavg()[0]
    print("throughput …", file=sys.stderr)
    rates = throughput()
    print("stages …", file=sys.stderr)
    parts = stages()
    print("length …", file=sys.stderr)
    lengths = by_length()
    print("archive …", file=sys.stderr)
    archive = _archive()
    print("server …", file=sys.stderr)
    served = serving()
    results = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}",
        "load_at_start": round(load, 1),
        "throughput": [
            {"what": what, "words_a_second": round(rate), "ratio": round(ratio, 2)}
            for what, rate, ratio in rates
        ],
        "stages_ms": parts,
        "length": lengths,
        "archive": archive,
        "pages": PAGES,
        "serving": served,
    }
    text = json.dumps(results, indent=1)
    (FOLDER / "results.json").write_text(text + "\n", "utf-8")
    _plot(
        lengths, "words on the page", "seconds", FOLDER / "length.svg", logarithmic=True
    )
    _plot(served["memory"], "pages served", "resident MB", FOLDER / "memory.svg")
    print(text)


def _archive() -> list[dict[str, float]]:
    """Words a minute of `ascribe batch --brief`, by number of workers."""
    # Long enough that the start of the command, a third of a second, does not show.
    documents = read_documents([corpus_folder()]) * 400
    words = sum(words_in(b.text) for one in documents for b in one.blocks)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.jsonl")
        source.write_text(
            "".join(
                json.dumps({"text": "\n\n".join(b.text for b in one.blocks)}) + "\n"
                for one in documents
            )
        )
        command = [Path(sys.executable).with_name("ascribe"), "batch", "--brief"]
        for workers in (1, 2):
            took, spent = [], []
            for _ in range(3):
                started, before = time.perf_counter(), _spent_by_commands()
                subprocess.run(
                    [*command, "--workers", str(workers), source, f"{folder}/out"],
                    check=True,
                    capture_output=True,
                )
                took.append(time.perf_counter() - started)
                spent.append(_spent_by_commands() - before)
            found.append(
                {
                    "workers": workers,
                    "words_a_minute": round(60 * words / median(took)),
                    "words_a_cpu_minute": round(60 * words / median(spent)),
                }
            )
    return found


def _spent_by_commands() -> float:
    """Processor time of all commands that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _plot(
    points: list[Any], x: str, y: str, path: Path, *, logarithmic: bool = False
) -> None:
    figure, axes = plt.subplots(figsize=(5, 3), layout="constrained")
    axes.plot(*zip(*points, strict=True), marker="o", color="#b45309")
    axes.set(xlabel=x, ylabel=y)
    if logarithmic:
        axes.set(xscale="log", yscale="log")
    else:
        axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
