"""Find what stands inside quotation marks, across sentences and paragraphs.

A small state machine. Every glyph means the same; an apostrophe opens nothing. It
knows no words and no labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from ascribe.kernel import compiled_quotations

# Two single marks in a row are one double mark, as wire copy and TeX write it.
_DOUBLE = '"“”„‟«»＂'
# Each mark is an alternative of its own: so re looks for their first characters, which
# takes a tenth of the time of trying a pattern with sets at every character.
_MARK = re.compile("|".join(["''", "``", "’’", "‘‘", *_DOUBLE, *"‘’‚‹›'"]))
_OPENERS = frozenset({"“", "„", "‟", "``", "‘‘", "«"})
_CLOSERS = frozenset({"”", "’’", "»"})
_SINGLE = frozenset("‘’‚‹›'")
_LEADING = re.compile(r"[\s(\[—–-]*")
# A single mark is taken for a quotation only when its partner stands this close:
# far apart, two apostrophes are likelier than a quotation.
_MAX_SINGLE_LENGTH = 400
# One letter between two apostrophes stands for a clipped word: rock 'n' roll.
_ELISION = 2


class Quoted(msgspec.Struct, frozen=True, gc=False):
    """What of one sentence stands inside quotation marks.

    Attributes:
        spans: code-point offsets into the sentence, without the marks, in order.
        opens_inside: the sentence begins inside a quotation that an earlier one
            opened.
        ends_inside: the quotation goes on in the next sentence.
    """

    spans: tuple[tuple[int, int], ...] = ()
    opens_inside: bool = False
    ends_inside: bool = False


NOTHING_QUOTED = Quoted()


def find_quotations(
    blocks: Sequence[tuple[str, Sequence[tuple[int, int]]]],
) -> list[list[Quoted]]:
    """Find the quoted parts of every sentence of a page.

    A quotation that is still open at the end of a block goes on in the next one if
    that begins with an opening mark, as newspapers print quotations of several
    paragraphs; otherwise it ends with its block.

    Args:
        blocks: text and sentence offsets (code points) of each block, in order.

    Returns:
        For each block one item per sentence.

    >>> text = 'He said: "No. Never." She left.'
    >>> [q.spans for q in find_quotations([(text, [(0, 13), (14, 21), (22, 31)])])[0]]
    [((10, 13),), ((0, 6),), ()]
    """
    result = []
    still_open = False
    for text, sentences in blocks:
        carried = still_open and _begins_quoted(text)
        spans, still_open = _spans_of_block(text)
        quoted = _by_sentence(spans, sentences, still_open=still_open)
        if carried and quoted:
            quoted[0] = replace(quoted[0], opens_inside=True)
        result.append(quoted)
    return result


def _begins_quoted(text: str) -> bool:
    match = _MARK.match(text, _LEADING.match(text).end())  # type: ignore[union-attr]
    return match is not None and (match[0] not in _SINGLE or match[0] == "‘")


def _spans_of_block(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Return the quoted spans of one block, and whether the last is still open.

    A block that goes on with an open quotation begins with an opening mark, so
    nothing has to be carried in.
    """
    if compiled_quotations is not None:
        return compiled_quotations(text) or ([], False)
    spans: list[tuple[int, int]] = []
    start: int | None = None
    single_closers = _single_quotations(text)
    skip_until = -1
    for match in _MARK.finditer(text):
        at, end, mark = match.start(), match.end(), match[0]
        if at < skip_until:
            continue
        if mark in _SINGLE:
            closer = single_closers.get(at)
            if closer is not None and start is None:
                spans.append((end, closer))
                skip_until = closer
        elif start is None:
            if _opens(text, at, end, mark):
                start = end
        elif _closes(text, at, end, mark):
            spans.append((start, at))
            start = None
        elif mark in _OPENERS and at - start <= 1 and not text[start:at].strip():
            start = end  # the same opening, doubled
    if start is not None:
        spans.append((start, len(text)))
        return spans, True
    return spans, False


def _opens(text: str, at: int, end: int, mark: str) -> bool:
    if end >= len(text) or text[end].isspace():
        return mark in _OPENERS and end < len(text)
    if mark in _CLOSERS:
        # A closing glyph used on both sides is common; a stray one is not opening.
        return at == 0 or not text[at - 1].isalnum()
    before = text[at - 1] if at else " "
    # 6'2" and 24" are measures, and a mark glued to a letter on its left closes.
    return not before.isalnum() or mark in _OPENERS


def _closes(text: str, at: int, end: int, mark: str) -> bool:
    if mark in _CLOSERS:
        return True
    if mark in _OPENERS:
        # German and Swedish print close with glyphs that open elsewhere.
        return (
            (end >= len(text) or not text[end].isalnum())
            and at > 0
            and (not text[at - 1].isspace())
        )
    after = text[end] if end < len(text) else " "
    before = text[at - 1] if at else " "
    return not (before.isspace() and after.isalnum()) or after.isspace()


def _single_quotations(text: str) -> dict[int, int]:
    """Return opener offset → closer offset of quotations in single marks.

    Needs an opener after white space or an opening bracket and before a letter,
    and a closer after a letter or a stop and before neither letter nor digit.
    """
    pairs: dict[int, int] = {}
    opener: int | None = None
    for match in re.finditer(r"[‘’‚‹›']", text):
        at = match.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if opener is None or at - opener > _MAX_SINGLE_LENGTH:
            opener = None
            glyph_opens = match[0] in "‘‚‹'"
            if glyph_opens and not before.isalnum() and after.isalpha():
                opener = at
        # German prints ‚so‘; elsewhere ‘ opens another.
        elif (
            after.isalnum()
            or before.isspace()
            or (match[0] == "‘" and text[opener] != "‚")
        ):
            continue
        elif at - opener <= _ELISION:
            opener = None
        # ’ after s before a space may be a plural's genitive (the dogs’ bowls):
        # it closes all the same unless another closer follows soon.
        elif before != "s" or not after.isspace() or not _closer_ahead(text, at + 1):
            pairs[opener] = at
            opener = None
    return pairs


def _closer_ahead(text: str, start: int) -> bool:
    for match in re.finditer(r"[‘’']", text[start : start + 120]):
        at = start + match.start()
        after = text[at + 1] if at + 1 < len(text) else " "
        if match[0] == "‘" or (
            match[0] == "'" and text[at - 1].isspace() and after.isalpha()
        ):
            return False
        if not after.isalnum():
            return True
    return False


def _by_sentence(
    spans: list[tuple[int, int]],
    sentences: Sequence[tuple[int, int]],
    *,
    still_open: bool,
) -> list[Quoted]:
    """Share out a block's spans to its sentences; both are in order."""
    # Few blocks quote anything.
    if not spans:
        return [NOTHING_QUOTED] * len(sentences)
    result = []
    first = 0
    for start, end in sentences:
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        inside = []
        opens_inside = ends_inside = False
        at = first
        while at < len(spans) and spans[at][0] < end:
            left, right = spans[at]
            opens_inside = opens_inside or left < start
            open_to_the_end = still_open and at == len(spans) - 1
            ends_inside = right > end or (right >= end and open_to_the_end)
            cut = (max(left, start) - start, min(right, end) - start)
            if cut[0] < cut[1]:
                inside.append(cut)
            at += 1
        result.append(Quoted(tuple(inside), opens_inside, ends_inside))
    return result
