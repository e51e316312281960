"""Cut a block's text into sentences, and count as a browser counts."""

from __future__ import annotations

import re
from bisect import bisect_left

import sentencex

from ascribe.kernel import compiled_utf16_length, compiled_words_in

# sentencex is written in Rust and takes valid Unicode only. A page can hold half a
# surrogate pair; one character is put in its place, so that offsets stay.
_SURROGATES = re.compile("[\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of one block as code-point offsets, in reading order.

    White space at the ends of a sentence belongs to none. A blank text gives no
    sentence. Quotations are kept whole, as ``sentencex`` keeps them.

    >>> split_sentences('He left. "It rained. I ran," she said.')
    [(0, 8), (9, 38)]
    """
    spans = []
    start = 0
    for piece in _segmented(text):
        end = start + len(piece)
        stripped = piece.strip()
        if stripped:
            first = start
            # Most pieces begin with a letter.
            if piece[0] != stripped[0]:
                first += piece.index(stripped[0])
            spans.append((first, first + len(stripped)))
        start = end
    return spans


def _segmented(text: str) -> list[str]:
    pieces: list[str]
    try:
        pieces = sentencex.segment("en", text)
    except UnicodeEncodeError:
        pieces = sentencex.segment("en", _SURROGATES.sub("\ufffd", text))
    return pieces


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units.

    >>> len("😀"), utf16_length("😀")
    (1, 2)
    """
    if compiled_utf16_length is not None:
        return compiled_utf16_length(text)
    # A page can hold half a surrogate pair; "surrogatepass" counts it as one unit.
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Utf16Offsets:
    """Turn code-point offsets into one text into UTF-16 offsets.

    >>> Utf16Offsets("a😀b").of(2)
    3
    """

    def __init__(self, text: str) -> None:
        # Characters outside the basic plane are rare: their places are kept, and
        # an offset grows by the number of them that stand before it.
        self._wide = (
            []
            if utf16_length(text) == len(text)
            else [found.start() for found in _ASTRAL.finditer(text)]
        )

    def of(self, offset: int) -> int:
        """Return the UTF-16 offset of the code point at ``offset``."""
        return offset + bisect_left(self._wide, offset) if self._wide else offset


def words_in(text: str) -> int:
    """Return the number of words: runs without white space with a letter or digit.

    >>> words_in("Rain - again, at 5 o'clock.")
    5
    """
    if compiled_words_in is not None:
        return compiled_words_in(text)
    return sum(1 for run in text.split() if any(map(str.isalnum, run)))
