"""The word lists by which names are told in the words of a page. In lower case."""

from __future__ import annotations

from ascribe.attribution import source_words as words
from ascribe.attribution.cues import RELAY_VERBS, SPEECH_VERBS
from ascribe.attribution.given_names import GIVEN_NAMES
from ascribe.attribution.name_parts import BEFORE_PERSONS, JOINING
from ascribe.attribution.speech_tokens import QUOTE_MARKS

# Capital words that are in no name; a headline has its verb with a capital as well.
ENDS_RUN = words.HEADLINE_VERBS | {"i"}
# These have a capital only where a sentence begins.
LEADS = words.DETERMINERS | words.LEADING_WORDS | words.PREPOSITIONS
APOSTROPHES = frozenset({"'", "’"})
POSSESSIVES = frozenset({"'s", "’s"})
# Small words and marks inside a name, in some places.
MAY_JOIN = words.PARTICLES | {"&", "of"} | APOSTROPHES | POSSESSIVES
# Name words that other names are known by; "Jr." is none.
SUFFIXES = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})
# "the Courier", "in East Harmon": rarely a person.
NO_PERSON_AFTER = frozenset({"the", "in", "at", "near"})
# A title or an exclamation, where nothing follows it.
NO_NAMES_ALONE = words.TITLES | words.INTERJECTIONS | words.CALENDAR
# Before a name most words say nothing of it.
TELLING = (
    NO_PERSON_AFTER
    | words.PERSON_NOUNS
    | words.with_plurals(words.ORGANISATION_NOUNS)
    | {","}
)
ARTICLES = frozenset({"a", "an", "the"})
# Behind a name nothing else says more of it.
OPENS_APPOSITION = frozenset({",", "who", "which"})
# Marks and words behind a description, and the end of the sentence.
ENDS_APPOSITION = frozenset({",", ".", "who", "which", "that", ""})
# These are in no description: a sentence goes on.
CLAUSE_WORDS = words.VERBAL_WORDS | RELAY_VERBS | QUOTE_MARKS | {"said", "says"}
CLOSES = frozenset({",", ".", ";", ""})
NO_HEADLINE_ENDS = frozenset({".", "”", '"'})

# As the kernel calls them; see model/kernel/name_runs.h.
LISTS: dict[str, frozenset[str]] = {
    "ENDS_RUN": ENDS_RUN,
    "PARTICLES": words.PARTICLES,
    "AMPERSAND": frozenset({"&"}),
    "OF": frozenset({"of"}),
    "APOSTROPHES": APOSTROPHES,
    "POSSESSIVES": POSSESSIVES,
    "POSSESSORS": words.POSSESSORS,
    "ORGANISATION_NAME_WORDS": words.ORGANISATION_NAME_WORDS,
    "TITLES": words.TITLES,
    "INNER_TITLES": words.INNER_TITLES,
    "GIVEN_NAMES": GIVEN_NAMES,
    "LEADS": LEADS,
    "WEEKDAYS": words.WEEKDAYS,
    "CALENDAR": words.CALENDAR,
    "NO_NAMES_ALONE": NO_NAMES_ALONE,
    "JOINING": JOINING,
    "BEFORE_PERSONS": BEFORE_PERSONS,
    "SUFFIXES": SUFFIXES,
    "PREPOSITIONS": words.PREPOSITIONS,
    "NO_PERSON_AFTER": NO_PERSON_AFTER,
    "IN": frozenset({"in"}),
    "THE": frozenset({"the"}),
    "PERSON_NOUNS": words.PERSON_NOUNS,
    "ORGANISATION_NOUNS": words.with_plurals(words.ORGANISATION_NOUNS),
    "DETERMINERS": words.DETERMINERS,
    "ARTICLES": ARTICLES,
    "COMMA": frozenset({","}),
    "WHO": frozenset({"who"}),
    "WHOSE": frozenset({"whose"}),
    "WHICH": frozenset({"which"}),
    "AGED": frozenset({"aged"}),
    "ENDS_APPOSITION": ENDS_APPOSITION,
    "CLAUSE_WORDS": CLAUSE_WORDS,
    "CLOSES": CLOSES,
    "NO_HEADLINE_ENDS": NO_HEADLINE_ENDS,
    "SPEECH_VERBS": SPEECH_VERBS,
}
