"""Say who speaks in an attributed sentence where the tagger found nobody there.

Its subject ("A memo records …", "The union is sceptical."), its headline's tail
("…: Report"), the one who hands over to a quotation ("Our reporter Ana Vela: “…”").
Only sentences that the labeller takes for attributed are read, and only those without
a source of their own; what is not clear is left to whoever has the floor.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.acts import ATTRIBUTED, Part, SpeechAct
from ascribe.attribution.cues import SPEECH_VERBS
from ascribe.attribution.given_names import GIVEN_NAMES
from ascribe.attribution.speech_tokens import QUOTE_MARKS, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence
    from ascribe.attribution.speech_tokens import Token

# A subject or a lead-in longer than this is a clause of its own.
_MAX_SUBJECT_WORDS = 12
_MAX_LEAD_IN_WORDS = 24
# "…: Report", "… - sources"
_TAIL = re.compile(r"(?::|\s[-–—])\s+(?P<source>[A-Za-z]+(?: [A-Za-z]+){0,2})\s*$")
# What a text does when its words are given again.
_TEXT_VERBS = SPEECH_VERBS | frozenset(
    """
    show shows showed put puts record records recorded give gives gave read reads
    list lists listed describe describes described say says state states stated
    describes gives gave orders ordered contain contains contained detail details
    detailed measured counted place places placed lay lays laid set sets calls called
    paint paints painted trace traces traced point points pointed
    """.split()
)
# What a person or a group does when the sentence gives its view.
_STANCE_VERBS = SPEECH_VERBS | frozenset(
    """
    favour favours favoured favor favors favored suspect suspects suspected doubt
    doubts doubted fear fears feared hope hopes hoped expect expects expected count
    counts counted put puts blame blames blamed praise praises praised dismiss
    dismisses dismissed reject rejects rejected welcome welcomes welcomed criticise
    criticises criticised criticize criticizes criticized want wants wanted see sees
    saw forecast forecasts trimmed oppose opposes opposed support supports supported
    regret regrets regretted promise promises promised pledge pledges pledged urge
    urges urged demand demands demanded deny denies denied accuse accuses accused
    prefer prefers preferred agree agrees agreed disagree disagrees disagreed
    """.split()
)
_VERBS = _TEXT_VERBS | _STANCE_VERBS
_STANCES = frozenset(
    """
    sceptical skeptical optimistic pessimistic confident convinced worried concerned
    hopeful doubtful critical adamant unconvinced certain sure furious outraged
    disappointed delighted alarmed dismissive
    """.split()
)
_BETWEEN = frozenset("now also still has have had then even again not is was".split())
_BE = _BETWEEN | {"are", "were", "be", "been"}
# Where the noun phrase that opens a sentence is over.
_ENDS = words.PHRASE_BREAKS | _BE
# A capital does not make these the name of somebody.
_NO_NAMES = words.LEADING_WORDS | words.PRONOUNS | words.CALENDAR
_PARTITIVES = words.PARTITIVES - {"one"}
_BEFORE_NOUNS = words.DETERMINERS | words.PREPOSITIONS
_BEFORE_VERB = _BE | {",", "as"}


def with_subjects(
    sentences: Sequence[SpeechSentence], acts: Sequence[Sequence[SpeechAct]]
) -> list[list[SpeechAct]]:
    """Return the acts with those of sentences whose own subject speaks."""
    return [
        _read(index, sentence, found)
        if (sentence.attributed or 0.0) >= ATTRIBUTED
        else list(found)
        for index, (sentence, found) in enumerate(zip(sentences, acts, strict=True))
    ]


def _read(
    index: int, sentence: SpeechSentence, acts: Sequence[SpeechAct]
) -> list[SpeechAct]:
    kept = list(acts)
    if sentence.kind == "heading":
        tail = _headline_tail(sentence.text)
        if tail:
            return [_act(index, sentence, *tail)]
    own = any(act.source is not None and act.source.sentence == index for act in acts)
    opens_quoted = bool(sentence.quoted) and sentence.quoted[0][0] <= 1
    if own or sentence.kind == "quote" or opens_quoted:
        return kept
    tokens = tokens_of(sentence.text[:600])
    if not tokens:
        return kept
    found = _lead_in(tokens, sentence) or _subject(tokens) or _text_in_front(tokens)
    if found is None:
        return kept
    source, cue = found
    inner = [act for act in acts if act.source is None and act.depth]
    return [_act(index, sentence, source, cue), *inner]


def _act(
    index: int,
    sentence: SpeechSentence,
    source: tuple[int, int],
    cue: tuple[int, int] | None,
) -> SpeechAct:
    last = max(source[1], cue[1] if cue else 0)
    end = len(sentence.text)
    # The content is what follows; where the source ends the sentence, what precedes.
    said = Part(index, last, end) if end - last > 2 else Part(index, 0, source[0])
    content = (said,) if said.start < said.end else ()
    return SpeechAct(Part(index, *source), Part(index, *cue) if cue else None, content)


def _headline_tail(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return source and cue of "…: Report"; None where the tail is nobody."""
    match = _TAIL.search(text)
    if match is None:
        return None
    last = match["source"].split()[-1].lower()
    known = words.is_noun_of(last, words.DOCUMENT_NOUNS) or (
        words.is_noun_of(last, words.PERSON_NOUNS) and last.endswith("s")
    )
    if not known or last in _NO_TAILS:
        return None
    start = match.start("source")
    return match.span("source"), (match.start(), start)


# They say what sort of piece it is, not who speaks.
_NO_TAILS = frozenset(
    "video photos photo pictures picture opinion review editorial letter letters "
    "column analysis story article post posts video videos tips others men women "
    "people results notes images figures numbers blog book books".split()
)


def _lead_in(
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


def _subject(
    tokens: list[Token],
) -> tuple[tuple[int, int], tuple[int, int] | None] | None:
    """Return the noun phrase that opens a sentence, with its verb."""
    opener = tokens[0].text.lower()
    named = tokens[0].text[0].isupper() and opener not in _NO_NAMES
    if not named or opener in _PARTITIVES:
        return None
    head = next(
        (
            i
            for i, one in enumerate(tokens[: _MAX_SUBJECT_WORDS + 1])
            if i and (one.text.lower() in _ENDS or _is_verb(tokens, i))
        ),
        0,
    )
    if not head:
        return None
    noun = tokens[head - 1].text
    if words.is_noun_of(noun, words.DOCUMENT_NOUNS):
        verbs = _TEXT_VERBS
        # "A poll by the institute, taken in May, put": the verb may stand further on.
        reach = range(head, min(len(tokens), head + 24))
    elif _is_name(tokens, head) or (
        opener in words.DETERMINERS
        and (
            words.is_noun_of(noun, words.PERSON_NOUNS)
            or words.is_noun_of(noun, words.ORGANISATION_NOUNS)
        )
    ):
        verbs = _STANCE_VERBS
        reach = range(head, min(len(tokens), head + 4))
    else:
        return None
    for at in reach:
        lower = tokens[at].text.lower()
        announces = lower == "follows" and tokens[-1].text == ":"
        stance = announces or (lower in _STANCES and tokens[at - 1].text.lower() in _BE)
        if stance or (lower in verbs and _can_be_verb(tokens, at)):
            end = at
            while end > head and tokens[end - 1].text.lower() in _BEFORE_VERB:
                end -= 1
            comma = next((i for i in range(head, end) if tokens[i].text == ","), end)
            return (
                (tokens[0].start, tokens[comma - 1].end),
                (tokens[at].start, tokens[at].end),
            )
        if verbs is _STANCE_VERBS and lower not in _BE:
            return None
    return None


def _is_verb(tokens: list[Token], at: int) -> bool:
    """Whether a word that could be a noun too is the sentence's verb."""
    word = tokens[at].text
    if word not in _VERBS or not _can_be_verb(tokens, at):
        return False
    # "Phone records place them …": a noun where the next word is the verb.
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return not (words.is_noun_of(word, words.DOCUMENT_NOUNS) and following in _VERBS)


def _can_be_verb(tokens: list[Token], at: int) -> bool:
    before = tokens[at - 1].text.lower()
    return before not in _BEFORE_NOUNS and (
        not words.is_noun_of(tokens[at].text, words.DOCUMENT_NOUNS)
        or tokens[at].text.endswith("s")
    )


def _is_name(tokens: list[Token], head: int) -> bool:
    run = [one.text for one in tokens[:head]]
    if run[0].lower() in words.DETERMINERS:
        run = run[1:]
    return bool(run) and all(one[0].isupper() for one in run)


def _text_in_front(
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
            for i in range(2, min(len(tokens), _MAX_SUBJECT_WORDS))
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
