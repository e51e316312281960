"""What a block is, where it stands and what it asks for leaves it out, or not."""

from __future__ import annotations

import pytest

from ascribe.page.blocks_left_out import (
    asks_for_support,
    heads_next,
    reason_by_itself,
)
from ascribe.results import Block, BlockKind
from ascribe.text.language import is_english
from ascribe.training.dataset import Document

LONG = (
    "The council met on Monday and put off the vote on the bridge, because two of its "
    "members were ill and a third had not been told of the meeting at all in time."
)
FRENCH = (
    "Le conseil municipal s'est réuni lundi et a reporté le vote sur le pont, parce "
    "que deux de ses membres étaient malades et qu'un autre n'avait pas été prévenu."
)


@pytest.mark.parametrize(
    ("kind", "text", "links", "reason"),
    [
        pytest.param("paragraph", LONG, 0.0, None, id="prose"),
        pytest.param("quote", LONG, 0.0, None, id="quotation"),
        pytest.param(
            "heading", "The bridge stays shut", 1.0, None, id="linked heading"
        ),
        pytest.param("caption", LONG, 0.0, "caption", id="caption"),
        pytest.param("preformatted", LONG, 0.0, "code", id="code"),
        pytest.param("other", LONG, 0.0, "aside", id="aside"),
        pytest.param("cell", "Turnout, 2024", 0.0, "table", id="cell of a table"),
        pytest.param("cell", LONG, 0.0, None, id="cell that holds an article"),
        pytest.param("cell", LONG, 0.9, "link_list", id="cell of links"),
        pytest.param("list_item", "More on the bridge", 0.9, "link_list", id="link"),
        pytest.param("paragraph", LONG, 0.6, None, id="prose with many links"),
        pytest.param("paragraph", FRENCH, 0.0, "foreign", id="another language"),
        pytest.param("caption", FRENCH, 0.0, "caption", id="foreign caption"),
        pytest.param("paragraph", "", 0.0, None, id="empty"),
    ],
)
def test_a_block_by_itself(
    kind: BlockKind, text: str, links: float, reason: str | None
) -> None:
    block = Block("0", kind, text, links)
    assert reason_by_itself(block, english=is_english(text)) == reason


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "We have no owner. Will you give today? Your support keeps us going, and "
            "every donation counts.",
            id="donation",
        ),
        pytest.param(
            "Sign up for our newsletter, and become a member to read us without ads. "
            "You can leave now or later.",
            id="newsletter",
        ),
        pytest.param(
            "Dear friend, readers’ support pays for our newsroom. Help us: chip in.",
            id="curly apostrophe",
        ),
    ],
)
def test_a_passage_that_asks_the_reader_is_an_appeal(text: str) -> None:
    assert asks_for_support(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(LONG, id="report"),
        pytest.param(
            "The charity raised two million in donations and pledges; its fundraising "
            "paid for a membership drive, the treasurer said on Monday.",
            id="report about a fund-raiser",
        ),
        pytest.param("We met today, and you know how our day went.", id="letter"),
        pytest.param("Thank you for reading us today.", id="thanks alone"),
    ],
)
def test_a_passage_that_does_not_ask_is_none(text: str) -> None:
    assert not asks_for_support(text)


def test_appeals_in_the_corpus_are_few_and_hold_no_prose(
    corpus: list[Document],
) -> None:
    found = 0
    for document in corpus:
        labels = iter(document.labels)
        for block, spans in zip(document.blocks, document.spans, strict=True):
            inside = [next(labels) for _ in spans]
            if asks_for_support(block.text):
                found += 1
                assert set(inside) == {"other"}, (document.name, block.text)
    assert found


@pytest.mark.parametrize(
    ("block", "heads"),
    [
        pytest.param(Block("0", "heading", "Before you go."), True, id="heading"),
        pytest.param(Block("0", "paragraph", "A word from us"), True, id="bare line"),
        pytest.param(Block("0", "paragraph", "It rained."), False, id="sentence"),
        pytest.param(Block("0", "caption", "A word from us"), False, id="caption"),
        pytest.param(Block("0", "paragraph", ""), False, id="empty"),
        pytest.param(Block("0", "paragraph", "a " * 11), False, id="long line"),
    ],
)
def test_what_heads_the_next_block(block: Block, heads: bool) -> None:
    assert heads_next([block, Block("1", "paragraph", LONG)], 0) is heads


def test_the_last_block_heads_none() -> None:
    assert not heads_next([Block("0", "heading", "The end")], 0)
