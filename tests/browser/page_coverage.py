"""How much of an article's words were read from its page, and how much else was.

Words are compared in runs of four, so that a "the" of a menu does not count as the
article's "the". Order does not matter: a page may show its parts in another order than
a cleaned text does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_RUN = 4
# Apostrophes fall out first: sites and cleaned texts differ in which one they set.
_APOSTROPHES = str.maketrans("", "", "'’‘`")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read of one page, against the article that stands on it.

    Attributes:
        words: number of words of the article.
        covered: share of the article's words that were read, [0, 1].
        spill: share of the words read that are not the article's, [0, 1]; 0 where
            nothing was read.
    """

    words: int
    covered: float
    spill: float


def coverage(body: str, title: str, read: Sequence[str]) -> Coverage:
    """Compare the texts that were read with an article's.

    Args:
        body: the article without its headline.
        title: the headline. It may be read or not: it is neither missed nor spill.
        read: texts of blocks or sentences.
    """
    article = words_of(body)
    texts = [words_of(text) for text in read]
    # A paragraph of the article may be read in several pieces.
    known = _runs([*texts, [word for text in texts for word in text]])
    own = _runs([article, words_of(title)])
    found = [flag for text in texts for flag in _within(text, own)]
    return Coverage(
        len(article),
        sum(_within(article, known)) / max(1, len(article)),
        1 - sum(found) / len(found) if found else 0.0,
    )


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded so that glyphs and case do not matter."""
    return _WORD.findall(text.translate(_APOSTROPHES).casefold())


def _runs(texts: Iterable[Sequence[str]]) -> set[tuple[str, ...]]:
    return {
        tuple(words[at : at + size])
        for words in texts
        for size in range(1, _RUN + 1)
        for at in range(len(words) - size + 1)
    }


def _within(words: Sequence[str], runs: set[tuple[str, ...]]) -> list[bool]:
    """Tell of each word whether it stands in a run of four that is among ``runs``.

    A text of fewer words is one run.
    """
    size = min(_RUN, len(words))
    within = [False] * len(words)
    for at in range(len(words) - size + 1):
        if tuple(words[at : at + size]) in runs:
            within[at : at + size] = [True] * size
    return within
