"""The sample articles: the corpus of this project, as blocks and as web pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

import ascribe
from ascribe.html_reader import blocks_of_html
from ascribe.results import Block

# The sample that shows most: quotations, an opinion, an appeal, a repetition.
FIRST = "relayed-report"


def corpus_folder() -> Path:
    """Where the corpus lies: beside the package in a clone, inside it in a wheel."""
    package = Path(ascribe.__file__).parent
    inside = package / "corpus"
    return inside if inside.is_dir() else package.parent / "corpus"


@dataclass(frozen=True, slots=True)
class Sample:
    """One article of the corpus.

    Attributes:
        slug: its name in addresses.
        title: its headline.
        outlet: the invented outlet.
        genre: such as ``news report``.
        page: its hand-written web page, where there is one.
        blocks: its text.
    """

    slug: str
    title: str
    outlet: str
    genre: str
    page: Path | None
    blocks: tuple[Block, ...]

    def read_blocks(self) -> list[Block]:
        """The blocks as a reader of the web page gets them."""
        if self.page is None:
            return list(self.blocks)
        return blocks_of_html(self.page.read_bytes())


class Samples:
    """Every article of one corpus folder; read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[Sample]:
        """Every sample: ``FIRST``, those with a web page, then by genre and title."""
        return list(self._by_slug.values())

    def get(self, slug: str) -> Sample | None:
        """One sample. ``slug`` is looked up, never used as a path."""
        return self._by_slug.get(slug)

    @cached_property
    def _by_slug(self) -> dict[str, Sample]:
        found = [
            sample
            for path in sorted(self._folder.glob("*.jsonl"))
            for sample in self._read(path)
        ]
        found.sort(
            key=lambda one: (one.slug != FIRST, one.page is None, one.genre, one.title)
        )
        return {sample.slug: sample for sample in found}

    def _read(self, path: Path) -> Iterator[Sample]:
        for line in path.read_text("utf-8").splitlines():
            if not line.strip():
                continue
            document = json.loads(line)
            slug = document["doc"]
            page = self._folder / "pages" / f"{path.stem}.html"
            has_page = path.stem == slug and page.is_file()
            yield Sample(
                slug=slug,
                title=document["title"],
                outlet=document["outlet"],
                genre=document.get("genre", "article").replace("_", " "),
                page=page if has_page else None,
                blocks=tuple(_blocks(document["sentences"])),
            )


def _blocks(sentences: list[dict[str, Any]]) -> Iterator[Block]:
    for paragraph, group in groupby(sentences, key=lambda one: int(one["paragraph"])):
        members = list(group)
        yield Block(
            id=str(paragraph),
            kind=members[0].get("kind", "paragraph"),
            text=" ".join(member["text"] for member in members),
        )
