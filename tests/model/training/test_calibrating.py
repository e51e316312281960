"""The calibration fits what it is shown, and the doubt is measured by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ascribe.page.shares import Calibration, page_shares, spread
from ascribe.results import LABELS, Block, Label
from ascribe.training.calibrating import calibrate, doubt_of, sentence_words
from ascribe.training.dataset import Document

PROSE: tuple[Label, ...] = ("opinion", "attributed", "statement")


def document(*labels: Label, words: int = 10) -> Document:
    """Return a document of one sentence a paragraph, each of ``words`` words."""
    text = " ".join(["word"] * words)
    return Document(
        name="d",
        source="",
        outlet="o",
        genre="",
        blocks=tuple(Block(str(i), "paragraph", text) for i in range(len(labels))),
        spans=tuple(((0, len(text)),) for _ in labels),
        labels=labels,
    )


def drawn(
    pages: int, *, sharpness: float, seed: int = 0
) -> tuple[list[Document], list[np.ndarray]]:
    """Draw pages whose labels come true as often as their chances say.

    Args:
        pages: number of pages, of 30 sentences each.
        sharpness: the chances shown are the true ones to this power.
    """
    random = np.random.default_rng(seed)
    documents, chances = [], []
    for _ in range(pages):
        mean = random.dirichlet([1.0, 1.0, 1.0, 0.2])
        true = random.dirichlet(mean * 4 + 0.05, size=30)
        labels = [LABELS[random.choice(4, p=row)] for row in true]
        documents.append(document(*labels))
        shown = true**sharpness
        chances.append(shown / shown.sum(axis=1, keepdims=True))
    return documents, chances


def test_chances_that_are_too_soft_are_sharpened() -> None:
    documents, chances = drawn(80, sharpness=0.3)
    power = calibrate(documents, chances).power
    assert power >= 2.0
    plain, sharp = (
        np.mean(
            [
                np.abs(
                    page_shares(c, sentence_words(d), power=each)
                    - page_shares(
                        np.eye(4)[[LABELS.index(x) for x in d.labels]],
                        sentence_words(d),
                        power=1.0,
                    )
                ).mean()
                for d, c in zip(documents, chances, strict=True)
            ]
        )
        for each in (1.0, power)
    )
    assert sharp < plain


def test_chances_that_are_right_are_sharpened_less_than_soft_ones() -> None:
    right = calibrate(*drawn(80, sharpness=1.0)).power
    assert right < calibrate(*drawn(80, sharpness=0.3)).power


def test_nine_in_ten_true_shares_lie_in_their_interval() -> None:
    documents, chances = drawn(200, sharpness=1.0)
    calibration = calibrate(documents, chances)
    assert doubt_of(documents, chances, calibration).covered == pytest.approx(
        0.9, abs=0.02
    )
    # So it is on pages that it was not fitted on.
    fresh = drawn(200, sharpness=1.0, seed=1)
    assert doubt_of(*fresh, calibration).covered == pytest.approx(0.9, abs=0.05)


def test_labels_shown_without_doubt_are_most_and_the_likelier_ones() -> None:
    documents, chances = drawn(80, sharpness=1.0)
    calibration = calibrate(documents, chances)
    doubt = doubt_of(documents, chances, calibration)
    assert doubt.certain >= 0.6
    top = np.vstack(chances).max(axis=1)
    hit = np.vstack(chances).argmax(axis=1) == [
        LABELS.index(label) for doc in documents for label in doc.labels
    ]
    certain = top >= calibration.certain
    assert doubt.certain == pytest.approx(certain.mean())
    assert doubt.certain_accuracy == pytest.approx(hit[certain].mean())
    assert hit[certain].mean() > hit[~certain].mean()


def test_as_many_are_shown_without_doubt_as_have_a_macro_f1_of_088() -> None:
    # Whatever has a chance of 0.8 is right, and two of three of the others are wrong.
    documents = [document(*(PROSE * 10)) for _ in range(3)]
    truth = np.tile([LABELS.index(label) for label in PROSE], 10)
    top = np.where(np.arange(30) < 21, 0.8, np.linspace(0.7, 0.6, 30))
    shown = np.where(
        (np.arange(30) < 21) | (np.arange(30) % 3 == 0), truth, (truth + 1) % 3
    )
    each = np.repeat((1 - top)[:, None] / 3, 4, axis=1)
    each[np.arange(30), shown] = top
    chances = [each] * len(documents)
    calibration = calibrate(documents, chances)
    certain = top >= calibration.certain
    # 70 % are right; of the others as many are shown as the macro-F1 bears.
    assert 0.7 < certain.mean() < 1
    doubt = doubt_of(documents, chances, calibration)
    assert doubt.certain == pytest.approx(certain.mean())


def test_where_all_labels_are_right_all_are_certain() -> None:
    documents = [document(*PROSE), document(*PROSE[::-1])]
    chances = [
        np.eye(4)[[LABELS.index(label) for label in doc.labels]] * 0.8 + 0.05
        for doc in documents
    ]
    calibration = calibrate(documents, chances)
    assert doubt_of(documents, chances, calibration).certain == 1.0


def test_the_calibration_error_is_the_mean_gap() -> None:
    # Four sentences of which each label has the chance 0.7; two are right.
    chances = [np.array([[0.7, 0.1, 0.1, 0.1]] * 4)]
    documents = [document("opinion", "opinion", "statement", "attributed")]
    doubt = doubt_of(documents, chances, Calibration(1.0, (1.0, 1.0, 1.0), 0.5))
    assert doubt.calibration_error == pytest.approx(0.2)
    assert (doubt.certain, doubt.certain_accuracy) == (1.0, 0.5)


def test_pages_without_prose_do_not_count() -> None:
    documents, chances = drawn(20, sharpness=1.0)
    bare = document("other", "other")
    sure = np.array([[0.0, 0.0, 0.0, 1.0]] * 2)
    # Chances of exactly 0 would leave such a page without shares.
    with_bare = calibrate([*documents, bare], [*chances, sure])
    without = calibrate(documents, chances)
    assert with_bare.power == without.power
    assert with_bare.widths == without.widths


def test_widths_are_in_units_of_the_spread() -> None:
    documents, chances = drawn(50, sharpness=1.0)
    calibration = calibrate(documents, chances)
    inside = []
    for doc, each in zip(documents, chances, strict=True):
        words = sentence_words(doc)
        true = page_shares(
            np.eye(4)[[LABELS.index(label) for label in doc.labels]], words, power=1.0
        )
        shown = page_shares(each, words, power=calibration.power)
        inside.append(
            np.abs(true - shown) <= spread(each, words) * calibration.widths + 1e-9
        )
    assert np.mean(inside, axis=0) == pytest.approx([0.9] * 3, abs=0.03)


def test_words_are_counted_sentence_by_sentence(few: list[Document]) -> None:
    assert sentence_words(document("opinion", "other", words=7)).tolist() == [7.0, 7.0]
    assert sentence_words(few[0]).shape == (len(few[0].labels),)
