"""Labels that are left open: a model fills them in to train; measuring asks no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from ascribe.engine import load_engine
from ascribe.results import LABELS
from ascribe.training.formats.open_labels import evaluate_open, fill_in
from ascribe.training.formats.reading import LabelledDocument, read_labelled

ROWS = (
    ("What a shameful, foolish waste of everybody's money this is.", "SUBJ"),
    ("I believe that the council ought to resign at once.", "SUBJ"),
    ("The mayor said on Monday that the bridge would stay shut.", "OBJ"),
    ("The bridge was built in 1931.", "OBJ"),
    ("It was the loveliest summer that anybody could wish for.", "OBJ"),
)


@pytest.fixture
def checkthat(tmp_path: Path) -> list[LabelledDocument]:
    path = tmp_path / "dev_en.tsv"
    lines = [f"{at}\t{text}\t{label}" for at, (text, label) in enumerate(ROWS)]
    path.write_text("\n".join(["sentence_id\tsentence\tlabel", *lines]), "utf-8")
    return list(read_labelled([path]).documents)


def test_the_model_chooses_only_among_what_the_file_allows(
    checkthat: list[LabelledDocument],
) -> None:
    documents, filled = fill_in(checkthat, load_engine())
    labels = [label for one in documents for label in one.labels]
    assert labels[:4] == ["opinion", "opinion", "attributed", "statement"]
    # The model calls it opinion, which OBJ does not allow.
    assert labels[4] in ("attributed", "statement")
    assert filled == 3


def test_a_model_is_measured_by_the_files_own_labels(
    checkthat: list[LabelledDocument],
) -> None:
    found = evaluate_open(checkthat, load_engine())
    by_label = {one.label: one for one in found.labels}
    assert (by_label["OBJ"].support, by_label["SUBJ"].support) == (3, 2)
    engine = load_engine()
    said = [
        LABELS[engine.probabilities(one.blocks, one.spans)[0].argmax()]
        for one in (each.document for each in checkthat)
    ]
    right = [label == "opinion" for label in said[:2]]
    kept = [label != "opinion" for label in said[2:]]
    assert by_label["SUBJ"].recall == sum(right) / 2
    assert by_label["OBJ"].recall == sum(kept) / 3
    assert by_label["SUBJ"].precision == sum(right) / max(said.count("opinion"), 1)
    f1 = [one.f1 for one in found.labels]
    assert found.macro_f1 == pytest.approx(sum(f1) / 2)


def test_decided_documents_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\nIt rained.,opinion\n", "utf-8")
    labelled = read_labelled([path]).documents
    assert fill_in(labelled, load_engine()) == ([labelled[0].document], 0)
