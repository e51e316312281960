"""Find the telling part of a source phrase that says more, or less, than a source."""

from __future__ import annotations

from itertools import takewhile

from ascribe.attribution import source_words as words
from ascribe.attribution.given_names import GIVEN_NAMES
from ascribe.attribution.name_parts import JOINING
from ascribe.text.name_lists import GROUPS

_ENDS = frozenset({",", ":", "—", "–", "(", "who"})
# Endings of nouns for those who do something.
_AGENTS = ("er", "or", "ist", "ian", "ant", "ent", "man", "woman", "person", "ee")
# "this newspaper says": the one that is being read.
_OUR_HOUSE = words.PRESS | {"column", "blog", "page"}
_MANY = frozenset({"clergy", "people", "men", "women"})
_ODD_OPENERS = words.PRONOUNS | words.PARTITIVES | words.ANYBODY | {"any", "this", "q"}
_ODD_WORDS = words.SUBJECT_PRONOUNS | {"by", "from"}
# With these in between a name is that of somebody else.
_JOINING_OTHERS = words.PREPOSITIONS | words.DETERMINERS | words.RELATIVE_PRONOUNS


def is_plain(tokens: list[str]) -> bool:
    """Say whether a phrase has no pronoun, is somebody, and holds no other phrase.

    So that ``pronoun_in``, ``is_nobody``, ``part_of`` and ``reporting_by`` need not be
    asked: most phrases are plain.
    """
    return (
        tokens[0].lower() not in _ODD_OPENERS
        and _ODD_WORDS.isdisjoint(tokens)
        and tokens != ["A"]
    )


def pronoun_in(tokens: list[str]) -> str:
    """Return the pronoun that a phrase consists of, or that a cut too wide left in it.

    "he and his", "In English it": a pronoun is a whole subject by itself. One in the
    accusative is none: "me fifty" has nobody who speaks, and is read as the author's.
    """
    first = tokens[0].lower()
    if len(tokens) == 1:
        return first if first in words.PRONOUNS else ""
    if first in words.OBJECT_PRONOUNS:
        return "me"
    if first in words.SUBJECT_PRONOUNS and tokens[0] != "IT":
        return first
    for at in range(len(tokens) - 1, max(0, len(tokens) - 3), -1):
        if tokens[at] in words.SUBJECT_PRONOUNS and (
            # A verb before it ("whoever built it") would make it an object.
            tokens[at - 1] in ("and", "but", "or") or tokens[at - 1][0].isupper()
        ):
            return tokens[at]
    return ""


def is_nobody(tokens: list[str]) -> bool:
    """Say whether the phrase is no source: "nobody", "any office", a question's "Q".

    "This newspaper" is the author's own.
    """
    first = tokens[0].lower()
    if first == "any" or (
        first == "this" and len(tokens) == 2 and tokens[1].lower() in _OUR_HOUSE
    ):
        return True
    alone = len(tokens) == 1 and (first in words.ANYBODY or tokens[0] in ("Q", "A"))
    # "No. 10" is somebody.
    return alone or (first in words.NEGATIONS and tokens[1] != ".")


def is_some_of_many(tokens: list[str], at: int) -> bool:
    """Say whether "a panel of marine scientists" is people, not an organisation.

    Args:
        tokens: the phrase without its article.
        at: where the words behind its noun begin.

    >>> is_some_of_many(["panel", "of", "marine", "scientists"], 1)
    True
    >>> is_some_of_many(["Panel", "of", "Experts"], 1)
    False
    """
    if at != 1 or tokens[0] not in ("panel", "group", "team", "band", "number"):
        return False
    rest = list(takewhile(str.islower, tokens[at + 1 : at + 5]))
    return tokens[at : at + 1] == ["of"] and any(map(may_speak, rest))


def is_no_source(phrase: str, noun: str) -> bool:
    """Say whether a phrase is a left-over: a number, a letter, an interjection.

    >>> is_no_source("60", "60"), is_no_source("s most populous province", "province")
    (True, True)
    >>> is_no_source("Yeah", "yeah"), is_no_source("Q Corp", "corp")
    (True, False)
    """
    first = phrase.partition(" ")[0].lower()
    return (
        noun in _NOBODY
        or (first in _OPENERS and len(first) == len(phrase))
        or not (noun.isalpha() or any(map(str.isalpha, noun)))
        or (len(noun) == 1 and len(phrase) < len("a a"))
        or (
            len(first) == 1 and first.isalpha() and first != "a" and phrase[0].islower()
        )
    )


def are_people(phrase: str) -> bool:
    """Say whether a capital word means people by what they are, and names nobody.

    >>> are_people("Many Democrats"), are_people("Californians"), are_people("Evans")
    (True, True, False)
    """
    said = phrase.split()
    lower = said[-1].lower() if said else ""
    return (
        (lower in _PEOPLE or lower.endswith(_OF_A_PLACE))
        and said[-1].istitle()
        and all(word.lower() in _HOW_MANY or word[0].isdigit() for word in said[:-1])
    )


def may_speak(word: str) -> bool:
    """Say whether a common noun can be somebody: plural, or made like "rooster".

    >>> may_speak("socialist"), may_speak("engineers"), may_speak("headache")
    (True, True, False)
    """
    return word.endswith(("s", *_AGENTS)) or word in (
        "clergy",
        "people",
        "men",
        "women",
    )


def is_open_phrase(phrase: str) -> bool:
    """Say whether a phrase means somebody without a noun: "whoever built it"."""
    first, _, rest = phrase.lower().partition(" ")
    if first in words.PARTITIVES:
        return not rest or may_speak(rest.rpartition(" ")[2])
    return first in _OPEN_PHRASES and bool(rest)


# "Greens" and "Unions" are bodies as well.
_PEOPLE = GROUPS - {"greens", "unions"}
_HOW_MANY = words.DETERMINERS | words.PARTITIVES
_OF_A_PLACE = ("icans", "ians", "elis", "anis")
# Left-overs of a phrase whose noun was cut off, and what nobody is called.
_NOBODY = (words.DETERMINERS | words.INTERJECTIONS) | frozenset(
    """
    other such com ms. mr. mrs. dr. himself herself itself themselves
    american african-american latin spanish british french german russian
    chinese european african asian italian israeli iranian japanese indian mexican
    canadian australian irish scottish english turkish greek polish swedish dutch
    """.split()
)
# A capital does not make these a name.
_OPENERS = frozenset(
    """
    nevertheless nonetheless regardless again soon due without first initial right
    likewise moreover therefore otherwise instead
    """.split()
)
_OPEN_PHRASES = frozenset("whoever those anyone someone somebody others who".split())


def part_of(tokens: list[str]) -> int:
    """Return where "the diplomats" begins in "One of the diplomats"; 0 for none."""
    if len(tokens) < 3 or tokens[0].lower() not in words.PARTITIVES:
        return 0
    return 2 if tokens[1].lower() == "of" else 0


def reporting_by(tokens: list[str]) -> int:
    """Return where the name begins in "reporting by Reuters"; 0 for none."""
    for at, text in enumerate(tokens[1:-1], start=1):
        if text in ("by", "from") and tokens[at - 1].lower() in (
            "reporting",
            "coverage",
        ):
            return at + 1 if tokens[at + 1][0].isupper() else 0
    return 0


def name_behind(tokens: list[str], at: int) -> tuple[str, ...]:
    """Return the name in "a spokeswoman, Lena Ostby,": two capital words at least."""
    if at >= len(tokens) or tokens[at] != ",":
        return ()
    last = at + 1
    while last < len(tokens) and tokens[last][0].isupper():
        last += 1
    return tuple(tokens[at + 1 : last]) if last > at + 2 else ()


def name_at_end(tokens: list[str]) -> tuple[str, ...]:
    """Return the name in "Ambassador to the U.N. Linda Thomas".

    It must open with a given name, or stand behind the last of several things that
    somebody is: "party and deputy faction leader Ans Persoons". In "a spokesman for
    Linda Thomas" she is somebody else.
    """
    end = next((at for at, text in enumerate(tokens) if text in _ENDS), len(tokens))
    first = end
    while first and tokens[first - 1][0].isupper():
        first -= 1
    for at in range(max(1, first), end - 1):
        given = tokens[at].lower() in GIVEN_NAMES
        if given and tokens[at - 1].lower() not in JOINING:
            return () if _is_title_of(tokens, at) else tuple(tokens[at:end])
    if "and" in tokens[:first] and not _JOINING_OTHERS & set(tokens[:first]):
        at = end
        while at >= first and tokens[at - 1].lower() not in words.PERSON_NOUNS:
            at -= 1
        if first <= at < end - 1:
            return tuple(tokens[at:end])
    return ()


def _is_title_of(tokens: list[str], at: int) -> bool:
    """Whether a name has only titles before it, behind a preposition: "for Mayor Vela".

    So it does not end what the phrase began with.
    """
    while at and tokens[at - 1].lower() in words.TITLES:
        at -= 1
    return at > 0 and tokens[at - 1].lower() in words.PREPOSITIONS
