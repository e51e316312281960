"""Tell the parts of a name: its initials, its titles, and where a person begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.given_names import GIVEN_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.speech_tokens import Token

# Behind one of these a name is somebody else's, or goes on.
JOINING = words.PREPOSITIONS | {"the", "and", "'s", "’s", "'", "’", "&", ","}
_MAX_NAME_WORDS = 4
# Words and marks of "Ana v. V.".
_MAX_SHORT_NAME = 5
# What a person is called by, at the end of a run of capitals.
BEFORE_PERSONS = (
    words.PERSON_NOUNS
    | words.TITLES
    # "Secretary of State John Vela", "Speaker of the House Newt Vela"
    | words.ORGANISATION_NOUNS
    | words.ORGANISATION_NAME_WORDS
)


def is_initial(word: str, following: Sequence[str]) -> bool:
    """Say whether a stop belongs to the letter before it: "J.", "Ana v. V.".

    >>> is_initial("J", ["van"]), is_initial("v", ["V"]), is_initial("v", ["Rao"])
    (True, True, False)
    """
    if len(word) != 1:
        return False
    # "Vela v. Rao" is a case.
    short = bool(following) and len(following[0]) == 1 and following[0].isupper()
    return word.isupper() or (short and f"{word}." in words.PARTICLES)


def has_initial(name: Sequence[str]) -> bool:
    """Say whether one of the words of a name is an initial with its stop: "T."."""
    return any(len(word) == 2 and word[1] == "." for word in name)


def ends_in_initial(found: Sequence[Token]) -> bool:
    """Say whether a phrase is a name that is not given in full: "Ana V."."""
    if not 2 < len(found) <= _MAX_SHORT_NAME or found[-1].text != ".":
        return False
    return is_initial(found[-2].text, ()) and found[0].text.istitle()


def is_title(word: str, after: int) -> bool:
    """Say whether a word before a name is a title, and not "Dean" of "Dean Vela".

    Args:
        word: the word.
        after: number of words of the name that follow it.

    >>> is_title("Dean", 1), is_title("Dean", 2), is_title("Judge", 1)
    (False, True, True)
    """
    lower = word.lower()
    return lower in words.TITLES and not (lower in GIVEN_NAMES and after == 1)


def person_at_end(core: list[str], start: int) -> int:
    """Return where the person begins in "House Majority Whip Ana Vela".

    A given name behind a capital word that is none itself, with one to three words to
    its right; 0 where none stands there.

    Args:
        core: the words of a noun phrase that ends in a name.
        start: where the name was found to begin.

    >>> person_at_end("Board Member Mary Vela".split(), 0)
    2
    >>> person_at_end("Mary Kate Vela".split(), 0)
    0
    """
    if core[start].lower() in GIVEN_NAMES or "." in core[start]:
        return 0
    if core[-1].lower() in words.ORGANISATION_NAME_WORDS:
        return 0
    for at in range(start + 1, len(core) - 1):
        before = core[at - 1].lower()
        if (
            core[at].lower() in GIVEN_NAMES
            and len(core) - at <= _MAX_NAME_WORDS
            and before not in JOINING
            and before not in words.PARTICLES
            and (before in BEFORE_PERSONS or at - start > 2)
        ):
            return at
    return 0
