"""Link the sources of a page and add up what each of them says.

A source is listed once, in the fullest form that the page uses; a phrase that the
text does not clearly link stays as it is. Names are cut from the page, never made
up; only "an unnamed …" is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ascribe import source_words as words
from ascribe.page_names import PageNames, names_on_page
from ascribe.results import Source
from ascribe.sentences import words_in
from ascribe.source_mentions import Mention, read_mention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution import SpeechAct, SpeechSentence
    from ascribe.results import SourceKind

# Below this chance a sentence is the author's own and counts for no source.
MIN_ATTRIBUTED = 0.5


@dataclass(frozen=True, slots=True)
class Ledger:
    """Who speaks on a page.

    Attributes:
        sources: each source once, most words first.
        names: for each sentence the name of each of its attributions' source, in
            the same order; empty where the text names none.
        unnamed_share: part of the words of all listed sources that unnamed ones
            speak, in [0, 1]; 0 without any source.
        named: number of distinct named sources.
    """

    sources: tuple[Source, ...]
    names: tuple[tuple[str, ...], ...]
    unnamed_share: float
    named: int


def ledger(
    sentences: Sequence[SpeechSentence], acts: Sequence[Sequence[SpeechAct]]
) -> Ledger:
    """Name the sources of a page.

    Only sentences whose ``attributed`` is at least one half count, and in each the
    outermost attribution with a source; the names of all are given.
    """
    linker = _Linker(names_on_page([sentence.text for sentence in sentences]))
    names: list[tuple[str, ...]] = []
    known: dict[tuple[int, int, int], _Speaker | None] = {}
    totals: dict[int, list[int]] = {}
    resolved: list[list[_Speaker | None]] = []
    for index, sentence in enumerate(sentences):
        speakers: list[_Speaker | None] = []
        for act in acts[index]:
            if act.source is None:
                speakers.append(None)
                continue
            key = (act.source.sentence, act.source.start, act.source.end)
            if key not in known:
                known[key] = linker.speaker(act.source.text(sentences), index)
            speakers.append(known[key])
        resolved.append(speakers)
        counted = next((one for one in speakers if one is not None), None)
        if counted is not None and (
            sentence.attributed is None or sentence.attributed >= MIN_ATTRIBUTED
        ):
            said = acts[index][speakers.index(counted)].content
            total = totals.setdefault(counted.number, [0, 0])
            total[0] += 1
            total[1] += sum(words_in(part.text(sentences)) for part in said)
    for speakers in resolved:
        names.append(tuple(one.name if one else "" for one in speakers))
    listed = [
        Source(linker.all[number].name, linker.all[number].kind, *total)
        for number, total in totals.items()
    ]
    listed.sort(key=lambda source: -source.words)
    words_of_all = sum(source.words for source in listed)
    unnamed = sum(source.words for source in listed if source.kind == "unnamed")
    return Ledger(
        sources=tuple(listed),
        names=tuple(names),
        unnamed_share=unnamed / words_of_all if words_of_all else 0.0,
        named=sum(source.kind != "unnamed" for source in listed),
    )


@dataclass(slots=True)
class _Speaker:
    number: int
    name: str
    kind: SourceKind
    mention: Mention
    last_seen: int
    gender: str = ""


class _Linker:
    """Give each source phrase its speaker, in page order."""

    def __init__(self, page: PageNames) -> None:
        self._page = page
        self._by_key: dict[tuple[str, ...], _Speaker] = {}
        self.all: list[_Speaker] = []

    def speaker(self, phrase: str, sentence: int) -> _Speaker | None:
        mention = read_mention(phrase)
        if mention.sort == "pronoun":
            found = self._of_pronoun(mention.words[0], sentence)
        elif mention.sort == "name":
            found = self._of_name(mention, sentence)
        else:
            found = self._of_noun(mention, sentence)
        if found is not None:
            found.last_seen = sentence
        return found

    def _of_pronoun(self, pronoun: str, sentence: int) -> _Speaker | None:
        if pronoun in words.AUTHOR_PRONOUNS | words.RELATIVE_PRONOUNS:
            return None
        if pronoun in words.NEUTER_PRONOUNS:
            return self._latest(("organisation", "document"), sentence)
        if pronoun in words.PLURAL_PRONOUNS:
            return self._latest(("organisation", "unnamed"), sentence)
        gender = "f" if pronoun in words.FEMALE_PRONOUNS else "m"
        found = self._latest(("person", "unnamed"), sentence, gender=gender)
        if found is not None:
            found.gender = gender
        return found

    def _latest(
        self, kinds: tuple[str, ...], sentence: int, *, gender: str = ""
    ) -> _Speaker | None:
        near = [
            one
            for one in self.all
            if one.kind in kinds
            and sentence - one.last_seen <= _REACH
            and not (gender and one.gender and one.gender != gender)
        ]
        return max(near, key=lambda one: one.last_seen, default=None)

    def _of_name(self, mention: Mention, sentence: int) -> _Speaker:
        full = self._page.fullest(mention.words)
        key = tuple(word.lower() for word in full)
        if key not in self._by_key:
            person = self._page.is_person(full, mention.titles)
            found = self._add(
                " ".join(full), "person" if person else "organisation", mention, sentence
            )
            self._by_key[key] = found
        found = self._by_key[key]
        if set(mention.titles) & words.FEMALE_TITLES:
            found.gender = "f"
        elif set(mention.titles) & words.MALE_TITLES:
            found.gender = "m"
        return found

    def _of_noun(self, mention: Mention, sentence: int) -> _Speaker:
        noun = mention.words[-1].lower() if mention.words else ""
        bare = len(mention.words) == 1
        if mention.definite and bare and mention.sort == "group":
            found = self._latest(("organisation",), sentence)
            if found is not None:
                return found
        key = (mention.sort, noun, *(() if mention.sort == "role" else mention.words))
        if key not in self._by_key:
            self._by_key[key] = self._add(*_noun_name(mention), mention, sentence)
        return self._by_key[key]

    def _add(
        self, name: str, kind: SourceKind, mention: Mention, sentence: int
    ) -> _Speaker:
        self.all.append(_Speaker(len(self.all), name, kind, mention, sentence))
        return self.all[-1]


# A pronoun or "the agency" further than this many sentences from its name is not
# clear to a reader either.
_REACH = 4


def _noun_name(mention: Mention) -> tuple[str, SourceKind]:
    phrase = " ".join(mention.words)
    named = any(word[0].isupper() for word in mention.words)
    if mention.sort == "document":
        return mention.described or phrase, "document"
    if mention.sort == "group" and named:
        return phrase, "organisation"
    if mention.sort == "role" and mention.words[-1].lower() in _SINGULAR_ROLES:
        noun = mention.words[-1].lower()
        return f"an unnamed {noun}", "unnamed"
    return mention.described or phrase, "unnamed"


_SINGULAR_ROLES = frozenset(
    (
    "official source aide adviser advisor officer diplomat insider lawmaker "
    "executive spokesman spokeswoman spokesperson"
).split()
)
