"""What goes over the wire about corrections: requests and answers, version 1."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timezone
from typing import Annotated

import msgspec
from msgspec import Meta

from ascribe.results import Analysis, BlockKind, Label, ModelName, Probabilities
from ascribe_server.correction_match import ShownCorrection
from ascribe_server.schemas import MAX_ROW
from ascribe_server.store.corrections import Correction, NewCorrection

# The longest sentences of the labelled pages have some 1,500 characters.
MAX_QUOTE_LENGTH = 10_000
# A neighbour or two; who sends more sends the page.
MAX_CONTEXT_LENGTH = 10_000
# So many take minutes to learn.
MAX_IMPORT = 10_000

TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"

_SHA256 = "^[0-9a-f]{64}$"
_MAX_VERSION_LENGTH = 200


class BlockOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The block that a corrected sentence lies in."""

    sha256: Annotated[
        str,
        Meta(
            pattern=_SHA256,
            description="Of the block's text in UTF-8, in hexadecimal; half a "
            "surrogate pair counts as U+FFFD.",
        ),
    ]
    kind: BlockKind = "paragraph"


class CorrectionIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reader's own label for a sentence, with what is needed to find it again."""

    label: Annotated[Label, Meta(description="What the reader says the sentence is.")]
    quote: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=MAX_QUOTE_LENGTH,
            pattern=r"\S",
            description="The sentence.",
        ),
    ]
    block: BlockOf
    model: Annotated[ModelName, Meta(description="Whose label is corrected.")]
    prefix: Annotated[
        str,
        Meta(
            max_length=MAX_CONTEXT_LENGTH,
            description="The sentence before, up to the quote; a line feed where a "
            "block ends in between.",
        ),
    ] = ""
    suffix: Annotated[
        str,
        Meta(
            max_length=MAX_CONTEXT_LENGTH,
            description="The sentence after, from the quote's end on, likewise.",
        ),
    ] = ""
    probabilities: Annotated[
        Probabilities | None,
        Meta(description="What that model gave; it is learned from, too."),
    ] = None

    def to_new(self, made_at: int | None = None) -> NewCorrection:
        """The same correction in the store's words, made now or then."""
        given = self.probabilities
        return NewCorrection(
            label=self.label,
            quote=self.quote,
            prefix=self.prefix,
            suffix=self.suffix,
            block_sha256=self.block.sha256,
            block_kind=self.block.kind,
            model=self.model,
            chances=None
            if given is None
            else (given.opinion, given.attributed, given.statement, given.other),
            made_at=int(time.time()) if made_at is None else made_at,
        )


class CorrectionOut(msgspec.Struct, frozen=True, omit_defaults=True):
    """A correction that is kept. Its JSON can be imported again."""

    id: int
    label: Label
    quote: str
    block: BlockOf
    model: ModelName
    made_at: Annotated[str, Meta(description="When, in UTC: 2026-11-25T10:00:00Z.")]
    used_in: Annotated[
        list[str],
        Meta(description="The models that have learned it, oldest first."),
    ]
    prefix: str = ""
    suffix: str = ""
    probabilities: Probabilities | None = None

    @classmethod
    def of(cls, kept: Correction) -> CorrectionOut:
        """Put what the store holds into the API's words."""
        made_at = datetime.fromtimestamp(kept.made_at, tz=timezone.utc)
        return cls(
            id=kept.id,
            label=kept.label,
            quote=kept.quote,
            block=BlockOf(kept.block_sha256, kept.block_kind),
            model=kept.model,
            made_at=made_at.strftime(TIME_FORMAT),
            used_in=list(kept.used_in),
            prefix=kept.prefix,
            suffix=kept.suffix,
            probabilities=kept.chances and Probabilities(*kept.chances),
        )


class CorrectionLine(CorrectionIn, frozen=True, forbid_unknown_fields=True):
    """One exported correction; the number it had is not taken over."""

    id: int | None = None
    made_at: (
        Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")] | None
    ) = None
    used_in: list[Annotated[str, Meta(max_length=_MAX_VERSION_LENGTH)]] = []

    def to_imported(self) -> NewCorrection:
        """The same correction in the store's words.

        Raises:
            ValueError: if ``made_at`` is no time.
        """
        if self.made_at is None:
            return replace(self.to_new(), used_in=tuple(self.used_in))
        at = datetime.strptime(self.made_at, TIME_FORMAT).replace(tzinfo=timezone.utc)
        return replace(self.to_new(int(at.timestamp())), used_in=tuple(self.used_in))


class ListRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing: all corrections are asked for."""


class CorrectionList(msgspec.Struct, frozen=True):
    """Every correction, oldest first; also what is imported."""

    corrections: list[CorrectionOut]


class UndoRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which correction to forget."""

    id: Annotated[int, Meta(ge=1, le=MAX_ROW)]


class Undone(msgspec.Struct, frozen=True):
    """The correction that is forgotten, with its text."""

    id: int


class ImportRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Corrections as they were listed, of this server or another."""

    corrections: Annotated[list[CorrectionLine], Meta(max_length=MAX_IMPORT)]


class Imported(msgspec.Struct, frozen=True):
    """What became of them; all were kept, or none."""

    added: int
    replaced: Annotated[int, Meta(description="The sentence had a correction before.")]


class CorrectedAnalysis(Analysis, frozen=True, gc=False):
    """The answer to one page, and the reader's own labels beside the model's.

    Attributes:
        corrections: sentences of this page that the reader has corrected, in reading
            order; found again after small edits.
    """

    corrections: tuple[ShownCorrection, ...] = ()

    @classmethod
    def of(
        cls, analysis: Analysis, corrections: tuple[ShownCorrection, ...]
    ) -> CorrectedAnalysis:
        """Put the reader's labels beside the model's."""
        parts = msgspec.structs.asdict(analysis)
        return cls(**parts, corrections=corrections)
