"""Each page is read by a tagger that was kept from its outlet, or training stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.files import save_tagger
from ascribe.attribution.speech_columns import speech_columns
from ascribe.attribution.tagger import AttributionTagger
from ascribe.errors import DataError
from ascribe.training.cross_fit import lessons_of
from ascribe.training.dataset import Document
from ascribe.training.folds import outlet_folds
from ascribe.training.kept_taggers import (
    CARD_NAME,
    KeptTaggers,
    load_kept_taggers,
    write_card,
)

_DOCUMENTS = "d" * 64


@pytest.fixture(scope="module")
def other(tagger: AttributionTagger) -> AttributionTagger:
    """Answers otherwise than the tagger that ships."""
    biases = {**tagger.weights.biases}
    biases["output"] = biases["output"] + np.arange(len(biases["output"])) % 3
    return AttributionTagger(tagger.tables, replace(tagger.weights, biases=biases))


@pytest.fixture
def folder(tmp_path: Path, tagger: AttributionTagger, other: AttributionTagger) -> Path:
    files = {
        name: save_tagger(tmp_path / name, one.tables, one.weights)
        for name, one in (("a.npz", tagger), ("b.npz", other))
    }
    folds = ["a.npz", "b.npz", "b.npz", "a.npz", "b.npz"]
    write_card(tmp_path, files, folds, labelled=_DOCUMENTS)
    return tmp_path


def test_what_is_written_is_read_again(
    folder: Path, tagger: AttributionTagger, other: AttributionTagger
) -> None:
    kept = load_kept_taggers(folder, labelled=_DOCUMENTS)
    page = [SpeechSentence(0, "paragraph", "It is late, she said.")]
    found = [speech_columns(one.read(page)) for one in kept.by_fold]
    for one, by in zip(found, (tagger, other, other, tagger, other), strict=True):
        np.testing.assert_allclose(one, speech_columns(by.read(page)), atol=0.05)
    assert not np.allclose(found[0], found[1], atol=0.05)


def test_each_page_is_read_by_the_tagger_kept_from_its_fold(
    few: Sequence[Document], tagger: AttributionTagger, other: AttributionTagger
) -> None:
    folds = outlet_folds(few)
    by_fold = [other if fold == 1 else tagger for fold in range(int(folds.max()) + 1)]
    usual = lessons_of(few, tagger)
    kept = lessons_of(few, tagger, kept=KeptTaggers(by_fold, {}))
    differs = np.abs(usual.examples.speech - kept.examples.speech).max(axis=1) > 1e-6
    np.testing.assert_array_equal(differs, usual.fold == 1)


def test_taggers_of_other_documents_are_refused(folder: Path) -> None:
    with pytest.raises(DataError, match="made for other documents"):
        load_kept_taggers(folder, labelled="e" * 64)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"documents": 1}', "null"])
def test_a_damaged_card_is_refused(folder: Path, text: str) -> None:
    (folder / CARD_NAME).write_text(text, "utf-8")
    with pytest.raises(DataError, match="taggers"):
        load_kept_taggers(folder, labelled=_DOCUMENTS)


def test_a_changed_tagger_is_refused(folder: Path) -> None:
    path = folder / "b.npz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match=r"b\.npz"):
        load_kept_taggers(folder, labelled=_DOCUMENTS)


def test_a_card_leads_to_no_other_folder(folder: Path) -> None:
    card = (folder / CARD_NAME).read_text("utf-8").replace("b.npz", "../b.npz")
    (folder / CARD_NAME).write_text(card, "utf-8")
    with pytest.raises(DataError):
        load_kept_taggers(folder, labelled=_DOCUMENTS)
