"""The arithmetic of the tagger: small tables, a few convolutions, one softmax a head.

Numpy only. Reads rows, gives chances; knows no words and no spans.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ascribe.attribution.features import Rows

FloatArray = NDArray[np.float32]

# What the network answers for each row, and how many answers there are.
HEADS: dict[str, int] = {
    "cue": 3,  # outside, first word, further word
    "source": 3,
    "content": 3,
    "carries": 2,  # break rows: the sentence carries an attribution
    "mostly": 2,  # break rows: at least half of the sentence is content
    "source_side": 3,  # cue words: no source, source before, source after
    "content_side": 4,  # cue words: no content, before, after, on both sides
    "depth": 3,  # content words: in no, one, or several attributions
    "label": 4,  # break rows: the label of the sentence, as in ``LABELS``
}
# The tables of vectors; a row of the page has one row in each.
TABLES = ("word", "beginning", "ending", "shape", "quote")
Head = Literal[
    "cue",
    "source",
    "content",
    "carries",
    "mostly",
    "source_side",
    "content_side",
    "depth",
    "label",
]
# Where the answers of each head stand.
_COLUMNS: dict[Head, slice] = {
    head: slice(end - HEADS[head], end)  # type: ignore[misc]
    for head, end in zip(HEADS, accumulate(HEADS.values()), strict=True)
}
# How far apart the three words are that a layer looks at, layer by layer.
REACHES = (1, 2, 4, 8, 2)
# The layers in their order, and how far apart the three rows are that each looks at;
# 0 for one that looks at a single row.
LAYERS = {
    "input": 1,
    **{f"layer{number}": reach for number, reach in enumerate(REACHES)},
    "pool": 0,
    "output": 1,
}
# Chunks keep the working arrays inside the processor's cache; the margin is wider
# than what a row can see through all layers.
_CHUNK_ROWS = 2048
_MARGIN_ROWS = 64


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned arrays.

    Attributes:
        tables: by the names of ``TABLES``, one vector a row.
        layers: ``input``, ``layer0`` …, ``pool``, ``output``: each a matrix; a
            layer over three rows has the matrices of the row before, the row and
            the row after on top of each other.
        biases: one vector for each of ``layers``.
        tops: for each of ``layers`` but the first, the largest value of each input
            that has been met, see ``with_tops``; empty until then.
    """

    tables: Mapping[str, FloatArray]
    layers: Mapping[str, FloatArray]
    biases: Mapping[str, FloatArray]
    tops: Mapping[str, FloatArray] = field(default_factory=dict)


def chances(weights: Weights, rows: Rows) -> dict[Head, FloatArray]:
    """Return for each head the chance of each answer, shape ``(rows, answers)``.

    Long pages are cut into chunks, so that time and memory stay linear.
    """
    apply = partial(_applied, weights)
    return split_heads(in_chunks(rows, partial(forward, weights.tables, apply)))


def with_tops(weights: Weights, pages: Iterable[Rows]) -> Weights:
    """Return the weights with the largest inputs of each layer on some pages.

    The network in whole numbers cuts larger ones off, so there should be hundreds.
    """
    tops: dict[str, FloatArray] = {}

    def apply(name: str, values: FloatArray) -> FloatArray:
        if name != "input":
            top = values.max(axis=0, initial=0.0)
            tops[name] = np.maximum(tops.get(name, top), top)
        return _applied(weights, name, values)

    for rows in pages:
        in_chunks(rows, partial(forward, weights.tables, apply))
    return replace(weights, tops=tops)


def in_chunks(rows: Rows, outputs: Callable[[Rows], FloatArray]) -> FloatArray:
    """Put together what is answered for the chunks of a page.

    Args:
        rows: the page.
        outputs: answers for rows, shape ``(rows, sum of HEADS)``.
    """
    total = len(rows)
    if 0 < total <= _CHUNK_ROWS:
        return outputs(rows)
    parts = [np.zeros((0, sum(HEADS.values())), np.float32)]
    for low, high in pairwise([*range(0, total, _CHUNK_ROWS), total]):
        first = max(0, low - _MARGIN_ROWS)
        last = min(total, high + _MARGIN_ROWS)
        parts.append(outputs(rows.part(first, last))[low - first : high - first])
    return np.concatenate(parts)


def split_heads(outputs: FloatArray) -> dict[Head, FloatArray]:
    """Turn the outputs of the last layer into the chances of each head."""
    result: dict[Head, FloatArray] = {}
    for head, scores in split_up(outputs).items():
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        result[head] = raised / raised.sum(axis=1, keepdims=True)
    return result


def split_up(answers: FloatArray) -> dict[Head, FloatArray]:
    """Cut what is answered for each row into what each head says."""
    return {head: answers[:, columns] for head, columns in _COLUMNS.items()}


def forward(
    tables: Mapping[str, FloatArray],
    apply: Callable[[str, FloatArray], FloatArray],
    rows: Rows,
) -> FloatArray:
    """Run all layers over the rows of a page.

    Args:
        tables: by the names of ``TABLES``, one vector a row.
        apply: is told the name of a layer and what goes into it, in the order of
            ``LAYERS``; returns what comes out.
        rows: the page.

    Returns:
        The scores of all heads, shape ``(rows, sum of HEADS)``.
    """
    hidden = np.concatenate(
        [tables[name][getattr(rows, name)] for name in TABLES], axis=1
    )
    hidden = np.maximum(apply("input", hidden), 0)
    for number in range(len(REACHES)):
        hidden += np.maximum(apply(f"layer{number}", hidden), 0)
    both, sizes = sentence_extremes(hidden, rows.sentence)
    hidden += np.repeat(np.maximum(apply("pool", both), 0), sizes, axis=0)
    return apply("output", hidden)


def _applied(weights: Weights, name: str, values: FloatArray) -> FloatArray:
    """Apply a layer to each row and the rows at its reach before and after it."""
    width, reach = values.shape[1], LAYERS[name]
    matrix, bias = weights.layers[name], weights.biases[name]
    if not reach:
        return values @ matrix + bias
    result = values @ matrix[width : 2 * width]
    if len(values) > reach:
        result[reach:] += values[:-reach] @ matrix[:width]
        result[:-reach] += values[reach:] @ matrix[2 * width :]
    result += bias
    return result


def sentence_extremes(
    hidden: FloatArray, sentence: NDArray[np.int32]
) -> tuple[FloatArray, NDArray[np.int64]]:
    """Return the mean and the largest values of each sentence, and its size in rows.

    Args:
        hidden: shape ``(rows, width)``.
        sentence: ascending, shape ``(rows,)``.

    Returns:
        Shapes ``(sentences, 2 * width)`` and ``(sentences,)``.
    """
    edges = np.flatnonzero(np.diff(sentence, prepend=-1))
    sizes = np.diff(np.append(edges, len(sentence)))
    # In double precision the order of the sum does not show.
    total = np.add.reduceat(hidden, edges, axis=0, dtype=np.float64)
    mean = (total / sizes[:, None]).astype(np.float32)
    largest = np.maximum.reduceat(hidden, edges, axis=0)
    return np.concatenate([mean, largest], axis=1), sizes
