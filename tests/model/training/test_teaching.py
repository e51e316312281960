"""Teachers' labels: kept from the folds they saw, and refused for other documents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ascribe.attribution.tagger import AttributionTagger
from ascribe.errors import DataError
from ascribe.results import LABELS, Block
from ascribe.text.passages import cut
from ascribe.training.cross_fit import lessons_of
from ascribe.training.dataset import Document
from ascribe.training.folds import outlet_folds
from ascribe.training.raw_documents import RawDocument
from ascribe.training.recipe import Recipe
from ascribe.training.teaching import Teaching, load_teaching, save_teaching
from ascribe.training.two_steps import train

TEXTS = (
    "The council said on Monday that the bridge would open. It is a disgrace.",
    "Rain fell in the north. Nobody was hurt, the police said.",
)


def raw(outlets: tuple[str, ...]) -> list[RawDocument]:
    return [
        RawDocument(name, name, cut([Block("0", "paragraph", text)]))
        for name, text in zip(outlets, TEXTS, strict=True)
    ]


@pytest.fixture
def teaching() -> Teaching:
    chances = np.random.default_rng(1).dirichlet(np.ones(4), size=(2, 4))
    kept_from = np.array([[True] * 3 + [False] * 2, [False] * 3 + [True] * 2])
    return Teaching(raw(("north.example", "south.example")), chances, kept_from)


def test_what_is_measured_on_a_fold_comes_from_teachers_kept_from_it(
    teaching: Teaching,
) -> None:
    np.testing.assert_array_equal(teaching.targets(0), teaching.chances[0])
    np.testing.assert_array_equal(teaching.targets(4), teaching.chances[1])
    np.testing.assert_allclose(teaching.targets(None), teaching.chances.mean(axis=0))


def test_a_fold_that_every_teacher_saw_cannot_be_measured(teaching: Teaching) -> None:
    careless = Teaching(
        teaching.documents, teaching.chances, teaching.kept_from & False
    )
    with pytest.raises(DataError, match="fold 3"):
        careless.targets(3)


def test_an_outlet_has_one_fold_with_and_without_labels(teaching: Teaching) -> None:
    folds = teaching.folds({"northexample": 4})
    assert folds[0] == 4
    assert folds.tolist() == teaching.folds({"northexample": 4}).tolist()


def test_it_comes_back_from_a_file_for_the_same_documents_only(
    teaching: Teaching, tmp_path: Path
) -> None:
    file = tmp_path / "teachers.npz"
    save_teaching(file, teaching, labelled="abc")
    back = load_teaching(file, teaching.documents, labelled="abc")
    np.testing.assert_allclose(back.chances, teaching.chances, atol=0.01)
    np.testing.assert_allclose(back.chances.sum(axis=2), 1.0)
    np.testing.assert_array_equal(back.kept_from, teaching.kept_from)
    for documents, labelled in (
        (teaching.documents[:1], "abc"),
        (teaching.documents, "abd"),
    ):
        with pytest.raises(DataError, match="other documents"):
            load_teaching(file, documents, labelled=labelled)


def test_a_file_that_is_none_is_refused(tmp_path: Path, teaching: Teaching) -> None:
    file = tmp_path / "teachers.npz"
    for content in (b"", b"PK\x03\x04 not really"):
        file.write_bytes(content)
        with pytest.raises(DataError, match="teachers' labels"):
            load_teaching(file, teaching.documents, labelled="")


def test_a_model_learns_from_teachers_but_is_measured_on_labels(
    few: list[Document], tagger: AttributionTagger
) -> None:
    # Words that no labelled article has, always of one label.
    pages = [
        cut([Block("0", "paragraph", f"Zorbly quixel number {at} zorbly quixel.")])
        for at in range(20)
    ]
    documents = [RawDocument(str(at), f"o{at}", page) for at, page in enumerate(pages)]
    chances = np.tile(np.array([0.97, 0.01, 0.01, 0.01]), (1, 20, 1))
    folds = int(outlet_folds(few).max()) + 1
    teaching = Teaching(documents, chances, np.ones((1, folds), dtype=bool))
    lessons = lessons_of(few, tagger, teaching)
    weights = lessons.weights(Recipe(taught_weight=0.25)).tolist()
    assert weights.count(0.25) == 20
    assert weights.count(1.0) == sum(len(document.labels) for document in few)
    taught = train(few, tagger, teaching)
    alone = train(few, tagger)
    page = cut([Block("0", "paragraph", "Zorbly quixel zorbly quixel.")])
    opinion = LABELS.index("opinion")
    assert taught.labeller.score(page)[0, opinion] > 0.6
    assert alone.labeller.score(page)[0, opinion] < 0.5
    assert taught.evaluation.sentences == alone.evaluation.sentences
