"""Give each source phrase its speaker, in page order.

Links only what a reader would: a shorter name to the one full name that ends or
begins with it, a pronoun to the nearest fitting person, "the agency" to the last
organisation that spoke, "the official" to the official before. What is not clear
stays a speaker of its own, under the words of the page.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ascribe.attribution import source_words as words
from ascribe.attribution.given_names import GIVEN_NAMES
from ascribe.attribution.later_names import later_names
from ascribe.attribution.page_speakers import PageSpeakers
from ascribe.attribution.source_mentions import Mention, read_mention
from ascribe.attribution.source_phrases import (
    are_people,
    is_no_source,
    is_open_phrase,
    may_speak,
)
from ascribe.attribution.source_speakers import (
    MAX_LOOKED_AT,
    SINGULAR_ROLES,
    Speaker,
    capitals,
    last_of,
    name_key,
    unnamed,
    without_article,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import Part, SpeechSentence
    from ascribe.attribution.page_names import PageNames
    from ascribe.results import SourceKind

# So many descriptions of one speaker are kept; pages with more are machine-made.
_MAX_MODIFIERS = 20

# Those who speak for the house that they work at.
_STAFF = frozenset("researchers scientists economists analysts pollsters".split())
_AT_HOUSE = re.compile(r"\b(?:at|of|from|with) (?:the )?[A-Z]")


class Linker:
    """Link the source phrases of one page; call ``speaker`` in page order."""

    def __init__(self, sentences: Sequence[SpeechSentence], names: PageNames) -> None:
        self._sentences = sentences
        self._names = names
        self._page = PageSpeakers(sentences, names)

    def speaker(self, source: Part) -> Speaker | None:
        """Return who a source phrase means; None for the author and "who"."""
        phrase = source.text(self._sentences)
        mention = read_mention(phrase, opens_sentence=source.start <= 1)
        found = self._find(mention, source)
        if found is not None:
            found.last_seen = max(found.last_seen, source.sentence)
            self._page.spoken.setdefault(source.sentence, []).append(found)
        return found

    def named(self, name: tuple[str, ...], sentence: int) -> Speaker:
        """Return the speaker of a name that the page has."""
        return self._page.of_name(name, sentence)

    def _find(self, mention: Mention, source: Part) -> Speaker | None:
        noun = mention.noun
        if mention.sort == "pronoun":
            return self._of_pronoun(noun, source)
        if not noun or noun in words.CALENDAR or is_no_source(mention.phrase, noun):
            return None
        if are_people(mention.phrase):
            return self._page.people(mention.phrase.split()[-1], source.sentence)
        if mention.sort == "name" and not self._is_plain_word(mention, source):
            return self._page.of_name(
                mention.words,
                source.sentence,
                mention.titles,
                # "the Courier"; no person takes the article.
                thing=mention.definite and not mention.titles,
            )
        if mention.sort == "name" and not noun.endswith("s"):
            # "Try": a word like any other, and no plural that could be people.
            return None
        if mention.sort == "document":
            return self._of_noun(mention, source.sentence, "document")
        if mention.sort == "group":
            return self._of_group(mention, source.sentence)
        if mention.sort == "other" and not (
            may_speak(noun) or is_open_phrase(mention.phrase)
        ):
            # "a headache": what the tagger took for a source is nobody, unless he says.
            rest = self._sentences[source.sentence].text[source.end : source.end + 12]
            if rest.split()[:1] not in (["said"], ["says"], ["told"], ["added"]):
                return None
        return self._of_role(mention, source.sentence)

    def _is_plain_word(self, mention: Mention, source: Part) -> bool:
        """Whether a single capital word is no name but opens a sentence."""
        return (
            len(mention.words) == 1
            and source.start <= 1
            and not mention.titles
            and (
                self._names.stands_in_lower_case(mention.words[0])
                # "Night-time"
                or mention.words[0].rpartition("-")[2].islower()
                # "Oddly"; but "Kelly", which the page has more often
                or (mention.noun.endswith("ly") and mention.noun not in GIVEN_NAMES)
            )
        )

    def _of_pronoun(self, pronoun: str, source: Part) -> Speaker | None:
        if pronoun in words.AUTHOR_PRONOUNS:
            return None
        if pronoun in words.RELATIVE_PRONOUNS:
            return self._page.before_relative(source)
        if pronoun in words.NEUTER_PRONOUNS:
            return self._page.latest(source.sentence, ("organisation", "document"))
        if pronoun in words.PLURAL_PRONOUNS:
            return self._page.latest(source.sentence, ("organisation", "unnamed"))
        gender = "f" if pronoun in words.FEMALE_PRONOUNS else "m"
        return self._page.person_before(source, gender, self._of_role)

    def _of_group(self, mention: Mention, sentence: int) -> Speaker:
        proper = name_key(capitals(mention.words))
        if proper in self._page.named:
            known_by_name = self._page.named[proper]
            if known_by_name.kind == "organisation":
                return known_by_name
        if mention.definite and not proper:
            found = next(
                (
                    one
                    for one in last_of(self._page.others)
                    if mention.noun in one.nouns
                ),
                None,
            )
            named = self._named_group(mention)
            if named is not None and found is None:
                return self._page.of_name(named, sentence)
            if found is None:
                found = self._text_by(mention, sentence)
            if found is None and mention.noun in words.GENERIC_GROUPS:
                # "the agency", "the news agency"
                found = (
                    self._page.latest(sentence, ("organisation",)) or self._only_firm()
                )
            if found is not None and (len(mention.words) == 1 or not found.modifiers):
                return found
        return self._of_noun(mention, sentence, "organisation")

    def _text_by(self, mention: Mention, sentence: int) -> Speaker | None:
        """Return the "report by the health team" just cited that "the team" made."""
        text = self._page.latest(sentence, ("document",))
        if text is None or len(mention.words) > 1:
            return None
        _, by, maker = text.name.partition(" by ")
        return text if by and maker.split()[-1] == mention.noun else None

    def _named_group(self, mention: Mention) -> tuple[str, ...] | None:
        """Return the one name that "the bank" or "the paper" can mean."""
        if len(mention.words) > 1:
            return None
        for alike in (
            self._names.with_word(mention.noun),
            self._names.with_group(mention.noun),
        ):
            full = {self._names.fullest(facts.words) for facts in alike}
            if len(full) == 1:
                return full.pop()
        return None

    def _only_firm(self) -> Speaker | None:
        """Return the only named organisation that has spoken and is no place."""
        firms = {
            id(one): one
            for name, one in islice(self._page.named.items(), MAX_LOOKED_AT)
            if one.kind == "organisation" and not self._names.facts(name).place
        }
        return firms.popitem()[1] if len(firms) == 1 else None

    def _of_noun(self, mention: Mention, sentence: int, kind: SourceKind) -> Speaker:
        """Return a text or an organisation known by what it is.

        The same noun is the same source when nothing before it speaks against that.
        """
        before = mention.words[:-1]
        for one in last_of(self._page.others):
            same = one.kind == kind and mention.noun in one.nouns
            if same and (
                not before or not one.modifiers[-1] or (one.modifiers[-1] == before)
            ):
                if before and not one.modifiers[-1]:
                    one.modifiers.append(before)
                    one.name = without_article(mention.phrase)
                    if kind == "organisation":
                        self._page.by_capitals.setdefault(capitals(before), one)
                if kind == "document" and not one.author:
                    # A headline's "survey" is told later whose it is.
                    one.author = self._author(mention.phrase)
                return one
        found = Speaker(without_article(mention.phrase), kind, sentence)
        if kind == "document":
            found.author = self._author(mention.phrase)
        found.nouns.add(mention.noun)
        found.modifiers.append(before)
        self._page.others.append(found)
        if kind == "organisation":
            self._page.by_capitals.setdefault(capitals(before), found)
        return found

    def _author(self, phrase: str) -> tuple[str, ...]:
        """Return the name of who made a text: "survey by the pollster Oram"."""
        _, by, maker = phrase.partition(" by ")
        mention = read_mention(maker) if by else None
        if mention is None or mention.sort != "name":
            return ()
        return name_key(self._names.fullest(mention.words))

    def author(self, speaker: Speaker) -> Speaker | None:
        """Return who made a text, if he speaks on the page in his own name."""
        return self._page.named.get(speaker.author) if speaker.author else None

    def later_names(self, speakers: Sequence[Speaker]) -> list[tuple[Speaker, Speaker]]:
        """Return pairs: a speaker only described, and who is named for him then."""
        return later_names(speakers, self._names.page, self._page.spoken)

    def _of_role(self, mention: Mention, sentence: int) -> Speaker:
        noun = mention.noun
        if not mention.definite and mention.phrase.istitle():
            # "King said", where the page has met Pete King.
            full = self._names.fullest(mention.words)
            if len(full) > 1 and self._names.is_person(full):
                return self._page.of_name(full, sentence)
        if mention.definite or self._is_bare(mention, sentence):
            wanted = {word.lower() for word in mention.words}
            described = [
                facts for facts in self._names.with_role(noun) if wanted <= facts.roles
            ]
            if len({facts.words[-1] for facts in described}) == 1:
                return self._page.of_name(described[0].words, sentence)
            again = self._page.named_before(mention, sentence)
            if again is not None:
                return again
        before = mention.words[:-1]
        for one in last_of(self._page.others):
            if (
                one.kind == "unnamed"
                and noun in one.nouns
                and (mention.definite or not before or before in one.modifiers)
            ):
                if before not in one.modifiers and len(one.modifiers) < _MAX_MODIFIERS:
                    one.modifiers.append(before)
                if mention.sort == "role":
                    one.name = unnamed(one)
                return one
        if mention.definite and noun == "source" and not before:
            # "According to the source": the official who spoke before.
            told = [one for one in last_of(self._page.others) if one.is_role]
            if told and told[0].nouns & SINGULAR_ROLES:
                return told[0]
        # "economists at Larchmont Securities": a named house speaks.
        house = noun in _STAFF and _AT_HOUSE.search(mention.phrase) is not None
        kind: SourceKind = "organisation" if house else "unnamed"
        found = Speaker(mention.phrase, kind, sentence)
        found.nouns.add(noun)
        found.modifiers.append(before)
        found.is_role = mention.sort == "role"
        found.gender = words.gender_of({noun})
        self._page.others.append(found)
        if mention.sort == "role" and noun in SINGULAR_ROLES:
            found.name = unnamed(found)
        return found

    def _is_bare(self, mention: Mention, sentence: int) -> bool:
        """Whether a headline leaves out the article: "Minister told …"."""
        return (
            self._sentences[sentence].kind == "heading"
            and mention.phrase.lower() == mention.noun
            and not mention.noun.endswith("s")
        )
