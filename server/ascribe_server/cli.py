"""The command ``ascribe``. Each subcommand is imported when it is asked for."""

from __future__ import annotations

import importlib
import logging
import os
from typing import Any

import click

# Name of each command: the module it lies in, and what the overview says of it. So
# ``ascribe --help`` need not import Flask or scikit-learn.
COMMANDS: dict[str, tuple[str, str]] = {
    "analyze": (
        "ascribe_server.cli_analyze",
        "Say who is speaking in texts, web pages or records of JSON.",
    ),
    "batch": (
        "ascribe_server.cli_batch",
        "Analyse an archive: JSON lines, web pages, Parquet or WARC.",
    ),
    "clients": (
        "ascribe_server.cli_clients",
        "List the paired browsers, or unpair some.",
    ),
    "compare": (
        "ascribe_server.cli_compare",
        "Set pages about one event side by side: shares and sources.",
    ),
    "corrections": (
        "ascribe_server.cli_corrections",
        "List, undo, export or import the labels that you have corrected.",
    ),
    "doctor": (
        "ascribe_server.cli_doctor",
        "Check port, model, pairing, version and data folder.",
    ),
    "evaluate": (
        "ascribe_server.cli_evaluate",
        "Measure a model on labelled documents.",
    ),
    "freeze": (
        "ascribe_server.cli_freeze",
        "Make a model of a scikit-learn pipeline that training has left.",
    ),
    "label": (
        "ascribe_server.cli_label",
        "Label what would teach a model most, or compare two people's labels.",
    ),
    "models": (
        "ascribe_server.cli_models",
        "List, compare, promote, roll back or remove your own models.",
    ),
    "pair": (
        "ascribe_server.cli_serve",
        "Print a new link that pairs a browser with the running server.",
    ),
    "serve": (
        "ascribe_server.cli_serve",
        "Serve the browser extension and the page for pasted texts.",
    ),
    "service": (
        "ascribe_server.cli_service",
        "Let the system start the server when you log in.",
    ),
    "settings": (
        "ascribe_server.cli_settings",
        "Show every setting and its value, as a settings file.",
    ),
    "sources": (
        "ascribe_server.cli_sources",
        "List who speaks in texts and web pages, and how much.",
    ),
    "train": (
        "ascribe_server.cli_train",
        "Train a model on labelled documents, or teach one your corrections.",
    ),
    "train-tagger": (
        "ascribe_server.cli_train_tagger",
        "Train what finds sources, cues and contents, on marked articles.",
    ),
}


# What each library of matrices reads, once, when numpy is imported.
_THREAD_SETTINGS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def _one_thread_for_matrices() -> None:
    """Multiply on one thread, unless the user has said otherwise.

    The matrices of a page are so small that threads wait for each other longer than
    they work: on a busy machine of two cores a page took five times as long.
    """
    for name in _THREAD_SETTINGS:
        os.environ.setdefault(name, "1")


class _LazyGroup(click.Group):
    """A group that imports a command's module only to run it or show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name != "train":
            _one_thread_for_matrices()
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(
                f"There is no command {args[0]!r}. The commands are "
                f"{', '.join(sorted(COMMANDS))}."
            )
        return super().resolve_command(ctx, args)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, help_) for name, (_, help_) in sorted(COMMANDS.items())]
            )


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ascribe", message="%(prog)s %(version)s")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say on standard error what is done."
)
def main(*, verbose: bool) -> None:
    """Tell who is speaking on a web page.

    Scores how much of a text is the author's opinion and how much is reporting
    attributed to sources, on this machine. Results go to standard output, messages
    to standard error. Exits 0 when all went well, 1 when something could not be
    done, 2 when the command was called wrongly.
    """
    if verbose:
        logging.basicConfig(level=logging.INFO, format="%(message)s")
