"""Is plain reporting called opinion more often on one side than on the other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.training.dataset import Document
from ascribe.training.folds import outlet_key

# Outlets whose side nobody disputes, as media-bias ratings agree; the rest have none.
SIDES: dict[str, frozenset[str]] = {
    "left": frozenset(
        """
        alternet commondreams dailykos huffpost jacobin motherjones msnbc newrepublic
        nymag opednews rawstory salon slate theguardian theintercept thenation
        thinkprogress truthout vox
        """.split()
    ),
    "right": frozenset(
        """
        breitbart dailycaller dailywire foxbusiness foxnews heritage hotair
        nationalreview newsmax nypost redstate theblaze thefederalist
        thegatewaypundit townhall washingtonexaminer washingtontimes westernjournal
        """.split()
    ),
}
# Fewer sentences than this give no rate of their own.
_FEWEST = 200


@dataclass(frozen=True, slots=True)
class Parity:
    """How often plain and attributed sentences are called opinion, in [0, 1].

    Attributes:
        sides: by side.
        sentences: by side, over how many sentences.
        difference: the largest rate less the smallest.
        outlets: by outlet, of those with enough sentences.
    """

    sides: dict[str, float]
    sentences: dict[str, int]
    difference: float
    outlets: dict[str, float]


def is_report(document: Document) -> bool:
    """Tell whether less than a third of a page's sentences is opinion.

    Sides differ in how many columns and editorials they have in a collection; among
    reports alone the same kind of page is compared.
    """
    return 3 * sum(label == "opinion" for label in document.labels) < len(
        document.labels
    )


def parity(
    documents: Sequence[Document], chances: Sequence[FloatArray]
) -> Parity | None:
    """Measure on documents whose outlets the chances' model had not seen.

    Args:
        documents: labelled documents.
        chances: for each, shape ``(n, 4)``.

    Returns:
        None where a side has no sentence.
    """
    by_outlet: dict[str, list[bool]] = {}
    for document, found in zip(documents, chances, strict=True):
        called = found.argmax(axis=1) == LABELS.index("opinion")
        by_outlet.setdefault(outlet_key(document.outlet), []).extend(
            bool(wrong)
            for wrong, label in zip(called, document.labels, strict=True)
            if label in ("attributed", "statement")
        )
    of_side = {
        side: [each for outlet in sorted(outlets) for each in by_outlet.get(outlet, ())]
        for side, outlets in SIDES.items()
    }
    if not all(of_side.values()):
        return None
    rates = {side: float(np.mean(found)) for side, found in of_side.items()}
    return Parity(
        sides=rates,
        sentences={side: len(found) for side, found in of_side.items()},
        difference=max(rates.values()) - min(rates.values()),
        outlets={
            outlet: float(np.mean(found))
            for outlet, found in sorted(by_outlet.items())
            if len(found) >= _FEWEST
        },
    )
