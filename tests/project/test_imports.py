"""What is loaded with what: import contracts see a name, this sees the process."""

from __future__ import annotations

import subprocess
import sys

import pytest

TRAINING = {"joblib", "scipy", "sklearn"}
WEB = {"flask", "jinja2", "waitress", "werkzeug"}
TERMINAL = {"click", "rich"}
SERVER = {"ascribe_server", "platformdirs", "sqlite3"}

SCORE = """
from ascribe.engine import load_engine
from ascribe.reading.text_reader import blocks_of_text
text = "The mayor said on Monday that the bridge would close. I find that absurd. " * 9
assert load_engine().analyze(blocks_of_text(text)).sentences
"""
RUN = """
import contextlib, sys
from ascribe_server.cli import main
sys.argv = ["ascribe", *{arguments!r}]
with contextlib.suppress(SystemExit):
    main()
"""


def loaded_by(code: str) -> set[str]:
    """Return the top-level names of the modules that a process loads to run it."""
    code += "\nimport sys; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("code", "never"),
    [
        pytest.param(
            "import ascribe.engine", TRAINING | WEB | TERMINAL | SERVER, id="engine"
        ),
        pytest.param(SCORE, TRAINING | WEB | TERMINAL | SERVER, id="scoring a page"),
        pytest.param(
            "import ascribe.reading.html_reader",
            TRAINING | WEB | TERMINAL | SERVER,
            id="HTML",
        ),
        pytest.param(
            RUN.format(arguments=["--version"]),
            TRAINING | WEB | {"numpy"},
            id="version",
        ),
        pytest.param(
            RUN.format(arguments=["--help"]), TRAINING | WEB | {"numpy"}, id="help"
        ),
        pytest.param(
            RUN.format(arguments=["analyze", "--help"]), TRAINING | WEB, id="analyze"
        ),
        pytest.param(
            RUN.format(arguments=["serve", "--help"]), TRAINING | {"rich"}, id="serve"
        ),
        pytest.param(
            "import ascribe_server.app, ascribe_server.cli_serve",
            TRAINING | {"lxml", "psutil", "rich"},
            id="server",
        ),
    ],
)
def test_nothing_is_loaded_that_is_not_needed(code: str, never: set[str]) -> None:
    assert loaded_by(code) & never == set()


def test_this_test_sees_what_is_loaded() -> None:
    assert "sklearn" in loaded_by("import ascribe.training.two_steps")
