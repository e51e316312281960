"""Read one source phrase: is it a name, a pronoun, a role, an organisation, a text?

Looks at the phrase alone; what the rest of the page says is the ledger's job.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ascribe import source_words as words
from ascribe.speech_tokens import QUOTE_MARKS, tokens_of

MentionSort = Literal["name", "pronoun", "role", "group", "document", "other"]


@dataclass(frozen=True, slots=True)
class Mention:
    """What a source phrase says by itself.

    Attributes:
        sort: ``name`` is a proper name; ``role`` a person known by what he is
            ("the official"); ``group`` an organisation known by what it is ("the
            agency", "the Clinton campaign"); ``document`` a text ("a report").
        words: the words of the name, or of the noun phrase, without determiner,
            title and description.
        titles: titles before the name, in lower case.
        definite: begins with "the", "this", …: known from before.
        described: the whole phrase up to its first comma.
    """

    sort: MentionSort
    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    definite: bool = False
    described: str = ""


def read_mention(phrase: str) -> Mention:
    """Read a source phrase.

    >>> read_mention("Sen. Ana de Souza, a Republican,").words
    ('Ana', 'de', 'Souza')
    >>> read_mention("The unnamed official who spoke to Reuters")
    Mention(sort='role', words=('official',), titles=(), definite=True, described='The unnamed official who spoke to Reuters')
    """
    tokens = [token.text for token in tokens_of(phrase)]
    tokens = [text for text in tokens if text not in QUOTE_MARKS]
    while tokens and tokens[0] in {",", "-", "—", "–", ":", "("}:
        tokens.pop(0)
    if not tokens:
        return Mention("other", ())
    first = tokens[0].lower()
    if len(tokens) == 1 and (
        first in words.MALE_PRONOUNS
        or first in words.FEMALE_PRONOUNS
        or first in words.PLURAL_PRONOUNS
        or first in words.NEUTER_PRONOUNS
        or first in words.RELATIVE_PRONOUNS
        or first in words.AUTHOR_PRONOUNS
    ):
        return Mention("pronoun", (first,))
    definite = first in ("the", "this", "that", "these", "those")
    if first in words.DETERMINERS:
        tokens = tokens[1:]
    described = phrase.split(",")[0].strip()
    core = _core(tokens)
    if not core:
        return Mention("other", (), (), definite, described)
    return _sorted(core, definite=definite, described=described)


def _core(tokens: list[str]) -> list[str]:
    core: list[str] = []
    for at, text in enumerate(tokens):
        lower = text.lower()
        if lower in words.PHRASE_BREAKS or lower in ("'s", "’s"):
            # "Bank of England", "Department of Justice": part of the name.
            upper_after = at + 1 < len(tokens) and tokens[at + 1][0].isupper()
            named = core and core[-1][0].isupper() and lower in ("of", "for")
            if not (named and upper_after and _is_organisation(core)):
                break
        core.append(text)
    return core


def _is_organisation(tokens: list[str]) -> bool:
    return any(
        text.lower() in words.ORGANISATION_NAME_WORDS and text[0].isupper()
        for text in tokens
    )


def _sorted(core: list[str], *, definite: bool, described: str) -> Mention:
    titles: list[str] = []
    name = list(core)
    while len(name) > 1 and name[0].lower() in words.TITLES:
        # "President Obama"; but "Vice President" alone is all title.
        if not any(text[0].isupper() for text in name[1:]):
            break
        titles.append(name.pop(0).lower())
    last = name[-1]
    if last[0].isupper() and last.lower() not in words.TITLES:
        start = len(name)
        while start and (
            name[start - 1][0].isupper() or name[start - 1].lower() in _INSIDE_NAMES
        ):
            start -= 1
        lead = [text.lower() for text in name[:start]]
        return Mention(
            "name", tuple(name[start:]), (*titles, *lead), definite, described
        )
    noun = last.lower()
    kept = tuple(text for text in core if text.lower() not in words.ANONYMITY_WORDS)
    singular = noun[:-1] if noun.endswith("s") else noun
    for sort, nouns in _NOUNS:
        if noun in nouns or singular in nouns:
            return Mention(sort, kept, (), definite, described)
    return Mention("other", kept, (), definite, described)


_INSIDE_NAMES = words.PARTICLES | {"of", "for", "the", "and", "&"}
_NOUNS: tuple[tuple[MentionSort, frozenset[str]], ...] = (
    ("document", words.DOCUMENT_NOUNS),
    ("group", words.ORGANISATION_NOUNS),
    ("role", words.PERSON_NOUNS),
)
