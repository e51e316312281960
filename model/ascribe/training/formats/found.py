"""What a reader of a format hands on: labelled rows, and what is wrong with others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ascribe.results import BlockKind, Label


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence with what its file says of it.

    Attributes:
        place: file and line, for messages.
        text: the sentence.
        own_label: the label in the file's own words.
        allowed: the labels of ours that it leaves open; one where it decides.
        paragraph: what the file calls the sentence's paragraph.
        kind: what the page said the paragraph is.
    """

    place: str
    text: str
    own_label: str
    allowed: tuple[Label, ...]
    paragraph: str | int = 0
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One document; rows of one paragraph stand together.

    Attributes:
        place: file and line of its first row.
        name: its own name in its file.
        outlet: who published it; texts of one outlet are never split.
        source: the collection it comes from.
        genre: the kind of text, where the file says so.
        title: its headline, where the file says so.
        alone: the file holds sentences without saying of what text.
    """

    place: str
    name: str
    rows: tuple[Row, ...]
    outlet: str = ""
    source: str = ""
    genre: str = ""
    title: str = ""
    alone: bool = False


@dataclass(slots=True)
class Found:
    """What the files hold, gathered while they are read.

    Attributes:
        texts: the texts that can be used.
        faults: a line for each row that cannot be used, with its place.
        warnings: a line for each row that can be used and looks odd.
    """

    texts: list[LabelledText] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def fault(self, place: str, what: str) -> None:
        """Note a row that cannot be used."""
        self.faults.append(f"{place}: {what}")

    def warn(self, place: str, what: str) -> None:
        """Note a row that looks odd."""
        self.warnings.append(f"{place}: {what}")
