"""Say who speaks in an attributed sentence where the tagger found nobody there.

Its subject ("A memo records …", "The union is sceptical."), its headline's tail
("…: Report"), the one who hands over to a quotation ("Our reporter Ana Vela: “…”").
Only sentences that the labeller takes for attributed are read, or that hand over to a
block quotation, and only those without a source of their own; what is not clear is left
to whoever has the floor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.acts import ATTRIBUTED, Part, SpeechAct
from ascribe.attribution.cues import SPEECH_VERBS
from ascribe.attribution.lead_ins import (
    headline_tail,
    lead_in,
    text_in_front,
    whose_text,
)
from ascribe.attribution.source_clauses import is_hearing
from ascribe.attribution.speech_tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence
    from ascribe.attribution.speech_tokens import Token

# A subject longer than this is a clause of its own.
_MAX_SUBJECT_WORDS = 12
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
        or (sentence.text.endswith(":") and _hands_over(sentences, index))
        else list(found)
        for index, (sentence, found) in enumerate(zip(sentences, acts, strict=True))
    ]


def _hands_over(sentences: Sequence[SpeechSentence], index: int) -> bool:
    """Whether a sentence with a colon stands before a block of somebody's own words.

    "From her speech:" may itself be no attributed sentence; who follows has the floor.
    """
    if index + 1 >= len(sentences):
        return False
    following = sentences[index + 1]
    return (
        following.kind == "quote"
        and following.block == sentences[index].block + 1
        and (following.attributed or 0.0) >= ATTRIBUTED
    )


def _read(
    index: int, sentence: SpeechSentence, acts: Sequence[SpeechAct]
) -> list[SpeechAct]:
    kept = list(acts)
    if sentence.kind == "heading":
        tail = headline_tail(sentence.text)
        if tail:
            return [_act(index, sentence, *tail)]
    own = any(act.source is not None and act.source.sentence == index for act in acts)
    opens_quoted = bool(sentence.quoted) and sentence.quoted[0][0] <= 1
    hearing = own and is_hearing(sentence.text)
    if (own and not hearing) or sentence.kind == "quote" or opens_quoted:
        return kept
    tokens = tokens_of(sentence.text[:600])
    if not tokens:
        return kept
    if hearing:
        # "Phone records place him …, the court was told": a text speaks there.
        subject = _subject(tokens, texts_only=True)
        return [*kept, _act(index, sentence, *subject)] if subject else kept
    found = (
        lead_in(tokens, sentence)
        or _subject(tokens)
        or text_in_front(tokens)
        or whose_text(tokens)
    )
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


def _subject(
    tokens: list[Token], *, texts_only: bool = False
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
            if i
            and (
                one.text.lower() in _ENDS
                or _is_verb(tokens, i)
                or _is_kept_text(tokens, i)
            )
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
    elif texts_only:
        return None
    elif _is_name(tokens, head) or (
        opener in words.DETERMINERS
        and (
            words.is_noun_of(noun, words.PERSON_NOUNS)
            or words.is_noun_of(noun, words.ORGANISATION_NOUNS)
        )
    ):
        verbs = _STANCE_VERBS
        after = _after_description(tokens, head)
        reach = range(after, min(len(tokens), after + 4))
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


def _after_description(tokens: list[Token], head: int) -> int:
    """Return where "Vela Power, the developer, puts …" goes on after the name."""
    if tokens[head].text != ",":
        return head
    limit = min(len(tokens), head + _MAX_SUBJECT_WORDS)
    last = next((i for i in range(head + 1, limit) if tokens[i].text == ","), head)
    opener = tokens[head + 1].text.lower() if last > head + 1 else ""
    return last + 1 if opener in words.DETERMINERS else head


def _is_verb(tokens: list[Token], at: int) -> bool:
    """Whether a word that could be a noun too is the sentence's verb."""
    word = tokens[at].text
    if word not in _VERBS or not _can_be_verb(tokens, at):
        return False
    # "Phone records place them …": a noun where the next word is the verb.
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return not (words.is_noun_of(word, words.DOCUMENT_NOUNS) and following in _VERBS)


def _is_kept_text(tokens: list[Token], at: int) -> bool:
    """Whether a word says what was done to a text: "A ledger kept in a shed"."""
    before = tokens[at - 1].text
    return words.is_participle(tokens[at].text) and words.is_noun_of(
        before, words.DOCUMENT_NOUNS
    )


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
