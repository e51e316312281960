"""What goes into the engine and what comes out: frozen values, no behaviour.

Offsets count UTF-16 code units, because that is what a browser counts:
``text.slice(start, end)`` in JavaScript gives the span.

They are structs of msgspec, which are made and written as JSON in a tenth of the time
of a dataclass. Those that omit defaults leave out of it, like ``as_json``, what has its
plain default; what has a ``default_factory`` of ours is always there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, Literal, get_args

import msgspec

BlockKind = Literal[
    "heading",
    "paragraph",
    "quote",
    "list_item",
    "caption",
    "cell",
    "preformatted",
    "other",
]
Label = Literal["opinion", "attributed", "statement", "other"]
Status = Literal["scored", "too_short", "not_english", "not_prose"]
SourceKind = Literal["person", "organisation", "document", "unnamed"]

BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
LABELS: tuple[Label, ...] = get_args(Label)
# The labels of prose; shares are over these three and sum to 1.
PROSE_LABELS: tuple[Label, ...] = ("opinion", "attributed", "statement")


class Block(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A run of text that a browser lays out as one unit.

    Attributes:
        id: the caller's own name for the block; comes back in the results.
        kind: what the page says the block is.
        text: plain text, exactly as offsets will count it.
        link_density: share of the text's characters inside links, in [0, 1].
    """

    id: str
    kind: BlockKind
    text: str
    link_density: float = 0.0


class Span(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A piece of a block's text.

    Attributes:
        start: offset of its first code unit in the block's text.
        end: offset one past its last code unit.
        text: the characters between.
        block: id of the block, only where it is another than the sentence's.
    """

    start: int
    end: int
    text: str
    block: str | None = None


class SourceSpan(Span, frozen=True, omit_defaults=True, gc=False):
    """Who is speaking.

    Attributes:
        name: the source's name as the ledger of the page lists it.
    """

    name: str = msgspec.field(default_factory=str)


class Attribution(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Who (source) is said to have said (cue) what (content). Parts may be missing."""

    source: SourceSpan | None = None
    cue: Span | None = None
    content: tuple[Span, ...] = msgspec.field(default_factory=lambda: ())


class Evidence(Span, frozen=True, omit_defaults=True, gc=False):
    """An n-gram or cue that moved the label.

    Attributes:
        weight: what it adds to the log-odds of the sentence's label, in nats.
    """

    weight: float = msgspec.field(default_factory=float)


class Probabilities(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Estimated chance of each label, in [0, 1]; they sum to 1."""

    opinion: float
    attributed: float
    statement: float
    other: float


class ScoredSentence(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One sentence and its label.

    Attributes:
        block: id of the block it lies in.
        start: offset of its first code unit in the block's text.
        end: offset one past its last code unit.
        label: the most likely label, or ``other`` where the block's kind decides.
        probabilities: estimated chance of each label.
        certain: whether the label is sure enough to be shown without a doubt mark.
        attribution: source, cue and content of an attributed sentence.
        evidence: what moved the label, strongest first.
        repeated: the same passage stands earlier on the page; not counted again.
    """

    block: str
    start: int
    end: int
    label: Label
    probabilities: Probabilities
    certain: bool
    attribution: Attribution | None = None
    evidence: tuple[Evidence, ...] = msgspec.field(default_factory=lambda: ())
    repeated: bool = False


class Shares(msgspec.Struct, frozen=True, gc=False):
    """Parts of the page's prose words, each in [0, 1]; they sum to 1."""

    opinion: float
    attributed: float
    statement: float


class Intervals(msgspec.Struct, frozen=True, gc=False):
    """Lower and upper bound of each share, nominally 90 %."""

    opinion: tuple[float, float]
    attributed: tuple[float, float]
    statement: tuple[float, float]


class Coverage(msgspec.Struct, frozen=True, gc=False):
    """What was read and what was left out.

    Attributes:
        blocks: number of blocks handed in.
        scored: number of blocks that count in the shares.
        skipped: number of blocks left out, by reason: ``aside``, ``appeal``,
            ``caption``, ``code``, ``foreign``, ``link_list``, ``not_prose``,
            ``repeated``, ``table``.
    """

    blocks: int
    scored: int
    skipped: dict[str, int] = msgspec.field(default_factory=dict)


class PageScore(msgspec.Struct, frozen=True, gc=False):
    """The page as a whole.

    Attributes:
        words: number of prose words that count in the shares.
        shares: None where the engine abstains.
        intervals: None where the engine abstains.
        coverage: what was read and what was left out.
    """

    words: int
    shares: Shares | None
    intervals: Intervals | None
    coverage: Coverage


class Source(msgspec.Struct, frozen=True, gc=False):
    """One line of the page's ledger.

    Attributes:
        name: as the page names it, in its fullest form.
        kind: what sort of source it is.
        sentences: number of its sentences that count.
        words: number of words of the content attributed to it.
    """

    name: str
    kind: SourceKind
    sentences: int
    words: int


class ModelName(msgspec.Struct, frozen=True, gc=False):
    """Which weights gave an answer."""

    name: str
    version: str
    sha256: str


class Analysis(msgspec.Struct, frozen=True, gc=False):
    """The answer to one page; the API's object, field by field.

    Attributes:
        status: ``scored``, or why there are no shares.
        sentences: every sentence in reading order, also those left out of the
            shares. Empty where the page is not English.
        named_sources: number of distinct sources with a name.
        unnamed_share: part of the words of all listed sources that unnamed ones
            speak, in [0, 1]; 0 without any source.
    """

    model: ModelName
    status: Status
    page: PageScore
    sources: tuple[Source, ...]
    sentences: tuple[ScoredSentence, ...]
    named_sources: int = 0
    unnamed_share: float = 0.0
    offset_unit: Literal["utf-16"] = "utf-16"


_SCALARS = frozenset({str, int, float, bool, type(None)})
# The names of the fields of each class of results met so far.
_FIELDS: dict[type, tuple[str, ...]] = {}


# A page has hundreds of these: written out they cost a fifth of the general way below,
# which tests/model/test_results.py holds them to.
def _evidence(one: Evidence) -> dict[str, Any]:
    plain = _span(one)
    plain["weight"] = one.weight
    return plain


def _probabilities(one: Probabilities) -> dict[str, Any]:
    return {
        "opinion": one.opinion,
        "attributed": one.attributed,
        "statement": one.statement,
        "other": one.other,
    }


def _span(one: Span) -> dict[str, Any]:
    plain: dict[str, Any] = {"start": one.start, "end": one.end, "text": one.text}
    if one.block is not None:
        plain["block"] = one.block
    return plain


def _sentence(one: ScoredSentence) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "block": one.block,
        "start": one.start,
        "end": one.end,
        "label": one.label,
        "probabilities": _probabilities(one.probabilities),
        "certain": one.certain,
    }
    if one.attribution is not None:
        plain["attribution"] = as_json(one.attribution)
    plain["evidence"] = [_evidence(each) for each in one.evidence]
    if one.repeated:
        plain["repeated"] = True
    return plain


_WRITTEN_OUT: dict[type, Callable[[Any], dict[str, Any]]] = {
    Evidence: _evidence,
    Probabilities: _probabilities,
    ScoredSentence: _sentence,
    Span: _span,
}


def as_json(value: Any) -> Any:
    """Turn a result into plain JSON values, in the API's field names.

    Optional parts that are absent are left out, so that an answer holds no
    ``null`` but where the engine abstains.
    """
    kind = type(value)
    if kind in _SCALARS:
        return value
    if kind is tuple or kind is list:
        return [as_json(item) for item in value]
    if kind is dict:
        return {key: as_json(item) for key, item in value.items()}
    written_out = _WRITTEN_OUT.get(kind)
    return _fields_of(value, kind) if written_out is None else written_out(value)


def _fields_of(value: Any, kind: type) -> dict[str, Any]:
    names = _FIELDS.get(kind)
    if names is None:
        struct = isinstance(value, msgspec.Struct)
        found = msgspec.structs.fields(value) if struct else fields(value)
        names = _FIELDS[kind] = tuple(each.name for each in found)
    plain = {}
    for name in names:
        item = getattr(value, name)
        if not _is_absent(name, item):
            plain[name] = as_json(item)
    if kind is Block and not value.link_density:
        del plain["link_density"]
    return plain


def _is_absent(name: str, value: Any) -> bool:
    if value is None:
        return name not in ("shares", "intervals")
    return value is False and name == "repeated"
