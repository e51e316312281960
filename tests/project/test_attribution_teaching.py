"""Pages are cut for the teacher so that every row is answered for, and what it says
comes back for the same pages only. The teacher itself needs packages that tests do not.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from ascribe.attribution.files import tagger_of
from ascribe.corpus import corpus_folder
from ascribe.errors import DataError
from ascribe.results import Block
from ascribe.text.passages import cut
from ascribe.training.dataset import Document, read_documents
from ascribe.training.raw_documents import RawDocument

MODEL = Path(__file__).resolve().parents[2] / "model"
sys.path.insert(0, str(MODEL))

from experiments.attribution_teaching import (  # noqa: E402
    TAUGHT,
    Chances,
    load_chances,
    pages_of,
    save_chances,
)
from experiments.pieces import Pieces, batch_of, windows_of  # noqa: E402

ENDS = (7_001, 7_002)


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return read_documents([corpus_folder()])[:2]


@pytest.fixture(scope="module")
def raw() -> list[RawDocument]:
    page = cut([Block("0", "paragraph", "“Rain fell,” she said. Nobody was hurt.")])
    return [RawDocument("rain", "north.example", page)]


@pytest.fixture(scope="module")
def pages(documents: list[Document], raw: list[RawDocument]) -> list[Pieces]:
    """Pages of which every third row has three pieces, and one says which row it is."""
    tables = tagger_of(None).tables
    found = []
    for page in pages_of(documents, raw):
        rows = tables.rows_of(page)
        by_row = [
            [at + 1, 9_000, 9_000][: 1 + 2 * (at % 3 == 0)] for at in range(len(rows))
        ]
        found.append(Pieces.of(by_row, rows))
    return found


@pytest.mark.parametrize(
    ("size", "edge", "first"),
    [
        pytest.param(40, 0, None, id="one beside the other"),
        pytest.param(40, 0, 11, id="with a shorter one first"),
        pytest.param(40, 9, None, id="with edges that overlap"),
        pytest.param(100_000, 9, None, id="all in one"),
    ],
)
def test_every_row_is_answered_for_once_and_seen_with_its_neighbours(
    pages: list[Pieces], size: int, edge: int, first: int | None
) -> None:
    for at, page in enumerate(pages):
        windows = windows_of(at, page, size=size, edge=edge, first=first)
        answered = [row for one in windows for row in range(one.begin, one.end)]
        assert answered == list(range(len(page.rows)))
        for one in windows:
            assert one.first <= one.begin < one.end <= one.last
            # A word is never cut: two seams may each bring the rest of one.
            assert page.first[one.last] - page.first[one.first] <= size + 4
            # Nor is an edge shorter by more than that, but where the page ends.
            before = page.first[one.begin] - page.first[one.first]
            after = page.first[one.last] - page.first[one.end]
            assert before >= edge - 2 or one.first == 0
            assert after >= edge - 2 or one.last == len(page.rows)


def test_a_batch_says_where_each_row_is(pages: list[Pieces]) -> None:
    windows = [
        window
        for at, page in enumerate(pages)
        for window in windows_of(at, page, size=40, edge=9)
    ]
    batch = batch_of(windows, pages, ends=ENDS)
    rows = np.concatenate([np.arange(one.first, one.last) for one in windows])
    assert batch.piece.flatten()[batch.place].tolist() == (rows + 1).tolist()
    for name in ("shape", "quote"):
        wanted = [
            getattr(pages[one.page].rows, name)[one.first : one.last] for one in windows
        ]
        found = getattr(batch, name).flatten()[batch.place]
        assert found.tolist() == np.concatenate(wanted).tolist()
    lengths = [
        int(pages[one.page].first[one.last] - pages[one.page].first[one.first])
        for one in windows
    ]
    assert batch.mask.sum(axis=1).tolist() == [length + 2 for length in lengths]
    for row, length in zip(batch.piece, lengths, strict=True):
        assert (row[0], row[length + 1]) == ENDS
        assert not row[length + 2 :].any()


def test_sentences_of_different_windows_are_different(pages: list[Pieces]) -> None:
    windows = windows_of(0, pages[0], size=40)
    sentence = batch_of(windows, pages, ends=ENDS).sentence
    assert set(np.diff(sentence).tolist()) == {0, 1}
    of_page = pages[0].rows.sentence
    starts = np.flatnonzero(np.diff(of_page, prepend=-1))
    cuts = {one.first for one in windows} - set(starts.tolist())
    assert cuts
    assert sentence[-1] + 1 == len(starts) + len(cuts)


@pytest.fixture
def chances(pages: list[Pieces]) -> list[Chances]:
    chance = np.random.default_rng(0)
    answers = sum(TAUGHT.values())
    return [
        chance.integers(0, 256, (len(one.rows), answers), dtype=np.uint8)
        for one in pages
    ]


def test_what_the_teacher_says_comes_back_for_the_same_pages_only(
    chances: list[Chances],
    documents: list[Document],
    raw: list[RawDocument],
    tmp_path: Path,
) -> None:
    file = tmp_path / "new" / "said.npz"
    save_chances(file, chances, documents, raw)
    back = load_chances(file, documents, raw)
    assert len(back) == len(chances)
    for one, other in zip(back, chances, strict=True):
        np.testing.assert_array_equal(one, other)
    for others in ((documents[:1], raw), (documents, [])):
        with pytest.raises(DataError, match="other documents"):
            load_chances(file, *others)


def test_answers_that_are_missing_are_noticed(
    chances: list[Chances],
    documents: list[Document],
    raw: list[RawDocument],
    tmp_path: Path,
) -> None:
    file = tmp_path / "said.npz"
    save_chances(file, [one[:, 1:] for one in chances], documents, raw)
    with pytest.raises(DataError, match="answers for each row"):
        load_chances(file, documents, raw)
    for content in (b"", b"PK\x03\x04 not really"):
        file.write_bytes(content)
        with pytest.raises(DataError, match="cannot read"):
            load_chances(file, documents, raw)
