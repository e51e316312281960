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

# "I", "me", "my", "myself"; by their first letters they are soon found.
_FIRST_PERSON = re.compile(r"[Im](?:(?<=\bI)|(?<=\bm)(?:e|y(?:self)?))\b")
_ANSWER_KINDS = frozenset({"paragraph", "list_item"})
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
    free = [
        index
        for index, one in enumerate(sentences)
        if one.attributed
        and one.attributed >= ATTRIBUTED
        and not one.quoted
        and one.kind in _ANSWER_KINDS
    ]
    personal = {i for i in free if _FIRST_PERSON.search(sentences[i].text)}
    if len(personal) < _MIN_BLOCKS:
        return (), set()
    quoted = _first_quoted(sentences)
    blocks: dict[int, list[int]] = {}
    for index in free:
        block = sentences[index].block
        if index < quoted.get(block, len(sentences)):
            blocks.setdefault(block, []).append(index)
    answers = [
        block for block, found in blocks.items() if not personal.isdisjoint(found)
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


def _first_quoted(sentences: Sequence[SpeechSentence]) -> dict[int, int]:
    """Return for each block with a quotation the sentence that opens the first."""
    found: dict[int, int] = {}
    for index, one in enumerate(sentences):
        if one.text[:1] in _MARKS:
            found.setdefault(one.block, index)
    return found


def blocks_start(blocks: dict[int, list[int]]) -> int:
    """Return the first block with an answer: a quoted headline stands before it."""
    return min(blocks)
