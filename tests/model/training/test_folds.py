"""Outlets are never split, whatever they are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ascribe.errors import DataError
from ascribe.training.dataset import Document
from ascribe.training.folds import FOLDS, outlet_folds, outlet_key


@pytest.mark.parametrize(
    "names",
    [
        ("nyt", "NYT", "nytimes.com", "www.nytimes.com", "nytimes1"),
        ("guardian", "theguardian.com"),
        ("telegraph", "telegraph.co.uk"),
        ("usa-today", "usatoday.com"),
    ],
)
def test_the_forms_of_one_name_have_one_key(names: tuple[str, ...]) -> None:
    assert len({outlet_key(name) for name in names}) == 1


def test_an_outlet_is_never_in_two_folds(corpus: list[Document]) -> None:
    named = [
        replace(
            doc, outlet=("the-post", "thepost.com", f"{doc.name} daily")[min(i % 9, 2)]
        )
        for i, doc in enumerate(corpus)
    ]
    folds = outlet_folds(named)
    assert set(folds.tolist()) == set(range(FOLDS))
    of_post = {
        fold
        for doc, fold in zip(named, folds.tolist(), strict=True)
        if outlet_key(doc.outlet) == "thepost"
    }
    assert len(of_post) == 1


def test_folds_do_not_depend_on_the_order_of_the_documents(
    corpus: list[Document],
) -> None:
    there = outlet_folds(corpus).tolist()
    back = outlet_folds(corpus[::-1]).tolist()
    assert there == back[::-1]


def test_one_outlet_alone_cannot_be_split(corpus: list[Document]) -> None:
    alone = [replace(doc, outlet="one.com") for doc in corpus[:3]]
    with pytest.raises(DataError, match="at least two outlets"):
        outlet_folds(alone)
