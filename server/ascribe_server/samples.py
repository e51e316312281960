"""The sample articles: the corpus of this project, as blocks and as web pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ascribe.corpus import corpus_folder
from ascribe.reading.html_reader import blocks_of_html
from ascribe.results import Block
from ascribe.training.dataset import Document, read_documents

# The sample that shows most: quotations, an opinion, an appeal, a repetition.
FIRST = "relayed-report"


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
    """Every article of a corpus folder; read when first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        """List ``folder``, or the corpus that comes with the project."""
        self._folder = folder

    def all(self) -> list[Sample]:
        """Every sample: ``FIRST``, those with a web page, then by genre and title.

        None where the installation lacks the corpus.

        Raises:
            DataError: if a document cannot be read.
        """
        return list(self._by_slug.values())

    def get(self, slug: str) -> Sample | None:
        """One sample. ``slug`` is looked up, never used as a path."""
        return self._by_slug.get(slug)

    @cached_property
    def _by_slug(self) -> dict[str, Sample]:
        try:
            folder = self._folder or corpus_folder()
        except FileNotFoundError:
            return {}
        found = [
            _sample(document, folder)
            for path in sorted(folder.glob("*.jsonl"))
            for document in read_documents([path])
        ]
        found.sort(
            key=lambda one: (one.slug != FIRST, one.page is None, one.genre, one.title)
        )
        return {sample.slug: sample for sample in found}


def _sample(document: Document, folder: Path) -> Sample:
    # The name comes from inside a file: only a plain name can lead to a page.
    pages = {path.stem: path for path in (folder / "pages").glob("*.html")}
    return Sample(
        slug=document.name,
        title=_title(document),
        outlet=document.outlet,
        genre=document.genre.replace("_", " ") or "article",
        page=pages.get(document.name),
        blocks=document.blocks,
    )


def _title(document: Document) -> str:
    for block in document.blocks:
        if block.kind == "heading":
            return block.text
    return document.name.replace("-", " ").capitalize()
