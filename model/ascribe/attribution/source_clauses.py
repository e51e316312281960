"""Find who is meant where the tagger cut a source out of a description.

"The letters, seen by the Courier, show …": the Courier shows nothing. Looks at one
sentence and its marks; the tagger's own spans stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.acts import Part
from ascribe.attribution.source_mentions import read_mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechAct, SpeechSentence
    from ascribe.attribution.source_mentions import Mention
    from ascribe.attribution.speech_tokens import PageWords

# A subject longer than this is a clause of its own.
_MAX_SUBJECT_WORDS = 12
# "The conductor looked", "My old grandmother came": who opens a sentence.
_OPENING = re.compile(r"(?:The|A|An|My|His|Her|Our|Their)(?: [a-z-]+){2,4}")
# Between two commas, so many words can still describe what stands before.
_MAX_DESCRIPTION_WORDS = 24


def true_source(
    act: SpeechAct, page: PageWords, sentences: Sequence[SpeechSentence]
) -> Part | None:
    """Return whom an attribution means: its source, or the subject around it.

    The subject is taken where the source lies in a description between two commas
    right before the cue, and where an attribution has a cue but no source.

    Args:
        act: the attribution.
        page: the words of the sentences.
        sentences: the page.
    """
    cue, source = act.cue, act.source
    if cue is None or (source is not None and source.sentence != cue.sentence):
        return source
    if source is not None and (
        source.start >= cue.start
        # No description ends in between.
        or sentences[cue.sentence].text.find(",", source.start, cue.start) < 0
    ):
        return source
    opening, end = page.breaks[cue.sentence] + 1, page.breaks[cue.sentence + 1]
    at = bisect_right(page.ends, cue.start, opening, end)
    if source is None:
        return _plain_subject(page, opening, at, cue.sentence)
    first = bisect_right(page.ends, source.start, opening, at)
    if first >= at or at - first > _MAX_DESCRIPTION_WORDS:
        return source
    if page.lower[at - 1] == "," and _describes(page, opening, first, at):
        return Part(cue.sentence, page.starts[opening], page.ends[at - 2])
    behind = _behind_agent(page, first, at)
    if behind:
        return Part(cue.sentence, page.starts[behind], source.end)
    return source


# "…, Halden Crown Court has heard": who hears is no source.
_HEARING = re.compile(
    r"(?:^|[,”\"])\s*[^,”\"]*\b(?:court|jury|jurors|tribunal|inquest|inquiry|hearing)\s+"
    r"(?:(?:has|was|were|had|have)\s+)?(?:been\s+)?(?:told|heard|hears)\W*$",
    re.IGNORECASE,
)
# A clause at the end is no longer than this.
_MAX_HEARING = 80
# Few words end like "told", "heard" or "hears", and a text in one of these marks.
_LAST_LETTERS = frozenset("dsDSſ")
_END_MARKS = ".,:;!?…”\"’')"


def is_hearing(text: str) -> bool:
    """Say whether a sentence ends in "…, the court heard", which names no source.

    >>> is_hearing("The alarm was off, the jury was told.")
    True
    >>> is_hearing("The jury heard the alarm.")
    False
    """
    # Most sentences end otherwise, which is seen sooner than searched for.
    last = text.rstrip(_END_MARKS)[-1:]
    if last.isalnum() and last not in _LAST_LETTERS:
        return False
    tail = text[-_MAX_HEARING:]
    end = tail.casefold()
    if "told" not in end and "heard" not in end and "hears" not in end:
        return False
    return _HEARING.search(tail) is not None


def opening_role(text: str) -> Mention | None:
    """Return the one person with whom a sentence opens, known by what he is.

    >>> opening_role("My grandmother came to this city.").phrase
    'My grandmother'
    >>> opening_role("The trams came late.")
    """
    opening = _OPENING.match(text)
    said = opening[0].split() if opening else []
    for end in range(2, len(said)):
        mention = read_mention(" ".join(said[:end]))
        if mention.sort == "role" and not mention.noun.endswith("s"):
            return mention
    return None


# "… and their owner.": who ends a sentence.
_CLOSING = re.compile(r"\b(?:the|an?|my|his|her|its|our|their) [a-z-]+(?=[.!?]?$)")


def closing_role(text: str) -> Mention | None:
    """Return the one person with whom a sentence ends, known by what he is.

    >>> closing_role("It holds forty mowers and their owner.").phrase
    'their owner'
    >>> closing_role("It holds forty mowers.")
    """
    closing = _CLOSING.search(text[-60:])
    mention = read_mention(closing[0]) if closing else None
    one = mention is not None and not mention.noun.endswith("s")
    return mention if mention and one and mention.sort == "role" else None


def _describes(page: PageWords, opening: int, source: int, cue: int) -> bool:
    """Say whether the source lies in a description of the sentence's subject.

    The sentence must be: subject, comma, "which" or a participle, the source inside
    this description, comma, cue; the last comma is known to be there.
    """
    lower = page.lower
    reach = range(opening, min(source, opening + _MAX_SUBJECT_WORDS + 1))
    comma = next((row for row in reach if lower[row] == ","), 0)
    if comma <= opening or cue - comma > _MAX_DESCRIPTION_WORDS:
        return False
    opener = lower[comma + 1]
    describes = opener in ("which", "who") or words.is_participle(opener)
    return describes and _opens_as_noun_phrase(page, opening)


def _plain_subject(
    page: PageWords, opening: int, cue: int, sentence: int
) -> Part | None:
    """Return what stands before the cue at the start of a sentence, if a text.

    Persons and organisations without a source were left out for a reason; of texts
    the tagger knows too little.
    """
    if not 1 < cue - opening <= _MAX_SUBJECT_WORDS:
        return None
    if not _opens_as_noun_phrase(page, opening):
        return None
    head = next(
        (row for row in range(opening, cue) if page.lower[row] in words.PHRASE_BREAKS),
        cue,
    )
    if words.is_noun_of(page.lower[head - 1], words.DOCUMENT_NOUNS):
        return Part(sentence, page.starts[opening], page.ends[cue - 1])
    return None


def _behind_agent(page: PageWords, source: int, cue: int) -> int:
    """Return where the subject begins in "seen by the Courier, the clerk wrote".

    0 where the source is no agent of a participle, or nothing follows its comma.
    """
    lower = page.lower
    agent = source + 1 if lower[source] == "by" else source
    if lower[agent - 1] != "by" or not words.is_participle(lower[agent - 2]):
        return 0
    comma = next((row for row in range(agent, cue) if lower[row] == ","), 0)
    return comma + 1 if comma and comma + 1 < cue else 0


def _opens_as_noun_phrase(page: PageWords, opening: int) -> bool:
    first = page.lower[opening]
    return first in words.DETERMINERS or (
        page.written[opening][:1].isupper() and first not in words.LEADING_WORDS
    )
