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
    from ascribe.attribution.speech_tokens import Token

# A text or a lead-in longer than this is a clause of its own.
_MAX_TEXT_WORDS = 12
_MAX_LEAD_IN_WORDS = 24
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
    tokens: list[Token], sentence: SpeechSentence
) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Return the one person named before ": “…”"."""
    if not sentence.quoted:
        return None
    opening = sentence.quoted[0][0]
    at = bisect_left([one.start for one in tokens], opening)
    while at and tokens[at - 1].text in QUOTE_MARKS:
        at -= 1
    if not 2 < at <= _MAX_LEAD_IN_WORDS or tokens[at - 1].text != ":":
        return None
    first = next(
        (
            i
            for i in range(at - 1)
            if tokens[i].text.lower() in GIVEN_NAMES
            and tokens[i].text[0].isupper()
            and tokens[i + 1].text[0].isupper()
        ),
        -1,
    )
    if first < 0:
        return None
    last = first + 1
    while tokens[last].text[0].isupper():
        last += 1
    return (tokens[first].start, tokens[last - 1].end), (
        tokens[at - 1].start,
        tokens[at - 1].end,
    )


def text_in_front(
    tokens: list[Token],
) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Return the text of "In a leaked survey of its members, …"."""
    if tokens[0].text != "In" or len(tokens) < 4:
        return None
    if tokens[1].text.lower() not in words.DETERMINERS:
        return None
    comma = next(
        (
            i
            for i in range(2, min(len(tokens), _MAX_TEXT_WORDS))
            if tokens[i].text == ","
        ),
        0,
    )
    head = next(
        (i for i in range(2, comma) if tokens[i].text.lower() in words.PHRASE_BREAKS),
        comma,
    )
    if not comma or not words.is_noun_of(tokens[head - 1].text, words.DOCUMENT_NOUNS):
        return None
    return (tokens[1].start, tokens[comma - 1].end), None


def whose_text(
    tokens: list[Token],
) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Return the one whose text follows "From her speech:"."""
    if len(tokens) != len(("From", "her", "speech", ":")) or tokens[-1].text != ":":
        return None
    opener, whose, noun, colon = tokens
    if opener.text not in ("From", "In") or whose.text not in ("his", "her", "their"):
        return None
    if not words.is_noun_of(noun.text, words.DOCUMENT_NOUNS | {"speech", "words"}):
        return None
    return (whose.start, whose.end), (colon.start, colon.end)
