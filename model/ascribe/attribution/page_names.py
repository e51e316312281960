"""Collect the proper names of a page and what the page says of them.

So that "Heller" can be linked to "Kevin Jon Heller", and "the professor" too. Only
reads; every name comes back as it stands on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.given_names import FEMALE_NAMES, MALE_NAMES
from ascribe.attribution.name_facts import NameFacts
from ascribe.attribution.name_runs import (
    OPENS_APPOSITION,
    apposition,
    behind_titles,
    group_before,
    is_headline,
    is_introduced,
    is_subsequence,
    run_end,
)
from ascribe.attribution.speech_tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.speech_tokens import Token

_MAX_NAME_WORDS = 6
# A name that ends or begins more than so many others is short for none of them.
_MAX_ALIKE = 50
# Of two people who share a name, the one named so many times as often is meant.
_MIN_OUTSTANDING = 2
# Name words that other names are known by; "Jr." is none.
_SUFFIXES = frozenset({"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"})
# "the Courier", "in East Harmon": rarely a person.
_NO_PERSON_AFTER = frozenset({"the", "in", "at", "near"})
# A title or an exclamation, where nothing follows it.
_NO_NAMES_ALONE = words.TITLES | words.INTERJECTIONS | words.CALENDAR


class PageNames:
    """The names on a page.

    Args:
        texts: the page's sentences, in order.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._facts: dict[tuple[str, ...], NameFacts] = {}
        self._by_last: dict[str, list[tuple[str, ...]]] = {}
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._fullest: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._subjects: dict[int, tuple[int, tuple[str, ...]] | None] = {}
        # Names of each sentence: (offset in code points, name).
        self.of_sentence: list[list[tuple[int, tuple[str, ...]]]] = []
        # Words that stand alone where a name could, in lower case.
        self._alone: set[str] = set()
        # Those behind a preposition: "asked by Mara Vela" has another subject.
        self._governed: set[tuple[int, int]] = set()
        # The words of each sentence.
        self.tokens, capitals, self._lower = words_of(list(texts))
        for tokens, places in zip(self.tokens, capitals, strict=True):
            self.of_sentence.append(
                [] if is_headline(tokens) else self._read(tokens, places)
            )
        self._by_role: dict[str, list[NameFacts]] = {}
        self._by_group: dict[str, list[NameFacts]] = {}
        self._by_word: dict[str, list[NameFacts]] = {}
        for key, facts in self._facts.items():
            for role in facts.roles:
                self._by_role.setdefault(role, []).append(facts)
            for group in facts.groups:
                kin = "press" if group in words.PRESS else group
                self._by_group.setdefault(kin, []).append(facts)
            if len(key) > 1 and not set(key) & words.TITLES:
                for word in set(key):
                    self._by_word.setdefault(word, []).append(facts)

    def fullest(self, name: tuple[str, ...]) -> tuple[str, ...]:
        """Return the longest name on the page that this one clearly shortens.

        A name that could be short for two different ones stays as it is. So does a
        name that no longer one ends or begins with.
        """
        if name not in self._fullest:
            self._fullest[name] = self._find_fullest(name)
        return self._fullest[name]

    def _find_fullest(self, name: tuple[str, ...]) -> tuple[str, ...]:
        wanted = tuple(word.lower() for word in name)
        for index, end in ((self._by_last, wanted[-1]), (self._by_first, wanted[0])):
            alike = index.get(end, [])
            if len(alike) > _MAX_ALIKE:
                continue
            fuller = [
                key
                for key in alike
                if len(key) > len(wanted) and is_subsequence(wanted, key)
            ]
            if fuller:
                longest = max(fuller, key=len)
                clear = all(is_subsequence(key, longest) for key in fuller)
                if clear:
                    return self._facts[longest].words
                return self._outstanding(fuller) or name
        return self._facts[wanted].words if wanted in self._facts else name

    def _outstanding(self, fuller: list[tuple[str, ...]]) -> tuple[str, ...]:
        """Return the name that a page uses far more than the others; else nothing.

        "Trump" on a page about Donald Trump that mentions his son as well.
        """
        counts = sorted(((self._facts[key].count, key) for key in fuller), reverse=True)
        most, second = counts[0], counts[1]
        if most[0] >= _MIN_OUTSTANDING * second[0] and most[0] > 1:
            return self._facts[most[1]].words
        return ()

    def facts(self, name: tuple[str, ...]) -> NameFacts:
        """Return what is known of a name; nothing for one the page does not have."""
        key = tuple(word.lower() for word in name)
        return self._facts.get(key) or NameFacts(name)

    def subject(self, sentence: int) -> tuple[int, tuple[str, ...]] | None:
        """Return the first person's name in a sentence and its offset, if any.

        More must speak for a person than that the name has two words: places have
        them too, and no "she" is one.
        """
        if sentence not in self._subjects:
            self._subjects[sentence] = next(
                (
                    (start, name)
                    for start, name in self.of_sentence[sentence]
                    if (sentence, start) not in self._governed
                    and self.is_clearly_person(self.fullest(name))
                ),
                None,
            )
        return self._subjects[sentence]

    def is_person(self, name: tuple[str, ...], titles: tuple[str, ...] = ()) -> bool:
        """Guess whether a name is a person's: from titles, given names, context."""
        return self._likeness(name, titles) > 0

    def is_clearly_person(self, name: tuple[str, ...]) -> bool:
        """Say whether more speaks for a person than that the name has two words."""
        return self._likeness(name) > 1

    def _likeness(self, name: tuple[str, ...], titles: tuple[str, ...] = ()) -> int:
        """Weigh what speaks for a person (above 0) and against one."""
        facts = self.facts(name)
        score = facts.person + 3 * bool(set(titles) & words.TITLES)
        lower = [word.lower() for word in name]
        if any(word in words.ORGANISATION_NAME_WORDS for word in lower):
            score -= 3
        score -= 3 * ("&" in name)
        # "J. Vela", "Ana V.": initials are a person's.
        if len(name) > 1:
            score += 2 * any(len(word) == 2 and word[1] == "." for word in name)
        if any(word.isupper() and len(word) > 2 and "." not in word for word in name):
            # "FBI", but not a page that shouts every name.
            score -= 1 + (len(name) == 1)
        if lower[0] in FEMALE_NAMES or lower[0] in MALE_NAMES:
            score += 2
        if 2 <= len(name) <= 4:
            score += 1
            # A page calls people by the last word of their name, firms by the first.
            score += (lower[-1] in self._alone) - (lower[0] in self._alone)
        elif len(name) == 1 and self._is_family_name(lower[0]):
            score += 2
        return score

    def _is_family_name(self, word: str) -> bool:
        """Whether a word ends the name of a person, be it of two that share it."""
        alike = self._by_last.get(word, [])[:_MAX_ALIKE]
        return any(len(key) > 1 and self._likeness(key) > 1 for key in alike)

    def gender(self, name: tuple[str, ...], titles: tuple[str, ...] = ()) -> str:
        """Return ``f``, ``m``, or an empty string where nothing tells."""
        described = set(titles) | self.facts(name).roles
        first = name[0].lower()
        if described & words.FEMALE_WORDS or (
            first in FEMALE_NAMES and not described & words.MALE_WORDS
        ):
            return "f"
        return "m" if described & words.MALE_WORDS or first in MALE_NAMES else ""

    def stands_in_lower_case(self, word: str) -> bool:
        """Say whether the page has the word without its capital as well."""
        return word.lower() in self._lower

    def with_role(self, role: str) -> list[NameFacts]:
        """Return the names that the page describes by a role."""
        return self._by_role.get(role, [])

    def with_group(self, noun: str) -> list[NameFacts]:
        """Return the names that the page calls by a group's noun ("daily").

        All nouns for a medium are one: a "daily" is called "the paper" again.
        """
        return self._by_group.get("press" if noun in words.PRESS else noun, [])

    def with_word(self, word: str) -> list[NameFacts]:
        """Return the names of two words or more that hold a word ("bank")."""
        return self._by_word.get(word, [])

    def _read(
        self, tokens: list[Token], capitals: list[int]
    ) -> list[tuple[int, tuple[str, ...]]]:
        """Return the names of a sentence; a run of them begins with a capital."""
        found = []
        done = 0
        for at in capitals:
            if at < done:
                continue
            last = run_end(tokens, at)
            if last == at or (last == 1 and tokens[0].text.lower() in self._lower):
                # Most sentences open with a word that the page has without a capital
                # as well: it is no name.
                continue
            name = (
                self._keep_word(tokens, at)
                if last == at + 1
                else self._keep(tokens, at, last)
            )
            if name is not None:
                start = tokens[at].start
                found.append((start, name))
                if at and tokens[at - 1].text.lower() in words.PREPOSITIONS:
                    self._governed.add((len(self.of_sentence), start))
            done = last
        return found

    def _keep_word(self, tokens: list[Token], at: int) -> tuple[str, ...] | None:
        """Take a run of one word for a name, as three of four are."""
        text = tokens[at].text
        lower = text.lower()
        if lower not in self._lower:
            self._alone.add(lower)
        if not self._may_stand_alone(lower, tokens, at, at + 1):
            return None
        return self._noted((text,), (lower,), tokens, at, at + 1, set())

    def _keep(
        self, tokens: list[Token], first: int, last: int
    ) -> tuple[str, ...] | None:
        """Take a run of several words for a name, behind titles."""
        titles: set[str] = set()
        lowers = [text.lower() for text, _, _ in tokens[first:last]]
        start = behind_titles(tokens, first, lowers, titles, self._lower)
        name = tuple([text for text, _, _ in tokens[start:last]])
        lower_name = tuple(lowers[start - first :])
        if not 1 <= len(name) <= _MAX_NAME_WORDS or lower_name[-1] in words.CALENDAR:
            return None
        if len(name) == 1 and not self._may_stand_alone(
            lower_name[0], tokens, start, last
        ):
            return None
        return self._noted(name, lower_name, tokens, start, last, titles)

    def _may_stand_alone(
        self, lower: str, tokens: list[Token], start: int, last: int
    ) -> bool:
        """Whether a single word with a capital can be a name."""
        if lower in _NO_NAMES_ALONE:
            return False
        return (
            start > 0
            or self._is_known_family(lower)
            or is_introduced(tokens, last, self._lower)
        )

    def _noted(
        self,
        name: tuple[str, ...],
        lower_name: tuple[str, ...],
        tokens: list[Token],
        start: int,
        last: int,
        titles: set[str],
    ) -> tuple[str, ...]:
        """Note what stands around a name; return it."""
        facts = self._facts.get(lower_name)
        if facts is None:
            facts = self._facts[lower_name] = NameFacts(name)
            ends = [word for word in lower_name if word not in _SUFFIXES]
            if ends:
                self._by_last.setdefault(ends[-1], []).append(lower_name)
                self._by_first.setdefault(ends[0], []).append(lower_name)
        facts.count += 1
        before = tokens[start - 1].text.lower() if start else ""
        if before in words.PERSON_NOUNS:
            titles.add(before)
        if len(name) == 1 and before != "the":
            self._alone.add(lower_name[0])
        facts.place |= before == "in"
        if titles:
            titles &= words.PERSON_NOUNS
            facts.roles |= titles
            facts.person += 3 * bool(titles)
        facts.person -= before in _NO_PERSON_AFTER
        group = group_before(tokens, start, last, before) if start else ""
        if group:
            facts.person -= 3
            facts.groups.add(group)
        if last < len(tokens) and tokens[last].text in OPENS_APPOSITION:
            roles, likeness = apposition(tokens, last)
            facts.person += likeness
            facts.roles |= roles
        return name

    def _is_known_family(self, word: str) -> bool:
        """Whether a longer name before ends with a word that is no common one."""
        return word not in self._lower and any(
            len(key) > 1 for key in self._by_last.get(word, [])[:_MAX_ALIKE]
        )
