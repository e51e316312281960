"""Find the source behind the source: "citing an official", "that X had said".

Precise patterns over the text of attributed sentences; they only add attributions
inside the main one, for the ledger's sake.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ascribe.attribution.acts import Part, SpeechAct
from ascribe.attribution.source_words import DOCUMENT_NOUNS, is_noun_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ascribe.attribution.acts import SpeechSentence

# A noun phrase of at most so many characters, up to a word or mark that ends it.
_PHRASE = r"(?P<source>[^,;:.“”\"()]{2,150}?)"
_END = r"(?=\s+(?:as|that|to|who|in|on|for|saying)\b|\s*[,;:.“”\"()]|\s*$)"
# What a text holds in which a pattern below may be found, which is seen sooner.
_CITES = ("cites", "cited", "citing", "quotes", "quoting")
_BY = re.compile(r"(?:ed|told)\s+by\b")
_EARLIER = (
    r"had\s+(?:said|told|warned|promised|denied|admitted|confided|dictated|explained|"
    r"insisted|threatened|written)\b"
)
_HAD = re.compile(_EARLIER)
_CITING = re.compile(
    r"\b(?P<cue>cit(?:es|ed|ing)|quot(?:es|ing))\s+"
    r"(?=(?:an?|one|two|three|four|five|several|some|unnamed|anonymous|people|sources|"
    rf"officials|diplomats|the|[A-Z]\w*)\b){_PHRASE}{_END}"
)
_PASSIVE = re.compile(
    r"\b(?P<cue>(?:characteri[sz]ed|described|denounced|condemned|told|informed)\s+by)"
    rf"\s+{_PHRASE}{_END}"
)
# "… reported that the president had said …", "she said he had told her"
_REPORTED = re.compile(
    r"\b(?:(?:reported|reports|said|says|wrote|writes|added|announced)(?:\s+that)?"
    r"|(?:told|tells)\s[^,;:.“”\"()]{2,40}?\sthat)\s+"
    r"(?P<source>(?:the|an?)\s+[a-z][a-z-]+(?:\s[a-z-]+)?|[A-Z][\w-]+(?:\s[A-Z][\w-]+){0,2}|s?he)"
    rf"\s+(?P<cue>{_EARLIER})"
)

# "In the log of HMS Perpetua, Pym finds …", "In Vela's diary, he found …"
_FOUND = re.compile(
    r"In\s+(?P<source>(?:the\s+(?P<noun>[a-z-]+)\s+(?:of|from)\s[^,;:.“”\"()]{2,60}"
    r"|[A-Z][^,;:.“”\"()]{1,40}['’]s?\s+(?P<own>[a-z-]+)))"
    r",\s(?:[\w’'-]+\s){1,6}?(?P<cue>finds?|found)\b"
)


def with_relays(
    sentences: Sequence[SpeechSentence],
    acts: Sequence[list[SpeechAct]],
    attributed: Iterable[int],
) -> list[list[SpeechAct]]:
    """Return the acts with those that attributed sentences pass on to others."""
    kept = list(acts)
    for index in attributed:
        kept[index] = _with_relays(index, sentences[index], acts[index])
    return kept


def _with_relays(
    index: int, sentence: SpeechSentence, acts: list[SpeechAct]
) -> list[SpeechAct]:
    text = sentence.text
    matches: list[re.Match[str]] = []
    # Most sentences have none of these letters, which takes no pattern to see.
    if ("cit" in text or "quot" in text) and any(word in text for word in _CITES):
        matches += _CITING.finditer(text)
    if "by" in text and _BY.search(text):
        matches += _PASSIVE.finditer(text)
    if "had" in text and _HAD.search(text):
        matches += _REPORTED.finditer(text)
    if text.startswith("In "):
        # Who finds something in somebody's text passes on what that text says.
        found = _FOUND.match(text)
        if found and is_noun_of(found["noun"] or found["own"], DOCUMENT_NOUNS):
            matches.append(found)
    if not matches:
        return acts
    relays: list[SpeechAct] = []
    # Where somebody is known to speak already, and where a source speaks himself.
    taken = bytearray(len(sentence.text))
    known = {act.source for act in acts if act.source is not None}
    for part in known:
        if part.sentence == index:
            taken[part.start : part.end] = b"\1" * (part.end - part.start)
    for start, end in sentence.quoted:
        taken[start:end] = b"\1" * (end - start)
    for match in matches:
        start, end = match.span("source")
        if any(taken[start:end]):
            continue
        rest = Part(index, match.end(), len(sentence.text))
        content = (rest,) if rest.start < rest.end else ()
        cue = Part(index, *match.span("cue"))
        relays.append(SpeechAct(Part(index, start, end), cue, content, depth=1))
    return [*acts, *relays]
