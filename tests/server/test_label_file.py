"""A person's labels: whole on the disk after each, and what ``ascribe train`` takes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from ascribe.errors import DataError, InputError
from ascribe.results import LABELS, Block
from ascribe.training.formats.reading import read_labelled
from ascribe_server.label_file import LabelFile
from ascribe_server.private_files import StoreError

BLOCKS = [
    Block("h", "heading", "Dam shut"),
    Block("p", "paragraph", "It leaks. “It will hold,” she said."),
]


@pytest.fixture
def file(tmp_path: Path) -> LabelFile:
    made = LabelFile(tmp_path / "labels" / "ann.jsonl")
    assert made.add("dam", BLOCKS, outlet="courier.example")
    made.save()
    return made


def test_it_is_read_again_as_it_was(file: LabelFile) -> None:
    file.put(0, 1, "opinion")
    file.save()
    again = LabelFile.read(file.path)
    assert again.documents == file.documents
    assert (again.done, again.open) == (1, 2)
    assert again.documents[0].title == "Dam shut"
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


def test_training_takes_it_and_leaves_open_what_is_open(file: LabelFile) -> None:
    file.put(0, 2, "attributed")
    file.save()
    (found,) = read_labelled([file.path]).documents
    assert found.allowed == (LABELS, LABELS, ("attributed",))
    assert found.document.outlet == "courier.example"
    assert [block.text for block in found.document.blocks] == [
        block.text for block in BLOCKS
    ]
    assert found.document.blocks[0].kind == "heading"


def test_the_offsets_are_those_of_the_paragraphs(file: LabelFile) -> None:
    blocks, spans = file.documents[0].blocks()
    told = [
        block.text[start:end]
        for block, each in zip(blocks, spans, strict=True)
        for start, end in each
    ]
    assert told == [one.text for one in file.documents[0].sentences]


def test_a_label_can_be_taken_away(file: LabelFile) -> None:
    file.put(0, 1, "opinion")
    file.put(0, 1, None)
    assert file.done == 0


def test_the_same_text_is_added_once_and_names_stay_apart(file: LabelFile) -> None:
    assert not file.add("again", BLOCKS)
    assert file.add("dam", [Block("p", "paragraph", "Another text.")])
    assert [one.doc for one in file.documents] == ["dam", "dam (2)"]


@pytest.mark.parametrize(("doc", "sentence"), [(0, 3), (1, 0), (-1, 0), (0, -1)])
def test_a_sentence_that_is_not_there_is_refused(
    file: LabelFile, doc: int, sentence: int
) -> None:
    with pytest.raises(InputError, match="there is no sentence"):
        file.put(doc, sentence, "opinion")


def test_a_text_without_a_sentence_is_refused(file: LabelFile) -> None:
    with pytest.raises(InputError, match="empty has no sentence"):
        file.add("empty", [Block("p", "paragraph", " ")])


def test_half_a_surrogate_pair_does_not_stop_it(file: LabelFile) -> None:
    assert file.add("odd \ud83d", [Block("p", "paragraph", "Half \ud83d a pair.")])
    file.save()
    assert len(LabelFile.read(file.path).documents) == 2


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"{", "not a document"),
        (b'{"doc": "a"}', "not a document"),
        (
            b'{"doc": "a", "sentences": [{"paragraph": 0, "text": "b", "label": "O"}]}',
            "sentence 1: unknown label 'O'",
        ),
    ],
)
def test_a_damaged_file_is_named_with_its_line(
    tmp_path: Path, line: bytes, what: str
) -> None:
    path = tmp_path / "ann.jsonl"
    path.write_bytes(b"\n" + line)
    with pytest.raises(DataError) as caught:
        LabelFile.read(path)
    assert f"{path}:2" in str(caught.value)
    assert what in str(caught.value)


def test_what_cannot_be_written_leaves_the_old_file(
    file: LabelFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    file.put(0, 0, "other")
    with pytest.raises(StoreError, match="No space left"):
        file.save()
    assert file.path.read_bytes() == before
    assert [path.name for path in file.path.parent.iterdir()] == ["ann.jsonl"]
