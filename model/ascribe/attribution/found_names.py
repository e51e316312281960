"""Find the proper names in the words of a page, and note what stands around them.

One pass from the first sentence to the last; what the names mean is told elsewhere.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.name_facts import NameFacts
from ascribe.attribution.name_runs import (
    apposition,
    behind_titles,
    group_before,
    is_headline,
    is_introduced,
    run_end,
)
from ascribe.attribution.name_words import (
    LISTS,
    NO_NAMES_ALONE,
    NO_PERSON_AFTER,
    OPENS_APPOSITION,
    SUFFIXES,
    TELLING,
)
from ascribe.kernel import new_name_finder

if TYPE_CHECKING:
    from ascribe.attribution.speech_tokens import PageWords

_MAX_NAME_WORDS = 6


class FoundNames:
    """The names as they stand on a page.

    Args:
        page: its words.
        compiled: let the kernel find them, where there is one.

    Attributes:
        facts: what is said of each name, by its words in lower case.
        by_last: names of several words, in lower case, by their last but "Jr.";
            those found first stand first.
        by_first: likewise by their first word.
        of_sentence: for each sentence the offset of each name, in code points, and
            the name.
        alone: words that stand alone where a name could, in lower case.
        governed: the sentence and offset of each name behind a preposition.
    """

    def __init__(self, page: PageWords, *, compiled: bool = True) -> None:
        self.facts: dict[tuple[str, ...], NameFacts] = {}
        self.by_last: dict[str, list[tuple[str, ...]]] = {}
        self.by_first: dict[str, list[tuple[str, ...]]] = {}
        self.of_sentence: list[list[tuple[int, tuple[str, ...]]]] = []
        self.alone: set[str] = set()
        self.governed: set[tuple[int, int]] = set()
        self._page = page
        if compiled and _FINDER is not None:
            (
                self.facts,
                self.by_last,
                self.by_first,
                self.of_sentence,
                self.alone,
                self.governed,
            ) = _FINDER.names(*page)
        else:
            self._read()

    def _read(self) -> None:
        page, breaks = self._page, self._page.breaks
        self.of_sentence = [[] for _ in breaks[1:]]
        sentence, done = -1, 0
        for at in page.capitals:
            if at < done:
                continue
            done = run_end(page, at)
            many = done - at
            opens = not page.written[at - 1]
            if not many or (many == 1 and opens and page.lower[at] in page.small):
                # Most sentences begin with such a word: it is no name.
                continue
            if at > breaks[sentence + 1]:
                sentence = bisect_left(breaks, at) - 1
                if is_headline(page, sentence):
                    done = breaks[sentence + 1]
                    continue
            name = self._of_word(at) if many == 1 else self._of_run(at, done)
            if name is not None:
                start = page.starts[at]
                self.of_sentence[sentence].append((start, name))
                if page.lower[at - 1] in words.PREPOSITIONS:
                    self.governed.add((sentence, start))

    def _of_word(self, at: int) -> tuple[str, ...] | None:
        """Take a run of one word for a name, as three of four are."""
        page = self._page
        lower = page.lower[at]
        opens = not page.written[at - 1]
        if lower not in page.small:
            self.alone.add(lower)
        if lower in NO_NAMES_ALONE:
            return None
        if opens and not (self._is_known_family(lower) or is_introduced(page, at)):
            return None
        return self._noted((page.written[at],), (lower,), at, at + 1)

    def _of_run(self, first: int, last: int) -> tuple[str, ...] | None:
        """Take a run of several words for a name, behind titles."""
        page = self._page
        start = behind_titles(page, first, last)
        key = tuple(page.lower[start:last])
        if (
            len(key) > _MAX_NAME_WORDS
            or key[-1] in words.CALENDAR
            or (len(key) == 1 and key[-1] in NO_NAMES_ALONE)
        ):
            return None
        return self._noted(tuple(page.written[start:last]), key, first, last)

    def _noted(
        self, name: tuple[str, ...], key: tuple[str, ...], first: int, last: int
    ) -> tuple[str, ...]:
        """Note what stands around a name; return it.

        Args:
            name: its words.
            key: its words in lower case.
            first: where its titles begin.
            last: where it ends.
        """
        page = self._page
        start = last - len(key)
        facts = self.facts.get(key) or self._first_of(name, key)
        facts.count += 1
        before = page.lower[start - 1]
        if len(key) == 1 and before != "the":
            self.alone.add(key[0])
        if first < start or before in TELLING:
            _note_before(facts, page, first, start, last)
        if page.written[last] in OPENS_APPOSITION:
            roles, likeness = apposition(page, last)
            facts.person += likeness
            facts.roles |= roles
        return name

    def _first_of(self, name: tuple[str, ...], key: tuple[str, ...]) -> NameFacts:
        """Note a name that has not been met before."""
        facts = self.facts[key] = NameFacts(name)
        if len(key) > 1:
            ends = [word for word in key if word not in SUFFIXES]
            if ends:
                self.by_last.setdefault(ends[-1], []).append(key)
                self.by_first.setdefault(ends[0], []).append(key)
        return facts

    def _is_known_family(self, word: str) -> bool:
        """Whether a longer name before ends with a word that is no common one."""
        return word not in self._page.small and word in self.by_last


def _note_before(
    facts: NameFacts, page: PageWords, first: int, start: int, last: int
) -> None:
    """Note what the words before a name say of it; it begins at ``start``."""
    before = page.lower[start - 1]
    if before in NO_PERSON_AFTER:
        facts.person -= 1
        facts.place |= before == "in"
    titles = words.PERSON_NOUNS.intersection(page.lower[min(first, start - 1) : start])
    if titles:
        facts.roles |= titles
        facts.person += 3
    group = group_before(page, start, last)
    if group:
        facts.person -= 3
        facts.groups |= {group}


_FINDER = new_name_finder(LISTS, NameFacts)
