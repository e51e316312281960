"""What a page says of one of its names."""

from __future__ import annotations

import msgspec


class NameFacts(msgspec.Struct, gc=False):
    """What a page says of one name.

    Attributes:
        words: the name as the page writes it first.
        count: how often it stands there.
        roles: nouns that describe it ("professor"), in lower case.
        groups: nouns that say what organisation it is ("daily"), in lower case.
        person: how much speaks for a person; above 0 for, below 0 against.
        place: something is said to be in it.
        gender: ``f``, ``m``, or empty where nothing tells.
    """

    words: tuple[str, ...]
    count: int = 0
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    person: int = 0
    place: bool = False
    gender: str = ""
