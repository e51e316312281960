"""A page with other names says the same: only words of names come, go or are hidden."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.files import tagger_of

MODEL = Path(__file__).resolve().parents[2] / "model"
sys.path.insert(0, str(MODEL))

from experiments.lesson_pages import Name, Page, excerpt, renamed  # noqa: E402

TEXTS = (
    "The clerk told Mara Vela on Monday that Otto Rao Pell had left.",
    "Nobody said so.",
)
TABLES = tagger_of(None).tables
HIDDEN = Name.hidden(TABLES)


@pytest.fixture
def page() -> Page:
    rows = TABLES.rows_of(
        [SpeechSentence(at, "paragraph", text) for at, text in enumerate(TEXTS)]
    )
    said = np.arange(len(rows), dtype=np.uint8)[:, None]
    return Page(rows, np.zeros((2, 4), np.float32), said)


def words_of(page: Page) -> list[str]:
    rows = page.rows
    return [
        TEXTS[at][start:end] if start >= 0 else ""
        for at, start, end in zip(rows.sentence, rows.start, rows.end, strict=True)
    ]


def test_names_become_longer_shorter_and_hidden_and_nothing_else_does(
    page: Page,
) -> None:
    before, sizes, hidden = words_of(page), set(), 0
    names = {"Mara", "Vela", "Monday", "Otto", "Rao", "Pell"}
    for seed in range(50):
        found = renamed(page, HIDDEN, np.random.default_rng(seed))
        after = words_of(found)
        assert len(found.said) == len(found.rows)
        # What the teacher said of a row goes with it.
        assert [before[at] for at in found.said[:, 0]] == after
        assert [one for one in after if one not in names] == [
            one for one in before if one not in names
        ]
        assert {"Vela", "Pell"} <= set(after)
        veiled = found.rows.word == HIDDEN.word
        assert {one for one, is_so in zip(after, veiled, strict=True) if is_so} <= names
        hidden += int(veiled.sum())
        sizes.add(len(after))
    assert min(sizes) < len(before) < max(sizes)
    assert hidden > 0


def test_the_same_seed_gives_the_same_names(page: Page) -> None:
    one, other = (renamed(page, HIDDEN, np.random.default_rng(5)) for _ in range(2))
    assert one.rows.word.tolist() == other.rows.word.tolist()


def test_a_page_without_a_name_stays_as_it_is() -> None:
    rows = TABLES.rows_of([SpeechSentence(0, "paragraph", "Nobody was there.")])
    page = Page(rows, np.zeros((1, 4), np.float32), np.zeros((len(rows), 1), np.uint8))
    found = renamed(page, HIDDEN, np.random.default_rng(0))
    assert found.rows.word.tolist() == rows.word.tolist()


def test_an_excerpt_begins_as_a_page_does(page: Page) -> None:
    rows = excerpt(page.rows, 1, 2)
    alone = TABLES.rows_of([SpeechSentence(0, "paragraph", TEXTS[1])])
    assert rows.word.tolist() == alone.word.tolist()
    assert rows.shape.tolist() == alone.shape.tolist()
    assert rows.sentence.tolist() == alone.sentence.tolist()
