"""Link the sources of a page and add up what each of them says.

A source is listed once, in the fullest form that the page uses; a phrase that the
text does not clearly link stays as it is. Names are cut from the page, never made
up; only "an unnamed …" is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ascribe.attribution.acts import ATTRIBUTED
from ascribe.attribution.cues import RELAY_VERBS, SPEECH_VERBS
from ascribe.attribution.page_names import PageNames
from ascribe.attribution.source_clauses import Clauses
from ascribe.attribution.source_linking import Linker
from ascribe.results import Source
from ascribe.text.sentences import words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import Part, SpeechAct, SpeechSentence
    from ascribe.attribution.source_speakers import Speaker


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
    linker = Linker(sentences, PageNames([one.text for one in sentences]))
    clauses = Clauses(sentences)
    known: dict[Part, Speaker | None] = {}
    found: list[list[Speaker | None]] = []
    totals: dict[int, tuple[Speaker, list[int]]] = {}
    for index, sentence in enumerate(sentences):
        speakers = []
        for act in acts[index]:
            source = clauses.true_source(act)
            if source is not None and source not in known:
                known[source] = linker.speaker(source)
            speakers.append(known[source] if source is not None else None)
        found.append(speakers)
        if sentence.attributed is not None and sentence.attributed < ATTRIBUTED:
            continue
        heard = any(act.content for act in acts[index])
        rest = 0 if heard else _rest(acts[index], index, sentences)
        for speaker, said in _counted(speakers, acts[index], sentences):
            _, total = totals.setdefault(id(speaker), (speaker, [0, 0]))
            total[0] += 1
            total[1] += sum(words_in(part.text(sentences)) for part in said) or rest
    for speaker, total in list(totals.values()):
        # Who made a text and speaks as well is one source.
        author = linker.author(speaker)
        if author is not None and id(author) in totals:
            del totals[id(speaker)]
            _, sum_of = totals[id(author)]
            sum_of[0] += total[0]
            sum_of[1] += total[1]
            speaker.name = author.name
    listed = [
        Source(speaker.name, speaker.kind, *total)
        for speaker, total in totals.values()
        if total[1]
    ]
    listed.sort(key=lambda source: -source.words)
    words_of_all = sum(source.words for source in listed)
    unnamed = sum(source.words for source in listed if source.kind == "unnamed")
    return Ledger(
        sources=tuple(listed),
        names=tuple(
            tuple(one.name if one else "" for one in speakers) for speakers in found
        ),
        unnamed_share=unnamed / words_of_all if words_of_all else 0.0,
        named=sum(source.kind != "unnamed" for source in listed),
    )


def _rest(
    acts: Sequence[SpeechAct], index: int, sentences: Sequence[SpeechSentence]
) -> int:
    """Count the words of an attributed sentence that are neither source nor cue.

    Where no content was found ("She denies theft."), they are what she says.
    """
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
        if speaker is None or any(speaker is one for one, _ in counted):
            continue
        if not counted or _is_spoken(act, sentences):
            counted.append((speaker, act.content))
    return counted


def _is_spoken(act: SpeechAct, sentences: Sequence[SpeechSentence]) -> bool:
    if act.cue is None:
        return False
    cue = act.cue.text(sentences).lower().split()
    return cue[0] == "according" or any(
        word in SPEECH_VERBS or word in RELAY_VERBS for word in cue
    )
