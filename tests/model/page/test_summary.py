"""What of a page counts, what is left out and why, and when no number is given."""

from __future__ import annotations

import json

import pytest

from ascribe.corpus import corpus_folder
from ascribe.engine import Engine
from ascribe.page.summary import read_page
from ascribe.reading.html_reader import blocks_of_html
from ascribe.results import Block, BlockKind
from ascribe.training.dataset import Document

REPORT = (
    "The council voted on Monday to close the old pool for good. "
    "“We ran out of money and of patience,” said Ann Lee, who chairs it. "
    "The pool was built in 1962 and had not been repaired for ten years. "
    "According to the treasurer, repairs would have cost two million dollars. "
)
APPEAL = (
    "Dear reader, our newsroom has no owner and no paywall. Will you donate today? "
    "Your support keeps us going, and every gift counts. Thank you for helping us."
)


def blocks(*parts: tuple[BlockKind, str]) -> list[Block]:
    return [Block(str(i), kind, text) for i, (kind, text) in enumerate(parts)]


def test_an_article_that_stands_there_twice_counts_once(engine: Engine) -> None:
    once = engine.analyze(blocks(("paragraph", REPORT)))
    twice = engine.analyze(blocks(("paragraph", REPORT), ("paragraph", REPORT)))
    assert twice.page.words == once.page.words
    assert twice.page.shares == once.page.shares
    assert twice.page.coverage.skipped == {"repeated": 1}
    first, second = twice.sentences[:4], twice.sentences[4:]
    assert [s.label for s in first] == [s.label for s in second]
    assert [s.repeated for s in (*first, *second)] == [False] * 4 + [True] * 4


def test_white_space_and_case_do_not_hide_a_repeated_block() -> None:
    reading = read_page(
        blocks(("paragraph", REPORT), ("paragraph", REPORT.upper().replace(" ", "  ")))
    )
    assert reading.reasons == (None, "repeated")


def test_a_short_sentence_may_stand_there_twice() -> None:
    reading = read_page(
        blocks(
            ("paragraph", REPORT + "He declined to comment."),
            ("paragraph", "She had no answer. He declined to comment."),
        )
    )
    assert reading.reasons == (None, None)
    assert set(reading.repeats) == {None}


def test_a_long_sentence_that_stands_there_twice_counts_once() -> None:
    pull = "The pool was built in 1962 and had not been repaired for ten years."
    reading = read_page(blocks(("paragraph", REPORT), ("paragraph", pull)))
    assert reading.reasons == (None, "repeated") or reading.repeats[-1] == 2


def test_an_appeal_is_left_out_with_its_heading(engine: Engine) -> None:
    page = blocks(
        ("paragraph", REPORT),
        ("heading", "Before you go"),
        ("paragraph", APPEAL),
        ("paragraph", "The vote was seven to two. It takes effect in May."),
    )
    answer = engine.analyze(page)
    assert answer.page.coverage.skipped["appeal"] == 2
    assert {s.label for s in answer.sentences if s.block in ("1", "2")} == {"other"}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("caption", "caption"),
        ("other", "aside"),
        ("preformatted", "code"),
        ("cell", "table"),
    ],
)
def test_what_is_no_prose_by_kind_is_left_out_and_told(
    engine: Engine, kind: BlockKind, reason: str
) -> None:
    answer = engine.analyze(blocks(("paragraph", REPORT), (kind, "Ann Lee, left.")))
    assert answer.page.coverage.skipped == {reason: 1}
    last = answer.sentences[-1]
    assert (last.label, last.probabilities.other, last.certain) == ("other", 1.0, True)


def test_a_cell_that_holds_an_article_is_read() -> None:
    assert read_page(blocks(("cell", REPORT))).reasons == (None,)


def test_a_list_of_links_is_left_out() -> None:
    links = Block("1", "list_item", "More about the pool and the council", 0.95)
    assert read_page([*blocks(("paragraph", REPORT)), links]).reasons[1] == "link_list"


def test_a_paragraph_in_another_language_is_left_out() -> None:
    german = (
        "Der Rat der Stadt hat am Montag beschlossen, das alte Bad zu schließen. " * 3
    )
    reading = read_page(
        [Block("0", "paragraph", REPORT), Block("1", "paragraph", german)]
    )
    assert reading.reasons == (None, "foreign")


def test_the_shop_of_the_corpus_gets_no_number(engine: Engine) -> None:
    page = corpus_folder() / "pages" / "shop-enamel-kettles.html"
    answer = engine.analyze(blocks_of_html(page.read_bytes()))
    assert answer.status == "not_prose"
    assert answer.page.shares is None
    assert answer.sources == ()


def test_the_note_of_the_corpus_gets_no_number(
    engine: Engine, corpus: list[Document]
) -> None:
    (note,) = [each for each in corpus if each.name == "note-ferry-times"]
    assert engine.analyze(note.blocks).status == "too_short"


def test_every_longer_article_of_the_corpus_gets_a_number(engine: Engine) -> None:
    # A recall notice is mostly a list of numbers and steps.
    none = {"shop-enamel-kettles", "note-ferry-times", "product-notice-recall"}
    for file in sorted(corpus_folder().glob("*.jsonl")):
        told = json.loads(file.read_text("utf-8"))
        paragraphs: dict[int, list[str]] = {}
        for one in told["sentences"]:
            paragraphs.setdefault(one["paragraph"], []).append(one["text"])
        page = [
            Block(str(number), "paragraph", " ".join(texts))
            for number, texts in paragraphs.items()
        ]
        if file.stem not in none:
            assert engine.analyze(page).status == "scored", file.stem
