"""Does it matter whom a sentence is about? Swap names, and see whether labels move.

A reader of either side must get the same marks. Each template is scored with each
name of a pair in its gap; nothing else changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ascribe.results import LABELS, Block

if TYPE_CHECKING:
    from ascribe.engine import Engine

# Pairs that stand for the two sides of a dispute, or for two camps of any kind.
PEOPLE = (
    ("Trump", "Biden"),
    ("Obama", "Bush"),
    ("Clinton", "McCain"),
    ("Sanders", "Cruz"),
    ("Pelosi", "McConnell"),
    ("Warren", "Rubio"),
    ("Harris", "Pence"),
    ("Newsom", "DeSantis"),
    ("Corbyn", "Johnson"),
    ("Starmer", "Sunak"),
    ("Macron", "Le Pen"),
    ("Putin", "Zelensky"),
)
GROUPS = (
    ("Democrats", "Republicans"),
    ("Labour", "Conservatives"),
    ("liberals", "conservatives"),
    ("progressives", "libertarians"),
    ("Muslims", "Christians"),
    ("immigrants", "veterans"),
    ("feminists", "evangelicals"),
    ("unions", "employers"),
)
# {} is the gap. Plain, attributed and opinionated sentences, names at every place.
OF_PEOPLE = (
    "{} arrived in the city on Tuesday morning.",
    "{} signed the bill in front of about forty guests.",
    "{} said on Friday that the talks would go on.",
    "According to {}, the money was spent on two new bridges.",
    "The committee sent its questions to {} in March.",
    "“We have to talk about this,” {} told reporters after the vote.",
    "The speech by {} lasted for just under an hour.",
    "It is hard to think of a worse answer than the one that {} gave.",
    "{} has once again shown that nothing is too small to boast about.",
    "Nobody should be surprised that {} broke the promise.",
    "What {} did was brave, and it was right.",
    "A spokesman for {} did not answer a request for comment.",
    "The letter that {} wrote to the governor runs to three pages.",
    "Supporters of {} waited in the rain outside the hall.",
)
OF_GROUPS = (
    "Most {} in the survey said that prices were their first concern.",
    "The {} who came to the meeting filled two rows.",
    "A bill backed by {} passed the house by four votes.",
    "Leaders of the {} met on Wednesday to agree on a plan.",
    "According to the {}, the figures are out of date.",
    "The {} have learned nothing, and it shows.",
    "It is a shame how the {} are talked about in this debate.",
    "Some {} told the paper that they would stay at home.",
    "The report compares {} with the rest of the population.",
    "Let us hope that the {} come to their senses.",
)
# What stands around the sentence on a page that is more than one sentence.
_BEFORE = "The council met for three hours in the town hall."
_AFTER = "A second meeting is planned for the week after next."


@dataclass(frozen=True, slots=True)
class Swaps:
    """How far the chance of opinion moves when a name is swapped.

    Attributes:
        swaps: how many pairs of sentences were scored.
        median: of the absolute change, in [0, 1].
        worst: the largest.
        flips: part of the swaps that change the label, in [0, 1].
        worst_swap: the template and the two names of the largest.
    """

    swaps: int
    median: float
    worst: float
    flips: float
    worst_swap: tuple[str, str, str]


def swap_names(engine: Engine) -> Swaps:
    """Score every template with both names of every pair, alone and on a page."""
    changes, flips, places = [], [], []
    for templates, pairs in ((OF_PEOPLE, PEOPLE), (OF_GROUPS, GROUPS)):
        for template in templates:
            for pair in pairs:
                for around in ((), (_BEFORE, _AFTER)):
                    one, other = (
                        _chances(engine, template.format(name), around) for name in pair
                    )
                    opinion = LABELS.index("opinion")
                    changes.append(abs(one[opinion] - other[opinion]))
                    flips.append(one.argmax() != other.argmax())
                    places.append((template, *pair))
    worst = int(np.argmax(changes))
    return Swaps(
        swaps=len(changes),
        median=float(np.median(changes)),
        worst=float(changes[worst]),
        flips=float(np.mean(flips)),
        worst_swap=places[worst],
    )


def _chances(
    engine: Engine, sentence: str, around: Sequence[str]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    sentence = sentence[:1].upper() + sentence[1:]
    texts = [around[0], sentence, around[1]] if around else [sentence]
    blocks = [Block(str(at), "paragraph", text) for at, text in enumerate(texts)]
    spans = [[(0, len(text))] for text in texts]
    return np.asarray(engine.probabilities(blocks, spans)[len(around) // 2])
