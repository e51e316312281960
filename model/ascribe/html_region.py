"""Find where on a page the article stands, and what stands beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ascribe import html_rules as rules
from ascribe.html_tree import Element
from ascribe.html_walk import RawBlock

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


def path(element: Element) -> list[Element]:
    """Return the element and its ancestors, innermost first."""
    return [element, *element.iterancestors()]


def asides(blocks: Sequence[RawBlock]) -> list[bool]:
    """Return for each block whether an element around it is an aside."""
    prose: dict[Element, int] = defaultdict(int)
    headed: set[Element] = set()
    total = 0
    for block in blocks:
        if is_prose(block):
            total += block.words
            for element in path(block.element):
                prose[element] += block.words
        if block.element.tag == "h1":
            headed.update(path(block.element))
    known: dict[Element, bool] = {}

    def inside(element: Element) -> bool:
        unknown = []
        answer = False
        for step in path(element):
            if step in known:
                answer = known[step]
                break
            unknown.append(step)
        for step in reversed(unknown):
            answer = answer or (
                prose[step] <= _MAX_ASIDE_PART * total and rules.is_aside(step)
            )
            known[step] = answer
        return answer

    return [inside(block.element) for block in blocks]


def inside_article(blocks: Sequence[RawBlock], beside: Sequence[bool]) -> list[bool]:
    """Return for each block whether it stands in the article.

    Where a page has no running text at all, every block counts as inside.
    """
    region = _region(blocks, beside)
    if region is None:
        return [True] * len(blocks)
    inside = [region in path(block.element) for block in blocks]
    for index in _headline(blocks, beside, inside):
        inside[index] = True
    return inside


def _headline(
    blocks: Sequence[RawBlock], beside: Sequence[bool], inside: Sequence[bool]
) -> list[int]:
    """Find the headline and standfirst where they stand before the article's element.

    They do on many sites: a header of their own, then the text.
    """
    first = inside.index(True)
    if any(
        block.element.tag == "h1"
        for block, is_inside in zip(blocks, inside, strict=True)
        if is_inside
    ):
        return []
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


def _region(blocks: Sequence[RawBlock], beside: Sequence[bool]) -> Element | None:
    """Return the element that holds the article; None where there is no prose."""
    score: dict[Element, float] = defaultdict(float)
    order: dict[Element, int] = {}
    for block, is_beside in zip(blocks, beside, strict=True):
        if is_beside or not is_prose(block):
            continue
        weight = float(block.words)
        for element in path(block.element)[1:]:
            score[element] += weight
            order.setdefault(element, len(order))
            weight *= _DECAY
    if not score:
        return None
    core = max(score, key=lambda element: (score[element], -order[element]))
    return _widened(core, blocks, beside)


def _widened(
    core: Element, blocks: Sequence[RawBlock], beside: Sequence[bool]
) -> Element:
    """Climb from ``core`` as long as what comes in is mostly running text."""
    prose: dict[Element, int] = defaultdict(int)
    rest: dict[Element, int] = defaultdict(int)
    chain = path(core)
    on_chain = set(chain)
    for block, is_beside in zip(blocks, beside, strict=True):
        if is_beside or block.kind == "caption":
            continue
        counter = prose if is_prose(block) else rest
        for element in path(block.element):
            if element in on_chain:
                counter[element] += block.words
    region = core
    for element in chain[1:]:
        gain = prose[element] - prose[region]
        cost = rest[element] - rest[region]
        if gain >= _MIN_GAIN * cost and gain > 0:
            region = element
    return region
