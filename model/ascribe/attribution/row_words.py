"""The words of a page's rows, for rules that look at what stands around a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution.acts import Part
from ascribe.attribution.features import INSIDE, MARK_SHAPE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence
    from ascribe.attribution.features import Rows
    from ascribe.attribution.runs import Run
    from ascribe.results import BlockKind


class RowWords:
    """The words of rows, in lower case.

    Args:
        rows: the page.
        sentences: its sentences.
    """

    def __init__(self, rows: Rows, sentences: Sequence[SpeechSentence]) -> None:
        self._rows = rows
        # Single items of a list are read several times faster than those of an array.
        self._starts: list[int] = rows.start.tolist()
        self._ends: list[int] = rows.end.tolist()
        self._sentence: list[int] = rows.sentence.tolist()
        self._sentences = sentences
        self._known: dict[int, str] = {}

    def at(self, row: int) -> str:
        """Return one word; an empty one for a break or beyond the page."""
        word = self._known.get(row)
        if word is None:
            word = self._known[row] = self.written(row).lower()
        return word

    def written(self, row: int) -> str:
        """Return one word as it stands on the page; empty as for ``at``."""
        if not 0 <= row < len(self._starts) or self._starts[row] < 0:
            return ""
        text = self._sentences[self._sentence[row]].text
        return text[self._starts[row] : self._ends[row]]

    def of(self, run: Run) -> list[str]:
        """Return the words of a run."""
        return [self.at(row) for row in range(run.first, run.last)]

    def kind_of(self, run: Run) -> BlockKind:
        """Return what the page says the block of a run is."""
        return self._sentences[run.sentence].kind

    def part(self, run: Run) -> Part:
        """Return where a run lies in its sentence."""
        return Part(run.sentence, self._starts[run.first], self._ends[run.last - 1])

    def is_quoted(self, row: int) -> bool:
        """Say whether a row lies inside a quotation or is a quotation mark."""
        return bool(self._rows.quote[row] >= INSIDE)

    def begins_with_capital(self, row: int) -> bool:
        """Say whether a word begins with a capital; False for a break."""
        return self.written(row)[:1].isupper()

    def is_mark(self, row: int) -> bool:
        """Say whether a row is a mark and no word."""
        return bool(self._rows.shape[row] == MARK_SHAPE)
