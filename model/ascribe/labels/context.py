"""What surrounds a sentence, as numbers: the input of the second step.

The floor carries over, and opinion pieces are made of opinion: so the second step
sees the first step's scores of the neighbours, the paragraph and the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from ascribe.kernel import compiled_context, compiled_context_crc
from ascribe.labels.counts import COUNT_NAMES
from ascribe.labels.ngrams import FloatArray
from ascribe.labels.turns import TURN_NAMES, firsts_of, forms_of, turns_of
from ascribe.results import LABELS
from ascribe.text.passages import Sentence

_OFFSETS = (1, 2, -1, -2)
# The second step is linear in the first step's scores; a score beyond this adds no
# certainty and would let one word outweigh the page.
_CLIP = 6.0

# Counts that the second step sees again, next to what surrounds the sentence: who has
# the floor shows in its marks, and debris in its form.
_OWN: tuple[str, ...] = (
    "no_marker",
    "headline_source",
    "quoted_share",
    "quoted_all",
    "opens_inside",
    "ends_inside",
    "begins_quoted",
    "quote_short",
    "quote_long",
    "said_early",
    "that",
    "according",
    "said_at_end",
    "setting",
    "passive",
    "silence",
    "he_at_start",
    "deictic",
    "no_stop",
    "ends_in_colon",
    "question",
    "very_short",
    "length",
    "charged_unmarked",
    "first",
    "first_many",
    "second",
    "past",
    "present",
    "credit",
    "appeal",
    "number",
    "kind_heading",
)
_OWN_COLUMNS = [COUNT_NAMES.index(name) for name in _OWN]
# Counts whose mean over the rest of the page tells what kind of page it is.
_PAGE = (
    "quoted_share",
    "no_marker",
    "first",
    "first_many",
    "second",
    "past",
    "said_early",
    "number",
    "judgement",
    "length",
)
_PAGE_COLUMNS = [COUNT_NAMES.index(name) for name in _PAGE]
UNMARKED = COUNT_NAMES.index("no_marker")

CONTEXT_NAMES: tuple[str, ...] = (
    *(f"score_{label}" for label in LABELS),
    *(f"probability_{label}" for label in LABELS),
    *(
        f"{name}_{-offset:+d}"
        for offset in _OFFSETS
        for name in (
            *LABELS,
            "exists",
            *(f"same_block_{label}" for label in LABELS),
            "same_block",
        )
    ),
    *(f"page_{label}" for label in LABELS),
    *(f"page_{label}_squared" for label in LABELS),
    *(
        f"{name}_{label}_on_page_of_{other}"
        for other in ("attributed", "opinion")
        for name in ("score", "probability")
        for label in LABELS
    ),
    *(f"block_{label}" for label in LABELS),
    "block_has_more",
    "block_sentences",
    "place",
    "place_squared",
    "index",
    "first",
    "second",
    "third",
    "rest",
    "last",
    "last_but_one",
    "last_but_two",
    "place_in_block",
    "first_in_block",
    "last_in_block",
    "page_sentences",
    *(f"own_{name}" for name in _OWN),
    *(f"page_{name}" for name in _PAGE),
    *TURN_NAMES,
)


OWN_INDICES = np.array(_OWN_COLUMNS, np.int64)
PAGE_INDICES = np.array(_PAGE_COLUMNS, np.int64)
_COUNTS = {*(f"own_{name}" for name in _OWN), *(f"page_{name}" for name in _PAGE)}
_OTHERS = " ".join(name for name in CONTEXT_NAMES if name not in _COUNTS)
# Where other columns are wanted than the kernel makes, it is left aside.
KERNEL_KNOWS_THEM = crc32(_OTHERS.encode()) == compiled_context_crc


def softened(scores: FloatArray) -> FloatArray:
    """Turn one-against-rest log-odds into shares that sum to 1.

    Args:
        scores: shape ``(n, 4)``.
    """
    # Beyond ±500 all four could be 0, and the largest double is exp(709).
    chance = 1.0 / (1.0 + np.exp(-np.clip(scores, -500.0, 500.0)))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))


def context_of(
    sentences: Sequence[Sentence],
    scores: FloatArray,
    counts: FloatArray,
    *,
    compiled: bool = True,
) -> FloatArray:
    """Return what surrounds each sentence of one page.

    Args:
        sentences: the n sentences of a page that are scored.
        scores: the first step's log-odds of each label, shape ``(n, 4)``.
        counts: their counts, shape ``(n, len(COUNT_NAMES))``.
        compiled: use the kernel where it is there; the columns are the same.

    Returns:
        Shape ``(n, len(CONTEXT_NAMES))``.
    """
    n = len(sentences)
    if n and compiled and compiled_context is not None and KERNEL_KNOWS_THEM:
        firsts = firsts_of(sentences)
        found = compiled_context(
            np.ascontiguousarray(scores),
            np.ascontiguousarray(counts),
            firsts,
            *forms_of(sentences, firsts),
            OWN_INDICES,
            PAGE_INDICES,
            UNMARKED,
        )
        return np.frombuffer(found).reshape(n, -1)
    block = np.array([sentence.block for sentence in sentences])
    chance = softened(scores)
    columns = [np.clip(scores, -_CLIP, _CLIP), chance]
    for offset in _OFFSETS:
        near = np.zeros_like(chance)
        exists = np.zeros((n, 1))
        same = np.zeros((n, 1))
        here = slice(offset, None) if offset > 0 else slice(None, offset)
        there = slice(None, -offset) if offset > 0 else slice(-offset, None)
        if n > abs(offset):
            near[here] = chance[there]
            exists[here] = 1.0
            same[here, 0] = block[here] == block[there]
        columns += [near, exists, near * same, same]
    page = _mean_of_others(chance, np.zeros(min(n, 1), dtype=np.int64))
    first = firsts_of(sentences)
    in_block = _mean_of_others(chance, first)
    sizes = np.diff(first, append=n)
    size = np.repeat(sizes, sizes)
    place = np.arange(n)
    in_place = place - np.repeat(first, sizes)
    rest = n - 1 - place
    relative = place / max(n - 1, 1)
    columns += [page, page**2]
    # One opinion on a page of reporting has the page against it: what the sentence
    # says by itself must be able to count for more there.
    for label in ("attributed", "opinion"):
        share = page[:, [LABELS.index(label)]]
        columns += [columns[0] * share, chance * share]
    columns.append(in_block)
    columns += [
        np.column_stack(
            [
                size > 1,
                np.log1p(size),
                relative,
                relative**2,
                np.log1p(place),
                place == 0,
                place == 1,
                place == 2,
                np.log1p(rest),
                rest == 0,
                rest == 1,
                rest == 2,
                np.log1p(in_place),
                in_place == 0,
                in_place == size - 1,
                np.full(n, np.log1p(n)),
            ]
        ).astype(np.float64)
    ]
    columns += [
        counts[:, _OWN_COLUMNS],
        _mean_of_others(counts[:, _PAGE_COLUMNS], np.zeros(min(n, 1), dtype=np.int64)),
        turns_of(sentences, counts[:, UNMARKED]),
    ]
    return np.hstack(columns)


def _mean_of_others(
    values: FloatArray, firsts: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> FloatArray:
    """Return for each row the mean over the other rows of its group, 0 if alone.

    Args:
        values: shape ``(n, k)``.
        firsts: the row with which each group begins, ascending; none for no row.
    """
    if not len(values):
        return values
    sizes = np.diff(firsts, append=len(values))
    total = np.repeat(np.add.reduceat(values, firsts, axis=0), sizes, axis=0)
    others = np.repeat(np.maximum(sizes - 1, 1), sizes)[:, None]
    return np.asarray((total - values) / others)
