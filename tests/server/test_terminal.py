"""The text for a terminal: every part is there, in letters as well as in colour."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest

from ascribe_server.terminal import text_report

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def shown(page: Any, color: Any = "never") -> str:
    return text_report("page.html", page.blocks, page.analysis, color=color)


def test_shares_sources_and_coverage_are_said_in_numbers(scored_page: Any) -> None:
    text = shown(scored_page)
    assert re.search(r"O  opinion +█+░+ +13 % +\(8–17 %\)", text)
    assert re.search(r"A  attributed +█+░+ +87 % +\(80–90 %\)", text)
    assert re.search(r"S  statement +░+ +<1 % +\(0–2 %\)", text)
    assert (
        "1,234 words of prose; 3 of 5 blocks counted; left out: 1 aside, 1 repeated."
        in text
    )
    assert re.search(r"Ann Li +person, 1 sentence, 5 words", text)


def test_each_sentence_stands_behind_the_letter_of_its_label(scored_page: Any) -> None:
    lines = shown(scored_page).splitlines()
    assert "S  # Harbour shut" in lines
    assert "A    🌊 Ann Li said it is over.  [Ann Li]" in lines
    assert "O?   A shameful end!" in lines
    assert "A  │ We wait." in lines
    assert "O=   A shameful end!" in lines


def test_without_colour_there_is_no_escape(scored_page: Any) -> None:
    assert "\x1b" not in shown(scored_page)


def test_colour_changes_no_letter(scored_page: Any) -> None:
    colored = shown(scored_page, "always")
    assert "\x1b[" in colored
    plain = [line.rstrip() for line in ESCAPE.sub("", colored).splitlines()]
    assert plain == shown(scored_page).splitlines()


def test_auto_colours_a_terminal_unless_no_color_is_set(
    scored_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" not in shown(scored_page, "auto")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert re.search(r"\x1b\[[0-9;]*38;5;", shown(scored_page, "auto"))
    monkeypatch.setenv("NO_COLOR", "1")
    assert "38;5;" not in shown(scored_page, "auto")


def test_the_page_cannot_steer_the_terminal(scored_page: Any) -> None:
    text = shown(scored_page)
    assert "\u202e" not in text
    assert "<script>alert(1)</script> & \ufffd[31mred\ufffd[0m \ufffdgnp" in text


def test_abstention_is_said_plainly(unscored_page: Any) -> None:
    text = shown(unscored_page)
    assert "No shares: there is too little prose to score (7 words)." in text
    assert "%" not in text
