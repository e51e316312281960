"""The network of ``ascribe.attribution.network``, as torch can train it."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from ascribe.attribution.features import FIRST_UNKNOWN, FIRST_WORD, UNKNOWN_WORDS, Rows
from ascribe.attribution.network import HEADS, REACHES, TABLES, Weights
from ascribe.results import LABELS

_WORDS_UNKNOWN = 0.06


class Network(nn.Module):
    """The network, with a new head for labels.

    Args:
        start: where to start from.
        seed: fixes the new head.
        drop: share of values left out in training, in [0, 1).
    """

    def __init__(self, start: Weights, *, seed: int, drop: float) -> None:
        super().__init__()
        self._drop = drop
        layers, biases = dict(start.layers), dict(start.biases)
        # The new head starts small; an older one is learned anew.
        attributions = sum(HEADS.values()) - len(LABELS)
        output = layers["output"][:, :attributions]
        chance = np.random.default_rng(seed)
        fresh = chance.standard_normal((len(output), len(LABELS)))
        fresh *= 0.3 / layers["pool"].shape[1] ** 0.5
        layers["output"] = np.hstack([output, fresh])
        biases["output"] = np.append(biases["output"][:attributions], [0] * len(LABELS))
        self.tables, self.layers, self.biases = (
            nn.ParameterDict(
                {
                    name: nn.Parameter(torch.tensor(array, dtype=torch.float32))
                    for name, array in arrays.items()
                }
            )
            for arrays in (start.tables, layers, biases)
        )

    def forward(self, rows: Rows) -> torch.Tensor:
        """Return the scores of all heads, shape ``(rows, sum of HEADS)``."""
        drop = self._drop if self.training else 0.0
        places = {name: torch.tensor(getattr(rows, name)).long() for name in TABLES}
        if self.training:
            word = places["word"]
            hidden = (word >= FIRST_WORD) & (torch.rand(len(word)) < _WORDS_UNKNOWN)
            unknown = FIRST_UNKNOWN + torch.randint(0, UNKNOWN_WORDS, word.shape)
            places["word"] = torch.where(hidden, unknown, word)
        values = torch.cat(
            [functional.embedding(places[name], self.tables[name]) for name in TABLES],
            dim=1,
        )
        values = functional.dropout(values, drop)
        values = functional.relu(self._over_three("input", values, 1))
        for number, reach in enumerate(REACHES):
            found = functional.relu(self._over_three(f"layer{number}", values, reach))
            values = values + functional.dropout(found, drop)
        sentence = torch.tensor(rows.sentence).long()
        values = values + self._pooled(values, sentence)[sentence]
        return self._over_three("output", values, 1)

    def _over_three(self, name: str, values: torch.Tensor, reach: int) -> torch.Tensor:
        around = functional.pad(values, (0, 0, reach, reach))
        beside = torch.cat([around[: -2 * reach], values, around[2 * reach :]], dim=1)
        return beside @ self.layers[name] + self.biases[name]

    def _pooled(self, values: torch.Tensor, sentence: torch.Tensor) -> torch.Tensor:
        """Return what each sentence says: from the mean and largest of its rows."""
        empty = torch.zeros(int(sentence[-1]) + 1, values.shape[1])
        where = sentence[:, None].expand_as(values)
        both = [
            empty.scatter_reduce(0, where, values, how, include_self=False)
            for how in ("mean", "amax")
        ]
        pooled = torch.cat(both, dim=1) @ self.layers["pool"] + self.biases["pool"]
        return functional.relu(pooled)

    def weights(self) -> Weights:
        """Return the arrays as the engine wants them."""
        tables, layers, biases = (
            {name: value.detach().numpy().copy() for name, value in values.items()}
            for values in (self.tables, self.layers, self.biases)
        )
        return Weights(tables, layers, biases)
