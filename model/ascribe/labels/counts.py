"""Counts that survive a change of outlet: who speaks, how, and where it stands.

They use closed word lists, punctuation and position, never names or topics.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ascribe.kernel import new_counter
from ascribe.labels import word_lists as words
from ascribe.labels.first_words import Prefilter
from ascribe.labels.late_pattern import LatePattern
from ascribe.results import BlockKind
from ascribe.text.quotations import NOTHING_QUOTED, Quoted

if TYPE_CHECKING:
    import numpy.typing as npt

    from ascribe._kernel import Counter
    from ascribe.text.passages import Sentence

# Each list is counted outside and inside quotation marks apart: in a quotation the
# words are somebody else's.
_LISTS: dict[str, LatePattern] = {
    "said": words.SAID,
    "cue": words.CUE,
    "that": words.THAT,
    "said_early": words.SAID_EARLY,
    "setting": words.SETTING,
    "passive": words.PASSIVE,
    "silence": words.SILENCE,
    "according": words.ACCORDING,
    "vague": words.VAGUE,
    "document": words.DOCUMENT,
    "first": words.FIRST,
    "first_many": words.FIRST_MANY,
    "second": words.SECOND,
    "third": words.THIRD,
    "necessity": words.NECESSITY,
    "possibility": words.POSSIBILITY,
    "hedge": words.HEDGE,
    "booster": words.BOOSTER,
    "contrast": words.CONTRAST,
    "judgement": words.JUDGEMENT,
    "charged": words.CHARGED,
    "rhetoric": words.RHETORIC,
    "superlative": words.SUPERLATIVE,
    "comparative": words.COMPARATIVE,
    "present": words.PRESENT,
    "past": words.PAST,
    "negation": words.NEGATION,
    "time": words.TIME,
    "appeal": words.APPEAL,
}
_INSIDE = ("first", "first_many", "second", "judgement", "necessity", "present")
# A verb of speech stands in each match of the first where one of the second begins.
_EARLY = ("said_early", "that")
# Without any of these and without quotation marks nobody but the author speaks,
# unless the floor carries over.
_MARKERS = ("said_early", "that", "according", "setting", "passive")
# One charged word says little, and each further one as much again.
_MOST_CHARGED = 8
_KINDS: tuple[BlockKind, ...] = ("heading", "quote", "list_item", "caption", "cell")

COUNT_NAMES: tuple[str, ...] = (
    *_LISTS,
    *(f"quoted_{name}" for name in _INSIDE),
    "quoted_share",
    "quoted_all",
    "quote_count",
    "quote_short",
    "quote_long",
    "begins_quoted",
    "ends_quoted",
    "opens_inside",
    "ends_inside",
    "quote_then_said",
    "said_at_end",
    "headline_source",
    "no_marker",
    "charged_unmarked",
    "judgement_unmarked",
    "he_at_start",
    "deictic",
    "question",
    "question_word",
    "exclamation",
    "imperative",
    "ellipsis",
    "dash",
    "colon",
    "ends_in_colon",
    "no_stop",
    "parenthesis",
    "comma",
    "credit",
    "address",
    "number",
    "money",
    "capital_share",
    "all_capitals",
    "speaker_label",
    "length",
    "very_short",
    "short",
    "word_length",
    *(f"kind_{kind}" for kind in _KINDS),
)


def count_all(
    sentences: Sequence[Sentence], *, compiled: bool = True
) -> npt.NDArray[np.float64]:
    """Return the counts of each sentence, shape ``(n, len(COUNT_NAMES))``.

    Args:
        sentences: the n sentences.
        compiled: use the kernel where it is there; the counts are the same.
    """
    texts = [one.text for one in sentences]
    quoted = [one.quoted for one in sentences]
    spans = [one.spans for one in quoted]
    found = compiled_counts(sentences, texts, quoted, spans) if compiled else None
    if found is None:
        rows = [counts_of(one.text, one.quoted, one.kind) for one in sentences]
        return np.array(rows).reshape(-1, len(COUNT_NAMES))
    return np.frombuffer(found).reshape(-1, len(COUNT_NAMES))


def compiled_counts(
    sentences: Sequence[Sentence],
    texts: list[str],
    quoted: Sequence[Quoted],
    spans: list[tuple[tuple[int, int], ...]],
) -> bytes | None:
    """Return the counts as the bytes of doubles; None where the kernel cannot.

    Args:
        sentences: the n sentences.
        texts: their texts.
        quoted: what of each stands inside quotation marks.
        spans: the spans of these.
    """
    counter = _compiled_counter()
    if counter is None:
        return None
    return counter.counts(
        texts,
        spans,
        # Most sentences share one object that says that nothing is quoted.
        [
            one is not NOTHING_QUOTED and one.opens_inside + 2 * one.ends_inside
            for one in quoted
        ],
        [one.kind for one in sentences],
    )


@cache
def _compiled_counter() -> Counter | None:
    names = list(_LISTS)
    return new_counter(
        {name: pattern.pattern for name, pattern in _LISTS.items()},
        [pattern.pattern for pattern in _OTHERS],
        inside=[names.index(name) for name in _INSIDE],
        markers=[names.index(name) for name in _MARKERS],
        places=(
            names.index("charged"),
            names.index("judgement"),
            names.index(_EARLY[0]),
            names.index(_EARLY[1]),
        ),
        counted=COUNT_NAMES[len(_LISTS) + len(_INSIDE) : -len(_KINDS)],
        kinds=_KINDS,
    )


# What is looked for besides the lists, in the kernel's order.
_OTHERS = (
    words.CREDIT,
    words.SAID,
    words.SAID_AT_END,
    words.HE_AT_START,
    words.DEICTIC,
    words.QUESTION_WORD,
    words.IMPERATIVE,
    words.HEADLINE_SOURCE,
    words.ADDRESS,
    words.NUMBER,
    words.CAPITAL_WORD,
    words.ALL_CAPITALS,
    words.INITIAL_SPEECH,
    words.ANY_WORD,
)


@cache
def _prefilter() -> Prefilter:
    patterns = {name: each.compiled for name, each in _LISTS.items()}
    return Prefilter(patterns, like=dict([_EARLY]))


def counts_of(text: str, quoted: Quoted, kind: BlockKind) -> list[float]:
    """Return the counts of one sentence, in the order of ``COUNT_NAMES``.

    Counts are damped by log(1 + n), shares lie in [0, 1], flags are 0 or 1; the
    training step scales them.
    """
    outside, inside = _parts(text, quoted.spans)
    lower = outside.lower().replace("’", "'")
    lower_inside = inside.lower().replace("’", "'")
    said = words.ANY_WORD.findall(text)
    total = max(len(said), 1)
    quoted_length = sum(end - start for start, end in quoted.spans)
    begins = bool(quoted.spans) and quoted.spans[0][0] <= 1
    ends = bool(quoted.spans) and len(text) - quoted.spans[-1][1] <= 2
    lengths = [text.count(" ", start, end) + 1 for start, end in quoted.spans]
    last = text[-1:]
    no_stop = last.isalnum()
    may_match = _prefilter()(lower)
    found = {
        name: len(each.findall(lower)) if may_match >> bit & 1 else 0
        for bit, (name, each) in enumerate(_LISTS.items())
    }
    unmarked = not (
        quoted.spans or quoted.opens_inside or any(found[name] for name in _MARKERS)
    )
    values = [math.log1p(number) for number in found.values()]
    values += [
        math.log1p(len(_LISTS[name].findall(lower_inside))) if inside else 0.0
        for name in _INSIDE
    ]
    values += [
        quoted_length / max(len(text), 1),
        float(quoted_length >= len(text) - 3),
        math.log1p(len(quoted.spans)),
        float(any(length <= 3 for length in lengths)),
        float(any(length >= 8 for length in lengths)),
        float(begins),
        float(ends),
        float(quoted.opens_inside),
        float(quoted.ends_inside),
        float(begins and bool(words.SAID.search(lower))),
        float(bool(words.SAID_AT_END.search(lower))),
        float(no_stop and bool(words.HEADLINE_SOURCE.search(lower))),
        float(unmarked),
        float(unmarked * min(found["charged"], _MOST_CHARGED)),
        unmarked * math.log1p(found["judgement"]),
        float(bool(words.HE_AT_START.match(lower))),
        float(bool(words.DEICTIC.match(lower))),
        float("?" in outside),
        float(bool(words.QUESTION_WORD.match(lower))),
        float("!" in outside),
        float(bool(words.IMPERATIVE.match(lower))),
        float("…" in text or "..." in text),
        float("—" in outside or " – " in outside or " - " in outside or "--" in text),
        float(":" in outside),
        float(last == ":"),
        float(no_stop),
        float("(" in outside),
        math.log1p(text.count(",")),
        math.log1p(len(words.CREDIT.findall(lower))),
        float(bool(words.ADDRESS.search(text))),
        math.log1p(len(words.NUMBER.findall(outside))),
        float("$" in text or "£" in text or "€" in text or "%" in text),
        len(words.CAPITAL_WORD.findall(text)) / total,
        math.log1p(len(words.ALL_CAPITALS.findall(text))),
        float(":" in text and bool(words.INITIAL_SPEECH.match(text))),
        math.log1p(len(said)),
        float(len(said) <= 4),
        float(len(said) <= 10),
        sum(map(len, said)) / total / 10,
    ]
    values += [float(kind == each) for each in _KINDS]
    return values


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, str]:
    """Return what stands outside and what stands inside quotation marks."""
    if not spans:
        return text, ""
    outside = []
    at = 0
    for start, end in spans:
        outside.append(text[at:start])
        at = end
    outside.append(text[at:])
    return " ".join(outside), " ".join(text[start:end] for start, end in spans)
