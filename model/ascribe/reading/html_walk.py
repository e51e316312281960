"""Walk over a page's tree and cut it into blocks, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ascribe.reading import html_rules as rules
from ascribe.reading.html_tree import Element
from ascribe.results import BlockKind

# White space that CSS folds; a no-break space stays.
_FOLDED = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class RawBlock:
    """A block with its place in the page.

    Attributes:
        element: the innermost block-level element around the text.
        kind: by the element and its ancestors.
        text: white space folded, except in preformatted text.
        link_density: share of the characters inside links, in [0, 1].
        words: number of words in ``text``.
    """

    element: Element
    kind: BlockKind
    text: str
    link_density: float
    words: int


class _Collector:
    """Gathers runs of inline text into blocks."""

    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self._pieces: list[tuple[str, bool]] = []
        self._after_break = False

    def add(self, text: str | None, *, linked: bool) -> None:
        if not text:
            return
        if not text.isspace():
            self._after_break = False
        self._pieces.append((text, linked))

    def line_break(self, element: Element, kind: BlockKind) -> None:
        """A second ``<br>`` with nothing between ends the block, as a reader sees."""
        if self._after_break and kind != "preformatted":
            self.end_block(element, kind)
        self._pieces.append(("\n", False))
        self._after_break = True

    def end_block(self, element: Element, kind: BlockKind) -> None:
        pieces, self._pieces, self._after_break = self._pieces, [], False
        raw = "".join(piece for piece, _ in pieces)
        if not raw.strip():
            return
        folded = (
            raw.strip("\r\n\f")
            if kind == "preformatted"
            else _FOLDED.sub(" ", raw).strip(" ")
        )
        if not folded.strip():
            return
        linked = sum(_visible(piece) for piece, is_link in pieces if is_link)
        self.blocks.append(
            RawBlock(
                element=element,
                kind=kind,
                text=folded,
                link_density=round(linked / _visible(raw), 3),
                words=len(folded.split()),
            )
        )


def _visible(text: str) -> int:
    return sum(not character.isspace() for character in text)


def walk(root: Element, *, reads_silent: bool = False) -> list[RawBlock]:
    """Return every block of the page that one can read, whatever its place.

    Args:
        root: the page.
        reads_silent: whether to go into elements with ``aria-hidden``, too.
    """
    collector = _Collector()
    # Innermost last: (element, kind of text that stands directly in it).
    open_blocks: list[tuple[Element, BlockKind]] = [(root, "paragraph")]
    links = 0
    events = etree.iterwalk(root, events=("start", "end"))
    left_out: Element | None = None
    for event, element in events:
        element_, kind = open_blocks[-1]
        if event == "start":
            if (
                rules.is_skipped(element)
                or (rules.is_silent(element) and not reads_silent)
                or _is_note_mark(element)
            ):
                left_out = element
                events.skip_subtree()
                continue
            if element.tag == "br":
                collector.line_break(element_, kind)
            if ends_block(element):
                collector.end_block(element_, kind)
                open_blocks.append((element, _kind_inside(element, kind)))
            links += element.tag == "a"
            collector.add(element.text, linked=links > 0)
            continue
        if element is left_out:
            left_out = None
        else:
            links -= element.tag == "a"
            if ends_block(element):
                collector.end_block(element_, kind)
                open_blocks.pop()
        if element is not root:
            collector.add(element.tail, linked=links > 0)
    return collector.blocks


_INLINE_AS_BLOCK = re.compile(
    r"\bdisplay\s*:\s*(?:block|flex|grid|table|list-item)\b", re.IGNORECASE
)


def ends_block(element: Element) -> bool:
    """Whether a browser starts a new line for the element."""
    return element.tag in rules.BLOCK_TAGS or bool(
        _INLINE_AS_BLOCK.search(element.get("style", ""))
    )


def _is_note_mark(element: Element) -> bool:
    """Whether it is a raised number that leads to a footnote."""
    if element.tag != "sup" or len(element) != 1 or element[0].tag != "a":
        return False
    return not (element.text or "").strip() and not (element[0].tail or "").strip()


def _kind_inside(element: Element, outer: BlockKind) -> BlockKind:
    """Return the kind of text in an element, given the kind around it."""
    tag = element.tag
    if tag in ("article", "main", "body"):
        return "paragraph"
    own = rules.KIND_OF_TAG.get(tag)
    if element.get("role", "").lower() == "heading":
        own = "heading"
    if outer in ("quote", "caption"):
        # A quotation's list or heading is still quoted.
        return "preformatted" if own == "preformatted" else outer
    if own:
        return own
    if tag == "figure" or (outer != "heading" and rules.is_caption(element)):
        return "caption"
    if outer == "cell" and tag in ("p", "div", "section"):
        # A table that lays out the page, not data.
        return "paragraph"
    return outer
