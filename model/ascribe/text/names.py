"""Find the names in a sentence, so that no label hangs on whom it is about.

What a model learns about names holds for the pages it learned from and no others, and
readers of every side must get the same marks.
"""

from __future__ import annotations

import re

from ascribe.text.name_lists import GROUPS, PARTIES, PEOPLE, SIDES

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Names where they are written small, and where they have a capital.
SMALL = GROUPS | SIDES
CAPITALISED = PEOPLE | PARTIES | SMALL
# Where so few of the longer words are written small, capitals do not mark names.
_HEADLINE = 0.2
_LONG = 4
_FEWEST_LONG = 3
# After one of these a capital may be that of a sentence.
_OPENING = frozenset(".!?:“\"‘'(")


def name_spans(text: str) -> list[tuple[int, int]]:
    """Return the offsets (code points) of the names in one sentence, in order.

    A name is a capitalised word that no beginning explains, or a word of the lists.

    >>> text = "Yesterday Ann met the Democrats."
    >>> [text[start:end] for start, end in name_spans(text)]
    ['Ann', 'Democrats']
    """
    words = list(_WORD.finditer(text))
    long = [word[0] for word in words if len(word[0]) >= _LONG]
    small = sum(not word[0].isupper() for word in long)
    headline = len(long) >= _FEWEST_LONG and small <= _HEADLINE * len(long)
    spans = []
    for at, match in enumerate(words):
        word = match[0]
        if word[0].isupper():
            listed = word.lower() in CAPITALISED
            if listed or (
                at
                and not headline
                and word != "I"
                and _mark_before(text, match.start()) not in _OPENING
            ):
                spans.append(match.span())
        elif word in SMALL:
            spans.append(match.span())
    return spans


def _mark_before(text: str, at: int) -> str:
    """Return the last character before an offset that is no white space."""
    while at and text[at - 1].isspace():
        at -= 1
    return text[at - 1 : at]
