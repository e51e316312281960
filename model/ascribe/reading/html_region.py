"""Find where on a page the article stands, and what stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ascribe.reading import html_rules as rules
from ascribe.reading.html_tree import Element
from ascribe.reading.html_walk import RawBlock

# A block of running text: fewer words are labels, dates and buttons.
_MIN_PROSE_WORDS = 8
# Above it a block is a teaser or a list of links.
_MAX_LINK_DENSITY = 0.5
# Part of the page's prose above which a name such as "content-with-sidebar" is
# taken for the page's frame and not for an aside.
_MAX_ASIDE_PART = 0.4
# How far before the article's element its headline may stand, in blocks.
_MAX_HEADER_BLOCKS = 30
# What a block's words count for at each step up from its own element: a parent
# whose many children are paragraphs wins over the whole page.
_DECAY = 0.7
# Words of running text that must come in for each word that is not, when the
# article's element is widened.
_MIN_GAIN = 2


def is_prose(block: RawBlock) -> bool:
    """Whether a block is running text, judged by itself."""
    return (
        block.kind in ("paragraph", "quote", "list_item", "preformatted")
        and block.words >= _MIN_PROSE_WORDS
        and block.link_density < _MAX_LINK_DENSITY
    )


def asides(root: Element, blocks: Sequence[RawBlock]) -> list[bool]:
    """Return for each block of the page whether an element around it is an aside."""
    words = _summed(root, filter(is_prose, blocks), decay=1)
    limit = _MAX_ASIDE_PART * words[root]
    aside: dict[Element, bool] = {}
    for element in root.iter():
        aside[element] = aside.get(element.getparent(), False) or (
            words[element] <= limit and rules.is_aside(element)
        )
    return [aside[block.element] for block in blocks]


def inside_article(
    root: Element, blocks: Sequence[RawBlock], beside: Sequence[bool]
) -> list[bool]:
    """Return for each block of the page whether it stands in the article.

    Where a page has no running text at all, every block counts as inside.
    """
    ours = [
        block
        for block, is_beside in zip(blocks, beside, strict=True)
        if not (is_beside or block.kind == "caption")
    ]
    score = _summed(root, filter(is_prose, ours), decay=_DECAY)
    if not score[root]:
        return [True] * len(blocks)
    for block in filter(is_prose, ours):
        # A block is no region: one long paragraph is not yet an article.
        score[block.element] -= block.words
    core = max(root.iter(), key=score.__getitem__)
    region = set(_widened(core, root, ours).iter())
    inside = [block.element in region for block in blocks]
    for index in _headline(blocks, beside, inside):
        inside[index] = True
    return inside


def _summed(
    root: Element, blocks: Iterable[RawBlock], *, decay: float
) -> dict[Element, float]:
    """Return the words of the blocks in each element of the page.

    At each step up from a block's own element its words count ``decay`` times.
    """
    words: dict[Element, float] = defaultdict(float)
    for block in blocks:
        words[block.element] += block.words
    # Backwards in reading order, every element comes after all that it holds.
    for element in reversed(list(root.iter())):
        if element is not root and words[element]:
            words[element.getparent()] += words[element] * decay
    return words


def _widened(core: Element, root: Element, blocks: Sequence[RawBlock]) -> Element:
    """Climb from ``core`` as long as what comes in is mostly running text."""
    prose = _summed(root, filter(is_prose, blocks), decay=1)
    every = _summed(root, blocks, decay=1)
    region = core
    for element in core.iterancestors():
        gain = prose[element] - prose[region]
        cost = every[element] - every[region] - gain
        if gain >= _MIN_GAIN * cost and gain > 0:
            region = element
    return region


def _headline(
    blocks: Sequence[RawBlock], beside: Sequence[bool], inside: Sequence[bool]
) -> list[int]:
    """Find the headline and standfirst where they stand before the article's element.

    They do on many sites: a header of their own, then the text.
    """
    if any(
        block.element.tag == "h1"
        for block, is_inside in zip(blocks, inside, strict=True)
        if is_inside
    ):
        return []
    first = inside.index(True)
    for start in range(first - 1, max(-1, first - _MAX_HEADER_BLOCKS - 1), -1):
        block = blocks[start]
        if block.element.tag == "h1" and block.link_density < _MAX_LINK_DENSITY:
            break
    else:
        return []
    return [
        index
        for index in range(start, first)
        if not beside[index]
        and blocks[index].link_density < _MAX_LINK_DENSITY
        and (blocks[index].kind == "heading" or is_prose(blocks[index]))
    ]
