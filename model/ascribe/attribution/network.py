"""The arithmetic of the tagger: small tables, a few convolutions, one softmax a head.

Numpy only. Reads rows, gives chances; knows no words and no spans.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
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
# How far apart the three words are that a layer looks at, layer by layer.
REACHES = (1, 2, 4, 8, 2)
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
    return split_heads(in_chunks(rows, partial(_outputs, weights)))


def with_tops(weights: Weights, pages: Iterable[Rows]) -> Weights:
    """Return the weights with the largest inputs of each layer on some pages.

    The network in whole numbers cuts larger ones off, so there should be hundreds.
    """
    tops: dict[str, FloatArray] = {}

    def note(name: str, values: FloatArray) -> None:
        top = values.max(axis=0, initial=0.0)
        tops[name] = np.maximum(tops.get(name, top), top)

    for rows in pages:
        in_chunks(rows, partial(_outputs, weights, note=note))
    return replace(weights, tops=tops)


def in_chunks(rows: Rows, outputs: Callable[[Rows, slice], FloatArray]) -> FloatArray:
    """Put together what is answered for the chunks of a page.

    Args:
        rows: the page.
        outputs: answers for some of the rows, shape ``(rows, sum of HEADS)``.
    """
    total = len(rows)
    parts = []
    for low, high in pairwise([*range(0, total, _CHUNK_ROWS), total]):
        first = max(0, low - _MARGIN_ROWS)
        last = min(total, high + _MARGIN_ROWS)
        parts.append(outputs(rows, slice(first, last))[low - first : high - first])
    if len(parts) == 1:
        return parts[0]
    width = sum(HEADS.values())
    return np.concatenate(parts) if parts else np.zeros((0, width), np.float32)


def split_heads(outputs: FloatArray) -> dict[Head, FloatArray]:
    """Turn the outputs of the last layer into the chances of each head."""
    result: dict[Head, FloatArray] = {}
    for head, scores in split_up(outputs).items():
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        result[head] = raised / raised.sum(axis=1, keepdims=True)
    return result


def split_up(answers: FloatArray) -> dict[Head, FloatArray]:
    """Cut what is answered for each row into what each head says."""
    result: dict[Head, FloatArray] = {}
    at = 0
    for head, size in HEADS.items():
        result[head] = answers[:, at : at + size]  # type: ignore[index]
        at += size
    return result


def _outputs(
    weights: Weights,
    rows: Rows,
    part: slice,
    note: Callable[[str, FloatArray], None] = lambda *_: None,
) -> FloatArray:
    """Return the scores; ``note`` is told what goes into each layer but the first."""
    hidden = np.concatenate(
        [weights.tables[name][getattr(rows, name)[part]] for name in TABLES],
        axis=1,
    )
    hidden = np.maximum(_over_three(weights, "input", hidden, 1), 0)
    for number, reach in enumerate(REACHES):
        note(f"layer{number}", hidden)
        hidden += np.maximum(_over_three(weights, f"layer{number}", hidden, reach), 0)
    both, sizes = sentence_extremes(hidden, rows.sentence[part])
    note("pool", both)
    pooled = np.maximum(both @ weights.layers["pool"] + weights.biases["pool"], 0)
    hidden += np.repeat(pooled, sizes, axis=0)
    note("output", hidden)
    return _over_three(weights, "output", hidden, 1)


def _over_three(
    weights: Weights, name: str, hidden: FloatArray, reach: int
) -> FloatArray:
    """Apply a layer to each row and the rows ``reach`` before and after it."""
    width = hidden.shape[1]
    matrix = weights.layers[name]
    result = hidden @ matrix[width : 2 * width]
    if len(hidden) > reach:
        result[reach:] += hidden[:-reach] @ matrix[:width]
        result[:-reach] += hidden[reach:] @ matrix[2 * width :]
    result += weights.biases[name]
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
