"""Measure the ledger of sources against the one that an article is known to have.

Names are compared by their telling words, so that "the Halyard news agency" and
"Halyard" are one source, and "an unnamed official" is "a senior official".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ascribe.attribution.acts import labelled, speech_of
from ascribe.attribution.ledger import ledger
from ascribe.text.passages import cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ascribe.attribution.acts import Tagger
    from ascribe.engine import Engine
    from ascribe.results import Source
    from ascribe.training.dataset import Document, ExpectedSource

# Words that say nothing of who a source is.
_EMPTY = frozenset(
    "a an the one two three of in by for and who unnamed mr mrs s".split()
)


@dataclass(frozen=True, slots=True)
class ArticleLedger:
    """What is right and wrong in the ledger of one article.

    Attributes:
        name: the article.
        missed: names of expected sources that were not listed.
        extra: names that were listed and not expected.
        wrong_kind: (name, expected kind, listed kind) of sources found.
    """

    name: str
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    wrong_kind: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LedgerScores:
    """Counts over all articles.

    Attributes:
        expected: sources that the articles have.
        found: of these, how many are listed.
        right_kind: of the found, how many have the right kind.
        extra: sources listed that are not expected.
        articles: those with anything wrong come with names; all are listed.
    """

    expected: int
    found: int
    right_kind: int
    extra: int
    articles: tuple[ArticleLedger, ...]


def ledger_of_labels(tagger: Tagger) -> Callable[[Document], Sequence[Source]]:
    """Return what makes the ledger of a document from its own, right labels."""

    def sources_of(document: Document) -> Sequence[Source]:
        # As the engine does, with what is no prose: a line below may sign a quotation.
        sentences = speech_of(cut(document.blocks, document.spans))
        speech = labelled(sentences, document.labels)
        return ledger(speech, tagger.tag(speech)).sources

    return sources_of


def ledger_of_engine(engine: Engine) -> Callable[[Document], Sequence[Source]]:
    """Return what makes the ledger of a document as a reader gets it."""
    return lambda document: engine.analyze(document.blocks).sources


def evaluate_ledgers(
    documents: Iterable[Document], sources_of: Callable[[Document], Sequence[Source]]
) -> LedgerScores:
    """Compare the ledger of each document with its expected sources.

    Args:
        documents: articles; one without expected sources must list none.
        sources_of: makes the ledger of one.
    """
    expected = found = right = extra = 0
    articles = []
    for document in documents:
        pairs, missed, left = _matched(document.sources, sources_of(document))
        expected += len(document.sources)
        found += len(pairs)
        right += sum(one.kind == other.kind for one, other in pairs)
        extra += len(left)
        articles.append(
            ArticleLedger(
                name=document.name,
                missed=tuple(one.name for one in missed),
                extra=tuple(one.name for one in left),
                wrong_kind=tuple(
                    (one.name, one.kind, other.kind)
                    for one, other in pairs
                    if one.kind != other.kind
                ),
            )
        )
    return LedgerScores(expected, found, right, extra, tuple(articles))


def same_source(one: str, other: str) -> bool:
    """Say whether two names mean one source.

    >>> same_source("the Halyard news agency", "Halyard")
    True
    >>> same_source("Ana Vela", "Otto Vela")
    False
    """
    left, right = _telling(one), _telling(other)
    return bool(left & right) and (
        left <= right or right <= left or len(left & right) > 1
    )


def _telling(name: str) -> set[str]:
    return {word for word in re.split(r"[\s'’,]+", name.lower()) if word} - _EMPTY


def _matched(
    expected: Sequence[ExpectedSource], listed: Sequence[Source]
) -> tuple[list[tuple[ExpectedSource, Source]], list[ExpectedSource], list[Source]]:
    """Pair expected and listed sources, those of the very same name first."""
    left = list(listed)
    pairs = []
    missed = []
    exact = {one.name for one in left}
    for one in sorted(expected, key=lambda one: one.name not in exact):
        match = next(
            (each for each in left if each.name == one.name),
            next((each for each in left if same_source(one.name, each.name)), None),
        )
        if match is None:
            missed.append(one)
        else:
            left.remove(match)
            pairs.append((one, match))
    return pairs, missed, left
