"""Hold a candidate model against the floors, and name the corrections that harm it.

The floors are what the model that ships reaches on the same labelled articles, which
no correction may come from. A measure falls below its floor where the candidate is
worse by more than chance: the upper end of the 95 % interval of the difference, by
bootstrap over articles, lies below 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ascribe.labels.ngrams import FloatArray
from ascribe.page.shares import page_shares
from ascribe.results import LABELS, PROSE_LABELS
from ascribe.text.passages import cut
from ascribe.training.adapting import Adapted, ngrams_of
from ascribe.training.calibrating import sentence_words
from ascribe.training.comparison import compare, interval, resamples
from ascribe.training.contradiction import Contradiction
from ascribe.training.corrections import Correction, words_of
from ascribe.training.dataset import Document

_PAGE_LABELS = ("opinion", "attributed")
# Sentences that share four words of five are one sentence said again.
_ALIKE = 0.8
# A wire story's sentence stands on a page or two more.
MOST_ALIKE = 3
# So many names fit on a screen; the first ones do the most harm.
_MOST_SUSPECTS = 10


@dataclass(frozen=True, slots=True)
class GateRow:
    """One measure on the test articles; larger is better.

    Attributes:
        name: what is measured.
        floor: of the model that ships, in [0, 1].
        candidate: of the candidate, in [0, 1].
        low: lower end of the 95 % interval of ``candidate - floor``.
        high: its upper end.
    """

    name: str
    floor: float
    candidate: float
    low: float
    high: float

    @property
    def falls(self) -> bool:
        """Whether the candidate is below the floor by more than chance."""
        return self.high < 0


@dataclass(frozen=True, slots=True)
class Suspect:
    """A correction that does harm.

    Attributes:
        correction: which.
        part: its part of all harm that corrections do, in [0, 1].
    """

    correction: Correction
    part: float


@dataclass(frozen=True, slots=True)
class GateReport:
    """Whether a candidate may be used, and if not, why.

    Attributes:
        articles: number of test articles.
        left_out: names of test articles that a correction comes from.
        rows: what was measured.
        repeated: corrections that say one sentence again and again, each with how
            often; no measure is needed to refuse them.
        suspects: corrections that do harm, the worst first; only where it is refused.
        contradiction: how far the corrections contradict what the model is sure of;
            None where that cannot be told, or the reader is sure of them.
    """

    articles: int
    left_out: tuple[str, ...]
    rows: tuple[GateRow, ...]
    repeated: tuple[tuple[Correction, int], ...] = ()
    suspects: tuple[Suspect, ...] = ()
    contradiction: Contradiction | None = None

    @property
    def fallen(self) -> tuple[GateRow, ...]:
        """The measures that fall below their floors."""
        return tuple(row for row in self.rows if row.falls)

    @property
    def passed(self) -> bool:
        """Whether the candidate may be used."""
        doubted = self.contradiction is not None and self.contradiction.too_far
        return not self.fallen and not self.repeated and not doubted


def untouched(
    documents: Sequence[Document], corrections: Sequence[Correction]
) -> tuple[list[Document], tuple[str, ...]]:
    """Return the articles that no correction comes from, and the others' names."""
    corrected = {tuple(words_of(each.quote)) for each in corrections}
    kept, left_out = [], []
    for document in documents:
        texts = (
            block.text[start:end]
            for block, spans in zip(document.blocks, document.spans, strict=True)
            for start, end in spans
        )
        if any(tuple(words_of(text)) in corrected for text in texts):
            left_out.append(document.name)
        else:
            kept.append(document)
    return kept, tuple(left_out)


def measure_gate(
    documents: Sequence[Document],
    shipped: Sequence[FloatArray],
    candidate: Sequence[FloatArray],
    *,
    power: float,
) -> tuple[GateRow, ...]:
    """Measure both models on the test articles.

    Args:
        documents: the articles.
        shipped: the chances that the model that ships gives, ``(n, 4)`` of each.
        candidate: those that the candidate gives.
        power: how much chances are sharpened before they are summed to shares.
    """
    rows = [
        GateRow(
            row.name.removeprefix("all, "), row.first, row.second, row.low, row.high
        )
        for row in compare(documents, shipped, candidate)
        if row.name.startswith("all, ")
    ]
    errors = np.array(
        [_share_errors(documents, found, power) for found in (shipped, candidate)]
    )
    n = errors.shape[1]
    times = resamples(n) / n
    for column, label in enumerate(_PAGE_LABELS):
        first, second = 1 - errors[:, :, column].mean(axis=1)
        again = times @ (errors[0, :, column] - errors[1, :, column])
        low, high = interval(again)
        name = f"share of {label} on a page"
        rows.append(GateRow(name, float(first), float(second), low, high))
    return tuple(rows)


def repeated(corrections: Sequence[Correction]) -> tuple[tuple[Correction, int], ...]:
    """Return the corrections that say one sentence again and again, once each."""
    words = [sorted(set(words_of(each.quote))) for each in corrections]
    index = {
        word: at for at, word in enumerate(sorted({w for ws in words for w in ws}))
    }
    place = [(row, index[word]) for row, ws in enumerate(words) for word in ws]
    rows, columns = np.array(place, dtype=np.int64).reshape(-1, 2).T
    holds = sparse.csr_matrix(
        (np.ones(len(rows)), (rows, columns)), shape=(len(words), max(len(index), 1))
    )
    shared = (holds @ holds.T).tocoo()
    sizes = np.array([len(ws) for ws in words])
    union = sizes[shared.row] + sizes[shared.col] - shared.data
    alike = shared.data / union >= _ALIKE
    count = np.bincount(shared.row[alike], minlength=len(words))
    found: list[tuple[Correction, int]] = []
    seen: set[int] = set()
    for at in np.argsort(-count, kind="stable").tolist():
        if count[at] > MOST_ALIKE and at not in seen:
            found.append((corrections[at], int(count[at])))
            seen |= set(shared.col[alike & (shared.row == at)].tolist())
    return tuple(found)


def suspects(
    documents: Sequence[Document],
    candidate: Sequence[FloatArray],
    adapted: Adapted,
    corrections: Sequence[Correction],
) -> tuple[Suspect, ...]:
    """Return the corrections that make the labels of the test articles worse.

    What each has added to the first step's scores of the articles is known exactly;
    what that does to the labels, to first order.
    """
    sentences = [one for doc in documents for one in cut(doc.blocks, doc.spans)]
    row, column, value = ngrams_of(adapted.labeller, sentences)
    place = np.searchsorted(adapted.columns, column)
    place = np.minimum(place, len(adapted.columns) - 1)
    known = adapted.columns[place] == column
    scaled = value[known] / np.sqrt(adapted.precision[place[known]])
    terms = sparse.csr_matrix(
        (scaled, (row[known], place[known])),
        shape=(len(sentences), len(adapted.columns)),
    )
    truth = np.eye(len(LABELS))[
        [LABELS.index(label) for doc in documents for label in doc.labels]
    ]
    wrong = np.vstack(list(candidate)) - truth
    slope = wrong @ adapted.labeller.speech.weights[: len(LABELS)].T
    harm = ((terms @ adapted.terms.T).T @ slope * adapted.pull).sum(axis=1)
    total = harm[harm > 0].sum()
    worst = np.argsort(-harm, kind="stable")[:_MOST_SUSPECTS]
    return tuple(
        Suspect(corrections[at], float(harm[at] / total))
        for at in worst.tolist()
        if harm[at] > 0
    )


def _share_errors(
    documents: Sequence[Document], found: Sequence[FloatArray], power: float
) -> FloatArray:
    """Return how far each page's shares are off, shape ``(pages with prose, 2)``."""
    wanted = [PROSE_LABELS.index(label) for label in _PAGE_LABELS]
    rows = []
    for document, chances in zip(documents, found, strict=True):
        words = sentence_words(document)
        known = np.array([LABELS.index(label) for label in document.labels])
        if words[known != LABELS.index("other")].sum():
            right = page_shares(np.eye(len(LABELS))[known], words, power=1.0)
            shown = page_shares(chances, words, power=power)
            rows.append(np.abs(right - shown)[wanted])
    return np.array(rows).reshape(-1, len(wanted))
