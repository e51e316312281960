"""Set analyses of pages about one event side by side: shares, and whom each hears."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ascribe.attribution.shared_sources import (
    SharedSource,
    shared_part,
    shared_sources,
)
from ascribe.results import Analysis, Block, as_json

# One letter a page. More than a handful side by side can be read by nobody.
LETTERS = string.ascii_uppercase
MOST_PAGES = len(LETTERS)
_LONGEST_HEADLINE = 90


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """One of the pages.

    Attributes:
        letter: what it is called for short: A, B and so on.
        name: the caller's name for it, such as a path.
        headline: its first heading, or its first words.
    """

    letter: str
    name: str
    headline: str
    blocks: tuple[Block, ...]
    analysis: Analysis


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pages side by side.

    Attributes:
        sources: whom they hear; those that most pages hear first.
        shared_parts: for each page how much of what its sources say comes from
            sources that another page hears as well, in [0, 1]; None without sources.
    """

    pages: tuple[ComparedPage, ...]
    sources: tuple[SharedSource, ...]
    shared_parts: tuple[float | None, ...]


def compared(pages: Sequence[tuple[str, Sequence[Block], Analysis]]) -> Comparison:
    """Compare pages, each a name, its blocks and its analysis.

    Args:
        pages: at most ``MOST_PAGES``.
    """
    sources = shared_sources([analysis.sources for _, _, analysis in pages])
    return Comparison(
        tuple(
            ComparedPage(letter, name, headline(blocks), tuple(blocks), analysis)
            for letter, (name, blocks, analysis) in zip(LETTERS, pages, strict=False)
        ),
        sources,
        tuple(shared_part(sources, at) for at in range(len(pages))),
    )


def headline(blocks: Sequence[Block]) -> str:
    """Return the first heading of a page, or else its first words.

    >>> headline([Block("0", "paragraph", "It rained."), Block("1", "heading", "Rain")])
    'Rain'
    """
    texts = [block.text for block in blocks if block.kind == "heading"]
    texts += [block.text for block in blocks]
    text = next((" ".join(text.split()) for text in texts if text.strip()), "")
    if len(text) <= _LONGEST_HEADLINE:
        return text
    return text[: _LONGEST_HEADLINE - 1].rstrip() + "\u2026"


def groups(comparison: Comparison) -> list[tuple[str, list[SharedSource]]]:
    """Give the sources in groups, each with a title such as "Only on A"."""
    ordered = sorted(comparison.sources, key=_group_of)
    return [
        (_title(list(key[1]), len(comparison.pages)), list(inside))
        for key, inside in groupby(ordered, key=_group_of)
    ]


def as_object(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain JSON values, in the API's field names."""
    return {
        "pages": [
            {
                "letter": page.letter,
                "name": page.name,
                "headline": page.headline,
                **as_json(page.analysis),
                "blocks": as_json(page.blocks),
            }
            for page in comparison.pages
        ],
        "sources": [
            {
                "name": source.name,
                "kind": source.kind,
                "heard": [as_json(one) for one in source.heard],
            }
            for source in comparison.sources
        ],
        "shared_parts": list(comparison.shared_parts),
    }


def _group_of(source: SharedSource) -> tuple[int, tuple[int, ...]]:
    on = tuple(at for at, one in enumerate(source.heard) if one is not None)
    return -len(on), on


def _title(on: list[int], of: int) -> str:
    if len(on) == of:
        return "Heard on both pages" if of == 2 else f"Heard on all {of} pages"
    letters = [LETTERS[at] for at in on]
    if len(letters) == 1:
        return f"Only on {letters[0]}"
    return f"Heard on {', '.join(letters[:-1])} and {letters[-1]}"
