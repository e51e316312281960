"""Find attributions by plain rules over words and quotation marks.

The rules know the clear cases only. They are the baseline that the learned
tagger is measured against, and what works without any weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution.acts import Part, SpeechAct
from ascribe.attribution.cues import (
    AUXILIARIES,
    CLAUSE_OPENERS,
    PRONOUN_SOURCES,
    SPEECH_VERBS,
)
from ascribe.attribution.speech_tokens import QUOTE_MARKS, Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence

_STOPS = frozenset(".!?")
# A longer run of words before the verb is a clause, not a name with its apposition.
_MAX_SOURCE_TOKENS = 40
_BREAKS = frozenset(",;:—–-()") | {"--"} | QUOTE_MARKS | _STOPS


class RuleTagger:
    """Tag by rules alone."""

    def tag(self, sentences: Sequence[SpeechSentence]) -> list[list[SpeechAct]]:
        """Return the attributions of each sentence; see ``attribution.Tagger``."""
        acts: list[list[SpeechAct]] = []
        floor: SpeechAct | None = None
        for index, sentence in enumerate(sentences):
            found = _acts_of(index, sentence)
            if not found and sentence.quoted:
                found = [_carried(index, sentence, floor)]
            if found:
                floor = found[0]
            elif index and sentences[index - 1].block != sentence.block:
                floor = None
            acts.append(found)
        return acts


def _carried(
    index: int, sentence: SpeechSentence, floor: SpeechAct | None
) -> SpeechAct:
    content = tuple(Part(index, start, end) for start, end in sentence.quoted)
    if floor is None:
        return SpeechAct(None, None, content)
    return SpeechAct(floor.source, floor.cue, content)


def _acts_of(index: int, sentence: SpeechSentence) -> list[SpeechAct]:
    tokens = tokens_of(sentence.text)
    inside = _inside(tokens, sentence.quoted)
    for at, token in enumerate(tokens):
        if inside[at]:
            continue
        word = token.text.lower()
        if word == "according" and at + 2 < len(tokens):
            act = _according(index, sentence, tokens, at)
        elif word in SPEECH_VERBS:
            act = _spoken(index, sentence, tokens, inside, at)
        else:
            continue
        if act is not None:
            return [act]
    return []


def _inside(tokens: list[Token], quoted: tuple[tuple[int, int], ...]) -> list[bool]:
    inside = []
    spans = iter((*quoted, (1 << 60, 1 << 60)))
    start, end = next(spans)
    for token in tokens:
        while token.start >= end:
            start, end = next(spans)
        inside.append(token.start >= start)
    return inside


def _according(
    index: int, sentence: SpeechSentence, tokens: list[Token], at: int
) -> SpeechAct | None:
    if tokens[at + 1].text.lower() != "to":
        return None
    stop = at + 2
    while stop < len(tokens) and tokens[stop].text not in _BREAKS:
        stop += 1
    if stop == at + 2:
        return None
    content: list[Part] = []
    if at:
        content.append(_part(index, sentence, tokens, 0, at))
    if stop < len(tokens):
        content.append(_part(index, sentence, tokens, stop, len(tokens)))
    return SpeechAct(
        _part(index, sentence, tokens, at + 2, stop),
        _part(index, sentence, tokens, at, at + 2),
        tuple(part for part in content if part.end > part.start),
    )


def _spoken(
    index: int,
    sentence: SpeechSentence,
    tokens: list[Token],
    inside: list[bool],
    at: int,
) -> SpeechAct | None:
    source = _source_before(tokens, inside, at)
    after = False
    if source is None or tokens[source[0]].text.lower() in CLAUSE_OPENERS:
        source = _source_after(tokens, inside, at)
        after = True
    if source is None:
        return None
    first, last = source
    before = [(0, min(first, at))] if min(first, at) else []
    behind = max(last, at + 1)
    # With the source after the verb, the content stands before ("…," said Rao).
    follows = (
        [] if after and not _quoted_after(inside, behind) else [(behind, len(tokens))]
    )
    if before and not after and not any(inside[: min(first, at)]):
        # "Rao, who leads the party, said that …": what precedes a source that is
        # set off by a comma at the end of the sentence is the content.
        if behind + 1 >= len(tokens):
            follows = []
        else:
            before = []
    content = tuple(
        part
        for low, high in (*before, *follows)
        if (part := _part(index, sentence, tokens, low, high)).end > part.start
    )
    return SpeechAct(
        _part(index, sentence, tokens, first, last),
        Part(index, tokens[at].start, tokens[at].end),
        content,
    )


def _quoted_after(inside: list[bool], at: int) -> bool:
    return any(inside[at:])


def _source_before(
    tokens: list[Token], inside: list[bool], at: int
) -> tuple[int, int] | None:
    last = at
    while last and tokens[last - 1].text.lower() in AUXILIARIES:
        last -= 1
    first = last
    while first and last - first < _MAX_SOURCE_TOKENS:
        text = tokens[first - 1].text
        if inside[first - 1] or text in _BREAKS or text.lower() in CLAUSE_OPENERS:
            break
        first -= 1
    return (first, last) if first < last else None


def _source_after(
    tokens: list[Token], inside: list[bool], at: int
) -> tuple[int, int] | None:
    first = last = at + 1
    while last < len(tokens):
        text = tokens[last].text
        if inside[last] or text in _BREAKS:
            break
        last += 1
    named = first < last and (
        tokens[first].text[0].isupper()
        or tokens[first].text.lower() in PRONOUN_SOURCES
        or tokens[first].text.lower() in ("the", "a", "an", "one")
    )
    return (first, last) if named else None


def _part(
    index: int, sentence: SpeechSentence, tokens: list[Token], first: int, last: int
) -> Part:
    """The tokens from ``first`` up to ``last``, without marks at either end."""
    while first < last and tokens[first].text in ",;:":
        first += 1
    while last > first and tokens[last - 1].text in ",;:":
        last -= 1
    if last > first and tokens[last - 1].text in _STOPS:
        last -= 1
    if first >= last:
        at = tokens[first].start if first < len(tokens) else len(sentence.text)
        return Part(index, at, at)
    return Part(index, tokens[first].start, tokens[last - 1].end)
