"""Cut a page's blocks into the sentences that are scored, with what each is in."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ascribe.results import Block, BlockKind
from ascribe.text.quotations import Quoted, find_quotations
from ascribe.text.sentences import split_sentences


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """One sentence of a page.

    Attributes:
        block: index of its block on the page.
        start: code-point offset in the block's text.
        end: one past its last code point.
        text: the characters between.
        quoted: what of it stands inside quotation marks.
        kind: its block's kind.
    """

    block: int
    start: int
    end: int
    text: str
    quoted: Quoted
    kind: BlockKind


def cut(
    blocks: Sequence[Block],
    spans: Sequence[Sequence[tuple[int, int]]] | None = None,
    *,
    numbers: Sequence[int] | None = None,
) -> list[Sentence]:
    """Return the sentences of ``blocks`` in reading order.

    A block of kind ``quote`` is somebody else's words whether or not it has marks:
    all of it counts as quoted. So does a block without marks after a lead-in
    ("According to the agency:"), since plain text shows no block quotation.

    Args:
        blocks: the page.
        spans: sentence offsets (code points) of each block, where they are known
            already, as in labelled data; otherwise ``split_sentences`` finds them.
        numbers: index of each block on its page, where blocks between are left out.
    """
    if spans is None:
        spans = [split_sentences(block.text) for block in blocks]
    if numbers is None:
        numbers = range(len(blocks))
    texts = [(block.text, each) for block, each in zip(blocks, spans, strict=True)]
    quotations = find_quotations(texts)
    sentences = []
    led_in = False
    for block, number, (whole, each), quoted in zip(
        blocks, numbers, texts, quotations, strict=True
    ):
        kind = block.kind
        if (led_in or kind == "quote") and not any(one.spans for one in quoted):
            # Somebody else's words without a mark.
            quoted = [_all_quoted(end - start) for start, end in each]
        for (start, end), one in zip(each, quoted, strict=True):
            sentences.append(Sentence(number, start, end, whole[start:end], one, kind))
        # Few blocks hold a colon anywhere, which is seen at once.
        led_in = ":" in whole and _leads_in(whole)
    return sentences


def _all_quoted(length: int) -> Quoted:
    return Quoted(((0, length),), opens_inside=True, ends_inside=True)


# The last sentence of a block that hands the floor to the next one.
_LEAD_IN = re.compile(
    r"\b(?:according to|said|says|wrote|writes|reads|reported|reports|stated|states"
    r"|statement|told|explained|explains|added|adds|tweeted|posted|notes|noted)\b"
    r"[^.!?]{0,80}:$",
    re.IGNORECASE,
)


def _leads_in(text: str) -> bool:
    text = text.rstrip()
    return text.endswith(":") and _LEAD_IN.search(text[-120:]) is not None
