"""Who speaks where a sentence only leads in to somebody's words, or trails off to it.

A headline's tail ("…: Report"), the one who hands over to a quotation ("Our reporter
Ana Vela: “…”"), the text in front ("In a leaked survey, …"), "From her speech:".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.given_names import GIVEN_NAMES
from ascribe.attribution.speech_tokens import QUOTE_MARKS

if TYPE_CHECKING:
    from ascribe.attribution.acts import SpeechSentence
    from ascribe.attribution.speech_tokens import SentenceWords

# A text or a lead-in longer than this is a clause of its own.
_MAX_TEXT_WORDS = 12
_MAX_LEAD_IN_WORDS = 24
# What follows "From her".
_SPOKEN = words.DOCUMENT_NOUNS | {"speech", "words"}
# "…: Report", "… - sources"
_TAIL = re.compile(r"(?::|\s[-–—])\s+(?P<source>[A-Za-z]+(?: [A-Za-z]+){0,2})\s*$")
# They say what sort of piece it is, not who speaks.
KINDS_OF_PIECE = frozenset(
    "video photos photo pictures picture opinion review editorial letter letters "
    "column analysis story article post posts video videos tips others men women "
    "people results notes images figures numbers blog book books".split()
)


def headline_tail(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return source and cue of "…: Report"; None where the tail is nobody."""
    match = _TAIL.search(text)
    if match is None:
        return None
    last = match["source"].split()[-1].lower()
    known = words.is_noun_of(last, words.DOCUMENT_NOUNS) or (
        words.is_noun_of(last, words.PERSON_NOUNS) and last.endswith("s")
    )
    if not known or last in KINDS_OF_PIECE:
        return None
    start = match.start("source")
    return match.span("source"), (match.start(), start)


def lead_in(
    said: SentenceWords, sentence: SpeechSentence
) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Return the one person named before ": “…”"."""
    if not sentence.quoted:
        return None
    written = said.written
    at = bisect_left(said.starts, sentence.quoted[0][0])
    while at and written[at - 1] in QUOTE_MARKS:
        at -= 1
    if not 2 < at <= _MAX_LEAD_IN_WORDS or written[at - 1] != ":":
        return None
    first = next(
        (
            i
            for i in range(at - 1)
            if said.lower[i] in GIVEN_NAMES
            and written[i][0].isupper()
            and written[i + 1][0].isupper()
        ),
        -1,
    )
    if first < 0:
        return None
    last = first + 1
    while written[last][0].isupper():
        last += 1
    return said.span(first, last - 1), said.span(at - 1, at - 1)


def text_in_front(
    said: SentenceWords,
) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Return the text of "In a leaked survey of its members, …"."""
    if said.written[0] != "In" or len(said.written) < 4:
        return None
    if said.lower[1] not in words.DETERMINERS:
        return None
    reach = range(2, min(len(said.written), _MAX_TEXT_WORDS))
    comma = next((i for i in reach if said.written[i] == ","), 0)
    head = next(
        (i for i in range(2, comma) if said.lower[i] in words.PHRASE_BREAKS), comma
    )
    if not comma or not words.is_noun_of(said.written[head - 1], words.DOCUMENT_NOUNS):
        return None
    return said.span(1, comma - 1), None


def whose_text(
    said: SentenceWords,
) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Return the one whose text follows "From her speech:"."""
    if len(said.written) != len(("From", "her", "speech", ":")):
        return None
    opener, whose, noun, colon = said.written
    if opener not in ("From", "In") or whose not in ("his", "her", "their"):
        return None
    if colon != ":" or not words.is_noun_of(noun, _SPOKEN):
        return None
    return said.span(1, 1), said.span(3, 3)
