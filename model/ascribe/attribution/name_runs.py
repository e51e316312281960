"""Where a proper name begins and ends in a sentence, and what stands around it.

Rows are those of ``PageWords``. Looks at one sentence; what a page says of a name is
collected elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import SPEECH_VERBS
from ascribe.attribution.given_names import GIVEN_NAMES
from ascribe.attribution.name_parts import is_title, person_at_end
from ascribe.attribution.name_words import (
    APOSTROPHES,
    ARTICLES,
    CLAUSE_WORDS,
    CLOSES,
    ENDS_APPOSITION,
    ENDS_RUN,
    LEADS,
    MAY_JOIN,
    NO_HEADLINE_ENDS,
    POSSESSIVES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.speech_tokens import PageWords

# "Kevin Jon Heller, a professor of …": this many words are looked at for a role.
_APPOSITION_WORDS = 14
# So many long words with a capital make a headline; a list of two names has fewer.
_HEADLINE_CAPITALS = 5


def run_end(page: PageWords, first: int) -> int:
    """Return the end of the run of name words that starts at ``first``."""
    written = page.written
    at = first
    while page.lower[at] not in ENDS_RUN and (
        written[at][:1].isupper()
        # Of the words behind a name few can be a part of it.
        or (page.lower[at] in MAY_JOIN and _joins(page, at, first))
    ):
        at += 1
    return at


def _joins(page: PageWords, at: int, first: int) -> bool:
    """Whether a small word or a mark stands inside a name that began at ``first``."""
    following, lower = page.written[at + 1], page.lower
    if at == first or not (following[:1].isupper() or lower[at + 1] in words.PARTICLES):
        return False
    text, before = page.written[at], page.written[at - 1]
    return (
        lower[at] in words.PARTICLES
        or text == "&"
        or (text == "of" and lower[at - 1] in words.ORGANISATION_NAME_WORDS)
        or (text in APOSTROPHES and before.endswith("s"))
        or (text in POSSESSIVES and lower[at - 1] in words.POSSESSORS)
    )


def behind_titles(page: PageWords, first: int, last: int) -> int:
    """Return where the name begins in a run of several words, behind its titles."""
    lower = page.lower
    start = first
    while start < last - 1 and (
        is_title(lower[start], last - 1 - start) or _leads(page, start, last)
    ):
        start += 1
    for at in range(start, last - 1):
        if lower[at] in words.INNER_TITLES and is_title(lower[at], last - 1 - at):
            start = at + 1
    return start + person_at_end(page.written[start:last], 0)


def _leads(page: PageWords, at: int, last: int) -> bool:
    """Whether a word that begins a run is no part of the name that ends there."""
    word = page.lower[at]
    return (
        # "On Monday Reuters said …"
        word in words.WEEKDAYS
        or (not page.written[at - 1][:1].isalnum() and _opens(word, page.small))
        or ("-" in word and words.is_compound(page.written[at]))
        # "to the U.N. Linda Thomas"; not "J.D. Vance"
        or (last - at > 2 and word.count(".") > 1 and page.lower[at + 1] in GIVEN_NAMES)
    )


def _opens(word: str, small: set[str]) -> bool:
    """Whether a word has its capital only because a sentence begins with it."""
    if word in LEADS:
        return True
    return word not in GIVEN_NAMES and (word in small or word.endswith("ing"))


def apposition(page: PageWords, last: int) -> tuple[set[str], int]:
    """Read ", a professor of law," or ", 44, who …" behind a name.

    Returns:
        The roles it gives, in lower case, and what it adds for a person.
    """
    behind = page.written[last]
    if behind != "," or not page.written[last + 1]:
        return set(), (behind == "who") - (behind == "which")
    opener = page.lower[last + 1]
    person = 2 * (opener in {"who", "aged"} or opener.isdigit())
    person -= 2 * (opener == "which")
    if opener not in words.DETERMINERS and opener not in words.PERSON_NOUNS:
        return set(), person
    roles = set()
    in_head, group = True, False
    for row in range(last + 1, last + _APPOSITION_WORDS):
        word, lower = page.written[row], page.lower[row]
        if word in ENDS_APPOSITION:
            break
        if word in CLAUSE_WORDS:
            # "According to Vela, the official called it …": a clause of its own.
            return set(), person
        in_head = in_head and word not in words.PREPOSITIONS
        if lower in words.PERSON_NOUNS:
            roles.add(lower)
        elif in_head and words.is_noun_of(lower, words.ORGANISATION_NOUNS):
            group = True
    # "the developer of the port"; but "a ministry spokeswoman" is a person.
    return roles, person + (2 if roles else -2 * group)


def is_introduced(page: PageWords, at: int) -> bool:
    """Say whether a sentence that opens with one capital word introduces a person.

    "Milo, aged eight, …", "Ludo, the caretaker, says …"; not "Instead, the …".
    """
    if page.written[at + 1] != "," or page.lower[at] in page.small:
        return False
    opener, *following = page.lower_from(at + 2, most=_APPOSITION_WORDS - 1) or [""]
    if opener in {"who", "whose", "aged"} or opener.isdigit():
        return True
    if opener not in ARTICLES or "," not in following:
        return False
    behind = following.index(",") + 1
    return behind < len(following) and following[behind] in SPEECH_VERBS


def group_before(page: PageWords, start: int, last: int) -> str:
    """Return the noun of "the daily Zenit" or "A second paper, Novy Den,".

    Empty where no noun for an organisation stands there.

    Args:
        page: the words.
        start: where the name begins.
        last: where it ends.
    """
    noun = page.lower[start - 1]
    if noun == ",":
        # "In the paper, Vela says …" has no second comma.
        noun = page.lower[start - 2] if page.written[last] in CLOSES else ""
    return noun if words.is_noun_of(noun, words.ORGANISATION_NOUNS) else ""


def is_headline(page: PageWords, sentence: int) -> bool:
    """Say whether Every Word of Weight Has a Capital: then capitals tell no names."""
    if page.written[page.breaks[sentence + 1] - 1] in NO_HEADLINE_ENDS:
        return False
    weighty = [w for w in page.of_sentence(sentence) if len(w) > 3 and w.isalpha()]
    capital = sum(word.istitle() for word in weighty)
    return capital >= _HEADLINE_CAPITALS and capital >= 0.8 * len(weighty)


def is_subsequence(short: Sequence[str], full: Sequence[str]) -> bool:
    """Say whether all words of one are in the other, in the same order."""
    rest = iter(full)
    return all(any(word == other for other in rest) for word in short)
