"""One source while its page is read, and the name under which it is listed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ascribe.results import SourceKind


@dataclass(slots=True)
class Speaker:
    """One source of the page while it is being read.

    Attributes:
        name: as the ledger lists it.
        kind: what sort of source it is.
        last_seen: index of the last sentence that names it.
        gender: ``f``, ``m`` or empty.
        nouns: what it is called besides its name ("official", "report").
        modifiers: what its mentions say before the noun; of an unnamed one each once.
        is_role: an unnamed person, known by what he is.
    """

    name: str
    kind: SourceKind
    last_seen: int
    gender: str = ""
    nouns: set[str] = field(default_factory=set)
    modifiers: list[tuple[str, ...]] = field(default_factory=list)
    is_role: bool = False


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
    kept = fuller.pop() if len(fuller) == 1 else ()
    return joined(("an unnamed", *kept, noun))


def joined(name: tuple[str, ...]) -> str:
    """Put a name together as it stands on a page.

    >>> joined(("Anglers", "’", "Alliance"))
    'Anglers’ Alliance'
    >>> joined(("an unnamed", "Lee", "'s", "spokesman"))
    "an unnamed Lee's spokesman"
    """
    return re.sub(r" (['’]s?)(?= |$)", r"\1", " ".join(name))


def without_article(phrase: str) -> str:
    """Cut off a leading article.

    >>> without_article("The statistics office")
    'statistics office'
    """
    first, _, rest = phrase.partition(" ")
    return rest if first.lower() in ("the", "a", "an") and rest else phrase
