"""The guides say what is: made parts are fresh, routes listed, links lead somewhere."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

from . import readme_parts

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SERVER = (ROOT / "server" / "README.md").read_text("utf-8")
GUIDES = [
    *["README.md", "CHANGELOG.md", "SECURITY.md", "extension/README.md"],
    *["server/README.md", "server/newsroom/README.md"],
]


@pytest.mark.parametrize("made", ["README.md", "server/README.md", "model/CARD.md"])
def test_the_parts_that_the_code_knows_are_fresh(made: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "--diff", made],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, f"run `make readme`\n{done.stdout}{done.stderr}"


def test_the_example_in_python_gives_what_it_shows() -> None:
    done = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert done.attempted >= 5
    assert done.failed == 0


@pytest.mark.parametrize("route", readme_parts.routes(), ids=lambda route: route[1])
def test_every_route_stands_in_the_guide(route: tuple[str, str, str]) -> None:
    method, path, _ = route
    assert f"`{method} {path}`" in SERVER


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_to_a_file_leads_to_one(guide: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in target:
            assert ((ROOT / guide).parent / target).exists(), target


@pytest.mark.parametrize("guide", GUIDES)
def test_every_make_command_is_in_the_makefile(guide: str) -> None:
    rules = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    text = (ROOT / guide).read_text("utf-8")
    for name in re.findall(r"(?:`|^)make ([a-z-]+)", text, re.M):
        assert name in rules, name


def test_every_folder_in_the_layout_is_there() -> None:
    (layout,) = re.findall(r"## Layout\n+```text\n(.*?)```", README, re.S)
    for line in layout.splitlines():
        name = line.split()[0]
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("guide", GUIDES)
def test_a_line_of_prose_holds_one_sentence(guide: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    prose = re.sub(r"```.*?```|<!--.*?-->", "", text, flags=re.S)
    for line in prose.splitlines():
        if not line.startswith("|"):
            assert not re.search(r"[a-z`)][.!?] [A-Z]", line), line
