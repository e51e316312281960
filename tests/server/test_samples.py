"""The corpus as samples: every one is listed, opens, and can be marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ascribe.results import BLOCK_KINDS, Block
from ascribe_server.samples import FIRST, Samples

SLUGS = [sample.slug for sample in Samples().all()]


def write(folder: Path, slug: str, **more: Any) -> None:
    sentences = [
        {"paragraph": 0, "kind": "heading", "text": "A & <b>title</b>", "label": "S"},
        {"paragraph": 1, "text": "Rain fell.", "label": "S"},
        {"paragraph": 1, "text": "I hate it.", "label": "O"},
        {"paragraph": 2, "kind": "list_item", "text": "One.", "label": "S"},
        {"paragraph": 3, "kind": "quote", "text": "“Two.”", "label": "A"},
    ]
    document = {
        "doc": slug,
        "outlet": "o",
        "title": slug,
        "sentences": sentences,
        **more,
    }
    (folder / f"{slug}.jsonl").write_text(json.dumps(document) + "\n")


def test_paragraphs_become_blocks(tmp_path: Path) -> None:
    write(tmp_path, "a", genre="op_ed")
    sample = Samples(tmp_path).get("a")
    assert sample is not None
    assert sample.genre == "op ed"
    assert sample.read_blocks()[:2] == [
        Block("0", "heading", "A & <b>title</b>"),
        Block("1", "paragraph", "Rain fell. I hate it."),
    ]


def test_a_page_is_read_as_a_page(tmp_path: Path) -> None:
    write(tmp_path, "a")
    (tmp_path / "pages").mkdir()
    words = "It rained on Tuesday, and the river rose. " * 5
    (tmp_path / "pages" / "a.html").write_text(f"<h1>From HTML</h1><p>{words}</p>")
    sample = Samples(tmp_path).get("a")
    assert sample is not None
    assert "From HTML" in [block.text for block in sample.read_blocks()]


def test_an_empty_folder_has_no_samples(tmp_path: Path) -> None:
    assert Samples(tmp_path).all() == []
    assert Samples(tmp_path / "none").all() == []


def test_a_note_without_a_heading_is_called_by_its_name() -> None:
    note = Samples().get("note-ferry-times")
    assert note is not None
    assert note.title == "Note ferry times"


def test_a_document_cannot_name_a_page_outside_the_corpus(tmp_path: Path) -> None:
    (tmp_path / "corpus" / "pages").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("<p>secret")
    write(tmp_path / "corpus", "a", doc="../../secret")
    sample = Samples(tmp_path / "corpus").get("../../secret")
    assert sample is not None
    assert sample.page is None


@pytest.mark.parametrize(
    "slug", ["", "..", "../secret", "a/../a", "nothing", "a.jsonl"]
)
def test_a_name_is_looked_up_and_never_a_path(tmp_path: Path, slug: str) -> None:
    write(tmp_path, "a")
    assert Samples(tmp_path).get(slug) is None


def test_the_one_that_shows_most_comes_first() -> None:
    assert SLUGS[0] == FIRST
    assert len(SLUGS) >= 25
    assert len(set(SLUGS)) == len(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sample_opens_as_a_page_without_scripts(caller: Any, slug: str) -> None:
    answer = caller.get(f"/samples/{slug}")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/html")
    csp = answer.headers["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in csp
    assert "script-src" not in csp  # and default-src is 'none'
    assert "<script" not in answer.text


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sample_can_be_marked(caller: Any, engine: Any, slug: str) -> None:
    answer = caller.post_page({"sample": slug})
    assert answer.status_code == 200
    blocks = answer.json["blocks"]
    assert blocks
    assert {block["kind"] for block in blocks} <= set(BLOCK_KINDS)


def test_the_text_of_a_sample_without_a_page_is_escaped(
    caller: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a")
    monkeypatch.setattr(caller.service.samples, "_folder", tmp_path)
    text = caller.get("/samples/a").text
    assert "<h1>A &amp; &lt;b&gt;title&lt;/b&gt;</h1>" in text
    assert "<p>Rain fell. I hate it.</p>" in text
    assert "<ul><li>One.</li>" in text.replace("\n", "")
    assert "<blockquote><p>“Two.”</p></blockquote>" in text
    assert text.index("</ul>") < text.index("<blockquote>")


def test_an_unknown_sample_is_not_found(caller: Any) -> None:
    assert caller.get("/samples/nothing").status_code == 404
    assert caller.post_page({"sample": "nothing"}).status_code == 404
