"""Link the sources of a page and add up what each of them says.

A source is listed once, in the fullest form that the page uses; a phrase that the
text does not clearly link stays as it is. Names are cut from the page, never made
up; only "an unnamed …" is added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ascribe.attribution.acts import ATTRIBUTED, Part
from ascribe.attribution.cue_readings import (
    is_imagined,
    is_silent,
    is_spoken,
    reports,
)
from ascribe.attribution.interviews import interview
from ascribe.attribution.page_names import PageNames
from ascribe.attribution.partners import partner
from ascribe.attribution.source_clauses import is_hearing, true_source
from ascribe.attribution.source_kin import said_alike, same_sources
from ascribe.attribution.source_linking import Linker
from ascribe.attribution.speech_tokens import page_words
from ascribe.results import Source
from ascribe.text.sentences import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ascribe.attribution.acts import SpeechAct, SpeechSentence
    from ascribe.attribution.source_speakers import Speaker
    from ascribe.attribution.speech_tokens import PageWords


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
    sentences: Sequence[SpeechSentence],
    acts: Sequence[Sequence[SpeechAct]],
    page: PageWords | None = None,
) -> Ledger:
    """Name the sources of a page.

    Args:
        sentences: the page.
        acts: the attributions of each sentence.
        page: its words, where they are known already.

    Only sentences whose ``attributed`` is at least one half count, and in each the
    outermost attribution with a source; the names of all are given.
    """
    page = page or page_words([one.text for one in sentences])
    names = PageNames(page)
    linker = Linker(sentences, names)
    person, answers = interview(sentences, names)
    known: dict[Part | None, Speaker | None] = {None: None}
    found: list[Sequence[Speaker | None]] = []
    totals: dict[int, _Total] = {}
    for index, its_acts in enumerate(acts):
        if not its_acts and index not in answers:
            found.append(())
            continue
        sentence = sentences[index]
        speakers: list[Speaker | None] = []
        partners: dict[int, Speaker | None] = {}
        whole = _longest_by_end(its_acts) if len(its_acts) > 1 else {}
        for act in its_acts:
            source = true_source(act, page, sentences)
            if whole and source is not None and source is act.source:
                source = whole.get((source.sentence, source.end), source)
            if source is not None and source not in known:
                known[source] = speaker = linker.speaker(source)
                if speaker is not None and speaker.kind == "organisation":
                    # Who "reported" something is a medium.
                    speaker.is_press = speaker.is_press or reports(act, sentences)
            speakers.append(known[source])
            beside = partner(act, sentences)
            if beside is not None:
                partners[id(speakers[-1])] = linker.speaker(beside)
        if speakers and is_hearing(sentence.text):
            # What the court was told of may be a text ("Phone records place him …").
            speakers = [
                one if one is not None and one.kind == "document" else None
                for one in speakers
            ]
        if index in answers:
            speakers = [linker.named(person, index), *speakers[1:]]
        found.append(speakers[: len(its_acts)])
        if sentence.attributed is not None and sentence.attributed < ATTRIBUTED:
            continue
        if sentence.text.startswith(_QUESTION):
            continue
        if index in answers and speakers[0] is not None:
            _total_of(speakers[0], totals).add(words_in(sentence.text))
            continue
        counted = _counted(speakers, its_acts, sentences)
        for speaker, said in counted:
            many = sum([words_in(part.text(sentences)) for part in said])
            many = many or _rest(its_acts, index, sentences)
            total = totals.get(id(speaker)) or _total_of(speaker, totals)
            total.add(many)
            other = partners.get(id(speaker))
            if other is not None and other is not speaker:
                _total_of(other, totals).add(many)
            if sentence.quoted and len(counted) == 1:
                total.said.append((index, said))
    _join(totals, linker, sentences)
    listed = [
        Source(one.speaker.name, one.speaker.kind, one.sentences, one.words)
        for one in totals.values()
        if one.words
    ]
    listed.sort(key=lambda source: -source.words)
    words_of_all = sum([source.words for source in listed])
    unnamed = [source.words for source in listed if source.kind == "unnamed"]
    return Ledger(
        sources=tuple(listed),
        names=tuple(
            [
                tuple([one.name if one else "" for one in each]) if each else ()
                for each in found
            ]
        ),
        unnamed_share=sum(unnamed) / words_of_all if words_of_all else 0.0,
        named=len(listed) - len(unnamed),
    )


def _longest_by_end(acts: Sequence[SpeechAct]) -> dict[tuple[int, int], Part]:
    """Return the longest source by its sentence and its end.

    "Ana Vela, her opposite number," and "her opposite number," are one.
    """
    longest: dict[tuple[int, int], Part] = {}
    for act in acts:
        if act.source is not None:
            key = act.source.sentence, act.source.end
            if key not in longest or act.source.start < longest[key].start:
                longest[key] = act.source
    return longest


# What an interviewer asks is his own, also where it names "some critics".
_QUESTION = "Q: "
# Of one sentence; those with more are machine-made.
_MAX_QUOTATIONS = 20


@dataclass(slots=True)
class _Total:
    """What one speaker says in all.

    Attributes:
        said: what he alone says in a sentence with quotations, and which it is.
    """

    speaker: Speaker
    sentences: int = 0
    words: int = 0
    said: list[tuple[int, Sequence[Part]]] = field(default_factory=list)

    def add(self, more_words: int) -> None:
        self.sentences += 1
        self.words += more_words


def _total_of(speaker: Speaker, totals: dict[int, _Total]) -> _Total:
    total = totals.get(id(speaker))
    if total is None:
        total = totals[id(speaker)] = _Total(speaker)
    return total


def _join(
    totals: dict[int, _Total], linker: Linker, sentences: Sequence[SpeechSentence]
) -> None:
    """Add up the speakers who are one source under two names, in place."""
    speakers = [one.speaker for one in totals.values()]
    if len(speakers) < 2:
        return
    pairs = []
    for speaker in speakers:
        # Who made a text and speaks as well is one source.
        author = linker.author(speaker)
        if author is not None and id(author) in totals:
            pairs.append((speaker, author))
    pairs += linker.later_names(speakers)
    # What somebody unnamed says is looked for in what the others say.
    quotations: dict[int, set[str]] = {}
    if any(one.said and one.speaker.kind == "unnamed" for one in totals.values()):
        for key, total in totals.items():
            quotations[key] = set(_quotations(total.said, sentences))
    pairs += same_sources(speakers, quotations)
    for one, other in pairs:
        if id(one) in totals and id(other) in totals:
            gone, kept = totals.pop(id(one)), totals[id(other)]
            kept.sentences += gone.sentences
            kept.words += gone.words
            one.name = other.name


def _quotations(
    said: Sequence[tuple[int, Sequence[Part]]], sentences: Sequence[SpeechSentence]
) -> Iterator[str]:
    """Yield what is said in quotation marks, for comparison."""
    for index, parts in said:
        here = [part for part in parts if part.sentence == index]
        for start, end in sentences[index].quoted[:_MAX_QUOTATIONS]:
            if any(part.start < end and start < part.end for part in here):
                alike = said_alike(sentences[index].text[start:end])
                if alike:
                    yield alike


def _rest(
    acts: Sequence[SpeechAct], index: int, sentences: Sequence[SpeechSentence]
) -> int:
    """Count the words of an attributed sentence that are neither source nor cue.

    Where no content was found ("She denies theft."), they are what she says; where
    one was found there are none.
    """
    if any(act.content for act in acts):
        return 0
    around = {
        part
        for act in acts
        for part in (act.source, act.cue)
        if part is not None and part.sentence == index
    }
    spent = sum(words_in(part.text(sentences)) for part in around)
    return max(0, words_in(sentences[index].text) - spent)


def _counted(
    speakers: Sequence[Speaker | None],
    acts: Sequence[SpeechAct],
    sentences: Sequence[SpeechSentence],
) -> list[tuple[Speaker, tuple[Part, ...]]]:
    """Return who counts in one sentence, and with what.

    The outermost speaker counts. One inside counts as well when a verb of speech
    says so: a belief or a plan that a source reports of another does not make that
    other a source of the page.
    """
    counted: list[tuple[Speaker, tuple[Part, ...]]] = []
    for speaker, act in zip(speakers, acts, strict=True):
        if speaker is None or (counted and any(speaker is one for one, _ in counted)):
            continue
        if is_silent(act, sentences):
            continue
        if speaker.kind == "unnamed" and is_imagined(act, sentences):
            # A minister "will say" on Monday what he has given out; "some will say" is
            # the author's.
            continue
        if not counted:
            counted.append((speaker, act.content or _unclaimed(acts)))
        elif is_spoken(act, sentences):
            counted.append((speaker, act.content or _behind(act, sentences)))
    return counted


def _unclaimed(acts: Sequence[SpeechAct]) -> tuple[Part, ...]:
    """Return the content that nobody says: it is of the one who says nothing else."""
    return next((act.content for act in acts if act.source is None), ())


def _behind(act: SpeechAct, sentences: Sequence[SpeechSentence]) -> tuple[Part, ...]:
    """Return what follows the cue and the source: the content where none was found."""
    both = [part for part in (act.source, act.cue) if part is not None]
    if act.cue is None or any(part.sentence != act.cue.sentence for part in both):
        return ()
    start = max(part.end for part in both)
    end = len(sentences[act.cue.sentence].text)
    return (Part(act.cue.sentence, start, end),) if start < end else ()
