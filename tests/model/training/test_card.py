"""The card tells what a model was made from, and nothing that is not so."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from ascribe.engine import DEFAULT_MODEL
from ascribe.model_files import read_card
from ascribe.training.card import make_card, rounded
from ascribe.training.dataset import Document, digest_of
from ascribe.training.two_steps import Trained


@pytest.fixture(scope="module")
def card(trained: Trained, few: list[Document]) -> dict[str, Any]:
    return make_card(
        trained, few, name="small", version="7", seed=3, labels="one careful hand"
    )


def test_it_counts_what_the_model_was_made_from(
    card: dict[str, Any], few: list[Document]
) -> None:
    data = card["data"]
    assert data["documents"] == len(few)
    assert data["outlets"] == len({doc.outlet for doc in few})
    assert data["sentences"] == Counter(label for doc in few for label in doc.labels)
    assert data["collections"] == {"ascribe": len(few)}
    assert data["sha256"] == digest_of(few)
    assert data["labels"] == "one careful hand"
    assert card["training"]["seed"] == 3
    assert (card["name"], card["version"]) == ("small", "7")


def test_its_measures_are_those_of_the_training(
    card: dict[str, Any], trained: Trained
) -> None:
    assert card["measures"] == rounded(trained.evaluation)
    assert card["baseline"]["measures"] == rounded(trained.baseline)
    assert card["measures"]["macro_f1"] == pytest.approx(
        trained.evaluation.macro_f1, abs=5e-5
    )
    assert card["doubt"]["covered"] == pytest.approx(trained.doubt.covered, abs=5e-5)


def test_it_is_plain_json_without_a_date(card: dict[str, Any]) -> None:
    assert json.loads(json.dumps(card)) == card
    assert not {"date", "time", "created"} & set(card)


def test_measures_have_at_most_four_decimals(card: dict[str, Any]) -> None:
    def numbers(value: Any) -> list[float]:
        if isinstance(value, dict):
            return [each for item in value.values() for each in numbers(item)]
        return [value] if isinstance(value, float) else []

    found = numbers(card["measures"]) + numbers(card["doubt"])
    assert len(found) > 10
    assert all(round(number, 4) == number for number in found)


def test_the_card_that_ships_says_what_every_card_says(card: dict[str, Any]) -> None:
    shipped = read_card(DEFAULT_MODEL)
    assert set(card) <= set(shipped)
    assert shipped["licence"] == "MIT"
    assert shipped["limits"]
    assert shipped["intended_use"]
    assert (
        sum(shipped["data"]["sentences"].values()) == (shipped["measures"]["sentences"])
    )
