"""Find who speaks together with a source: "Ana Vela, 31, and Tom Rao, 29, deny it".

People mark the whole as one source; a reader's list has both. So it is with "the
World Bank and the Red Cross"; a body without an article of its own may be one half of
a name ("Health and Human Services").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ascribe.attribution.acts import Part
from ascribe.attribution.given_names import GIVEN_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ascribe.attribution.acts import SpeechAct, SpeechSentence

_WORD = r"[A-Z][\w’'-]{0,30}"
_BETWEEN = r"(?: (?:d[aeiu]|van|von|der|den|bin|al|[A-Z]\.))"
_NAME = rf"{_WORD}{_BETWEEN}{{0,2}}(?: {_WORD}){{1,2}}"
_AGE = r"(?:, \d{1,3})?"
_PAIR = re.compile(rf"(?P<one>{_NAME}){_AGE},? and (?P<other>{_NAME})")
_BODY = rf"[Tt]he {_WORD}(?:(?: (?:of|for|on)(?: the)?)? {_WORD}){{0,5}}"
_BODIES = re.compile(rf"(?P<one>{_BODY}),? and (?P<other>{_BODY})")
# Between the second name and the verb: an age, or an adverb.
_TO_CUE = re.compile(r"(?:, \d{1,3},)? (?:\w+ )?")
# Nobody else follows another "and".
_JOINS = re.compile(r" and (?:[Tt]he )?[A-Z]")
# So much text around a source is looked at, in code points.
_AROUND = 80


def partner(act: SpeechAct, sentences: Sequence[SpeechSentence]) -> Part | None:
    """Return the name of the person or body that speaks beside an act's source.

    Two people must be named in full, with a given name first, two bodies with their
    articles; both stand right before the cue or right behind it. None where nobody
    does.
    """
    source, cue = act.source, act.cue
    if source is None or cue is None or source.sentence != cue.sentence:
        return None
    text = sentences[source.sentence].text
    # Looked at is only what stands around: a sentence may have thousands of sources.
    low, high = max(0, source.start - _AROUND), source.end + _AROUND
    if _JOINS.search(text, low, high) is None:
        return None
    # Where the window cuts a word, what is left of it is no name.
    if low and text[low - 1].isalnum():
        low = text.find(" ", low, source.start) + 1 or source.start
    for pair in _pairs(text, low, high):
        if pair.end() < source.start or pair.start() > source.end:
            continue
        before = _TO_CUE.fullmatch(text, pair.end(), max(pair.end(), cue.start))
        behind = pair.start() == cue.end + 1 and text[cue.end] == " "
        if not (before or behind):
            continue
        one, other = pair.span("one"), pair.span("other")
        # Whichever the source does not begin with.
        is_first = source.start <= one[0] + 1 and source.end >= one[1]
        return Part(source.sentence, *(other if is_first else one))
    return None


def _pairs(text: str, low: int, high: int) -> Iterator[re.Match[str]]:
    for pair in _PAIR.finditer(text, low, high):
        if all(one.split()[0].lower() in GIVEN_NAMES for one in pair.groups()):
            yield pair
    yield from _BODIES.finditer(text, low, high)
