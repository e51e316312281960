"""The network's loss and its gradients, for training only.

Repeats the forward pass of ``attribution_network`` while keeping what the backward
pass needs; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from ascribe.attribution.features import FIRST_UNKNOWN, FIRST_WORD, UNKNOWN_WORDS
from ascribe.attribution.network import REACHES, TABLES, FloatArray, split_heads
from ascribe.training.attribution_targets import NOT_ASKED

if TYPE_CHECKING:
    from numpy.random import Generator

    from ascribe.attribution.features import Rows
    from ascribe.attribution.network import Head, Weights
    from ascribe.training.attribution_targets import Lesson

# The sentence's answers and the sides help the words' answers, but count less.
HEAD_WEIGHTS = {
    "cue": 1.0,
    "source": 1.0,
    "content": 1.0,
    "carries": 0.3,
    "mostly": 0.3,
    "source_side": 0.2,
    "content_side": 0.2,
    "depth": 0.3,
    # Articles with marked attributions have no labels: see experiments/tagger.py.
    "label": 0.0,
}


class Pass:
    """One article forward and back.

    Args:
        weights: the network as it stands.
        lesson: the article.
        drop: share of inputs and of each layer's outputs that is left out at
            random, in [0, 1).
        chance: where the randomness comes from.
    """

    def __init__(
        self, weights: Weights, lesson: Lesson, *, drop: float, chance: Generator
    ) -> None:
        self._weights = weights
        self._lesson = lesson
        self._drop = drop
        self._chance = chance
        self.rows = _with_unknown_words(lesson.rows, drop * _WORD_DROP, chance)
        self.gradients: dict[str, FloatArray] = {}
        self._forward()

    def _mask(self, like: FloatArray) -> FloatArray:
        kept = self._chance.random(like.shape, np.float32) >= self._drop
        return np.asarray(kept / np.float32(1 - self._drop), np.float32)

    def _forward(self) -> None:
        weights, rows = self._weights, self.rows
        table = np.concatenate(
            [weights.tables[name][getattr(rows, name)] for name in TABLES], axis=1
        )
        self._input_mask = self._mask(table)
        self._input = _beside(table * self._input_mask, 1)
        self._first = np.maximum(self._apply("input", self._input), 0)
        hidden = self._first
        self._steps = []
        for number, reach in enumerate(REACHES):
            beside = _beside(hidden, reach)
            active = np.maximum(self._apply(f"layer{number}", beside), 0)
            mask = self._mask(active)
            self._steps.append((beside, active, mask))
            hidden = hidden + active * mask
        self._hidden = hidden
        hidden = hidden + self._pool(hidden)
        self._last = _beside(hidden, 1)
        self._outputs = self._apply("output", self._last)

    def _apply(self, name: str, values: FloatArray) -> FloatArray:
        return values @ self._weights.layers[name] + self._weights.biases[name]

    def _pool(self, hidden: FloatArray) -> FloatArray:
        sentence = self._lesson.rows.sentence
        self._edges = np.flatnonzero(np.diff(sentence, prepend=-1))
        self._sizes = np.diff(np.append(self._edges, len(sentence)))
        mean = np.add.reduceat(hidden, self._edges, axis=0)
        mean = mean / self._sizes[:, None].astype(np.float32)
        self._largest = np.maximum.reduceat(hidden, self._edges, axis=0)
        self._both = np.concatenate([mean, self._largest], axis=1)
        self._pooled = np.maximum(self._apply("pool", self._both), 0)
        return np.repeat(self._pooled, self._sizes, axis=0)

    def chances(self) -> dict[Head, FloatArray]:
        """Return the chances of each head's answers."""
        return split_heads(self._outputs)

    def backward(self) -> float:
        """Fill ``gradients`` (by array name) and return the loss, in nats."""
        loss, slope = self._slope()
        slope = _together(self._back("output", self._last, slope), 1)
        slope = slope + self._pool_back(slope)
        for number in reversed(range(len(REACHES))):
            beside, active, mask = self._steps[number]
            inner = slope * mask * (active > 0)
            inner = self._back(f"layer{number}", beside, inner)
            slope = slope + _together(inner, REACHES[number])
        slope = slope * (self._first > 0)
        slope = _together(self._back("input", self._input, slope), 1)
        slope = slope * self._input_mask
        at = 0
        for name in TABLES:
            width = self._weights.tables[name].shape[1]
            self.gradients[f"table_{name}"] = slope[:, at : at + width]
            at += width
        return loss

    def _slope(self) -> tuple[float, FloatArray]:
        slopes = []
        loss = 0.0
        for head, chances in split_heads(self._outputs).items():
            answers = self._lesson.answers[head]
            asked = np.flatnonzero(answers != NOT_ASKED)
            slope = np.zeros_like(chances)
            if len(asked):
                right = answers[asked]
                slope[asked] = chances[asked]
                slope[asked, right] -= 1
                slope *= np.float32(HEAD_WEIGHTS[head] / len(asked))
                picked = np.maximum(chances[asked, right], 1e-9)
                loss -= HEAD_WEIGHTS[head] * float(np.log(picked).mean())
            slopes.append(slope)
        return loss, np.concatenate(slopes, axis=1)

    def _back(self, name: str, values: FloatArray, slope: FloatArray) -> FloatArray:
        self.gradients[f"layer_{name}"] = values.T @ slope
        self.gradients[f"bias_{name}"] = slope.sum(axis=0)
        return np.asarray(slope @ self._weights.layers[name].T, np.float32)

    def _pool_back(self, slope: FloatArray) -> FloatArray:
        inner = np.add.reduceat(slope, self._edges, axis=0) * (self._pooled > 0)
        inner = self._back("pool", self._both, inner)
        width = self._hidden.shape[1]
        mean = inner[:, :width] / self._sizes[:, None].astype(np.float32)
        largest = np.repeat(inner[:, width:], self._sizes, axis=0)
        is_largest = self._hidden == np.repeat(self._largest, self._sizes, axis=0)
        mean = np.repeat(mean, self._sizes, axis=0)
        return np.asarray(mean + largest * is_largest, np.float32)


# Part of ``drop`` by which whole words are taken for unknown ones.
_WORD_DROP = 0.2


def _with_unknown_words(rows: Rows, share: float, chance: Generator) -> Rows:
    """Take some known words for unknown ones, so that the rest must suffice."""
    if not share:
        return rows
    hidden = (rows.word >= FIRST_WORD) & (chance.random(len(rows)) < share)
    unknown = FIRST_UNKNOWN + chance.integers(0, UNKNOWN_WORDS, len(rows))
    return replace(rows, word=np.where(hidden, unknown, rows.word).astype(np.int32))


def _beside(values: FloatArray, reach: int) -> FloatArray:
    """Set beside each row the rows ``reach`` before and after it."""
    count, width = values.shape
    result = np.zeros((count, 3 * width), np.float32)
    result[:, width : 2 * width] = values
    if count > reach:
        result[reach:, :width] = values[:-reach]
        result[:-reach, 2 * width :] = values[reach:]
    return result


def _together(slope: FloatArray, reach: int) -> FloatArray:
    """Undo ``_beside`` for slopes: add up what each row gave to its neighbours."""
    width = slope.shape[1] // 3
    result: FloatArray = slope[:, width : 2 * width].copy()
    if len(slope) > reach:
        result[:-reach] += slope[reach:, :width]
        result[reach:] += slope[:-reach, 2 * width :]
    return result
