"""Read a plain-text file: text in, blocks in reading order out.

A line is a block, unless the text is hard-wrapped: then the lines of a paragraph are
joined. A line is taken for wrapped where the next line's first word would not have
fitted on it, which is how every wrapping program breaks lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ascribe.results import Block, BlockKind

_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# Where str.splitlines cuts besides.
_NO_LINE_END = "\x1c\x1d\x1e"
# White space that is not one space already.
_FOLDED = re.compile(r"[ \t]{2,}|\t")
_QUOTE_MARK = re.compile(r"(?:>[ \t]?)+")
_LIST_MARK = re.compile(r"[-*\u2022][ \t]+(?=\S)")
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+(?=\S)")
# "-----", "* * *": a line between parts, or under a heading.
_RULE = re.compile(r"(?:[-*_=~#][ \t]*){3,}")
_FIRST_OF_RULES = "-*_=~#"
_FIRST_OF_MARKS = ">-*\u2022#"
# What a line of prose ends in, and what may stand behind that; a heading has none.
_STOPS = frozenset(".!?\u2026:;,")
_AFTER_STOP = "\"'\u2019\u201d\u00bb)]"

# Columns. A line longer than this was not wrapped by a program; mail breaks at 72
# to 78, editors and terminals at 80 to 100.
_MAX_WRAPPED_WIDTH = 110
_MIN_WRAPPED_WIDTH = 40
# Part of the line ends in a run of lines that must look wrapped.
_MIN_WRAPPED_PART = 0.6
# A headline of a newspaper has up to about 15 words.
_MAX_HEADING_WORDS = 16
_MIN_PARAGRAPH_WORDS = 8


def blocks_of_text(text: str) -> list[Block]:
    r"""Read the blocks of a plain text.

    ``> `` at the start of a line makes a quote, ``- `` or ``* `` a list item, ``# ``
    a heading, and the mark is left out. A short line without a full stop is a
    heading where a paragraph follows.

    Returns:
        The blocks in reading order, with ids "0", "1", "2" and so on; white space
        folded. Blank text gives none.

    >>> [(b.kind, b.text) for b in blocks_of_text("> Rain\n> fell.\n- one\n- two")]
    [('quote', 'Rain'), ('quote', 'fell.'), ('list_item', 'one'), ('list_item', 'two')]
    """
    parts: list[tuple[BlockKind, str]] = []
    for run in _runs(text):
        parts += run if len(run) == 1 else _paragraphs(run)
    return [
        Block(str(index), "heading" if _is_heading(parts, index) else kind, part)
        for index, (kind, part) in enumerate(parts)
    ]


def _runs(text: str) -> Iterator[list[tuple[BlockKind, str]]]:
    """Give the lines between blank lines, each with the kind that its mark says.

    An unmarked line after a list item is the item's own where it is indented.
    """
    run: list[tuple[BlockKind, list[str]]] = []
    for raw in [*_lines(text), ""]:
        line = raw.strip()
        if not line or (line[0] in _FIRST_OF_RULES and _RULE.fullmatch(line)):
            if len(run) == 1 and line.startswith(("===", "---")):
                run = [("heading", run[0][1])]
            if run:
                yield [(kind, " ".join(pieces)) for kind, pieces in run]
            run = []
            continue
        kind: BlockKind = "paragraph"
        if line[0] in _FIRST_OF_MARKS:
            kind, line = _marked(line)
        unmarked = kind == "paragraph"
        if unmarked and run and run[-1][0] == "list_item" and raw[0] == " ":
            run[-1][1].append(line)
        elif line:
            run.append((kind, [line]))


def _lines(text: str) -> list[str]:
    """Cut into lines, with white space inside of them folded."""
    text = text.replace("\0", "").removeprefix("\ufeff")
    # Most texts have nothing to fold, which is seen at once.
    if "  " in text or "\t" in text:
        text = _FOLDED.sub(" ", text)
    # Several times as fast as a pattern.
    plain = not any(mark in text for mark in _NO_LINE_END)
    return text.splitlines() if plain else _LINE_END.split(text)


def _marked(line: str) -> tuple[BlockKind, str]:
    marks: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
        (_QUOTE_MARK, "quote"),
        (_LIST_MARK, "list_item"),
        (_HEADING_MARK, "heading"),
    )
    for mark, kind in marks:
        found = mark.match(line)
        if found:
            return kind, line[found.end() :].strip()
    return "paragraph", line


def _paragraphs(
    run: Sequence[tuple[BlockKind, str]],
) -> Iterator[tuple[BlockKind, str]]:
    """Join the wrapped lines of a run; lines of different kinds stay apart."""
    start = 0
    for end in range(1, len(run) + 1):
        if end < len(run) and run[end][0] == run[start][0]:
            continue
        kind = run[start][0]
        lines = [line for _, line in run[start:end]]
        joined = kind in ("paragraph", "quote") and _is_wrapped(lines)
        for line in _unwrapped(lines) if joined else lines:
            yield kind, line
        start = end


def _is_wrapped(lines: Sequence[str]) -> bool:
    if len(lines) < 2:
        return False
    width = max(map(len, lines))
    if not _MIN_WRAPPED_WIDTH <= width <= _MAX_WRAPPED_WIDTH:
        return False
    full = sum(_is_full(line, following, width) for line, following in pairwise(lines))
    return full >= _MIN_WRAPPED_PART * (len(lines) - 1)


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    width = max(map(len, lines))
    paragraph = [lines[0]]
    for line, following in pairwise(lines):
        # A short line that ends a sentence ends the paragraph, too.
        if _ends_sentence(line) and not _is_full(line, following, width):
            yield " ".join(paragraph)
            paragraph = []
        paragraph.append(following)
    yield " ".join(paragraph)


def _is_heading(parts: Sequence[tuple[BlockKind, str]], index: int) -> bool:
    kind, text = parts[index]
    # Most paragraphs end a sentence.
    if kind != "paragraph" or _ends_sentence(text) or index + 1 == len(parts):
        return False
    following_kind, following = parts[index + 1]
    return (
        len(text.split()) <= _MAX_HEADING_WORDS
        and any(character.isalpha() for character in text)
        and following_kind == "paragraph"
        and (
            len(following.split()) >= _MIN_PARAGRAPH_WORDS or _ends_sentence(following)
        )
    )


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_AFTER_STOP)[-1:] in _STOPS
