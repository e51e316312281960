"""A pattern that is compiled when it is first searched for.

The kernel reads a pattern's text alone, and compiling all word lists would take a
command longer than labelling a page.
"""

from __future__ import annotations

import re
from functools import cached_property


class LatePattern:
    r"""A pattern without flags.

    >>> LatePattern(r"\brain\b").search("It rained.") is None
    True
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __repr__(self) -> str:
        return f"LatePattern({self.pattern!r})"

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The same pattern in Python's own form."""
        return re.compile(self.pattern)

    def findall(self, text: str) -> list[str]:
        """Return all matches; the pattern has no captures."""
        return self.compiled.findall(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match anywhere."""
        return self.compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the beginning."""
        return self.compiled.match(text)
