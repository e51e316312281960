"""What the server's page for labelling sends."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ascribe.results import Label
from ascribe_server.label_desk import NAME_PATTERN
from ascribe_server.schemas import ComparedPageIn

Person = Annotated[str, Meta(pattern=NAME_PATTERN)]
MOST_ASKED = 200


class LabelQueue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose labels, which texts to add to them, and how many sentences to ask about."""

    person: Person
    pages: Annotated[list[ComparedPageIn], Meta(max_length=100)] = []
    count: Annotated[int, Meta(ge=1, le=MOST_ASKED)] = 25


class LabelPut(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One label; null takes it away."""

    person: Person
    doc: int
    sentence: int
    label: Label | None


class LabelPair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two people to compare."""

    first: Person
    second: Person


class LabelPeople(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks whose labels there are; or for one person's file to save or delete."""

    person: Person | None = None
    do: Literal["list", "export", "delete"] = "list"
