"""Collect the proper names of a page, to link "Heller" to "Kevin Jon Heller"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ascribe import source_words as words
from ascribe.speech_tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class PageNames:
    """The names on a page.

    Attributes:
        by_last_word: full names (two words or more), by their last word in lower
            case, with how often each stands on the page.
        titled: last words, in lower case, that stand after a person's title.
    """

    by_last_word: dict[str, dict[tuple[str, ...], int]]
    titled: frozenset[str]

    def fullest(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return the longest name on the page that this one clearly shortens.

        A name that could be short for two different ones stays as it is.
        """
        wanted = [word.lower() for word in name]
        fuller = [
            full
            for full in self.by_last_word.get(wanted[-1], {})
            if len(full) > len(name) and _is_subsequence(wanted, full)
        ]
        if not fuller:
            return name
        longest = max(fuller, key=len)
        clear = all(_is_subsequence([w.lower() for w in one], longest) for one in fuller)
        return longest if clear else name

    def is_person(self, name: tuple[str, ...], titles: tuple[str, ...]) -> bool:
        """Guess whether a name is a person's, from the name and its titles."""
        if set(titles) & words.TITLES or name[-1].lower() in self.titled:
            return True
        if any(word.lower() in words.ORGANISATION_NAME_WORDS for word in name):
            return False
        return 2 <= len(name) <= 4 and not any(
            word.isupper() and len(word) > 2 for word in name
        )


def _is_subsequence(short: list[str], full: tuple[str, ...]) -> bool:
    rest = iter(word.lower() for word in full)
    return all(any(word == other for other in rest) for word in short)


def names_on_page(texts: Sequence[str]) -> PageNames:
    """Collect runs of capitalised words from the sentences of a page."""
    by_last: dict[str, dict[tuple[str, ...], int]] = {}
    titled: set[str] = set()
    for text in texts:
        run: list[str] = []
        for word in (*(token.text for token in tokens_of(text)), "."):
            inside = bool(run) and word.lower() in words.PARTICLES
            if word[0].isupper() or inside:
                run.append(word)
                continue
            _keep(run, by_last, titled)
            run = []
    return PageNames(by_last, frozenset(titled))


def _keep(
    run: list[str],
    by_last: dict[str, dict[tuple[str, ...], int]],
    titled: set[str],
) -> None:
    while run and run[-1].lower() in words.PARTICLES:
        run.pop()
    had_title = False
    while len(run) > 1 and run[0].lower() in words.TITLES | words.DETERMINERS:
        had_title = had_title or run[0].lower() in words.TITLES
        run.pop(0)
    if had_title and run:
        titled.add(run[-1].lower())
    if 2 <= len(run) <= _MAX_NAME_WORDS:
        names = by_last.setdefault(run[-1].lower(), {})
        names[tuple(run)] = names.get(tuple(run), 0) + 1
