"""Link the sources of several pages about one event: whom do they all hear?

Works on ledgers that are made already and reads no text. Where it is not clear that
two names are one source they stay two.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ascribe.attribution.source_words import (
    DETERMINERS,
    DOCUMENT_NOUNS,
    GENERIC_GROUPS,
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    TITLES,
)
from ascribe.results import Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_POSSESSIVE = re.compile(r"['\u2019]s\b|(?<=s)['\u2019](?!\w)", re.IGNORECASE)
# They add nothing to who a company is.
_LEGAL_FORMS = frozenset("inc ltd llc plc corp co corporation company limited".split())
_SMALL_WORDS = frozenset("the of and for in on at to a an".split())
# What describes a source without naming it.
_DESCRIPTIONS = (
    DETERMINERS | DOCUMENT_NOUNS | GENERIC_GROUPS | ORGANISATION_NOUNS | PERSON_NOUNS
)
_TITLE_WORDS = frozenset(title.rstrip(".") for title in TITLES)
_LEAST_ACRONYM = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """A source as one page hears it.

    Attributes:
        names: as that page's own ledger lists it, most words first.
        sentences: number of its sentences that count.
        words: number of words attributed to it.
        part: those words as part of the words of all listed sources of the page,
            in [0, 1].
    """

    names: tuple[str, ...]
    sentences: int
    words: int
    part: float


@dataclass(frozen=True, slots=True)
class SharedSource:
    """One source, and which of the pages hear it.

    Attributes:
        name: the fullest of its names.
        kind: what sort of source it is.
        heard: for each page what it has of the source; None where it has nothing.
    """

    name: str
    kind: SourceKind
    heard: tuple[Heard | None, ...]

    @property
    def pages(self) -> int:
        """Number of pages that hear it."""
        return sum(one is not None for one in self.heard)


@dataclass(slots=True)
class _Group:
    kind: SourceKind
    on: dict[int, list[Source]]
    name: str
    key: tuple[str, ...]

    def take(self, other: _Group) -> None:
        for page, sources in other.on.items():
            self.on.setdefault(page, []).extend(sources)
        if len(other.key) > len(self.key):
            self.name, self.key, self.kind = other.name, other.key, other.kind


def shared_sources(ledgers: Sequence[Sequence[Source]]) -> tuple[SharedSource, ...]:
    """Set the ledgers of pages side by side.

    "Heller" on one page and "Kevin Jon Heller" on another are one source where only
    one name fits; "WHO" and "World Health Organization" are one as well. Sources
    without a name are never linked: an official here need not be the one there.

    Args:
        ledgers: the sources of each page.

    Returns:
        Those that most pages hear first, then those with most words.
    """
    groups = _groups(ledgers)
    _join(groups)
    totals = [sum(source.words for source in ledger) for ledger in ledgers]
    found = [_shared(group, totals) for group in groups]
    found.sort(key=lambda one: (-one.pages, -_words(one), one.name))
    return tuple(found)


def shared_part(sources: Iterable[SharedSource], page: int) -> float | None:
    """Tell how much of a page comes from sources that another page hears as well.

    Returns:
        Part of the words of all listed sources of the page, in [0, 1]; None where
        the page has no source.
    """
    heard = [(one.pages, one.heard[page]) for one in sources]
    parts = [(pages, here.part) for pages, here in heard if here is not None]
    if not parts:
        return None
    return min(1.0, sum(part for pages, part in parts if pages > 1))


def _groups(ledgers: Sequence[Sequence[Source]]) -> list[_Group]:
    """Put equal names together."""
    groups: list[_Group] = []
    by_key: dict[tuple[str, ...], _Group] = {}
    for page, ledger in enumerate(ledgers):
        for source in ledger:
            key = _key(source.name, titles=source.kind != "person")
            if source.kind == "unnamed" or not _has_a_name(source.name):
                groups.append(_Group(source.kind, {page: [source]}, source.name, key))
            elif key in by_key:
                by_key[key].on.setdefault(page, []).append(source)
            else:
                by_key[key] = _Group(source.kind, {page: [source]}, source.name, key)
    return [*by_key.values(), *groups]


def _join(groups: list[_Group]) -> None:
    """Join a short name with the one longer name that it fits, again and again."""
    joined = True
    while joined:
        joined = False
        for group in sorted(groups, key=lambda one: len(one.key)):
            fits = list(_fitting(group, groups))
            # A page that lists both names takes them for two sources.
            if len(fits) == 1 and not fits[0].on.keys() & group.on.keys():
                fits[0].take(group)
                groups.remove(group)
                joined = True
                break


def _fitting(group: _Group, groups: Sequence[_Group]) -> Iterator[_Group]:
    if group.kind == "unnamed" or not _has_a_name(group.name):
        return
    for other in groups:
        if other is group or not _has_a_name(other.name):
            continue
        if group.kind == other.kind == "person":
            if _is_short_for(group.key, other.key):
                yield other
        elif "person" not in (group.kind, other.kind) and _is_acronym(
            group.name, other.name
        ):
            yield other


def _has_a_name(name: str) -> bool:
    """Tell whether a source is named, and not only described.

    "The report" here need not be "the report" there, whatever kind they are.

    >>> _has_a_name("the FBI director"), _has_a_name("The researchers")
    (True, False)
    """
    words = _WORD.findall(_POSSESSIVE.sub("", name))
    while words and words[0].casefold() in DETERMINERS:
        words.pop(0)
    if any(word[0].isupper() for word in words[1:]):
        return True
    # The first word may be large because a sentence begins with it.
    first = words[0] if words else ""
    folded = first.casefold()
    plain = {folded, folded.removesuffix("s"), folded.removesuffix("es")}
    return first[:1].isupper() and not plain & _DESCRIPTIONS


def _key(name: str, *, titles: bool = True) -> tuple[str, ...]:
    """Return the words of a name that tell it apart, folded.

    Args:
        name: as the ledger has it.
        titles: whether words such as "Justice" belong to the name.
    """
    plain = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", name))
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), plain)
    words = [word.casefold() for word in _WORD.findall(plain)]
    told = [
        word for word in words if word != "the" and (titles or word not in _TITLE_WORDS)
    ]
    while len(told) > 1 and told[-1] in _LEGAL_FORMS:
        told.pop()
    # "The Secretary" is all title; then that is the name.
    return tuple(told or [word for word in words if word != "the"])


def _is_short_for(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether a person's name is another one shortened.

    >>> _is_short_for(("heller",), ("kevin", "jon", "heller"))
    True
    >>> _is_short_for(("k", "heller"), ("kevin", "jon", "heller"))
    True
    >>> _is_short_for(("anna", "heller"), ("kevin", "jon", "heller"))
    False
    """
    if len(short) > len(long) or short == long or short[-1] != long[-1]:
        return False
    rest = iter(long[:-1])
    return all(any(_same_given(word, other) for other in rest) for word in short[:-1])


def _same_given(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) == 1 and word[0] == other[0])


def _is_acronym(short: str, long: str) -> bool:
    """Tell whether one name is the initials of the other.

    >>> _is_acronym("the U.N.", "United Nations")
    True
    >>> _is_acronym("WHO", "the World Health Organization")
    True
    """
    (letters, *more) = _key(short) or ("",)
    capitals = sum(letter.isupper() for letter in short)
    if more or len(letters) < _LEAST_ACRONYM or capitals < _LEAST_ACRONYM:
        return False
    words = _key(long)
    # "DoJ" counts the small word, "WHO" has none, "NASA" leaves it out.
    return len(words) > 1 and letters in (
        "".join(word[0] for word in words),
        "".join(word[0] for word in words if word not in _SMALL_WORDS),
    )


def _shared(group: _Group, totals: Sequence[int]) -> SharedSource:
    heard: list[Heard | None] = [None] * len(totals)
    for page, sources in group.on.items():
        words = sum(source.words for source in sources)
        heard[page] = Heard(
            names=tuple(
                source.name for source in sorted(sources, key=lambda one: -one.words)
            ),
            sentences=sum(source.sentences for source in sources),
            words=words,
            part=words / totals[page] if totals[page] else 0.0,
        )
    return SharedSource(group.name, group.kind, tuple(heard))


def _words(source: SharedSource) -> int:
    return sum(one.words for one in source.heard if one is not None)
