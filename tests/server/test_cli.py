"""The command as a whole: overview, version, wrong calls, quick start."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest
from click.testing import CliRunner

from ascribe_server.cli import COMMANDS, main

HEAVY = ("flask", "sklearn", "scipy", "numpy", "rich", "lxml", "waitress", "sqlite3")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_help_lists_every_command() -> None:
    code, out, _ = run("--help")
    assert code == 0
    for name, (_, help_) in COMMANDS.items():
        assert f"  {name} " in out
        assert help_.split(".")[0][:40] in out


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_of_its_own(name: str) -> None:
    code, out, _ = run(name, "-h")
    assert code == 0
    assert out.startswith(f"Usage: main {name}")


def test_every_command_lies_in_the_module_the_table_names() -> None:
    for name, (module, _) in COMMANDS.items():
        assert (
            getattr(importlib.import_module(module), name.replace("-", "_")).name
            == name
        )


def test_the_version_is_the_distributions() -> None:
    code, out, _ = run("--version")
    assert code == 0
    assert out.split()[1].count(".") == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["analyse"], "There is no command 'analyse'", id="no command"),
        pytest.param(["analyze"], "Missing argument 'PATH...'", id="no path"),
        pytest.param(["analyze", "-", "--format", "xml"], "'xml' is not one", id="xml"),
        pytest.param(["batch", "in.jsonl"], "Missing argument", id="no output"),
        pytest.param(["serve", "--port", "70000"], "70000", id="no such port"),
        pytest.param(
            ["analyze", "-", "--model", "/nowhere"], "does not exist", id="no model"
        ),
    ],
)
def test_a_wrong_call_exits_2_and_says_why(arguments: list[str], says: str) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert says in err


def test_the_overview_imports_nothing_heavy() -> None:
    code = (
        "import sys; from ascribe_server.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_pages_are_scored_on_one_thread_unless_the_user_says_otherwise() -> None:
    code = (
        "import os, sys; from ascribe_server.cli import main\n"
        "main.get_command(None, sys.argv[1])\n"
        "print(os.environ.get('OPENBLAS_NUM_THREADS'))\n"
    )

    def threads(command: str, **environment: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code, command],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    assert threads("serve") == "1"
    assert threads("batch", OPENBLAS_NUM_THREADS="3") == "3"
    assert threads("train") == "None"
