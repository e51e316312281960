"""Which sentence to label next, and what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ascribe.results import Block
from ascribe_server.label_file import OPEN, LabelDocument, LabelFile

# Enough to see who has the floor.
_BEFORE = 3
_AFTER = 1


class ChanceGiver(Protocol):
    """What is needed of an engine; ``ascribe.engine.Engine`` has it."""

    def probabilities(
        self,
        blocks: Sequence[Block],
        spans: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> npt.NDArray[np.float64]:
        """Return the chance of each label for every sentence, shape ``(n, 4)``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence to be labelled.

    Attributes:
        doc: place of its text in the file.
        sentence: its place in the text.
        text: the sentence.
        before: the sentences before it, as far as they are of use.
        after: the sentence after it.
        name: what the text is called.
        title: its headline.
        kind: what sort of block it stands in.
        chances: what the model says, in the order of ``LABELS``.
    """

    doc: int
    sentence: int
    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    name: str
    title: str
    kind: str
    chances: tuple[float, ...]


def next_to_label(
    file: LabelFile, engine: ChanceGiver, *, count: int, seed: int = 0
) -> list[Asked]:
    """Choose the open sentences whose labels would teach the model most.

    Args:
        file: texts with the labels given so far.
        engine: the model that is to learn.
        count: how many are wanted at most.
        seed: fixes the choice.

    Returns:
        The least certain first; empty where nothing is open.
    """
    # scikit-learn takes a second to import; the server does without it otherwise.
    from ascribe.training.choosing import choose

    places: list[tuple[int, int]] = []
    texts: list[str] = []
    rows = []
    for doc, document in enumerate(file.documents):
        if all(one.label != OPEN for one in document.sentences):
            continue
        chances = engine.probabilities(*document.blocks())
        for at, one in enumerate(document.sentences):
            if one.label == OPEN:
                places.append((doc, at))
                texts.append(one.text)
                rows.append(chances[at])
    if not places:
        return []
    table = np.array(rows)
    return [
        _asked(file.documents[doc], doc, at, table[index])
        for index in choose(texts, table, count, seed=seed)
        for doc, at in (places[index],)
    ]


def _asked(
    document: LabelDocument, doc: int, at: int, chances: npt.NDArray[np.float64]
) -> Asked:
    sentences = document.sentences
    around = [one.text for one in sentences]
    return Asked(
        doc=doc,
        sentence=at,
        text=around[at],
        before=tuple(around[max(0, at - _BEFORE) : at]),
        after=tuple(around[at + 1 : at + 1 + _AFTER]),
        name=document.doc,
        title=document.title if document.title != around[at] else "",
        kind=sentences[at].kind,
        chances=tuple(round(float(chance), 4) for chance in chances),
    )
