"""How a page's form gives the floor: questions and answers, speakers' names, lead-ins.

In an interview no mark and no verb says that an answer is the guest's; the questions
around it do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from ascribe.labels.ngrams import FloatArray, IndexArray
from ascribe.text.passages import Sentence

# "Q: ...", "LEE: ...", "Ann Lee: ...": a name or a letter, a colon, and what is said.
# Every repetition is bounded, so that a long word costs no more than a short one.
_SPEAKER = re.compile(
    r"^\W{0,5}(?:[QA]|[A-Z][A-Z.'’ -]{2,30}"
    r"|[A-Z][\w.'’-]{1,30}(?: [A-Z][\w.'’-]{1,30}){0,3})\s?:\s\S"
)
# Marks that may stand after the question mark or colon that ends a block.
AFTER_STOP = "\"”’' "

TURN_NAMES: tuple[str, ...] = (
    "questions_on_page",
    "after_question",
    "since_question",
    "unmarked_on_page_of_questions",
    "after_question_on_page_of_questions",
    "since_question_on_page_of_questions",
    "is_question",
    "is_question_on_page_of_questions",
    "answer",
    "after_lead_in",
    "speakers_on_page",
    "speaker",
    "speaker_on_page_of_speakers",
    "unmarked_on_page_of_speakers",
)
# What is left of a question one block later.
_FADING = math.exp(-0.5)
# From this share of blocks that end in a question on, a page is an interview.
_INTERVIEW = 0.2


def firsts_of(sentences: Sequence[Sentence]) -> IndexArray:
    """Return the index of the first sentence of each block, ascending.

    The sentences of a block stand together.
    """
    if not sentences:
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.diff([s.block for s in sentences], prepend=-1))


def forms_of(
    sentences: Sequence[Sentence], firsts: IndexArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return for each block whether it asks, leads in, and begins with a speaker.

    Args:
        sentences: those of one page, in order.
        firsts: as ``firsts_of`` gives them, b of them.

    Returns:
        1 or 0 for each block, three times shape ``(b,)``.
    """
    starts = firsts.tolist()
    ends = [
        sentences[end - 1].text.rstrip(AFTER_STOP)[-1:]
        for end in [*starts[1:], len(sentences)][: len(starts)]
    ]
    speaker = np.array([speaks(sentences[at].text) for at in starts], np.float64)
    return (
        np.array([end == "?" for end in ends], dtype=np.float64),
        np.array([end == ":" for end in ends], dtype=np.float64),
        speaker,
    )


def speaks(text: str) -> bool:
    """Tell whether a text begins with the name of who speaks, and a colon."""
    # Most texts have no colon, which is found a dozen times as fast.
    return ":" in text and _SPEAKER.match(text) is not None


def turns_of(sentences: Sequence[Sentence], unmarked: FloatArray) -> FloatArray:
    """Return the turns of the floor around each sentence of one page.

    Args:
        sentences: the n sentences of a page, in order.
        unmarked: 1 where a sentence has neither a quotation nor a cue, shape ``(n,)``.

    Returns:
        Shape ``(n, len(TURN_NAMES))``.
    """
    n = len(sentences)
    if not n:
        return np.zeros((0, len(TURN_NAMES)))
    first = firsts_of(sentences)
    block = np.repeat(np.arange(len(first)), np.diff(first, append=n))
    question, lead_in, speaker = forms_of(sentences, first)
    questions, speakers = float(question.mean()), float(speaker.mean())
    after, since = _delayed(question)[block], _since(question)[block]
    is_question, is_speaker = question[block], speaker[block]
    return np.column_stack(
        [
            np.full(n, questions),
            after,
            since,
            questions * unmarked,
            questions * after,
            questions * since,
            is_question,
            questions * is_question,
            (questions > _INTERVIEW) * (1 - is_question) * unmarked,
            _delayed(lead_in)[block],
            np.full(n, speakers),
            is_speaker,
            speakers * is_speaker,
            speakers * unmarked,
        ]
    )


def _delayed(flags: FloatArray) -> FloatArray:
    """Return for each block the flag of the one before it."""
    return np.concatenate([[0.0], flags[:-1]])


def _since(flags: FloatArray) -> FloatArray:
    """Return for each block a number that fades with each block since a flag.

    1 right after a flagged block, e^(-1/2) one later; 0 where none came before.
    """
    faded = np.zeros(len(flags))
    for index in range(1, len(flags)):
        faded[index] = 1.0 if flags[index - 1] else faded[index - 1] * _FADING
    return faded
