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
    from ascribe.attribution.speech_tokens import PageWords


class RowWords:
    """The words of rows, in lower case.

    Attributes:
        lower: of each row its word; an empty one for a break, and for the two rows
            before the page and behind it, so that nobody need ask where it ends.
        quotes: of each row where it stands towards quotations, as ``Rows`` has it.

    Args:
        rows: the page.
        page: its words; its rows are the same.
        sentences: its sentences.
    """

    __slots__ = ("_headings", "_page", "_shape", "lower", "quotes")

    def __init__(
        self, rows: Rows, page: PageWords, sentences: Sequence[SpeechSentence]
    ) -> None:
        # Single numbers are read from these at a third of what numpy asks for.
        self._shape = rows.shape.data
        self.quotes = rows.quote.data
        self._page = page
        # The last row, which is the one before the first as well, is a break.
        self.lower = [*page.lower, "", ""]
        self._headings = {
            index for index, one in enumerate(sentences) if one.kind == "heading"
        }

    def of(self, run: Run) -> list[str]:
        """Return the words of a run."""
        return self.lower[run.first : run.last]

    def opens_with(self, run: Run, *opening: str) -> bool:
        """Say whether a run begins with these words."""
        last = run.first + len(opening)
        return last <= run.last and tuple(self.lower[run.first : last]) == opening

    def in_heading(self, run: Run) -> bool:
        """Say whether a run stands in a heading."""
        return run.sentence in self._headings

    def part(self, run: Run) -> Part:
        """Return where a run lies in its sentence."""
        page = self._page
        return Part(run.sentence, page.starts[run.first], page.ends[run.last - 1])

    def is_quoted(self, row: int) -> bool:
        """Say whether a row lies inside a quotation or is a quotation mark."""
        return self.quotes[row] >= INSIDE

    def begins_with_capital(self, row: int) -> bool:
        """Say whether a word begins with a capital; False for a break."""
        return row < len(self._page.written) and self._page.written[row][:1].isupper()

    def is_mark(self, row: int) -> bool:
        """Say whether a row is a mark and no word."""
        return self._shape[row] == MARK_SHAPE
