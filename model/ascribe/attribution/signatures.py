"""Find who signs a quotation that stands by itself: "“…”" and then "— Ana Vela, nurse".

Reviews, testimonials and pulled-out quotations name their source below, in a line that
is no sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ascribe.attribution.acts import ATTRIBUTED, Part
from ascribe.attribution.given_names import GIVEN_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence

_WORD = r"[^\W\d_a-z][\w’'-]*\.?"
_NAME = rf"{_WORD}(?: (?:{_WORD}|[a-z]{{1,3}}\.?))*"
_DASH = r"(?P<dash>[-–—―]+ ?)?"
# Behind the name a description may follow: ", 44, nurse", ", verified buyer, ★★★".
_LINE = re.compile(rf"{_DASH}(?P<name>{_NAME})(?P<more>, (?P<description>.+))?$")
# A longer line is a sentence, a longer name a headline.
_MAX_LINE = 80
_MAX_NAME_WORDS = 4
_MAX_PLACE_WORDS = 3
# One quotation has few sentences, or it is a text of its own.
_MAX_SENTENCES = 12


def signature(sentences: Sequence[SpeechSentence], index: int) -> Part | None:
    """Return the name below the quotation that a sentence belongs to, if it is signed.

    Everything from the sentence to the end of its block must be quoted, and the line
    must stand in the block after it, or behind a dash in the same block.
    """
    at = index
    while at - index < _MAX_SENTENCES and _is_quoted(sentences[at]):
        at += 1
        if at == len(sentences):
            return None
        if sentences[at].block != sentences[index].block:
            break
    line = sentences[at]
    beside = line.block == sentences[index].block
    if (
        at == index
        or line.block > sentences[index].block + 1
        or _goes_on(sentences, at)
    ):
        return None
    if line.kind == "heading" or (line.attributed or 0.0) >= ATTRIBUTED:
        return None
    found = _LINE.match(line.text) if len(line.text) <= _MAX_LINE else None
    if found is None or (beside and not found["dash"]):
        return None
    names = found["name"].split()
    if len(names) > _MAX_NAME_WORDS:
        return None
    described = bool(found["more"]) and _describes(found["description"])
    given = len(names) > 1 and names[0].lower() in GIVEN_NAMES
    quote = sentences[index].kind == "quote"
    if not (found["dash"] or (len(names) > 1 and described) or (quote and given)):
        return None
    return Part(at, *found.span("name"))


def _is_quoted(sentence: SpeechSentence) -> bool:
    """Whether all of a sentence is said by somebody else."""
    if sentence.kind == "quote" and not sentence.quoted:
        return (sentence.attributed or 0.0) >= ATTRIBUTED
    # With its own marks, and with a stop behind them at most.
    said = sum(end - start for start, end in sentence.quoted)
    return said > 0 and said >= len(sentence.text) - len("“”.")


def _goes_on(sentences: Sequence[SpeechSentence], at: int) -> bool:
    """Whether another sentence follows in the block of the line."""
    after = at + 1
    return after < len(sentences) and sentences[after].block == sentences[at].block


def _describes(words: str) -> bool:
    """Whether ", 44, nurse" or ", Leeds" stands behind the name, and no sentence."""
    few = len(words.split()) <= _MAX_PLACE_WORDS
    return words[-1] not in ".!?:" and (few or not words[0].isupper())
