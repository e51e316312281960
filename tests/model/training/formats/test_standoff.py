"""Standoff annotation: spans as they stand, sentences by what covers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ascribe.errors import DataError
from ascribe.training.formats.reading import marked_articles, read_labelled

TEXT = (
    "The mayor said 😀 it would rain all day. The bridge is shut.\n"
    "“It will pour,” she added, “for days.”\n"
)


def mark(number: int, kind: str, *words: str) -> str:
    spans = ";".join(
        f"{TEXT.index(word)} {TEXT.index(word) + len(word)}" for word in words
    )
    return f"T{number}\t{kind} {spans}\t{' '.join(words)}"


GOOD = "\n".join(
    [
        mark(1, "Source", "The mayor"),
        mark(2, "Cue", "said"),
        mark(3, "Content", "😀 it would rain all day"),
        mark(4, "Attribution", "said"),
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
        mark(5, "Source", "she"),
        mark(6, "Cue", "added"),
        mark(7, "Content", "“It will pour,”", "“for days.”"),
        mark(8, "Attribution-no-source", "added"),
        "E2\tAttribution-no-source:T8 Content:T7 Source2:T5 Cue:T6 ",
        "#1\tAnnotatorNotes E2\tnice",
    ]
)


def put(folder: Path, marks: str, *, name: str = "paper_2026_rain") -> Path:
    for part in ("text", "attributions"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "text" / f"{name}.txt").write_text(TEXT, "utf-8")
    path = folder / "attributions" / f"{name}_4e07.ann"
    path.write_text(marks, "utf-8")
    return path


def test_spans_are_read_in_code_points(tmp_path: Path) -> None:
    (article,), warnings = marked_articles(put(tmp_path, GOOD))
    assert warnings == ()
    assert (article.doc, article.outlet) == ("paper_2026_rain", "paper")
    first, second = article.attributions
    assert [TEXT[a:b] for a, b in first.content] == ["😀 it would rain all day"]
    assert [TEXT[a:b] for a, b in second.content] == ["“It will pour,”", "“for days.”"]
    assert [TEXT[a:b] for a, b in second.source] == ["she"]


def test_a_sentence_is_attributed_where_content_covers_half_of_it(
    tmp_path: Path,
) -> None:
    put(tmp_path, GOOD)
    (found,) = read_labelled([tmp_path]).documents
    assert found.own_labels == ("attributed", "not attributed", "attributed")
    assert found.allowed[1] == ("opinion", "statement", "other")
    assert found.document.outlet == "paper"
    assert found.collection == str(tmp_path / "attributions")


def test_brats_own_layout_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "rain.txt").write_text(TEXT, "utf-8")
    (tmp_path / "rain.ann").write_text(GOOD, "utf-8")
    (article,), _ = marked_articles(tmp_path)
    assert article.doc == "rain"


def test_of_several_annotators_the_first_counts(tmp_path: Path) -> None:
    first = put(tmp_path, GOOD)
    second = first.with_name("paper_2026_rain_ef2d.ann")
    second.write_text("", "utf-8")
    found = read_labelled([tmp_path])
    assert len(found.documents) == 1
    assert found.warnings == (f"{second}: left out: {first.name} marks the same text",)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("T1\tSource 0 9 The mayor", "not a mark"),
        ("T1\tSource 0 900\tThe mayor", "outside a text"),
        ("T1\tSource 9 0\tThe mayor", "outside a text"),
        ("T1\tSource 0 9\tThe major", "is not the mark's"),
        ("E1\tAttribution", "not an event"),
        ("E1\tAttribution:T4 Source:T9", "T9 is not marked"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, what: str) -> None:
    path = put(tmp_path, f"\n{line}")
    for read in (lambda: read_labelled([path]), lambda: marked_articles(path)):
        with pytest.raises(DataError) as caught:
            read()
        assert f"{path}:2: " in str(caught.value)
        assert what in str(caught.value)


def test_a_text_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lost.ann"
    path.write_text(GOOD, "utf-8")
    with pytest.raises(DataError, match=r"lost\.ann: its text is not there"):
        read_labelled([path])


def test_a_folder_without_any_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no file that ends in \.ann"):
        marked_articles(tmp_path)
