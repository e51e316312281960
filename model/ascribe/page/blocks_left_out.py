"""Decide which blocks of a page are not read as prose, and say why.

What a block is, where it stands and what it asks for decides here; what its
sentences say is for the labeller.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ascribe.kernel import compiled_says
from ascribe.results import Block
from ascribe.text.sentences import words_in
from ascribe.text.whole_words import whole_words

Reason = Literal[
    "aside",
    "appeal",
    "caption",
    "code",
    "foreign",
    "link_list",
    "not_prose",
    "repeated",
    "table",
]

_BY_KIND: dict[str, Reason] = {
    "caption": "caption",
    "cell": "table",
    "other": "aside",
    "preformatted": "code",
}
# Pages laid out with tables hold whole articles in cells; a cell this long is read.
_PROSE_CELL_WORDS = 25
# More of a block inside links than this, and it is a list of links.
_MAX_LINK_DENSITY = 0.6
# What an appeal asks for ...
_ASKS = re.compile(
    r"\b(?:donat(?:e|es|ed|ing|ions?)|subscri(?:be|ption)s?|newsletters?"
    r"|(?:become|join) (?:a|our|us)|membership|contribut(?:e|ion)s?"
    r"|(?:financial|your|reader|readers'?) support|support(?:ed)? (?:us|our|by readers)"
    r"|chip in|tax-deductible|paywall|sign up|gifts?|fundrais\w+|pledge"
    r"|dear (?:\w+ \w+ )?(?:reader|friend|supporter|member|subscriber)s?"
    r"|will you (?:be|give|help|join|donate|chip|consider|please)|thank you for"
    r"|(?:give|gave|given) (?:now|today|before|what|\w+ (?:dollars|pounds|euros))"
    r"|help (?:us|keep|power|fund))\b"
)
# ... and how it speaks: to the reader, of itself.
_READER = (
    *("you", "your", "dear", "reader", "readers", "supporter", "supporters"),
    *("friend", "friends", "click", "today", "now"),
)
# "Dear" by itself is what something costs.
_TO_READER = whole_words(*(r"dear \w+" if word == "dear" else word for word in _READER))
_ITSELF = ("we", "us", "our")
_OF_ITSELF = whole_words(*_ITSELF)


def reason_by_itself(block: Block, *, english: bool | None) -> Reason | None:
    """Return why a block is left out whatever the page is, or None.

    Args:
        block: the block.
        english: what ``text.language.is_english`` says of its text.
    """
    reason = _BY_KIND.get(block.kind)
    if reason == "table" and words_in(block.text) >= _PROSE_CELL_WORDS:
        reason = None
    if reason is None and block.link_density > _MAX_LINK_DENSITY:
        reason = "link_list" if block.kind != "heading" else None
    if reason is None and english is False:
        return "foreign"
    return reason


def asks_for_support(text: str) -> bool:
    """Say whether a passage appeals to the reader for money or a subscription.

    It must ask in more than one way, and speak both to the reader and of itself: an
    article about a fund-raiser does not.
    """
    # What most passages fail first is asked first.
    if compiled_says is not None and (
        compiled_says(text, _ITSELF) is False or compiled_says(text, _READER) is False
    ):
        return False
    lower = text.lower().replace("’", "'")
    if not _OF_ITSELF.search(lower) or not _TO_READER.search(lower):
        return False
    asks = len(set(_ASKS.findall(lower)))
    return asks >= 2 and asks / max(words_in(text), 1) >= 0.008


def heads_next(blocks: Sequence[Block], index: int) -> bool:
    """Say whether a block is a heading, by kind or by form, of the one after it."""
    block = blocks[index]
    if index + 1 >= len(blocks):
        return False
    if block.kind == "heading":
        return True
    text = block.text.strip()
    return block.kind == "paragraph" and words_in(text) <= 10 and text[-1:].isalnum()
