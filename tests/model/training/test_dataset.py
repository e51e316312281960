"""Labelled documents are read whole, or the error names file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ascribe.errors import DataError
from ascribe.results import LABELS, Block
from ascribe.training.dataset import LABEL_OF_CODE, Document, digest_of, read_documents


def sentence(text: str, label: str = "S", paragraph: int = 0, **more: Any) -> Any:
    return {"paragraph": paragraph, "text": text, "label": label, **more}


def line(*sentences: Any, **more: Any) -> str:
    return json.dumps({"doc": "d", "outlet": "o", "sentences": sentences, **more})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.jsonl"


GOOD = line(sentence("It rained."))


def test_a_document_keeps_its_paragraphs_kinds_and_labels(file: Path) -> None:
    file.write_text(
        line(
            sentence("Rain 😀", "A", 3, kind="heading"),
            sentence("It rained.", "O", 7),
            sentence("I ran.", "B+", 7),
            source="ours",
            genre="note",
        ),
        "utf-8",
    )
    assert read_documents([file]) == [
        Document(
            name="d",
            source="ours",
            outlet="o",
            genre="note",
            blocks=(
                Block("0", "heading", "Rain 😀"),
                Block("1", "paragraph", "It rained. I ran."),
            ),
            spans=(((0, 6),), ((0, 10), (11, 17))),
            labels=("attributed", "opinion", "attributed"),
        )
    ]


def test_every_label_of_the_guide_leads_to_a_label_of_the_model() -> None:
    assert set(LABEL_OF_CODE.values()) == set(LABELS)
    assert set(LABELS) <= set(LABEL_OF_CODE)


def test_a_document_without_an_outlet_is_its_own(file: Path) -> None:
    bare = json.dumps({"sentences": [sentence("It rained.")]})
    file.write_text(f"{bare}\n{bare}\n")
    first, second = read_documents([file])
    assert first.outlet == first.name == f"{file}:1"
    assert second.outlet == f"{file}:2"


def test_blank_lines_count_in_line_numbers_and_are_no_documents(file: Path) -> None:
    file.write_text(f"\n{GOOD}\r\n \n")
    assert len(read_documents([file])) == 1
    file.write_text(f"\n{GOOD}\n\nnonsense\n")
    with pytest.raises(DataError, match=r"some\.jsonl:4: "):
        read_documents([file])


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.jsonl").write_text(line(sentence("Hm."), doc=name))
    (tmp_path / "README.md").write_text("not data")
    assert [each.name for each in read_documents([tmp_path])] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        pytest.param("nonsense", "malformed", id="not JSON"),
        pytest.param("[1]", "Expected `object`", id="not an object"),
        pytest.param("{}", "required field `sentences`", id="no sentences field"),
        pytest.param(line(), "no sentences", id="no sentence"),
        pytest.param(line(sentence("Hm.", "Z")), "unknown label 'Z'", id="label"),
        pytest.param(line(sentence(" ")), "no text", id="blank sentence"),
        pytest.param(line({"paragraph": 0, "label": "S"}), "text", id="text missing"),
        pytest.param(line({"paragraph": 0, "text": "Hm."}), "label", id="no label"),
        pytest.param(line({"text": "Hm.", "label": "S"}), "paragraph", id="paragraph"),
        pytest.param(
            line(sentence("Hm.", paragraph="x")),  # type: ignore[arg-type]
            "Expected `int`",
            id="paragraph not a number",
        ),
        pytest.param(line(sentence("Hm.", kind="poem")), "poem", id="unknown kind"),
        pytest.param(GOOD[:-2], "truncated", id="cut off"),
        pytest.param(line(sentence("Hm."), doc=5), "Expected `str`", id="doc"),
    ],
)
def test_a_broken_line_is_named_with_file_and_line(
    file: Path, broken: str, message: str
) -> None:
    file.write_text(f"{GOOD}\n{broken}\n", "utf-8")
    with pytest.raises(DataError) as caught:
        read_documents([file])
    assert f"{file}:2: " in str(caught.value)
    assert message in str(caught.value)


def test_a_line_that_is_not_utf_8_is_named(file: Path) -> None:
    file.write_bytes(GOOD.encode() + b"\n" + GOOD.encode().replace(b"It", b"\xff\xfe"))
    with pytest.raises(DataError) as caught:
        read_documents([file])
    assert f"{file}:2: " in str(caught.value)


def test_an_empty_file_is_named(file: Path) -> None:
    file.write_text("\n\n")
    with pytest.raises(DataError, match=r"some\.jsonl holds no document"):
        read_documents([file])


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds no \.jsonl file"):
        read_documents([tmp_path])


def test_a_missing_file_is_named(file: Path) -> None:
    with pytest.raises(DataError, match=r"no file .*some\.jsonl"):
        read_documents([file])


def test_a_file_that_cannot_be_read_is_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    file.write_text(GOOD)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(DataError, match=r"cannot read .*some\.jsonl: Permission"):
        read_documents([file])


def test_a_digest_tells_texts_and_labels_apart(file: Path) -> None:
    digests = set()
    for one in (
        line(sentence("It rained.", "S")),
        line(sentence("It rained.", "O")),
        line(sentence("It snowed.", "S")),
    ):
        file.write_text(one)
        digests.add(digest_of(read_documents([file])))
    assert len(digests) == 3
    assert digest_of(read_documents([file])) in digests


def test_spans_of_the_corpus_give_its_sentences(corpus: list[Document]) -> None:
    for document in corpus:
        assert len(document.blocks) == len(document.spans)
        assert sum(map(len, document.spans)) == len(document.labels)
        for block, spans in zip(document.blocks, document.spans, strict=True):
            assert " ".join(block.text[a:b] for a, b in spans) == block.text
