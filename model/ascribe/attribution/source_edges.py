"""Mend the edges of a source that was cut inside its noun phrase.

"The dockers' | union fears", "three people with knowledge of | the matter said": a
source is a whole phrase. Only edges move, and only inside one sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import AUXILIARIES, CLAUSE_OPENERS, SPEECH_VERBS

if TYPE_CHECKING:
    from ascribe.attribution.row_words import RowWords
    from ascribe.attribution.runs import Run

# A phrase that goes on further than this is a clause.
_MAX_MORE_ROWS = 6
_MAX_CHAIN_ROWS = 24
_MAX_ROWS = 60
_MAX_SUBJECT_ROWS = 7
_SPEAKING_NOUNS = (words.PERSON_NOUNS, words.ORGANISATION_NOUNS)
_NOUNS = (*_SPEAKING_NOUNS, words.DOCUMENT_NOUNS)
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
# Behind these a phrase is not over.
_OPEN_ENDS = (
    words.DETERMINERS | words.PREPOSITIONS | _POSSESSIVE | {"one", "another", "every"}
)
_JOINTS = _POSSESSIVE | {"&"}
_UNFINISHED = _OPEN_ENDS | {"&"}
# Between a source and its verb, and no part of either's noun phrase.
_STOPS = (
    words.VERBAL_WORDS
    | AUXILIARIES
    | CLAUSE_OPENERS
    | words.PRONOUNS
    | words.WEEKDAYS
    | {"today", "yesterday", "tomorrow", "here", "there", "not", "n't"}
)
# A noun in front of one of these goes on with it: "people with knowledge".
_CHAINS = frozenset(
    "of with in for at to from on over against about near under".split()
)
# "such as", "as well as": no end of a phrase.
_BEFORE_AS = frozenset({"such", "well", "known", "same", "much"})
# Words that may begin what follows a source.
_RESTS = frozenset(("as", "citing", "quoting"))
_INCLUDING = frozenset(("include", "includes", "included"))
# After these another clause has its own subject: "stopped after inspectors found".
_SUBORDINATORS = frozenset(
    "after because when while since before although though".split()
)


def mended(source: Run, cue: Run, words_of: RowWords) -> Run:
    """Return the whole phrase that a source was cut out of.

    Args:
        source: the source as the network cut it; in the cue's sentence.
        cue: the cue.
        words_of: the page.
    """
    lower = words_of.lower
    if source.last < cue.first and lower[cue.first] in SPEECH_VERBS:
        source = subject_of(cue, words_of, behind=source.last) or source
    if words_of.in_heading(source):
        source = _behind_kicker(source, words_of)
    if lower[source.last] in _INCLUDING:
        source = _named_by(source, cue, words_of)
    if lower[source.last] == "," and lower[source.last + 1] == "and":
        source = _all_of_them(source, cue, words_of)
    if source.last <= cue.first and lower[source.first - 1] in _CHAINS:
        source = _from_its_noun(source, cue, words_of)
    if (
        source.last < cue.first
        or lower[source.last] in _JOINTS
        or lower[source.last - 1] in _UNFINISHED
    ):
        source = _to_its_noun(source, cue, words_of)
    if source.last > source.first + 1:
        source = _without_rest(source, words_of)
    # "The | team measured": what opens a sentence belongs to its first noun.
    opens = lower[source.first - 1] in words.DETERMINERS
    if opens and not lower[source.first - 2]:
        return replace(source, first=source.first - 1)
    return source


def _plain(row: int, words_of: RowWords) -> bool:
    """Whether a row is a word that a noun phrase may go on with."""
    word = words_of.lower[row]
    return bool(
        word
        and word not in _STOPS
        and not words_of.is_mark(row)
        and not (word.endswith("ly") and len(word) > 4)
        and (word not in SPEECH_VERBS or _is_noun(word))
    )


def _is_noun(word: str) -> bool:
    return any(words.is_noun_of(word, nouns) for nouns in _NOUNS)


def subject_of(verb: Run, words_of: RowWords, *, behind: int) -> Run | None:
    """Return the subject in a clause that a conjunction opens.

    "The pumps stopped, a spokesman said, after inspectors | found that it leaked".

    Args:
        verb: the verb; none where it is no verb of speech.
        words_of: the page.
        behind: the conjunction stands in this row or a later one.
    """
    if words_of.lower[verb.first] not in SPEECH_VERBS:
        return None
    near = verb.first - _MAX_SUBJECT_ROWS - 1
    opener = next(
        (
            row
            for row in range(verb.first - 1, max(behind, near) - 1, -1)
            if words_of.lower[row] in _SUBORDINATORS
        ),
        -1,
    )
    first = opener + 1
    if opener < 0 or not 0 < verb.first - first <= _MAX_SUBJECT_ROWS:
        return None
    if not all(_plain(row, words_of) for row in range(first, verb.first)):
        return None
    if words_of.lower[first] in words.PREPOSITIONS or words_of.is_quoted(first):
        return None
    return replace(verb, first=first, last=verb.first)


def _behind_kicker(source: Run, words_of: RowWords) -> Run:
    """Leave out what stands before a headline's colon: "Papers: | minister said"."""
    reach = range(source.first, min(source.last, source.first + _MAX_ROWS))
    colon = next((row for row in reach if words_of.lower[row] == ":"), 0)
    return replace(source, first=colon + 1) if 0 < colon < source.last - 1 else source


def _named_by(source: Run, cue: Run, words_of: RowWords) -> Run:
    """Take the one of many who speaks: "Critics include | Vela Power, which fears"."""
    comma = cue.first - 2
    if words_of.lower[comma] != "," or words_of.lower[cue.first - 1] not in (
        "which",
        "who",
    ):
        return source
    if source.last + 1 >= comma:
        return source
    return replace(source, first=source.last + 1, last=comma)


def _all_of_them(source: Run, cue: Run, words_of: RowWords) -> Run:
    """Name all: "His colleagues, | Ana Vela, 31 | , and Ben Orr, 29, | deny"."""
    between = range(source.last, min(cue.first, source.last + _MAX_CHAIN_ROWS))
    listed = [row for row in between if words_of.lower[row] not in (",", "and")]
    if (
        between.stop < cue.first
        or not listed
        or not words_of.begins_with_capital(listed[0])
        or not all(
            words_of.begins_with_capital(row) or words_of.lower[row].isdigit()
            for row in listed
        )
    ):
        return source
    return replace(source, first=_first_named(source, words_of), last=cue.first)


def _first_named(source: Run, words_of: RowWords) -> int:
    """Return where the names begin behind what tells who they all are."""
    rows = range(source.first, min(source.last, source.first + _MAX_ROWS))
    comma = next((row for row in rows if words_of.lower[row] == ","), rows.stop)
    described = range(source.first + 1, comma)
    if any(words_of.begins_with_capital(row) for row in described) or not described:
        return source.first
    named = comma + 1 < source.last and words_of.begins_with_capital(comma + 1)
    return comma + 1 if named else source.first


def _from_its_noun(source: Run, cue: Run, words_of: RowWords) -> Run:
    """Go back to the noun that the source only describes.

    "three people with knowledge of | the matter told"; and "A woman who went to
    hospital with | a headache said"; and "A letter sent to | Ana Vela said".
    """
    if any(
        not _plain_or_adverb(row, words_of) for row in range(source.last, cue.first)
    ):
        return source
    first = head = source.first - 1
    while source.first - first < _MAX_CHAIN_ROWS and (
        words_of.lower[first - 1]
        and not words_of.is_mark(first - 1)
        and words_of.lower[first - 1] not in _STOPS
        and words_of.lower[first - 1] not in SPEECH_VERBS
    ):
        first -= 1
        if words_of.lower[first] in _CHAINS:
            head = first
    # "After talks with Rao, …": a subject does not begin with a preposition.
    while first < head and (
        words_of.lower[first] in words.PREPOSITIONS
        or words_of.lower[first] in words.CALENDAR
    ):
        first += 1
    if first >= head or words_of.lower[first] in words.PREPOSITIONS:
        return source
    if head - first > _MAX_SUBJECT_ROWS:
        return source
    if _is_noun(words_of.lower[head - 1]) or _is_handled_text(first, head, words_of):
        return replace(source, first=first)
    return source


def _is_handled_text(first: int, last: int, words_of: RowWords) -> bool:
    """Whether rows are "A letter secretly sent": a text and what was done to it."""
    if not words.is_participle(words_of.lower[last - 1]):
        return False
    last -= 1
    if words_of.lower[last - 1].endswith("ly"):
        last -= 1
    noun = words_of.lower[last - 1]
    return first < last - 1 and words.is_noun_of(noun, words.DOCUMENT_NOUNS)


def _plain_or_adverb(row: int, words_of: RowWords) -> bool:
    return not words_of.is_mark(row) and words_of.lower[row] not in CLAUSE_OPENERS


def _to_its_noun(source: Run, cue: Run, words_of: RowWords) -> Run:
    """Go on to the noun where the source ends before it: "The dockers | ' union"."""
    limit = source.last + _MAX_MORE_ROWS
    if source.last <= cue.first:
        limit = min(limit, cue.first)
    joined = _joined_noun(source.last, limit, words_of)
    if joined:
        return replace(source, last=joined)
    if words_of.lower[source.last - 1] not in _OPEN_ENDS:
        # "the finance | minister said"
        whole = (
            source.last < cue.first == limit
            and all(_plain(row, words_of) for row in range(source.last, limit))
            and _is_noun(words_of.lower[cue.first - 1])
            and words_of.lower[cue.first - 1] not in SPEECH_VERBS
        )
        return replace(source, last=cue.first) if whole else source
    last = source.last
    while last < limit and _plain(last, words_of):
        last += 1
    while last > source.last and words_of.lower[last - 1] in words.PREPOSITIONS:
        last -= 1
    return replace(source, last=last)


def _joined_noun(mark: int, limit: int, words_of: RowWords) -> int:
    """Return the end of "dockers | ' union" or "Gauge | & Tally"; 0 for neither.

    Args:
        mark: the row behind the source.
        limit: one past the last row that may belong to the phrase.
        words_of: the page.
    """
    if words_of.lower[mark - 1] == "&":
        mark -= 1
    joint = words_of.lower[mark]
    if joint == "&":
        return mark + 2 if words_of.begins_with_capital(mark + 1) else 0
    # What somebody owns speaks where it is people: "Vela's office", not "Vela's plan".
    if joint not in _POSSESSIVE or words_of.lower[mark - 1] in words.PRONOUNS:
        return 0
    end = 0
    for row in range(mark + 1, limit):
        word = words_of.lower[row]
        if not _plain(row, words_of):
            break
        if word not in words.PARTITIVES and any(
            words.is_noun_of(word, nouns) for nouns in _SPEAKING_NOUNS
        ):
            end = row + 1
    return end


def _without_rest(source: Run, words_of: RowWords) -> Run:
    """End a source before " as the gravest …" and before ", citing …"."""
    last = min(source.last, source.first + _MAX_ROWS)
    if _RESTS.isdisjoint(words_of.lower[source.first : last]):
        return source
    for row in range(source.first + 1, last):
        word = words_of.lower[row]
        if word == "as" and words_of.lower[row - 1] not in _BEFORE_AS:
            comma = words_of.lower[row - 1] == ","
            return replace(source, last=row - comma)
        if word in ("citing", "quoting") and words_of.lower[row - 1] == ",":
            return replace(source, last=row - 1)
    return source
