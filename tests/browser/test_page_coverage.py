"""The measure of `make bench-pages`, on texts whose figures can be counted by hand."""

from __future__ import annotations

import pytest

from .page_coverage import Coverage, coverage

BODY = "The ferry leaves at nine. It returns at five in the evening."
TITLE = "Ferry hours"
MENU = "Sports Weather Shop the news at nine"


@pytest.mark.parametrize(
    ("read", "covered", "spill"),
    [
        pytest.param([BODY], 1, 0, id="all of it"),
        pytest.param([], 0, 0, id="nothing"),
        pytest.param([TITLE, BODY], 1, 0, id="the headline is no spill"),
        pytest.param(["The ferry leaves at nine."], 5 / 12, 0, id="a part"),
        pytest.param(
            ["It returns at five in the evening.", "The ferry leaves at nine."],
            1,
            0,
            id="another order",
        ),
        pytest.param([BODY, MENU], 1, 7 / 19, id="single words are no match"),
        pytest.param(["the ferry", "leaves AT nine", "it"], 6 / 12, 0, id="in pieces"),
    ],
)
def test_words_are_counted(read: list[str], covered: float, spill: float) -> None:
    assert coverage(BODY, TITLE, read) == Coverage(
        12, pytest.approx(covered), pytest.approx(spill)
    )


def test_glyphs_and_case_do_not_matter() -> None:
    assert coverage("It’s the mayor's boat", "", ["IT'S THE MAYOR’S BOAT"]).covered == 1
