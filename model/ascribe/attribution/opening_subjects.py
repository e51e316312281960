"""Find the noun phrase that opens a sentence and speaks in it, with its verb.

"A memo dated May 3 | records", "Vela Power, the owner, | puts", "The union is |
sceptical": who or what gives its view, told from its noun and its verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import SPEECH_VERBS

if TYPE_CHECKING:
    from ascribe.attribution.speech_tokens import SentenceWords

# A subject longer than this is a clause of its own.
MAX_SUBJECT_WORDS = 12
# What a text does when its words are given again.
_TEXT_VERBS = SPEECH_VERBS | frozenset(
    """
    show shows showed put puts record records recorded give gives gave read reads
    list lists listed describe describes described say says state states stated
    describes gives gave orders ordered contain contains contained detail details
    detailed measured counted place places placed lay lays laid set sets calls called
    oblige obliges obliged paint paints painted trace traces traced point points pointed
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
ENDS = words.PHRASE_BREAKS | _BE
# A capital does not make these the name of somebody.
_NO_NAMES = words.LEADING_WORDS | words.PRONOUNS | words.CALENDAR
# "His lawyers deny"
_OWNERS = frozenset(("his", "her", "their"))
_PARTITIVES = words.PARTITIVES - {"one"}
_BEFORE_NOUNS = words.DETERMINERS | words.PREPOSITIONS
_BEFORE_VERB = _BE | {",", "as"}


def opening_subject(
    said: SentenceWords, *, texts_only: bool = False
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the noun phrase that opens a sentence, with its verb."""
    opener = said.lower[0]
    owned = opener in _OWNERS
    named = said.written[0][0].isupper() and (owned or opener not in _NO_NAMES)
    if not named or opener in _PARTITIVES:
        return None
    head = next(
        (
            i
            for i in range(1, min(len(said.lower), MAX_SUBJECT_WORDS + 1))
            if said.lower[i] in ENDS or _is_verb(said, i) or _is_kept_text(said, i)
        ),
        0,
    )
    if not head:
        return None
    # "Clause 31 of the contract"
    numbered = head > 1 and said.written[head - 1].isdigit()
    noun = said.written[head - 2 if numbered else head - 1]
    if not owned and words.is_noun_of(noun, words.DOCUMENT_NOUNS):
        verbs = _TEXT_VERBS
        # "A poll by the institute, taken in May, put": the verb may stand further on.
        reach = range(head, min(len(said.written), head + 24))
    elif texts_only:
        return None
    elif _is_name(said, head) or (
        opener in words.DETERMINERS
        and (
            words.is_noun_of(noun, words.PERSON_NOUNS)
            or words.is_noun_of(noun, words.ORGANISATION_NOUNS)
        )
    ):
        verbs = _STANCE_VERBS
        after = _after_description(said, head)
        reach = range(after, min(len(said.written), after + 4))
    else:
        return None
    for at in reach:
        lower = said.lower[at]
        announces = lower == "follows" and said.written[-1] == ":"
        stance = announces or (lower in _STANCES and said.lower[at - 1] in _BE)
        if stance or (lower in verbs and _can_be_verb(said, at)):
            end = at
            while end > head and said.lower[end - 1] in _BEFORE_VERB:
                end -= 1
            # "Her sons, Otto and Paul Vela, deny": with the names, but no description.
            named = all(map(_is_of_names, said.written[head:end]))
            comma = next((i for i in range(head, end) if said.written[i] == ","), end)
            return said.span(0, (end if named else comma) - 1), said.span(at, at)
        if verbs is _STANCE_VERBS and lower not in _BE:
            return None
    return None


def _after_description(said: SentenceWords, head: int) -> int:
    """Return where "Vela Power, the developer, puts …" goes on after the name.

    Or "Her two sons, Otto Vela, 31, and Paul Vela, deny …" after both names.
    """
    if said.written[head] != ",":
        return head
    limit = min(len(said.written), head + MAX_SUBJECT_WORDS)
    names = head + 1
    while names < limit and _is_of_names(said.written[names]):
        names += 1
    if names > head + 2 and said.written[names - 1] == ",":
        return names
    last = next((i for i in range(head + 1, limit) if said.written[i] == ","), head)
    opener = said.lower[head + 1] if last > head + 1 else ""
    return last + 1 if opener in words.DETERMINERS else head


def _is_of_names(word: str) -> bool:
    return word[0].isupper() or word.isdigit() or word in (",", "and")


def _is_verb(said: SentenceWords, at: int) -> bool:
    """Whether a word that could be a noun too is the sentence's verb."""
    word = said.written[at]
    if word not in _VERBS or not _can_be_verb(said, at):
        return False
    # "Phone records place them …": a noun where the next word is the verb.
    following = said.written[at + 1] if at + 1 < len(said.written) else ""
    return not (words.is_noun_of(word, words.DOCUMENT_NOUNS) and following in _VERBS)


def _is_kept_text(said: SentenceWords, at: int) -> bool:
    """Whether a word says what was done to a text: "A ledger kept in a shed".

    Or how it was done: "A message allegedly sent".
    """
    how = said.written[at].endswith("ly")
    done = at + how
    return (
        done < len(said.written)
        and not (how and said.written[done].endswith("ing"))
        and words.is_participle(said.written[done])
        and words.is_noun_of(said.written[at - 1], words.DOCUMENT_NOUNS)
    )


def _can_be_verb(said: SentenceWords, at: int) -> bool:
    before = said.lower[at - 1]
    return before not in _BEFORE_NOUNS and (
        not words.is_noun_of(said.written[at], words.DOCUMENT_NOUNS)
        or said.written[at].endswith("s")
    )


def _is_name(said: SentenceWords, head: int) -> bool:
    run = said.written[:head]
    if run[0].lower() in words.DETERMINERS:
        run = run[1:]
    return bool(run) and all(one[0].isupper() for one in run)
