"""The speakers of a page as they come: who has spoken, who was just named.

Finds whom a name, a pronoun or "the singer" can mean; which of these a source phrase
is, is the linker's job.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.source_clauses import closing_role, opening_role
from ascribe.attribution.source_phrases import are_people
from ascribe.attribution.source_speakers import (
    MAX_LOOKED_AT,
    Speaker,
    joined,
    last_of,
    name_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ascribe.attribution.acts import Part, SpeechSentence
    from ascribe.attribution.page_names import PageNames
    from ascribe.attribution.source_mentions import Mention
    from ascribe.results import SourceKind

# A pronoun or "the agency" further than this many sentences from its name is not
# clear to a reader either.
_REACH = 4
# "The singer" further than this many sentences from a name needs to be introduced.
_NEAR = 2

# By these a page calls a person again whom it has just named ("the singer").
_VARIATIONS = frozenset(
    """
    actor actress singer musician rapper star director filmmaker creator author writer
    novelist poet composer artist designer founder entrepreneur billionaire mogul
    businessman businesswoman politician lawmaker senator congressman congresswoman
    governor mayor president premier chancellor minister nominee candidate
    frontrunner front-runner republican democrat conservative socialist professor
    scholar scientist historian economist coach manager player quarterback striker
    athlete champion veteran lawyer attorney judge activist campaigner comedian host
    duke duchess prince princess king queen pope cardinal archbishop bishop
    anchor commentator columnist journalist chef physician surgeon doctor
    """.split()
)


class PageSpeakers:
    """Who speaks on one page, as far as it is read.

    Args:
        sentences: the page.
        names: its names.

    Attributes:
        named: speakers with a name, by the name in lower case.
        others: all others, in the order of their first words.
        by_capitals: groups by the capital words before their noun.
        spoken: by sentence, who speaks in it.
    """

    def __init__(self, sentences: Sequence[SpeechSentence], names: PageNames) -> None:
        self._sentences = sentences
        self._names = names
        self.named: dict[tuple[str, ...], Speaker] = {}
        self.others: list[Speaker] = []
        self.by_capitals: dict[tuple[str, ...], Speaker] = {}
        self.spoken: dict[int, list[Speaker]] = {}
        # Of names that have been looked up before, and say nothing new.
        self._met: dict[tuple[str, ...], Speaker] = {}

    def of_name(
        self,
        name: tuple[str, ...],
        sentence: int,
        titles: tuple[str, ...] = (),
        *,
        thing: bool = False,
    ) -> Speaker:
        """Return the speaker of a name; ``thing`` where it cannot be a person."""
        met = self._met.get(name)
        if met is not None:
            met.nouns.update(titles)
            return met
        full = self._names.fullest(name)
        key = name_key(full)
        if key not in self.named:
            if full in self.by_capitals:
                # "the Halyard news agency", then "Halyard"
                self.named[key] = self.by_capitals[full]
                return self.named[key]
            shown = joined(full)
            if are_people(shown):
                self.named[key] = self.people(shown, sentence)
                return self.named[key]
            person = not thing and self._names.is_person(full, titles)
            self.named[key] = Speaker(
                shown,
                "person" if person else "organisation",
                sentence,
                self._names.gender(full, titles),
            )
        found = self._met[name] = self.named[key]
        facts = self._names.facts(full)
        found.nouns.update(titles, facts.roles)
        found.is_press |= not words.MEDIA.isdisjoint(facts.groups)
        return found

    def people(self, word: str, sentence: int) -> Speaker:
        """Return the unnamed speakers whom a capital word means: "Democrats"."""
        noun = word.lower()
        for one in last_of(self.others):
            if one.kind == "unnamed" and noun in one.nouns:
                return one
        found = Speaker(word, "unnamed", sentence)
        found.nouns.add(noun)
        found.modifiers.append(())
        self.others.append(found)
        return found

    def before_relative(self, source: Part) -> Speaker | None:
        """Return the name right before ", which"; None where none stands there."""
        names = self._names.of_sentence[source.sentence]
        at = bisect_left(names, (source.start, ())) - 1
        if at < 0:
            return None
        start, name = names[at]
        between = self._sentences[source.sentence].text[start : source.start]
        ends = between.rstrip(" ,").endswith(joined(name))
        return self.of_name(name, source.sentence) if ends else None

    def person_before(
        self,
        source: Part,
        gender: str,
        of_role: Callable[[Mention, int], Speaker],
    ) -> Speaker | None:
        """Return the nearest person before a pronoun.

        First the subject of its own sentence, then who spoke or was named first in
        the sentences before.
        """
        block = self._sentences[source.sentence].block
        for at in range(source.sentence, max(-1, source.sentence - _REACH - 1), -1):
            if self._sentences[at].block < block - 2:
                break
            candidates = self._last_spoken(at, gender)
            subject = self._names.subject(at)
            if subject is not None and (
                at < source.sentence or subject[0] < source.start
            ):
                candidates.append(self.of_name(subject[1], at))
            if not candidates and at < source.sentence:
                text = self._sentences[at].text
                role = opening_role(text)
                if role is None and at == source.sentence - 1:
                    role = closing_role(text)
                candidates += [of_role(role, at)] if role else []
            for one in candidates:
                fits = not one.gender or one.gender == gender
                if fits and (one.kind == "person" or _is_one_person(one)):
                    one.gender = gender
                    return one
            if at == source.sentence - 1:
                other = self._other_person(at, candidates, gender)
                if other is not None:
                    return other
        return None

    def _last_spoken(self, sentence: int, gender: str) -> list[Speaker]:
        """Return the last who spoke in a sentence: a known woman before anybody."""
        spoken = self.spoken.get(sentence)
        if not spoken:
            return []
        known = [one for one in spoken[-MAX_LOOKED_AT:] if one.gender == gender]
        return (known or spoken)[-1:]

    def _other_person(
        self, sentence: int, candidates: Sequence[Speaker], gender: str
    ) -> Speaker | None:
        """Return the one other person whom "Vela said that Pell had left" names.

        Where the first is a woman and a man is looked for, or the other way round.
        """
        first = {one.name for one in candidates if one.kind == "person"}
        if not first:
            return None
        others = {
            full
            for _, name in self._names.of_sentence[sentence][:MAX_LOOKED_AT]
            if len(full := self._names.fullest(name)) > 1
            and joined(full) not in first
            and self._names.is_clearly_person(full)
        }
        if len(others) != 1:
            return None
        found = self.of_name(others.pop(), sentence)
        return found if found.gender == gender else None

    def latest(self, sentence: int, kinds: tuple[SourceKind, ...]) -> Speaker | None:
        """Return the last speaker of one of these kinds, if it is near."""
        for at in range(sentence, max(-1, sentence - _REACH - 1), -1):
            for one in last_of(self.spoken.get(at, [])):
                if one.kind in kinds:
                    return one
        return None

    def named_before(self, mention: Mention, sentence: int) -> Speaker | None:
        """Return the one person just named whom "the singer" or "the mayor" can mean.

        Nobody where two persons stand in the sentences before, or where the page calls
        somebody so already.
        """
        noun = mention.noun
        if noun not in _VARIATIONS or any(
            noun in one.nouns for one in last_of(self.others)
        ):
            return None
        near: dict[int, Speaker] = {}
        for at in range(max(0, sentence - _NEAR), sentence + 1):
            for _, name in self._names.of_sentence[at][:MAX_LOOKED_AT]:
                full = self._names.fullest(name)
                if len(full) > 1 and self._names.is_person(full):
                    one = self.of_name(full, at)
                    near[id(one)] = one
            for one in self.spoken.get(at, [])[-MAX_LOOKED_AT:]:
                if one.kind == "person":
                    near[id(one)] = one
        if len(near) != 1:
            return None
        (found,) = near.values()
        gender = words.gender_of({noun})
        fits = not gender or not found.gender or gender == found.gender
        return found if fits and found.kind == "person" else None


def _is_one_person(speaker: Speaker) -> bool:
    """Whether somebody without a name may be one: "the official", not "officials"."""
    return speaker.is_role and not all(
        noun.endswith("s") and not noun.endswith("ss") for noun in speaker.nouns
    )
