"""Ledgers are counted by sources found, of the right kind, and too many."""

import pytest

from ascribe.results import Block, Source
from ascribe.training.dataset import Document, ExpectedSource
from ascribe.training.ledger_evaluation import evaluate_ledgers, same_source


def article(*sources: tuple[str, str]) -> Document:
    return Document(
        name="d",
        source="",
        outlet="d",
        genre="",
        blocks=(Block("0", "paragraph", "It leaks."),),
        spans=(((0, 9),),),
        labels=("statement",),
        sources=tuple(ExpectedSource(*one) for one in sources),
    )


def test_found_missed_and_extra_sources_are_counted() -> None:
    listed = [
        Source("Vela", "organisation", 1, 9),
        Source("ministry", "organisation", 1, 5),
    ]
    scores = evaluate_ledgers(
        [article(("Mara Vela", "person"), ("Otto Pell", "person"))], lambda _: listed
    )
    assert (scores.expected, scores.found, scores.right_kind, scores.extra) == (
        2,
        1,
        0,
        1,
    )
    (one,) = scores.articles
    assert one.missed == ("Otto Pell",)
    assert one.extra == ("ministry",)
    assert one.wrong_kind == (("Mara Vela", "person", "organisation"),)


def test_the_very_same_name_is_matched_first() -> None:
    listed = [Source("an unnamed official", "unnamed", 1, 9)] * 2
    listed += [Source("French official", "unnamed", 1, 3)]
    scores = evaluate_ledgers(
        [article(("official", "unnamed"), ("French official", "unnamed"))],
        lambda _: listed,
    )
    assert (scores.found, scores.extra) == (2, 1)


def test_an_article_without_sources_must_list_none() -> None:
    scores = evaluate_ledgers([article()], lambda _: [Source("a", "unnamed", 1, 1)])
    assert (scores.expected, scores.extra) == (0, 1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Halyard news agency", "Halyard", True),
        ("a senior official who asked not to be named", "an unnamed official", True),
        ("Ana Vela", "Otto Vela", False),
        ("the", "a", False),
    ],
)
def test_names_are_one_by_their_telling_words(one: str, other: str, same: bool) -> None:
    assert same_source(one, other) is same
