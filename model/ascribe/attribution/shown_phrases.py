"""What of a source phrase a reader is shown, and its words that are in no name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import SPEECH_VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence

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
# Behind these a phrase is not over.
_OPEN_ENDS = words.PREPOSITIONS | words.DETERMINERS | {"'s", "’s"}
_ENDS = frozenset({",", ":", "—", "–"})
# Verbs of speech, and no "report" or "estimates".
SPEAKING = SPEECH_VERBS - words.with_plurals(words.DOCUMENT_NOUNS)
_VERBS = SPEAKING | words.VERBAL_WORDS
# Without one of these nothing ends a phrase before its last word.
_STOPS = _ENDS | _VERBS | words.OBJECT_PRONOUNS
_THINGS = words.with_plurals(words.DOCUMENT_NOUNS | words.ORGANISATION_NOUNS)
# Of titles, only the plural is no part of a name: "Activists".
_PLURALS = _THINGS | words.with_plurals(words.PERSON_NOUNS)
_SINGULARS = _THINGS | words.with_plurals(words.PERSON_NOUNS - words.TITLES)
_ADVERBS = frozenset("meanwhile also however later then still even again too".split())


def shown_words(tokens: Sequence[str]) -> int:
    """Return how many words and marks of a phrase a reader is shown; 0 for all.

    Those before a comma, a verb of speech, a dangling "who", or a verb whose object
    is a pronoun ("A man stopped me").
    """
    last = len(tokens)
    described = False
    for at, text in enumerate(tokens if not _STOPS.isdisjoint(tokens) else ()):
        # "people who know him" are shown whole.
        described = described or text.lower() in words.RELATIVE_PRONOUNS
        if text in _ENDS or (
            at
            and (
                text in _VERBS
                or (
                    not described
                    and at + 1 < last
                    and tokens[at + 1] in words.OBJECT_PRONOUNS
                    and text not in words.PREPOSITIONS
                )
            )
        ):
            last = at
            break
    if last > 2 and tokens[last - 2].lower() in words.RELATIVE_PRONOUNS:
        # "The trainee who alone"
        last -= 1
    while last > 1 and (
        tokens[last - 1].lower() in words.RELATIVE_PRONOUNS
        or is_adverb(tokens[last - 1])
        or tokens[last - 1] in _OPEN_ENDS
        or (last > 2 and tokens[last - 1].lower() in words.CALENDAR)
    ):
        last -= 1
    return last


def is_common(word: str) -> bool:
    """Whether a word is what people, bodies or texts are called by, in lower case."""
    # "filmmakers", "policyholders"
    compound = word.removesuffix("s").endswith(_COMPOUNDS)
    plural = word.endswith("s") and word not in words.TITLES
    nouns = _PLURALS if plural else _SINGULARS
    return compound or word.lower().removeprefix("co-") in nouns


def is_adverb(word: str) -> bool:
    """Whether "quietly" or "meanwhile"; not "Kelly", nor "family"."""
    if word in _ADVERBS:
        return True
    return word.endswith("ly") and word.islower() and not is_common(word)
