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
from ascribe.attribution.acts import ATTRIBUTED, Part, SpeechAct
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
from ascribe.attribution.speech_tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence
    from ascribe.attribution.speech_tokens import Token

# Only a text does that, and it does not do it behind a comma.
_READS = frozenset(("read", "reads", "ran"))


def with_subjects(
    sentences: Sequence[SpeechSentence], acts: Sequence[Sequence[SpeechAct]]
) -> list[list[SpeechAct]]:
    """Return the acts with those of sentences whose own subject speaks."""
    return [
        _read(index, sentence, found)
        if (sentence.attributed or 0.0) >= ATTRIBUTED
        or (sentence.text.endswith(":") and _hands_over(sentences, index))
        else list(found)
        for index, (sentence, found) in enumerate(zip(sentences, acts, strict=True))
    ]


def _hands_over(sentences: Sequence[SpeechSentence], index: int) -> bool:
    """Whether a sentence with a colon stands before a block of somebody's own words.

    "From her speech:" may itself be no attributed sentence; who follows has the floor.
    """
    if index + 1 >= len(sentences):
        return False
    following = sentences[index + 1]
    return (
        following.kind == "quote"
        and following.block == sentences[index].block + 1
        and (following.attributed or 0.0) >= ATTRIBUTED
    )


def _read(
    index: int, sentence: SpeechSentence, acts: Sequence[SpeechAct]
) -> list[SpeechAct]:
    kept = list(acts)
    if sentence.kind == "heading":
        tail = headline_tail(sentence.text)
        if tail:
            return [_act(index, sentence, *tail)]
    own = any(_is_own(act, index, sentence) for act in acts)
    opens_quoted = bool(sentence.quoted) and sentence.quoted[0][0] <= 1
    hearing = own and is_hearing(sentence.text)
    if sentence.kind == "quote" or opens_quoted:
        return kept
    tokens = tokens_of(sentence.text[:600])
    if not tokens:
        return kept
    if own and not hearing:
        return _by_better_source(index, sentence, kept, tokens)
    if hearing:
        # "Phone records place him …, the court was told": a text speaks there.
        subject = opening_subject(tokens, texts_only=True)
        return [*kept, _act(index, sentence, *subject)] if subject else kept
    found = (
        lead_in(tokens, sentence)
        or opening_subject(tokens)
        or text_in_front(tokens)
        or whose_text(tokens)
    )
    if found is None:
        return kept
    source, cue = found
    inner = [act for act in acts if act.source is None and act.depth]
    return [_act(index, sentence, source, cue), *inner]


def _is_own(act: SpeechAct, index: int, sentence: SpeechSentence) -> bool:
    """Whether an act has a source in the sentence, and not the paper that is read."""
    source = act.source
    if source is None or source.sentence != index:
        return False
    return not is_nobody(sentence.text[source.start : source.end].split() or [""])


def _by_better_source(
    index: int, sentence: SpeechSentence, acts: list[SpeechAct], tokens: list[Token]
) -> list[SpeechAct]:
    """Return the acts, the outermost with the subject of its verb if that is clear.

    "A message sent from his handset | read:" is the message's; "In an affidavit filed
    in May, | a clerk states that" is the clerk's.
    """
    first = acts[0]
    if first.cue is None or first.cue.sentence != index:
        return acts
    is_one = tokens[0].text.lower() in words.DETERMINERS
    text = opening_subject(tokens, texts_only=True) if is_one else None
    cue = (first.cue.start, first.cue.end)
    if text is not None:
        start, end = text[1]
        reads = sentence.text[start:end] in _READS
        apart = "," in sentence.text[text[0][0] : start]
        if reads and not apart and start < cue[1] and cue[0] < end:
            return [replace(first, source=Part(index, *text[0])), *acts[1:]]
    said = sentence.text[slice(*cue)].split()
    if said and said[0] not in SPEECH_VERBS:
        behind = _behind_front(tokens)
        if behind is not None:
            return [_act(index, sentence, *behind)]
    return acts


def _behind_front(
    tokens: list[Token],
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return who "states that" behind "In an affidavit filed in May,"."""
    if tokens[0].text.lower() not in words.PREPOSITIONS:
        return None
    comma = next((at for at, one in enumerate(tokens) if one.text == ","), 0)
    for at in range(comma + 2, min(len(tokens) - 1, comma + MAX_SUBJECT_WORDS)):
        if tokens[at].text in ENDS:
            return None
        verb = tokens[at].text in SPEECH_VERBS and not tokens[at].text.endswith("ing")
        if verb and tokens[at + 1].text == "that":
            source = tokens[comma + 1].start, tokens[at - 1].end
            return source, (tokens[at].start, tokens[at].end)
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
