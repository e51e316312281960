"""What the tagger makes of each sentence, as numbers: input of the labeller.

The tagger has learned from people's marks who has the floor, and reads words in their
order; the n-grams of the labeller do neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ascribe.kernel import compiled_speech
from ascribe.results import LABELS

if TYPE_CHECKING:
    from ascribe.attribution.network import Head
    from ascribe.attribution.tagger import Reading

_SHARES = (
    "content_mean",
    "content_most",
    "content_first",
    "content_last",
    "cue_most",
    "source_most",
    "carries",
    "mostly",
)
SPEECH_NAMES: tuple[str, ...] = (
    *(f"speech_{name}" for name in _SHARES),
    *(f"speech_{name}_log_odds" for name in _SHARES),
    "speech_no_depth",
    "speech_nested",
    *(f"speech_{label}" for label in LABELS),
)
# Log-odds of chances nearer to 0 or 1 than this say nothing more.
_LEAST_CHANCE = 1e-3


# What is read of the tagger's answers, in the kernel's order.
_HEADS: tuple[Head, ...] = (
    "content",
    "depth",
    "cue",
    "source",
    "carries",
    "mostly",
    "label",
)


def speech_columns(reading: Reading, *, compiled: bool = True) -> NDArray[np.float64]:
    """Sum the tagger's chances up by sentence.

    Args:
        reading: of a page of n sentences.
        compiled: use the kernel where it is there; the columns are the same.

    Returns:
        Shape ``(n, len(SPEECH_NAMES))``: chances, in [0, 1], and their log-odds; at
        last the logarithms of the chances of labels. A sentence without a word has
        chances of 0, but for those of labels.
    """
    rows, answers = reading.rows, reading.answers
    if not reading.sentences:
        return np.zeros((0, len(SPEECH_NAMES)))
    if compiled and compiled_speech is not None:
        found = compiled_speech(rows.start, *(answers[head] for head in _HEADS))
        return np.frombuffer(found).reshape(-1, len(SPEECH_NAMES))
    # Each sentence begins with a break row, which answers for the sentence.
    breaks = np.flatnonzero(rows.start < 0)
    ends = np.append(breaks[1:], len(rows))
    has_word = ends - breaks > 1
    is_word = (rows.start >= 0).astype(np.float64)
    words = np.maximum(ends - breaks - 1, 1)

    def over_words(chance: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.asarray(chance.astype(np.float64) * is_word)

    content = over_words(1 - answers["content"][:, 0])
    nested = over_words(answers["depth"][:, 2])
    alone = over_words(answers["depth"][:, 0])
    shares = np.column_stack(
        [
            np.add.reduceat(content, breaks) / words,
            np.maximum.reduceat(content, breaks),
            content[np.minimum(breaks + 1, ends - 1)],
            content[ends - 1],
            np.maximum.reduceat(over_words(1 - answers["cue"][:, 0]), breaks),
            np.maximum.reduceat(over_words(1 - answers["source"][:, 0]), breaks),
            answers["carries"][breaks, 1] * has_word,
            answers["mostly"][breaks, 1] * has_word,
        ]
    )
    bounded = np.clip(shares, _LEAST_CHANCE, 1 - _LEAST_CHANCE)
    return np.column_stack(
        [
            shares,
            np.log(bounded) - np.log1p(-bounded),
            np.add.reduceat(alone, breaks) / words,
            np.add.reduceat(nested, breaks) / words,
            np.log(
                np.maximum(answers["label"][breaks], _LEAST_CHANCE, dtype=np.float64)
            ),
        ]
    )
