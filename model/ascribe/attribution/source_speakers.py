"""One source while its page is read, and the name under which it is listed."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from ascribe.attribution.source_words import PARTITIVES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ascribe.results import SourceKind


# So many speakers back one is looked for. Pages with more are machine-made, and must
# not take time out of step.
MAX_LOOKED_AT = 100


class Speaker(msgspec.Struct, gc=False):
    """One source of the page while it is being read.

    Attributes:
        name: as the ledger lists it.
        kind: what sort of source it is.
        last_seen: index of the last sentence that names it.
        gender: ``f``, ``m`` or empty.
        nouns: what it is called besides its name ("official", "report").
        modifiers: what its mentions say before the noun; of an unnamed one each once.
        is_role: an unnamed person, known by what he is.
        is_press: the page says that it is a newspaper, an agency or the like.
        author: of a text, the name in lower case of who made it.
    """

    name: str
    kind: SourceKind
    last_seen: int
    gender: str = ""
    nouns: set[str] = msgspec.field(default_factory=set)
    modifiers: list[tuple[str, ...]] = msgspec.field(default_factory=list)
    is_role: bool = False
    is_press: bool = False
    author: tuple[str, ...] = ()


# Roles whose bearers news leaves without a name on purpose.
SINGULAR_ROLES = frozenset(
    "official source aide adviser advisor officer diplomat insider lawmaker executive "
    "spokesman spokeswoman spokesperson".split()
)


def unnamed(one: Speaker) -> str:
    """Name an unnamed person by what all mentions that say more agree on."""
    noun = min(one.nouns)
    if noun not in SINGULAR_ROLES:
        return one.name
    fuller = {modifiers for modifiers in one.modifiers if modifiers}
    # "One source said": that it is one is said already.
    kept = fuller.pop() if len(fuller) == 1 else ()
    kept = tuple(word for word in kept if word.lower() not in PARTITIVES)
    return joined(("an unnamed", *kept, noun))


def joined(name: tuple[str, ...]) -> str:
    """Put a name together as it stands on a page.

    >>> joined(("Anglers", "’", "Alliance"))
    'Anglers’ Alliance'
    >>> joined(("an unnamed", "Lee", "'s", "spokesman"))
    "an unnamed Lee's spokesman"
    """
    text = " ".join(name)
    if " '" not in text and " ’" not in text:
        return text
    return re.sub(r" (['’]s?)(?= |$)", r"\1", text)


def without_article(phrase: str) -> str:
    """Cut off a leading article.

    >>> without_article("The statistics office")
    'statistics office'
    """
    first, _, rest = phrase.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else phrase


def last_of(speakers: list[Speaker]) -> Iterator[Speaker]:
    """Return the last speakers, latest first: further back nothing is clear."""
    return islice(reversed(speakers), MAX_LOOKED_AT)


def name_key(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name as it is looked up: however it is written, it is one."""
    return tuple(map(str.lower, name))


def capitals(modifiers: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that begin with a capital."""
    return tuple([word for word in modifiers if word[0].isupper()])
