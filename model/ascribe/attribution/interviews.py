"""Find the person who has the floor in an interview or an "as told to" page.

There a source speaks in the first person, without quotation marks and without "she
said"; who it is stands in the introduction.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ascribe.attribution.acts import ATTRIBUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence
    from ascribe.attribution.page_names import PageNames

_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|me|my|myself)\b")
# A block that opens with a quotation mark, whatever its make, is a quotation.
_MARKS = frozenset("'‘’\"“”„«‹")
# One such paragraph can be a slip of the labeller; two are an interview.
_MIN_BLOCKS = 2


def interview(
    sentences: Sequence[SpeechSentence], names: PageNames
) -> tuple[tuple[str, ...], set[int]]:
    """Return the person interviewed and the sentences of his or her answers.

    Both are empty where the page is no interview, or names nobody before the first
    answer.
    """
    blocks: dict[int, list[int]] = {}
    quoted: set[int] = set()
    for index, one in enumerate(sentences):
        free = not one.quoted and one.kind in ("paragraph", "list_item")
        if one.block in quoted or one.text[:1] in _MARKS:
            quoted.add(one.block)
        elif free and (one.attributed or 0.0) >= ATTRIBUTED:
            blocks.setdefault(one.block, []).append(index)
    answers = [
        block
        for block, found in blocks.items()
        if any(_FIRST_PERSON.search(sentences[index].text) for index in found)
    ]
    if len(answers) < _MIN_BLOCKS or 2 * len(answers) < len(blocks):
        return (), set()
    first = blocks[answers[0]][0]
    for index in range(first):
        if (sentences[index].attributed or 0.0) >= ATTRIBUTED:
            continue
        # Not any name will do: a street in the introduction gives no answers.
        found = names.subject(index)
        full = names.fullest(found[1]) if found is not None else ()
        if len(full) > 1:
            return full, {
                index
                for index, one in enumerate(sentences)
                if (one.attributed or 0.0) >= ATTRIBUTED
                and (one.block in blocks or one.block < blocks_start(blocks))
            }
    return (), set()


def blocks_start(blocks: dict[int, list[int]]) -> int:
    """Return the first block with an answer: a quoted headline stands before it."""
    return min(blocks)
