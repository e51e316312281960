"""Find the noun phrase that opens a sentence and speaks in it, with its verb.

"A memo dated May 3 | records", "Vela Power, the owner, | puts", "The union is |
sceptical": who or what gives its view, told from its noun and its verb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import SPEECH_VERBS

if TYPE_CHECKING:
    from ascribe.attribution.speech_tokens import Token

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
    tokens: list[Token], *, texts_only: bool = False
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the noun phrase that opens a sentence, with its verb."""
    opener = tokens[0].text.lower()
    owned = opener in _OWNERS
    named = tokens[0].text[0].isupper() and (owned or opener not in _NO_NAMES)
    if not named or opener in _PARTITIVES:
        return None
    head = next(
        (
            i
            for i, one in enumerate(tokens[: MAX_SUBJECT_WORDS + 1])
            if i
            and (
                one.text.lower() in ENDS
                or _is_verb(tokens, i)
                or _is_kept_text(tokens, i)
            )
        ),
        0,
    )
    if not head:
        return None
    # "Clause 31 of the contract"
    numbered = head > 1 and tokens[head - 1].text.isdigit()
    noun = tokens[head - 2 if numbered else head - 1].text
    if not owned and words.is_noun_of(noun, words.DOCUMENT_NOUNS):
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
            # "Her sons, Otto and Paul Vela, deny": with the names, but no description.
            named = all(_is_of_names(one.text) for one in tokens[head:end])
            comma = next((i for i in range(head, end) if tokens[i].text == ","), end)
            return (
                (tokens[0].start, tokens[(end if named else comma) - 1].end),
                (tokens[at].start, tokens[at].end),
            )
        if verbs is _STANCE_VERBS and lower not in _BE:
            return None
    return None


def _after_description(tokens: list[Token], head: int) -> int:
    """Return where "Vela Power, the developer, puts …" goes on after the name.

    Or "Her two sons, Otto Vela, 31, and Paul Vela, deny …" after both names.
    """
    if tokens[head].text != ",":
        return head
    limit = min(len(tokens), head + MAX_SUBJECT_WORDS)
    names = head + 1
    while names < limit and _is_of_names(tokens[names].text):
        names += 1
    if names > head + 2 and tokens[names - 1].text == ",":
        return names
    last = next((i for i in range(head + 1, limit) if tokens[i].text == ","), head)
    opener = tokens[head + 1].text.lower() if last > head + 1 else ""
    return last + 1 if opener in words.DETERMINERS else head


def _is_of_names(word: str) -> bool:
    return word[0].isupper() or word.isdigit() or word in (",", "and")


def _is_verb(tokens: list[Token], at: int) -> bool:
    """Whether a word that could be a noun too is the sentence's verb."""
    word = tokens[at].text
    if word not in _VERBS or not _can_be_verb(tokens, at):
        return False
    # "Phone records place them …": a noun where the next word is the verb.
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return not (words.is_noun_of(word, words.DOCUMENT_NOUNS) and following in _VERBS)


def _is_kept_text(tokens: list[Token], at: int) -> bool:
    """Whether a word says what was done to a text: "A ledger kept in a shed".

    Or how it was done: "A message allegedly sent".
    """
    how = tokens[at].text.endswith("ly")
    done = at + how
    return (
        done < len(tokens)
        and not (how and tokens[done].text.endswith("ing"))
        and words.is_participle(tokens[done].text)
        and words.is_noun_of(tokens[at - 1].text, words.DOCUMENT_NOUNS)
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
