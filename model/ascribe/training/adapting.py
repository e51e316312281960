"""Move a frozen model by a few corrected sentences, and no further than they ask.

The weights of the n-grams in the first step are what moves: the most likely ones under
the corrections and a prior that is centred on the frozen weights (a Laplace
approximation, as in D. MacKay, "The Evidence Framework Applied to Classification
Networks", Neural Computation 4, 1992). The prior holds an n-gram the more, the more
training sentences it stood in, so that a correction teaches its rare words and cannot
undo what a thousand sentences taught. No training data is needed for that: how often
an n-gram stood there is read off its inverse document frequency.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from ascribe.attribution.acts import speech_of
from ascribe.attribution.speech_columns import speech_columns
from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.context import context_of
from ascribe.labels.counts import COUNT_NAMES, counts_of
from ascribe.labels.labeller import Labeller, softmax
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.text.passages import Sentence
from ascribe.training.corrections import Correction

# The mean of p (1 - p) over the labels and sentences of a model of this quality: what
# one training sentence adds to the precision of a weight, times its value's square.
CURVATURE = 0.1
# After these many rounds the second step's bend is followed to three digits.
ROUNDS = 4
_MOST_ITERATIONS = 300
_STEP = 1e-3

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Adapted:
    """A model that has learned corrections.

    Attributes:
        labeller: the new weights.
        pull: how far each correction pulls the first step's log-odds of each label,
            per unit of likeness to its sentence, shape ``(n, 4)``.
        terms: the n-grams of each correction on the prior's scale, shape ``(n, m)``;
            ``terms @ terms.T`` is the likeness.
        columns: which n-gram each of the m columns is, ascending; characters follow
            words.
        precision: the prior's precision of each of them, shape ``(m,)``.
        torn: the chances that the frozen model gives the corrected sentences, torn out
            with their neighbours, shape ``(n, 4)``.
    """

    labeller: Labeller
    pull: FloatArray
    terms: sparse.csr_matrix
    columns: npt.NDArray[np.int64]
    precision: FloatArray
    torn: FloatArray


def adapt(
    labeller: Labeller,
    tagger: AttributionTagger,
    corrections: Sequence[Correction],
    *,
    trained_on: int,
    weights: FloatArray,
    progress: Progress = lambda _what, _done, _of: None,
) -> Adapted:
    """Learn corrections on top of a frozen model.

    Each is learned twice with half its weight: on the page where the reader made it,
    as far as the chances there are known, and torn out with its neighbours.

    Args:
        labeller: the frozen model.
        tagger: reads the sentences for the second step.
        corrections: at least one; their order changes nothing but rounding.
        trained_on: number of sentences that the frozen model learned from.
        weights: how many training sentences each correction counts as, ``(n,)``.
        progress: called with what is being done, steps done and steps in all.
    """
    # One thread adds up in one order: the same corrections give the same bytes.
    with threadpool_limits(limits=1, user_api="blas"):
        progress("reading corrections", 0, ROUNDS + 1)
        cases = [_Case(labeller, tagger, each) for each in corrections]
        terms, columns, precision = _terms(
            labeller, [case.sentence for case in cases], trained_on
        )
        wanted = np.eye(len(LABELS))[[LABELS.index(c.label) for c in corrections]]
        moved = np.zeros((len(columns), len(LABELS)))
        pull = np.zeros_like(wanted)
        for round_ in range(ROUNDS):
            progress("learning corrections", round_ + 1, ROUNDS + 1)
            linear = _Linear.at(cases, terms @ moved)
            moved = _solve(terms, linear, wanted, moved, weights)
            pull = -linear.gradient(terms @ moved, wanted, weights)[1]
        return Adapted(
            _moved(labeller, columns, moved / np.sqrt(precision)[:, None]),
            pull,
            terms,
            columns,
            precision,
            np.array([case.torn for case in cases]),
        )


def torn_chances(
    labeller: Labeller, tagger: AttributionTagger, corrections: Sequence[Correction]
) -> FloatArray:
    """Return what a model gives the sentences torn out, as in ``Adapted.torn``."""
    rows = [_Case(labeller, tagger, each).torn for each in corrections]
    return np.array(rows).reshape(-1, len(LABELS))


class _Case:
    """One corrected sentence among its neighbours, under the frozen model."""

    def __init__(
        self, labeller: Labeller, tagger: AttributionTagger, correction: Correction
    ) -> None:
        self._labeller = labeller
        self._passage, self._at = correction.passage()
        self._counts = np.array(
            [counts_of(s.text, s.quoted, s.kind) for s in self._passage]
        ).reshape(-1, len(COUNT_NAMES))
        self._first = labeller.first_scores(self._passage, self._counts)
        heard = tagger.read(speech_of(self._passage))
        self._speech = speech_columns(heard)
        torn = self.log_chances(np.zeros(len(LABELS)))
        self.torn = np.exp(torn)
        # Where the page's chances are not known, only the torn-out sentence is learned.
        on_page = correction.log_chances
        self.offset = np.zeros(len(LABELS)) if on_page is None else on_page - torn

    @property
    def sentence(self) -> Sentence:
        return self._passage[self._at]

    def log_chances(self, shift: FloatArray) -> FloatArray:
        """Return those of the torn-out sentence, its first scores moved."""
        scores = self._first.copy()
        scores[self._at] += shift
        context = context_of(self._passage, scores, self._counts)[self._at]
        step = self._labeller.speech
        row = np.concatenate([context, self._speech[self._at]])
        scored = (row @ step.weights + step.intercept)[None]
        return np.asarray(np.log(softmax(scored)[0]))

    def slopes(self, shift: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the log chances and their change by each first score, ``(4, 4)``."""
        here = self.log_chances(shift)
        steps = _STEP * np.eye(len(LABELS))
        there = [self.log_chances(shift + step) for step in steps]
        return here, (np.column_stack(there) - here[:, None]) / _STEP


@dataclass(frozen=True, slots=True)
class _Linear:
    """The second step as a linear function of how far the first scores have moved."""

    shift: FloatArray
    log_chances: FloatArray
    offsets: FloatArray
    slopes: FloatArray

    @classmethod
    def at(cls, cases: Sequence[_Case], shift: FloatArray) -> _Linear:
        found = [case.slopes(row) for case, row in zip(cases, shift, strict=True)]
        return cls(
            shift,
            np.array([each[0] for each in found]),
            np.array([case.offset for case in cases]),
            np.array([each[1] for each in found]),
        )

    def gradient(
        self, shift: FloatArray, wanted: FloatArray, weights: FloatArray
    ) -> tuple[float, FloatArray]:
        """Return the loss in nats and its gradient by each shift, shape ``(n, 4)``."""
        moved = np.einsum("nij,nj->ni", self.slopes, shift - self.shift)
        loss, slope = 0.0, np.zeros_like(shift)
        for offset in (np.zeros_like(self.offsets), self.offsets):
            chances = softmax(self.log_chances + offset + moved)
            right = (chances * wanted).sum(axis=1)
            loss -= float(weights / 2 @ np.log(np.maximum(right, 1e-300)))
            wrong = (weights / 2)[:, None] * (chances - wanted)
            slope += np.einsum("ni,nij->nj", wrong, self.slopes)
        return loss, slope


def _solve(
    terms: sparse.csr_matrix,
    linear: _Linear,
    wanted: FloatArray,
    start: FloatArray,
    weights: FloatArray,
) -> FloatArray:
    def objective(flat: FloatArray) -> tuple[float, FloatArray]:
        moved = flat.reshape(start.shape)
        loss, slope = linear.gradient(terms @ moved, wanted, weights)
        return loss + 0.5 * float(flat @ flat), (terms.T @ slope + moved).ravel()

    found = minimize(
        objective,
        start.ravel(),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_ITERATIONS},
    )
    return np.asarray(found.x.reshape(start.shape))


def _terms(
    labeller: Labeller, sentences: Sequence[Sentence], trained_on: int
) -> tuple[sparse.csr_matrix, npt.NDArray[np.int64], FloatArray]:
    """Return the sentences' n-grams on the prior's scale, and the prior."""
    row, column, value = ngrams_of(labeller, sentences)
    columns, place = np.unique(column, return_inverse=True)
    idf = np.concatenate([labeller.words.idf, labeller.characters.idf])[columns]
    square = np.bincount(place, weights=value**2) / np.bincount(place)
    # idf = 1 + log of sentences by sentences that hold the n-gram.
    held = trained_on * np.exp(1.0 - idf)
    precision = 1.0 + CURVATURE * held * square
    scaled = value / np.sqrt(precision[place])
    shape = (len(sentences), len(columns))
    return sparse.csr_matrix((scaled, (row, place)), shape=shape), columns, precision


def ngrams_of(
    labeller: Labeller, sentences: Sequence[Sentence]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], FloatArray]:
    """Return rows, columns and values of the n-grams; characters follow words."""
    words, characters = labeller.terms(sentences)
    return (
        np.concatenate([words.row, characters.row]),
        np.concatenate([words.term, characters.term + len(labeller.words)]),
        np.concatenate([words.value, characters.value]),
    )


def _moved(
    labeller: Labeller, columns: npt.NDArray[np.int64], change: FloatArray
) -> Labeller:
    first = len(labeller.words)
    is_word = columns < first
    words = labeller.word_weights.astype(np.float64)
    characters = labeller.character_weights.astype(np.float64)
    words[columns[is_word]] += change[is_word]
    characters[columns[~is_word] - first] += change[~is_word]
    return replace(
        labeller,
        word_weights=words.astype(labeller.word_weights.dtype),
        character_weights=characters.astype(labeller.character_weights.dtype),
    )
