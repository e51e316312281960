"""The tagger's network in whole numbers: a quarter of the time, the same answers.

Weights are rounded to 8 bits, with a scale for each column. What goes into a layer is
rounded to 8 bits, in steps that are fixed by the largest values that training has met;
what goes into the first to 16, with a scale for each row; what comes out of it, for a
word by itself, to half precision. Products of whole numbers are exact, so that plain
numpy, which defines the answer, and the kernel give the same one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from ascribe.attribution.network import (
    HEADS,
    LAYERS,
    TABLES,
    forward,
    in_chunks,
    split_heads,
    split_up,
)
from ascribe.kernel import new_network

if TYPE_CHECKING:
    from ascribe._kernel import _Network
    from ascribe.attribution.features import Rows
    from ascribe.attribution.network import FloatArray, Head, Weights

# Steps on each side of 0 of a weight.
_WEIGHT_STEPS = 127
# Steps above 0 of an input that a layer before has cut at 0 ...
_ONE_BYTE = 255
# ... and on each side of 0 of what the tables hold: in one byte it would make half of
# the error of the whole network.
_TWO_BYTES = 32767
# An input whose largest value is below this part of all inputs' largest counts as that:
# on other pages it may be larger, and what is beyond the steps is cut off.
_LEAST_PART = 0.3
# A row whose largest number is no larger than this is all but empty.
_LEAST_TOP = np.float32(1e-30)


@dataclass(frozen=True)
class Layer:
    """One layer.

    Attributes:
        weights: whole numbers in [-127, 127], shape ``(inputs, outputs)``; of a layer
            that looks at three rows the three matrices stand on top of each other.
        scale: what one step of each column is worth, shape ``(outputs,)``.
        bias: added to each column, shape ``(outputs,)``.
        steps: how many steps 1 is of each input, shape ``(inputs,)``; empty where
            inputs can be below 0: then they have two bytes, and a scale for each row.
        reach: how far apart the three rows are; 0 for a layer that looks at one.
    """

    weights: FloatArray
    scale: FloatArray
    bias: FloatArray
    steps: FloatArray
    reach: int

    @classmethod
    def of(
        cls,
        weights: FloatArray,
        bias: FloatArray,
        *,
        reach: int,
        tops: FloatArray | None = None,
    ) -> Layer:
        """Round the weights of a layer.

        Args:
            weights: shape as above.
            bias: as above.
            reach: as above.
            tops: the largest value of each input, shape ``(inputs,)``, none below 0;
                None where inputs can be below 0.
        """
        steps = np.zeros(0, np.float32)
        if tops is not None:
            least = max(float(tops.max(initial=0.0)) * _LEAST_PART, float(_LEAST_TOP))
            steps = (_ONE_BYTE / np.maximum(tops, least)).astype(np.float32)
            weights = weights / np.tile(steps, 3 if reach else 1)[:, None]
        top = np.abs(weights).max(axis=0, initial=0.0)
        scale = np.where(top > 0, top / _WEIGHT_STEPS, 1.0).astype(np.float32)
        return cls(np.rint(weights / scale), scale, bias, steps, reach)

    @cached_property
    def _side_by_side(self) -> FloatArray:
        """The matrices of the row itself, the row before and the row after."""
        if not self.reach:
            return self.weights
        before, here, after = np.split(self.weights, 3)
        return np.hstack([here, before, after])

    def __call__(self, values: FloatArray) -> FloatArray:
        """Apply the layer to rows, shape ``(n, inputs)``."""
        if len(self.steps):
            whole = np.minimum(np.rint(values * self.steps), _ONE_BYTE)
            product = self._joined(whole @ self._side_by_side) * self.scale
        else:
            product = self._joined(self._of_two_bytes(values))
        return np.asarray(product + self.bias, np.float32)

    def _of_two_bytes(self, values: FloatArray) -> FloatArray:
        """Return what each of the matrices makes of signed rows.

        It is given in half precision: the kernel remembers it of thousands of words.
        """
        top = np.abs(values).max(axis=1, keepdims=True, initial=0.0)
        top = np.where(top > _LEAST_TOP, top, np.float32(1))
        whole = np.rint(values * (np.float32(_TWO_BYTES) / top))
        high = np.floor(whole / 256)
        low = whole - 256 * high
        # Each is exact in single precision; together they need more.
        both = [each @ self._side_by_side for each in (high, low)]
        product = (256 * both[0].astype(np.float64) + both[1]).astype(np.float32)
        product *= top / np.float32(_TWO_BYTES)
        product *= np.tile(self.scale, 3 if self.reach else 1)
        return np.asarray(product.astype(np.float16), np.float32)

    def _joined(self, product: FloatArray) -> FloatArray:
        """Add what the rows before and after give; the order is the kernel's."""
        width, reach = len(self.scale), self.reach
        result: FloatArray = product[:, :width].copy()
        if reach and len(result) > reach:
            result[reach:] += product[:-reach, width : 2 * width]
            result[:-reach] += product[reach:, 2 * width :]
        return result


class QuantisedNetwork:
    """A network whose weights are rounded.

    Args:
        weights: the network, with tops.
        compiled: use the kernel where it is there; the answers are the same.
        arithmetic: the kernel's, as ``kernel.ARITHMETIC`` names it; empty for the
            fastest.

    Raises:
        ValueError: if the weights have no tops.
    """

    def __init__(
        self, weights: Weights, *, compiled: bool = True, arithmetic: str = ""
    ) -> None:
        self._tables = weights.tables
        if not weights.tops:
            raise ValueError("weights without tops: see network.with_tops")
        self._layers = {
            name: Layer.of(
                weights.layers[name],
                weights.biases[name],
                reach=reach,
                tops=weights.tops.get(name),
            )
            for name, reach in LAYERS.items()
        }
        self._compiled: _Network | None = None
        if compiled:
            self._compiled = new_network(
                [self._tables[name] for name in TABLES],
                list(self._layers.values()),
                list(HEADS.values()),
                arithmetic=arithmetic,
            )

    def chances(self, rows: Rows) -> dict[Head, FloatArray]:
        """Return for each head the chance of each answer, shape ``(rows, answers)``."""
        compiled = self._compiled
        if compiled is None:

            def apply(name: str, values: FloatArray) -> FloatArray:
                return self._layers[name](values)

            return split_heads(in_chunks(rows, partial(forward, self._tables, apply)))

        def answers(rows: Rows) -> FloatArray:
            found = compiled.chances(
                rows.word,
                rows.beginning,
                rows.ending,
                rows.shape,
                rows.quote,
                rows.sentence,
            )
            by_answer = np.frombuffer(found, np.float32)
            by_row: FloatArray = by_answer.reshape(sum(HEADS.values()), -1).T
            return by_row

        return split_up(in_chunks(rows, answers))
