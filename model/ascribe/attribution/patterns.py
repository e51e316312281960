"""Correct links where the words leave no doubt: "according to", "… by", "X said".

Precise rules after the learned ones. Each looks at the words of one link and only
moves the edges of its parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ascribe.attribution.cues import (
    AUXILIARIES,
    CLAUSE_OPENERS,
    DESCRIPTION_OPENERS,
    DOUBTING_ADVERBS,
    PHRASE_ENDS,
    QUESTION_WORDS,
    SPEECH_VERBS,
)
from ascribe.attribution.features import INSIDE
from ascribe.attribution.lead_ins import KINDS_OF_PIECE
from ascribe.attribution.source_edges import mended, subject_of
from ascribe.attribution.source_words import (
    DETERMINERS,
    DOCUMENT_NOUNS,
    PREPOSITIONS,
    is_noun_of,
    is_participle,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.links import Link
    from ascribe.attribution.row_words import RowWords
    from ascribe.attribution.runs import Run

# A subject with its description is at most this long; its name alone, this.
_MAX_DESCRIPTION_ROWS = 45
_MAX_NAME_ROWS = 8
# "has since been publicly | quoted"
_MAX_AUXILIARIES = 4
# A source behind "by" is a noun phrase, not a clause.
_MAX_SOURCE_ROWS = 25
_VERBS = SPEECH_VERBS | AUXILIARIES
# Each one of many, and what a rule says that he does.
_EACH = frozenset(("each", "every", "any"))
_DUTIES = frozenset(("would", "will", "shall", "should", "must"))
_LEARNING = frozenset(("learn", "learns", "learned", "learnt"))
# What a source takes from a phrase in front of its clause stands behind one of these.
_LEADS = frozenset(("to", "for", "with", "by", "in", "on"))
# No subject begins with one of these.
_NO_SUBJECT = CLAUSE_OPENERS | PREPOSITIONS


def correct(links: Sequence[Link], words: RowWords) -> None:
    """Correct the links of a page in place."""
    for one in links:
        if one.cue is None:
            continue
        if one.contents and one.contents[0].first < one.cue.first:
            _own_verb(one, one.cue, words)
        one.source = _source(one, one.cue, words)
        if words.lower[one.cue.last] == "by":
            _passive(one, one.cue, words)
        if one.source is None:
            one.source = _who_is_quoted(one.cue, words)


def _source(one: Link, cue: Run, words: RowWords) -> Run | None:
    """Return the corrected source of a link.

    Most links need no correction, which the words at the edges of cue and source show:
    a rule is only called where they are the ones that it looks for.
    """
    lower = words.lower
    source = one.source
    if lower[cue.first - 1] == ",":
        source = _described(source, cue, words) or source
    if source is None:
        return None
    verb, opener = lower[cue.last - 1], lower[source.first]
    if verb in DOUBTING_ADVERBS and _only_doubts(source, cue, words):
        return None
    if verb in _LEARNING and _learns(one, cue, words):
        return None
    if opener in _EACH and _is_rule(source, cue, words):
        return None
    if opener in KINDS_OF_PIECE and _is_kicker(source, words):
        return None
    if words.in_heading(cue) and _asks(cue, words):
        return None
    if source.last == cue.first and lower[source.first - 1] in _LEADS:
        source = _after_lead(source, cue, words)
    if lower[source.last - 1] in _VERBS:
        source = _without_verbs(source, words)
    if source.sentence == cue.sentence:
        source = mended(source, cue, words)
    if lower[cue.first] == "according" and words.opens_with(cue, "according", "to"):
        source = _up_to_comma(source, words)
    return source


def _own_verb(one: Link, cue: Run, words: RowWords) -> None:
    """Let "after inspectors found | that it leaked, a thing blamed on" speak itself.

    What is said stands right behind a verb of speech with a subject of its own, and
    the network took a later word, which is no such verb, for the cue.
    """
    first = one.contents[0].first
    if words.lower[first] != "that":
        return
    if not SPEECH_VERBS.isdisjoint(words.of(cue)):
        return
    verb = replace(cue, first=first - 1, last=first)
    subject = subject_of(verb, words, behind=0)
    if subject is not None:
        one.cue, one.source = verb, subject


def _described(source: Run | None, cue: Run, words: RowWords) -> Run | None:
    """Return the subject of "Ana Vela, who …, said" where the cue follows a comma.

    The subject begins the sentence, and what describes it begins after its first
    comma; a network that sees few words may take the description's end for the source.
    """
    lower, quotes = words.lower, words.quotes
    first = cue.first
    while lower[first - 1] and quotes[first - 1] < INSIDE:
        first -= 1
        if cue.first - first > _MAX_DESCRIPTION_ROWS:
            return None
    name = lower[first : first + _MAX_NAME_ROWS]
    comma = first + name.index(",") if "," in name else 0
    opener = lower[comma + 1]
    if not comma or comma >= cue.first - 1 or comma == first:
        return None
    if not (
        opener in DESCRIPTION_OPENERS
        or opener.endswith("ing")
        or opener.isdigit()
        or is_participle(opener)
        # "The guidebook, in its only line on Klein Swaling, calls …"
        or (opener in PREPOSITIONS and source and source.first > comma)
    ):
        return None
    if not words.begins_with_capital(first) or lower[first] in _NO_SUBJECT:
        return None
    # With the comma that closes the description, as people mark it.
    return replace(cue, first=first, last=cue.first)


def _only_doubts(source: Run, cue: Run, words: RowWords) -> bool:
    """Say whether others tell of a source: "Some workers allegedly took less".

    In "A message allegedly sent by him read" the text speaks all the same.
    """
    beside = source.last == cue.first or source.first == cue.last
    return beside and not is_noun_of(words.lower[source.last - 1], DOCUMENT_NOUNS)


def _asks(cue: Run, words: RowWords) -> bool:
    """Say whether the heading of a cue asks: "What customers say"."""
    first = cue.first
    while words.lower[first - 1]:
        first -= 1
    return words.lower[first] in QUESTION_WORDS


def _is_kicker(source: Run, words: RowWords) -> bool:
    """Say whether a source is the word before a headline: "Analysis: Who wins"."""
    first = source.first
    return not words.lower[first - 1] and words.lower[first + 1] == ":"


def _learns(one: Link, cue: Run, words: RowWords) -> bool:
    """Say whether somebody only learns a thing: "Participants learned a list".

    "The Courier learned the name of the buyer" may pass on what it learned.
    """
    thing = words.lower[cue.last]
    return thing in ("a", "an") or (thing in DETERMINERS and not one.contents)


def _is_rule(source: Run, cue: Run, words: RowWords) -> bool:
    """Say whether a source is to do a thing: "Each pupil would answer ten questions".

    Who is each one of many has not spoken yet where a rule or a plan says what he does.
    """
    return source.last == cue.first and words.lower[cue.first] in _DUTIES


def _after_lead(source: Run, cue: Run, words: RowWords) -> Run:
    """Take the subject of "In a message to | staff, seen by us, | the head wrote".

    What a source takes from the phrase in front of its clause stands behind a
    preposition; the subject is what stands between the last comma and the verb.
    """
    if words.lower[cue.first] not in SPEECH_VERBS:
        return source
    comma = next(
        (
            row
            for row in range(source.last - 1, source.first, -1)
            if words.lower[row] == ","
        ),
        0,
    )
    if not comma or comma + 1 >= source.last:
        return source
    return replace(source, first=comma + 1)


def _without_verbs(source: Run, words: RowWords) -> Run:
    """Cut the cue's verb off a source: "Reuters reports" is Reuters."""
    last = source.last
    while last > source.first + 1 and words.lower[last - 1] in _VERBS:
        last -= 1
    # "the report": a noun after an article is no verb.
    if last == source.first + 1 and words.lower[source.first] in ("the", "a", "an"):
        return source
    return source if last == source.last else replace(source, last=last)


def _up_to_comma(source: Run, words: RowWords) -> Run:
    """End the source of "according to" before its first comma."""
    for row in range(source.first + 1, source.last):
        if words.lower[row] == ",":
            return replace(source, last=row)
    return source


def _who_is_quoted(cue: Run, words: RowWords) -> Run | None:
    """Return the subject of "One clerk was quoted as saying", where it opens it."""
    reach = range(cue.first, cue.first + _MAX_AUXILIARIES + 1)
    verb = next((row for row in reach if words.lower[row] not in AUXILIARIES), 0)
    if (words.lower[verb], words.lower[verb + 1]) != ("quoted", "as"):
        return None
    last = verb
    while verb - last < _MAX_AUXILIARIES and words.lower[last - 1] in AUXILIARIES:
        last -= 1
    # "The paper | quoted as proof" has somebody else's words.
    if last == verb:
        return None
    first = last
    while (
        words.lower[first - 1]
        and last - first < _MAX_NAME_ROWS
        and not words.is_mark(first - 1)
        and not words.is_quoted(first - 1)
    ):
        first -= 1
    whole = first < last and not words.lower[first - 1]
    if not whole or words.lower[first] in _NO_SUBJECT:
        return None
    return replace(cue, first=first, last=last)


def _passive(one: Link, cue: Run, words: RowWords) -> None:
    """Take the source of "called by critics …" from behind "by"."""
    first = last = cue.last + 1
    while (
        last < first + _MAX_SOURCE_ROWS
        and words.lower[last]
        and words.lower[last] not in PHRASE_ENDS
        and not words.is_mark(last)
    ):
        last += 1
    if last == first:
        return
    one.source = replace(cue, first=first, last=last)
    one.contents = [
        replace(run, first=max(run.first, last)) if run.first >= first - 1 else run
        for run in one.contents
        if run.first < first - 1 or run.last > last
    ]
