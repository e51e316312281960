"""Labelled files of every format give the same documents, or say what is wrong."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ascribe.corpus import corpus_folder
from ascribe.errors import DataError
from ascribe.results import LABELS
from ascribe.training.dataset import Document, digest_of, read_documents
from ascribe.training.formats.reading import (
    SUFFIXES,
    check_classes,
    faults_message,
    read_labelled,
)

SOME = (
    "news-dam-inquiry.jsonl",
    "op-ed-bus-lanes.jsonl",
    "listicle-rainy-museums.jsonl",
)


@pytest.fixture(scope="module")
def articles() -> list[Document]:
    return read_documents([corpus_folder() / name for name in SOME])


def rows_of(articles: list[Document]) -> list[dict[str, str]]:
    rows = []
    for article in articles:
        labels = iter(article.labels)
        for block, spans in zip(article.blocks, article.spans, strict=True):
            for start, end in spans:
                rows.append(
                    {
                        "doc": article.name,
                        "outlet": article.outlet,
                        "paragraph": block.id,
                        "kind": block.kind,
                        "text": block.text[start:end],
                        "label": next(labels),
                    }
                )
    return rows


def write_csv(rows: list[dict[str, str]], folder: Path) -> Path:
    path = folder / "labels.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_semicolons(rows: list[dict[str, str]], folder: Path) -> Path:
    # As a spreadsheet of another country writes it: with a byte order mark.
    path = folder / "labels.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_tsv(rows: list[dict[str, str]], folder: Path) -> Path:
    path = folder / "labels.tsv"
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    path.write_text("\r\n".join(lines), "utf-8")
    return path


def write_utf16(rows: list[dict[str, str]], folder: Path) -> Path:
    path = write_tsv(rows, folder)
    path.write_text(path.read_text("utf-8"), "utf-16")
    return path


def write_lines(rows: list[dict[str, str]], folder: Path) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def write_label_studio(rows: list[dict[str, str]], folder: Path) -> Path:
    tasks = []
    for at, row in enumerate(rows, start=1):
        said = {"type": "choices", "value": {"choices": [row["label"]]}}
        other = {"type": "choices", "value": {"choices": ["opinion"]}}
        data = {name: value for name, value in row.items() if name != "label"}
        annotations = [
            {"completed_by": 1, "was_cancelled": False, "result": [said]},
            {"completed_by": 2, "was_cancelled": True, "result": [other]},
        ]
        tasks.append({"id": at, "data": data, "annotations": annotations})
    path = folder / "export.json"
    path.write_text(json.dumps(tasks), "utf-8")
    return path


def write_label_studio_min(rows: list[dict[str, str]], folder: Path) -> Path:
    path = folder / "export.json"
    tasks = [{**row, "id": at, "annotator": 1} for at, row in enumerate(rows)]
    path.write_text(json.dumps(tasks, indent=1), "utf-8")
    return path


@pytest.mark.parametrize(
    "write",
    [
        write_csv,
        write_semicolons,
        write_tsv,
        write_utf16,
        write_lines,
        write_label_studio,
        write_label_studio_min,
    ],
)
def test_each_format_gives_the_same_documents(
    articles: list[Document],
    tmp_path: Path,
    write: Callable[[list[dict[str, str]], Path], Path],
) -> None:
    path = write(rows_of(articles), tmp_path)
    found = [one.document for one in read_labelled([path]).documents]
    assert digest_of(found) == digest_of(articles)
    assert [one.outlet for one in found] == [one.outlet for one in articles]
    assert [one.spans for one in found] == [one.spans for one in articles]
    assert [[block.kind for block in one.blocks] for one in found] == [
        [block.kind for block in one.blocks] for one in articles
    ]


def test_documents_a_line_are_read_as_ever() -> None:
    whole = read_labelled([corpus_folder()])
    assert digest_of([one.document for one in whole.documents]) == digest_of(
        read_documents([corpus_folder()])
    )
    assert not any(one.is_open for one in whole.documents)


def test_a_folder_is_read_with_what_is_in_it_and_each_file_once(
    articles: list[Document], tmp_path: Path
) -> None:
    rows = rows_of(articles)
    inside = tmp_path / "more"
    inside.mkdir()
    first = write_csv(rows[:40], tmp_path)
    write_lines(rows[40:], inside)
    (tmp_path / "readme.txt").write_text("about", "utf-8")
    found = read_labelled([tmp_path, first])
    assert found.files == 2
    assert sum(len(one.allowed) for one in found.documents) == len(rows)


@pytest.mark.parametrize(
    ("name", "content", "line", "what"),
    [
        ("a.csv", b"text,label\nIt rained.,opinon\n", ":2", "did you mean 'opinion'?"),
        ("a.csv", b"text,label\nIt rained.,\n", ":2", "the label is empty"),
        ("a.csv", b"text,label\n,opinion\n", ":2", "the sentence has no text"),
        ("a.csv", b"text,label\nIt rained.\n", ":2", "1 cells where the head has 2"),
        ("a.csv", b'text,label\n"It "rained,O\n', ":2", "not CSV"),
        ("a.csv", b"phrase,label\nIt rained.,O\n", ":1", "no column for the sentence"),
        ("a.csv", b"text,mark\nIt rained.,O\n", ":1", "no column for the label"),
        ("a.csv", b"text,label,kind\nIt rained.,O,poem\n", ":2", "unknown kind 'poem'"),
        ("a.csv", b"", "", "empty"),
        ("a.csv", b"text,label\n", "", "no rows"),
        ("a.csv", b"text,label\nIt\0,O\n", "", "binary"),
        ("a.csv", b"text,label\nCaf\xe9 open.,O\n", ":2", "iconv"),
        ("a.csv", b"text,label\nCaf\xc3\xa9,O\nIt\x92s,O\n", ":3", "mixes encodings"),
        ("a.tsv", b"sentence_id\tsentence\tlabel\n1\tIt rained.\tSUB\n", ":2", "SUBJ"),
        ("a.jsonl", b'{"text": "It rained.", "label": 3}\n', ":1", "unknown label '3'"),
        ("a.jsonl", b'\n{"text": "It rained."\n', ":2", "not JSON"),
        ("a.jsonl", b'{"sentences": []}\n', ":1", "no sentences"),
        ("a.jsonl", b'{"doc": "a"}\n', ":1", "not a labelled document"),
        (
            "a.jsonl",
            b'{"sentences": [{"text": "It rained.", "label": "Q"}]}\n',
            ":1, sentence 1",
            "unknown label 'Q'",
        ),
        ("a.json", b"{}", "", "no list of tasks"),
        ("a.json", b"[1]", ", task 1", "not a task"),
        ("a.json", b'[\n{"id": 7,\n', ":3", "not JSON"),
        (
            "a.json",
            b'[{"id": 7, "data": {"text": "It rained."}, "annotations": []}]',
            ", task 7",
            "no label",
        ),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(
    tmp_path: Path, name: str, content: bytes, line: str, what: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_labelled([path])
    assert f"{path}{line}: " in str(caught.value)
    assert what in str(caught.value)


def test_every_bad_row_is_named_and_the_rest_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"Sentence number {at}.,{'bad' if at % 2 else 'O'}" for at in range(100)]
    path.write_text("\n".join(["text,label", *rows]), "utf-8")
    with pytest.raises(DataError) as caught:
        read_labelled([path])
    lines = str(caught.value).splitlines()
    assert lines[0] == "50 rows cannot be used:"
    assert lines[1].startswith(f"{path}:3: unknown label 'bad'")
    assert lines[-1] == "… and 10 more"
    found = read_labelled([path], skip_bad_rows=True)
    assert len(found.documents) == 50
    assert found.warnings[0].startswith(f"left out: {path}:3: ")


def test_nothing_left_is_an_error_even_where_bad_rows_are_skipped(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\nIt rained.,bad\n", "utf-8")
    with pytest.raises(DataError, match="unknown label"):
        read_labelled([path], skip_bad_rows=True)


def test_what_stands_twice_is_left_out_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\nIt rained.,O\nIt  snowed.,O\nIt snowed.,O\n", "utf-8")
    found = read_labelled([path])
    assert len(found.documents) == 2
    assert found.warnings == (
        f"{path}:4: left out: the same sentence stands at {path}:3",
    )
    assert len(read_labelled([path], keep_repeats=True).documents) == 3


def test_two_labels_of_one_sentence_are_an_error(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("text,label\nIt rained.,opinion\n", "utf-8")
    second.write_text("text,label\nIt rained.,statement\n", "utf-8")
    with pytest.raises(DataError) as caught:
        read_labelled([first, second])
    assert str(caught.value) == (
        f"{second}:2: labelled 'statement'; the same sentence is labelled 'opinion' at "
        f"{first}:2"
    )


def test_what_one_file_leaves_open_another_may_decide(tmp_path: Path) -> None:
    half, whole = tmp_path / "a.csv", tmp_path / "b.csv"
    half.write_text("doc,text,label\na,It rained.,?\na,It froze.,O\n", "utf-8")
    whole.write_text("doc,text,label\na,It rained.,S\na,It froze.,?\n", "utf-8")
    (found,) = read_labelled([half, whole]).documents
    assert found.allowed == (("statement",), ("opinion",))
    assert found.own_labels == ("S", "O")


def test_a_document_may_repeat_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("doc,text,label\na,Read on.,X\na,Read on.,X\n", "utf-8")
    (found,) = read_labelled([path]).documents
    assert len(found.allowed) == 2


def test_text_that_was_decoded_twice_is_only_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,label\nItâ€™s raining in the cafÃ©.,O\n", "utf-8")
    found = read_labelled([path])
    assert (
        f"{path}:2: looks like UTF-8 that was read as Windows-1252"
        in (found.warnings[0])
    )


def test_missing_files_and_folders_without_any_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no file nowhere"):
        read_labelled([Path("nowhere.csv")])
    with pytest.raises(DataError, match="holds no labelled file"):
        read_labelled([tmp_path])
    other = tmp_path / "a.xlsx"
    other.write_bytes(b"PK")
    with pytest.raises(DataError, match="take one that ends in"):
        read_labelled([other])
    assert ".csv" in SUFFIXES


def test_annotators_decide_by_majority_and_a_tie_is_named(tmp_path: Path) -> None:
    def task(number: int, text: str, *labels: str) -> dict[str, object]:
        return {
            "id": number,
            "data": {"text": text},
            "annotations": [
                {"result": [{"type": "choices", "value": {"choices": [label]}}]}
                for label in labels
            ],
        }

    path = tmp_path / "export.json"
    tasks = [
        task(1, "It rained.", "opinion", "statement", "opinion"),
        task(2, "It snowed.", "opinion", "statement"),
    ]
    path.write_text(json.dumps(tasks), "utf-8")
    with pytest.raises(DataError) as caught:
        read_labelled([path])
    assert f"{path}, task 2: the annotators disagree: opinion 1, statement 1" in str(
        caught.value
    )
    (found,) = read_labelled([path], skip_bad_rows=True).documents
    assert found.document.labels == ("opinion",)


def test_spans_of_label_studio_label_sentences_and_leave_others_open(
    tmp_path: Path,
) -> None:
    text = "It rained. A shame, that!\nShe said that it would stop soon."
    marks = [(11, 25, "opinion"), (26, len(text), "attributed")]
    result = [
        {"type": "labels", "value": {"start": a, "end": b, "labels": [label]}}
        for a, b, label in marks
    ]
    task = {"data": {"text": text, "doc": "a"}, "annotations": [{"result": result}]}
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task]), "utf-8")
    (found,) = read_labelled([path]).documents
    assert found.document.name == "a"
    assert found.allowed == (LABELS, ("opinion",), ("attributed",))
    assert [block.text for block in found.document.blocks] == text.split("\n")


def test_all_labels_must_occur_on_two_outlets(articles: list[Document]) -> None:
    check_classes(articles)
    with pytest.raises(DataError, match="is of one outlet, 'a'"):
        check_classes([replace(one, outlet="a") for one in articles])
    plain = [replace(one, labels=("opinion",) * len(one.labels)) for one in articles]
    with pytest.raises(
        DataError, match="no sentence is labelled attributed or statement or other"
    ):
        check_classes(plain)
    with pytest.raises(DataError, match="opinion or attributed or statement or other"):
        check_classes([])


def test_one_fault_is_one_line() -> None:
    assert faults_message(["a:1: bad"]) == "a:1: bad"
