"""Tell what a page says of its proper names.

So that "Heller" can be linked to "Kevin Jon Heller", and "the professor" too. Only
reads; every name comes back as it stands on the page.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.found_names import FoundNames
from ascribe.attribution.given_names import FEMALE_NAMES, MALE_NAMES
from ascribe.attribution.name_facts import NameFacts
from ascribe.attribution.name_parts import has_initial
from ascribe.attribution.name_runs import is_subsequence
from ascribe.attribution.source_speakers import name_key
from ascribe.text.name_lists import PEOPLE

if TYPE_CHECKING:
    from ascribe.attribution.speech_tokens import PageWords

# Families known without their first names; after two of them firms are called.
_FAMILIES = PEOPLE - {"bloomberg", "ford"}
# A name that ends or begins more than so many others is short for none of them.
_MAX_ALIKE = 50
# Of two people who share a name, the one named so many times as often is meant.
_MIN_OUTSTANDING = 2


class PageNames:
    """The names on a page.

    Args:
        page: its words.
    """

    def __init__(self, page: PageWords) -> None:
        self.page = page
        self._found = FoundNames(page)
        # Names of each sentence: (offset in code points, name).
        self.of_sentence = self._found.of_sentence
        self._fullest: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._subjects: dict[int, tuple[int, tuple[str, ...]] | None] = {}
        self._likenesses: dict[tuple[str, ...], int] = {}
        self._by_word: dict[str, list[NameFacts]] = {}

    def fullest(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return the longest name on the page that this one clearly shortens.

        A name that could be short for two different ones stays as it is. So does a
        name that no longer one ends or begins with.
        """
        found = self._fullest.get(name)
        if found is None:
            found = self._fullest[name] = self._find_fullest(name)
        return found

    def _find_fullest(self, name: tuple[str, ...]) -> tuple[str, ...]:
        wanted = name_key(name)
        for alike in (
            self._found.by_last.get(wanted[-1]),
            self._found.by_first.get(wanted[0]),
        ):
            if alike is None or len(alike) > _MAX_ALIKE:
                continue
            fuller = [
                key
                for key in alike
                if len(key) > len(wanted)
                and (len(wanted) == 1 or is_subsequence(wanted, key))
            ]
            if fuller:
                longest = max(fuller, key=len)
                if len(fuller) == 1 or all(
                    is_subsequence(key, longest) for key in fuller
                ):
                    return self._found.facts[longest].words
                return self._outstanding(fuller) or name
        facts = self._found.facts.get(wanted)
        return facts.words if facts is not None else name

    def _outstanding(self, fuller: list[tuple[str, ...]]) -> tuple[str, ...]:
        """Return the name that a page uses far more than the others; else nothing.

        "Trump" on a page about Donald Trump that mentions his son as well.
        """
        counts = sorted(
            ((self._found.facts[key].count, key) for key in fuller), reverse=True
        )
        most, second = counts[0], counts[1]
        if most[0] >= _MIN_OUTSTANDING * second[0] and most[0] > 1:
            return self._found.facts[most[1]].words
        return ()

    def facts(self, name: tuple[str, ...]) -> NameFacts:
        """Return what is known of a name; nothing for one the page does not have."""
        return self._found.facts.get(name_key(name)) or NameFacts(name)

    def subject(self, sentence: int) -> tuple[int, tuple[str, ...]] | None:
        """Return the first person's name in a sentence and its offset, if any.

        More must speak for a person than that the name has two words: places have
        them too, and no "she" is one.
        """
        if sentence not in self._subjects:
            self._subjects[sentence] = None
            for start, name in self.of_sentence[sentence]:
                governed = (sentence, start) in self._found.governed
                if not governed and self.is_clearly_person(self.fullest(name)):
                    self._subjects[sentence] = start, name
                    break
        return self._subjects[sentence]

    def is_person(self, name: tuple[str, ...], titles: tuple[str, ...] = ()) -> bool:
        """Guess whether a name is a person's: from titles, given names, context."""
        return self._likeness(name) + 3 * bool(words.TITLES.intersection(titles)) > 0

    def is_clearly_person(self, name: tuple[str, ...]) -> bool:
        """Say whether more speaks for a person than that the name has two words."""
        return self._likeness(name) > 1

    def _likeness(self, name: tuple[str, ...]) -> int:
        """Weigh what speaks for a person (above 0) and against one."""
        score = self._likenesses.get(name)
        if score is None:
            score = self._likenesses[name] = self._find_likeness(name)
        return score

    def _find_likeness(self, name: tuple[str, ...]) -> int:
        lower = name_key(name)
        facts = self._found.facts.get(lower)
        score = facts.person if facts is not None else 0
        if not words.ORGANISATION_NAME_WORDS.isdisjoint(lower):
            # "Ministry" alone is nobody's name.
            score -= 3 + 3 * (len(name) == 1)
        score -= 3 * ("&" in name)
        # "J. Vela", "Ana V.": initials are a person's.
        if len(name) > 1:
            score += 2 * has_initial(name)
        if any(word.isupper() and len(word) > 2 and "." not in word for word in name):
            # "FBI", but not a page that shouts every name.
            score -= 1 + (len(name) == 1)
        if lower[0] in FEMALE_NAMES or lower[0] in MALE_NAMES:
            score += 2
        if 2 <= len(name) <= 4:
            score += 1
            # A page calls people by the last word of their name, firms by the first.
            score += (lower[-1] in self._found.alone) - (lower[0] in self._found.alone)
        elif len(name) == 1 and (
            lower[0] in _FAMILIES or self._is_family_name(lower[0])
        ):
            score += 2
        return score

    def _is_family_name(self, word: str) -> bool:
        """Whether a word ends the name of a person, be it of two that share it."""
        alike = self._found.by_last.get(word, [])[:_MAX_ALIKE]
        return any(self._likeness(key) > 1 for key in alike)

    def gender(self, name: tuple[str, ...], titles: tuple[str, ...] = ()) -> str:
        """Return ``f``, ``m``, or an empty string where nothing tells."""
        described = self.facts(name).roles.union(titles)
        first = name[0].lower()
        male = not words.MALE_WORDS.isdisjoint(described)
        if (first in FEMALE_NAMES and not male) or not words.FEMALE_WORDS.isdisjoint(
            described
        ):
            return "f"
        return "m" if male or first in MALE_NAMES else ""

    def stands_in_lower_case(self, word: str) -> bool:
        """Say whether the page has the word without its capital as well."""
        return word.lower() in self.page.small

    def with_role(self, role: str) -> list[NameFacts]:
        """Return the names that the page describes by a role."""
        return self._by_role.get(role, [])

    @cached_property
    def _by_role(self) -> dict[str, list[NameFacts]]:
        found: dict[str, list[NameFacts]] = {}
        for facts in self._found.facts.values():
            for role in facts.roles:
                found.setdefault(role, []).append(facts)
        return found

    def with_group(self, noun: str) -> list[NameFacts]:
        """Return the names that the page calls by a group's noun ("daily").

        All nouns for a medium are one: a "daily" is called "the paper" again.
        """
        return self._by_group.get("press" if noun in words.PRESS else noun, [])

    @cached_property
    def _by_group(self) -> dict[str, list[NameFacts]]:
        found: dict[str, list[NameFacts]] = {}
        for facts in self._found.facts.values():
            for group in facts.groups:
                kin = "press" if group in words.PRESS else group
                found.setdefault(kin, []).append(facts)
        return found

    def with_word(self, word: str) -> list[NameFacts]:
        """Return the names of two words or more that hold a word ("bank")."""
        found = self._by_word.get(word)
        if found is None:
            found = self._by_word[word] = [
                facts
                for key, facts in self._found.facts.items()
                if word in key and len(key) > 1 and words.TITLES.isdisjoint(key)
            ]
        return found
