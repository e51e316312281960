"""Take what is read of a page's HTML apart; ``html_reader`` says by which rules."""

from __future__ import annotations

from ascribe.reading.html_region import asides, inside_article, is_prose
from ascribe.reading.html_tree import Element, parse_html
from ascribe.reading.html_walk import RawBlock, walk
from ascribe.results import Block, BlockKind

# Part of a block's characters inside links above which it leads elsewhere: a
# teaser, "Read more: ...", a tag.
_TEASER_LINK_DENSITY = 0.8
# Fewer words than a short report has; then it is worth looking behind aria-hidden,
_LEAST_PROSE_WORDS = 150
# and so many times more words there are the page itself.
_MUCH_MORE = 3


def blocks_of(html: str | bytes) -> list[Block]:
    """Read the blocks of a page; see ``html_reader.blocks_of_html``."""
    root = parse_html(html)
    if root is None:
        return []
    raw = _readable(root)
    beside = asides(root, raw)
    inside = inside_article(root, raw, beside)
    blocks: list[Block] = []
    for block, is_beside, is_inside in zip(raw, beside, inside, strict=True):
        if is_inside or is_prose(block):
            kind = _kind(block, is_beside=is_beside or not is_inside)
            blocks.append(Block(str(len(blocks)), kind, block.text, block.link_density))
    return blocks


def _readable(root: Element) -> list[RawBlock]:
    """Walk the page, without its ``aria-hidden`` parts unless they are the page."""
    raw = walk(root)
    if _prose_words(raw) < _LEAST_PROSE_WORDS:
        every = walk(root, reads_silent=True)
        if _prose_words(every) > _MUCH_MORE * _prose_words(raw):
            return every
    return raw


def _prose_words(blocks: list[RawBlock]) -> int:
    return sum(block.words for block in blocks if is_prose(block))


def _kind(block: RawBlock, *, is_beside: bool) -> BlockKind:
    leads_elsewhere = (
        block.link_density >= _TEASER_LINK_DENSITY and block.element.tag != "h1"
    )
    return "other" if is_beside or leads_elsewhere else block.kind
