"""How far two people agree, beside what chance would give."""

from __future__ import annotations

from pathlib import Path

import pytest

from ascribe.training.agreement import NothingInCommonError, agreement
from ascribe.training.formats.reading import LabelledDocument, read_labelled


def labels(tmp_path: Path, name: str, *codes: str) -> list[LabelledDocument]:
    """A text of ten sentences a document, with these labels."""
    rows = [
        f"doc{at // 10},Sentence number {at} stands here.,{code}"
        for at, code in enumerate(codes)
    ]
    path = tmp_path / f"{name}.csv"
    path.write_text("\n".join(["doc,text,label", *rows]), "utf-8")
    return list(read_labelled([path]).documents)


def test_kappa_takes_off_what_chance_would_give(tmp_path: Path) -> None:
    first = labels(tmp_path, "a", *"OOOOOSSSSS" * 2)
    second = labels(tmp_path, "b", *"OOOOSSSSSO" * 2)
    found = agreement(first, second)
    assert found.sentences == 20
    assert found.observed == pytest.approx(0.8)
    # Half and half on both sides: chance gives 0.5.
    assert found.kappa == pytest.approx((0.8 - 0.5) / 0.5)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.kappa <= found.high


def test_the_table_counts_first_down_and_second_across(tmp_path: Path) -> None:
    found = agreement(labels(tmp_path, "a", *"OAS"), labels(tmp_path, "b", *"OSS"))
    assert found.table == ((1, 0, 0, 0), (0, 0, 1, 0), (0, 0, 1, 0), (0, 0, 0, 0))
    (one,) = found.disagreements
    assert (one.text, one.first, one.second) == (
        "Sentence number 1 stands here.",
        "attributed",
        "statement",
    )


def test_what_only_one_has_labelled_is_left_out(tmp_path: Path) -> None:
    found = agreement(labels(tmp_path, "a", *"OS?S"), labels(tmp_path, "b", *"OSSS?"))
    assert found.sentences == 3


def test_one_label_only_has_no_kappa(tmp_path: Path) -> None:
    found = agreement(labels(tmp_path, "a", *"OO"), labels(tmp_path, "b", *"OO"))
    assert found.kappa is None
    assert found.observed == 1.0
    assert found.low is None


def test_nothing_in_common_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingInCommonError, match="both have labelled"):
        agreement(labels(tmp_path, "a", *"?O"), labels(tmp_path, "b", *"O?"))
