"""Turn what the engine found, in code points, into results in UTF-16 offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ascribe.attribution.acts import Part, SpeechAct
from ascribe.attribution.ledger import Ledger
from ascribe.labels.ngrams import FloatArray
from ascribe.results import (
    Attribution,
    Evidence,
    Label,
    Probabilities,
    ScoredSentence,
    SourceSpan,
    Span,
)
from ascribe.text.passages import Sentence, cut
from ascribe.text.sentences import Utf16Offsets, utf16_length

if TYPE_CHECKING:
    from ascribe.page.summary import PageReading

_LEFT_OUT = Probabilities(0.0, 0.0, 0.0, 1.0)


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What was found for the n sentences that were scored.

    Attributes:
        chances: of each label, shape ``(n, 4)``.
        labels: the most likely label of each.
        certain: whether it is shown without a doubt mark.
        evidence: (start, end, weight) of what moved it, code points in the sentence;
            empty where nobody asks for it.
        acts: attributions of each sentence; likewise.
        ledger: the page's sources.
    """

    chances: FloatArray
    labels: list[Label]
    certain: list[bool]
    evidence: list[list[tuple[int, int, float]]]
    acts: Sequence[Sequence[SpeechAct]]
    ledger: Ledger


def sentence_results(
    reading: PageReading, answer: Answer
) -> tuple[ScoredSentence, ...]:
    """Return every sentence of the page in reading order, also those left out."""
    builder = _Builder(reading, answer)
    by_block: dict[int, list[ScoredSentence]] = {}
    for index, sentence in enumerate(reading.sentences):
        by_block.setdefault(sentence.block, []).append(builder.scored(index))
    results: list[ScoredSentence] = []
    for index, block in enumerate(reading.blocks):
        if index not in by_block:
            first = by_block.get(reading.first.get(index, -1))
            if (
                first is not None
                and reading.blocks[reading.first[index]].text == block.text
            ):
                by_block[index] = [
                    replace(each, block=block.id, repeated=True) for each in first
                ]
            else:
                by_block[index] = builder.left_out(index)
        results += by_block[index]
    return tuple(results)


class _Builder:
    def __init__(self, reading: PageReading, answer: Answer) -> None:
        self._reading = reading
        self._answer = answer
        self._chances: list[list[float]] = answer.chances.tolist()
        # Of the blocks, few, where offsets differ.
        self._wide = {
            index: Utf16Offsets(block.text)
            for index, block in enumerate(reading.blocks)
            if utf16_length(block.text) != len(block.text)
        }

    def scored(self, index: int) -> ScoredSentence:
        """Return one sentence that was scored; a repeated one answers as the first."""
        reading, answer = self._reading, self._answer
        sentence = reading.sentences[index]
        shown = reading.repeats[index]
        source = index
        if shown is not None and reading.sentences[shown].text == sentence.text:
            source = shown
        label = answer.labels[source]
        start, end = sentence.start, sentence.end
        offsets = self._wide.get(sentence.block)
        if offsets is not None:
            start, end = offsets.of(start), offsets.of(end)
        # In the order of its fields: with their names it takes twice as long.
        return ScoredSentence(
            reading.blocks[sentence.block].id,
            start,
            end,
            label,
            Probabilities(*self._chances[source]),
            answer.certain[source],
            self._attribution(source, shown_at=index)
            if label == "attributed" and answer.acts
            else None,
            self._evidence(source, sentence) if answer.evidence else (),
            shown is not None,
        )

    def _evidence(self, index: int, shown: Sentence) -> tuple[Evidence, ...]:
        """Return what moved a label, at the sentence it is shown at."""
        start, text = shown.start, shown.text
        offsets = self._wide.get(shown.block)
        found = self._answer.evidence[index]
        if offsets is not None:
            unit = offsets.of
            return tuple(
                [
                    Evidence(
                        unit(start + left),
                        unit(start + right),
                        text[left:right],
                        None,
                        by,
                    )
                    for left, right, by in found
                ]
            )
        return tuple(
            [
                Evidence(start + left, start + right, text[left:right], None, by)
                for left, right, by in found
            ]
        )

    def left_out(self, block: int) -> list[ScoredSentence]:
        """Return the sentences of a block that its kind or its place leaves out."""
        reading = self._reading
        repeated = reading.reasons[block] == "repeated"
        return [
            ScoredSentence(
                block=reading.blocks[block].id,
                start=self._unit(block, sentence.start),
                end=self._unit(block, sentence.end),
                label="other",
                probabilities=_LEFT_OUT,
                certain=True,
                repeated=repeated,
            )
            for sentence in cut([reading.blocks[block]])
        ]

    def _attribution(self, index: int, *, shown_at: int) -> Attribution | None:
        """Return what was found for a sentence, as that at ``shown_at`` says it."""
        acts = self._answer.acts[index]
        if not acts:
            return None
        act = acts[0]
        name = self._answer.ledger.names[index][0]
        source = cue = None

        def span_of(part: Part) -> Span:
            at = shown_at if part.sentence == index else part.sentence
            return self._span(part, at, seen_from=shown_at)

        if act.source is not None:
            span = span_of(act.source)
            source = SourceSpan(span.start, span.end, span.text, span.block, name=name)
        if act.cue is not None:
            cue = span_of(act.cue)
        return Attribution(source, cue, tuple(map(span_of, act.content)))

    def _span(self, part: Part, index: int, *, seen_from: int) -> Span:
        sentence = self._reading.sentences[index]
        block, start = sentence.block, sentence.start
        here = self._reading.sentences[seen_from].block
        return Span(
            self._unit(block, start + part.start),
            self._unit(block, start + part.end),
            sentence.text[part.start : part.end],
            block=(None if block == here else self._reading.blocks[block].id),
        )

    def _unit(self, block: int, offset: int) -> int:
        offsets = self._wide.get(block)
        return offset if offsets is None else offsets.of(offset)
