"""Find sources, cues and contents with the learned weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ascribe.attribution.acts import SpeechAct, attributed_among
from ascribe.attribution.floor import keep_floor
from ascribe.attribution.links import find_links, with_whole_cues
from ascribe.attribution.patterns import correct
from ascribe.attribution.plain_subjects import with_subjects
from ascribe.attribution.quantised import QuantisedNetwork
from ascribe.attribution.relays import with_relays
from ascribe.attribution.row_words import RowWords
from ascribe.attribution.speech_tokens import page_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import Part, SpeechSentence
    from ascribe.attribution.features import Rows, WordTables
    from ascribe.attribution.links import Link
    from ascribe.attribution.network import FloatArray, Head, Weights
    from ascribe.attribution.speech_tokens import PageWords


class Reading(msgspec.Struct, frozen=True, gc=False):
    """What the network says of a page, before it is cut into spans.

    Attributes:
        sentences: number of sentences.
        rows: the page's rows.
        answers: by head, the chances of each row.
    """

    sentences: int
    rows: Rows
    answers: dict[Head, FloatArray]


class AttributionTagger:
    """Tag with a learned network and constrained decoding."""

    def __init__(self, tables: WordTables, weights: Weights) -> None:
        self.tables = tables
        self.weights = weights
        self._network = QuantisedNetwork(weights)

    def read(self, sentences: Sequence[SpeechSentence]) -> Reading:
        """Run the network over a page; what a labeller says is not looked at."""
        rows = self.tables.rows_of(sentences)
        return Reading(len(sentences), rows, self._network.chances(rows))

    def tag(
        self,
        sentences: Sequence[SpeechSentence],
        reading: Reading | None = None,
        page: PageWords | None = None,
    ) -> list[list[SpeechAct]]:
        """Return the attributions of each sentence; see ``attribution.Tagger``.

        Args:
            sentences: the page.
            reading: what ``read`` said of it, where it has been read already.
            page: its words, where they are known already.
        """
        reading = reading or self.read(sentences)
        rows, answers = reading.rows, reading.answers
        attributed = attributed_among(sentences)
        acts: list[list[SpeechAct]] = [[] for _ in sentences]
        links = find_links(rows, answers, attributed)
        if page is None:
            page = page_words([one.text for one in sentences], (rows.start, rows.end))
        words = RowWords(rows, page, sentences)
        correct(links, words)
        for one in with_whole_cues(links):
            _add_acts(one, words, acts)
        for found in acts:
            if len(found) > 1:
                found.sort(key=_rank)
        spoken = with_subjects(sentences, acts, page, attributed)
        return with_relays(sentences, keep_floor(sentences, spoken), attributed)


def _rank(act: SpeechAct) -> tuple[int, bool, int]:
    """Outermost first; then with a source, and with most content."""
    said = sum(part.end - part.start for part in act.content)
    return act.depth, act.source is None, -said


def _add_acts(one: Link, words: RowWords, acts: list[list[SpeechAct]]) -> None:
    """Add one link as an act to each sentence that it touches."""
    part, runs, depth = words.part, one.contents, one.depth
    source = part(one.source) if one.source else None
    cue = part(one.cue) if one.cue else None
    if cue is not None:
        home = cue.sentence
        if not runs or runs[0].sentence == home == runs[-1].sentence:
            acts[home].append(SpeechAct(source, cue, tuple(map(part, runs)), depth))
            return
    by_sentence: dict[int, list[Part]] = {cue.sentence: []} if cue else {}
    for run in runs:
        by_sentence.setdefault(run.sentence, []).append(part(run))
    for index, parts in by_sentence.items():
        acts[index].append(SpeechAct(source, cue, tuple(parts), depth))
