"""What of a source phrase a reader is shown, and its words that are in no name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import SPEECH_VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.speech_tokens import Token

_COMPOUNDS = (
    "maker",
    "goer",
    "holder",
    "owner",
    "watcher",
    "seeker",
    "keeper",
    "worker",
    "mate",
)
_OPEN_ENDS = words.PREPOSITIONS | words.DETERMINERS
_UNTITLED = words.PERSON_NOUNS - words.TITLES
_ADVERBS = frozenset("meanwhile also however later then still even again too".split())


def shown_end(found: Sequence[Token], phrase: str) -> int:
    """Return where the phrase ends that a reader is shown.

    That is before a comma, a verb of speech, a dangling "who", or a verb whose
    object is a pronoun ("A man stopped me").
    """
    last = len(found)
    described = False
    for at, token in enumerate(found):
        # "people who know him" are shown whole.
        described = described or token.text.lower() in words.RELATIVE_PRONOUNS
        follows = found[at + 1].text if at + 1 < len(found) else ""
        ends = (
            speaks(token.text)
            or token.text in words.VERBAL_WORDS
            or (
                not described
                and follows in words.OBJECT_PRONOUNS
                and token.text not in words.PREPOSITIONS
            )
        )
        if token.text in {",", ":", "—", "–"} or (at and ends):
            last = at
            break
    if last > 2 and found[last - 2].text.lower() in words.RELATIVE_PRONOUNS:
        # "The trainee who alone"
        last -= 1
    while last > 1 and (
        found[last - 1].text.lower() in words.RELATIVE_PRONOUNS
        or is_adverb(found[last - 1].text)
        or found[last - 1].text in _OPEN_ENDS
        or (last > 2 and found[last - 1].text.lower() in words.CALENDAR)
        or found[last - 1].text in {"'s", "’s"}
    ):
        last -= 1
    return found[last - 1].end if last else len(phrase)


def speaks(word: str) -> bool:
    """Whether a word is a verb of speech, and not "report" or "estimates"."""
    return word in SPEECH_VERBS and not words.is_noun_of(word, words.DOCUMENT_NOUNS)


def is_common(word: str) -> bool:
    """Whether a word is what people, bodies or texts are called by, in lower case."""
    # "filmmakers", "policyholders"
    compound = word.removesuffix("s").endswith(_COMPOUNDS)
    # "Activists": of titles, only the plural is no part of a name.
    plural = word.endswith("s") and word not in words.TITLES
    people = words.PERSON_NOUNS if plural else _UNTITLED
    return compound or any(
        words.is_noun_of(word, nouns)
        for nouns in (
            words.DOCUMENT_NOUNS,
            words.ORGANISATION_NOUNS,
            people,
        )
    )


def is_adverb(word: str) -> bool:
    """Whether "quietly" or "meanwhile"; not "Kelly", nor "family"."""
    if word in _ADVERBS:
        return True
    return word.endswith("ly") and word.islower() and not is_common(word)
