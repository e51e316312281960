"""A model that treats one side worse is found out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ascribe.results import LABELS
from ascribe.training.dataset import Document
from ascribe.training.parity import is_report, parity


def right(document: Document) -> np.ndarray:
    return np.eye(4)[[LABELS.index(label) for label in document.labels]]


@pytest.fixture
def sides(corpus: list[Document]) -> list[Document]:
    outlets = ("huff-post", "www.foxnews.com", "town-crier.example")
    return [
        replace(document, outlet=outlets[at % 3]) for at, document in enumerate(corpus)
    ]


def test_right_labels_are_even(sides: list[Document]) -> None:
    found = parity(sides, [right(document) for document in sides])
    assert found is not None
    assert found.sides == {"left": 0.0, "right": 0.0}
    assert found.difference == 0.0
    assert min(found.sentences.values()) > 100


def test_calling_one_side_opinionated_shows(sides: list[Document]) -> None:
    opinion = np.eye(4)[[LABELS.index("opinion")]]
    chances = [
        np.repeat(opinion, len(document.labels), axis=0)
        if document.outlet == "www.foxnews.com"
        else right(document)
        for document in sides
    ]
    found = parity(sides, chances)
    assert found is not None
    assert found.sides == {"left": 0.0, "right": 1.0}
    assert found.difference == 1.0
    assert found.outlets["foxnews"] == 1.0


def test_outlets_of_no_side_have_no_parity(corpus: list[Document]) -> None:
    assert parity(corpus, [right(document) for document in corpus]) is None


def test_a_report_has_little_opinion(corpus: list[Document]) -> None:
    kinds = {is_report(document) for document in corpus}
    assert kinds == {True, False}
    wire = replace(corpus[0], labels=("statement",) * len(corpus[0].labels))
    column = replace(corpus[0], labels=("opinion",) * len(corpus[0].labels))
    assert is_report(wire)
    assert not is_report(column)
