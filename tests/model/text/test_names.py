"""Names are found wherever they stand, and ordinary words are not taken for them."""

from __future__ import annotations

import pytest

from ascribe.text.names import name_spans


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in name_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Friday the mayor of Norwich met Ms Hale.", "Friday Norwich Ms Hale"),
        ("Trump spoke first, then Biden.", "Trump Biden"),
        ("The liberals and the Conservatives agreed.", "liberals Conservatives"),
        ("A Republican senator voted with the democrats.", "Republican democrats"),
        ("I think that I was right.", ""),
        ("“Nobody knows,” said Ann. “We do not.”", "Ann"),
        ("It was late: The doors were shut.", ""),
        ("Weather was bad.", ""),
        ("A right-wing paper said so.", "right-wing"),
    ],
)
def test_names_of_a_sentence(text: str, expected: str) -> None:
    assert names(text) == expected.split()


def test_capitals_of_a_headline_mark_no_names_but_listed_ones() -> None:
    assert names("Ten Ways To Spend Less On Bread") == []
    assert names("Why Biden Should Spend Less On Bread") == ["Biden"]


def test_no_text_has_no_names() -> None:
    assert names("") == names("…") == names("12") == []
