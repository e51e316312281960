"""Say who speaks in an attributed sentence where the tagger found nobody there.

Its subject ("A memo records …", "The union is sceptical."), its headline's tail
("…: Report"), the one who hands over to a quotation ("Our reporter Ana Vela: “…”").
Only sentences that the labeller takes for attributed are read, or that hand over to a
block quotation; of those with a source of their own only the clearest. What is not
clear is left to whoever has the floor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ascribe.attribution import source_words as words
from ascribe.attribution.acts import Part, SpeechAct
from ascribe.attribution.cues import SPEECH_VERBS
from ascribe.attribution.lead_ins import (
    headline_tail,
    lead_in,
    text_in_front,
    whose_text,
)
from ascribe.attribution.opening_subjects import (
    ENDS,
    MAX_SUBJECT_WORDS,
    opening_subject,
)
from ascribe.attribution.source_clauses import is_hearing
from ascribe.attribution.source_phrases import is_nobody

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ascribe.attribution.acts import SpeechSentence
    from ascribe.attribution.speech_tokens import PageWords, SentenceWords

# What says who speaks stands among the first words of a sentence.
_MAX_WORDS = 120
# Only a text does that, and it does not do it behind a comma.
_READS = frozenset(("read", "reads", "ran"))


def with_subjects(
    sentences: Sequence[SpeechSentence],
    acts: Sequence[list[SpeechAct]],
    page: PageWords,
    attributed: Iterable[int],
) -> list[list[SpeechAct]]:
    """Return the acts with those of sentences whose own subject speaks.

    Args:
        sentences: the page.
        acts: of each sentence.
        page: its words.
        attributed: which sentences are.
    """
    kept = list(acts)
    for index in attributed:
        if _is_handed_over(sentences, index):
            kept[index - 1] = _read(
                index - 1, sentences[index - 1], acts[index - 1], page
            )
        kept[index] = _read(index, sentences[index], acts[index], page)
    return kept


def _is_handed_over(sentences: Sequence[SpeechSentence], index: int) -> bool:
    """Whether a block of somebody's own words stands behind a sentence with a colon.

    "From her speech:" may itself be no attributed sentence; who follows has the floor.
    """
    if not index or sentences[index].kind != "quote":
        return False
    before = sentences[index - 1]
    return before.block == sentences[index].block - 1 and before.text.endswith(":")


def _read(
    index: int, sentence: SpeechSentence, acts: list[SpeechAct], page: PageWords
) -> list[SpeechAct]:
    if sentence.kind == "heading":
        tail = headline_tail(sentence.text)
        if tail:
            return [_act(index, sentence, *tail)]
    opens_quoted = bool(sentence.quoted) and sentence.quoted[0][0] <= 1
    opener = page.lower[page.breaks[index] + 1]
    if sentence.kind == "quote" or opens_quoted or not opener:
        return acts
    if _has_own(acts, index, sentence):
        if is_hearing(sentence.text):
            # "Phone records place him …, the court was told": a text speaks there.
            said = page.sentence(index, most=_MAX_WORDS)
            subject = opening_subject(said, texts_only=True)
            return [*acts, _act(index, sentence, *subject)] if subject else acts
        return _by_better_source(index, sentence, acts, page, opener)
    said = page.sentence(index, most=_MAX_WORDS)
    found = (
        lead_in(said, sentence)
        or opening_subject(said)
        or text_in_front(said)
        or whose_text(said)
    )
    if found is None:
        return acts
    source, cue = found
    inner = [act for act in acts if act.source is None and act.depth]
    return [_act(index, sentence, source, cue), *inner]


def _has_own(acts: Sequence[SpeechAct], index: int, sentence: SpeechSentence) -> bool:
    """Whether an act has a source in the sentence, and not the paper that is read."""
    for act in acts:
        source = act.source
        if source is not None and source.sentence == index:
            # It asks for the first words.
            phrase = sentence.text[source.start : source.end].split(None, 2)
            if phrase and not is_nobody(phrase):
                return True
    return False


def _by_better_source(
    index: int,
    sentence: SpeechSentence,
    acts: list[SpeechAct],
    page: PageWords,
    opener: str,
) -> list[SpeechAct]:
    """Return the acts, the outermost with the subject of its verb if that is clear.

    "A message sent from his handset | read:" is the message's; "In an affidavit filed
    in May, | a clerk states that" is the clerk's. No other word opens such a sentence.
    """
    first, cue = acts[0], acts[0].cue
    if cue is None or cue.sentence != index:
        return acts
    cued = sentence.text[cue.start : cue.end]
    if opener in words.DETERMINERS and any(verb in cued for verb in _READS):
        text = opening_subject(page.sentence(index, most=_MAX_WORDS), texts_only=True)
        start, end = text[1] if text else (0, 0)
        reads = sentence.text[start:end] in _READS
        if text and reads and start < cue.end and cue.start < end:
            apart = "," in sentence.text[text[0][0] : start]
            if not apart:
                return [replace(first, source=Part(index, *text[0])), *acts[1:]]
    elif opener in words.PREPOSITIONS and cued.split(None, 1)[0] not in SPEECH_VERBS:
        behind = _behind_front(page.sentence(index, most=_MAX_WORDS))
        if behind is not None:
            return [_act(index, sentence, *behind)]
    return acts


def _behind_front(
    said: SentenceWords,
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return who "states that" behind "In an affidavit filed in May,"."""
    written = said.written
    if "," not in written:
        return None
    comma = written.index(",")
    for at in range(comma + 2, min(len(written) - 1, comma + MAX_SUBJECT_WORDS)):
        if written[at] in ENDS:
            return None
        verb = written[at] in SPEECH_VERBS and not written[at].endswith("ing")
        if verb and written[at + 1] == "that":
            return said.span(comma + 1, at - 1), said.span(at, at)
    return None


def _act(
    index: int,
    sentence: SpeechSentence,
    source: tuple[int, int],
    cue: tuple[int, int] | None,
) -> SpeechAct:
    last = max(source[1], cue[1] if cue else 0)
    end = len(sentence.text)
    # The content is what follows; where the source ends the sentence, what precedes.
    said = Part(index, last, end) if end - last > 2 else Part(index, 0, source[0])
    content = (said,) if said.start < said.end else ()
    return SpeechAct(Part(index, *source), Part(index, *cue) if cue else None, content)
