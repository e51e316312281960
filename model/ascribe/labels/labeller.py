"""Label the sentences of a page in two logistic steps. Plain arrays, no scikit-learn.

Step one scores each sentence by its own words and counts. Step two scores it again
by what step one says of it, its neighbours, its paragraph and the page, and by what
the tagger of attributions makes of it where that has read the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ascribe.kernel import new_kernel, new_steps
from ascribe.labels.context import (
    KERNEL_KNOWS_THEM,
    OWN_INDICES,
    PAGE_INDICES,
    UNMARKED,
    context_of,
)
from ascribe.labels.counts import compiled_counts, count_all
from ascribe.labels.ngrams import FloatArray, Terms, Vocabulary, project
from ascribe.labels.turns import AFTER_STOP, speaks
from ascribe.text.names import CAPITALISED, SMALL
from ascribe.text.passages import Sentence
from ascribe.text.views import character_view, word_view

if TYPE_CHECKING:
    from ascribe._kernel import Kernel, Steps

Weights = npt.NDArray[np.floating]

# Each character gives four n-grams of some 60 bytes while they are weighed: this much
# text needs about 60 MB.
_PART_CHARACTERS = 250_000
# So many sentences are looked up at once: others may use the interpreter in between.
PART = 2_000


@dataclass(frozen=True, slots=True)
class Step:
    """A linear step over dense columns.

    Attributes:
        weights: shape ``(k, 4)``; scaling is folded in.
        intercept: shape ``(4,)``.
    """

    weights: Weights
    intercept: Weights


@dataclass(frozen=True, slots=True)
class Labeller:
    """The frozen model.

    Attributes:
        words: vocabulary of word n-grams.
        word_weights: shape ``(len(words), 4)``.
        characters: vocabulary of character n-grams.
        character_weights: shape ``(len(characters), 4)``.
        counts: step-one weights of the counts, and the step's intercept.
        context: step two, where no tagger has read the page.
        speech: step two over the same columns and the tagger's.
        compiled: use the kernel where it is there; the answers are the same.
        kernel: the same n-grams and weights, compiled; None for plain Python.
        steps: the same steps, compiled; None for plain Python.
    """

    words: Vocabulary
    word_weights: Weights
    characters: Vocabulary
    character_weights: Weights
    counts: Step
    context: Step
    speech: Step
    compiled: bool = True
    kernel: Kernel | None = field(init=False, repr=False, compare=False)
    steps: Steps | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kernel = steps = None
        if self.compiled:
            kernel = new_kernel(
                *_kernel_input(self.words, self.word_weights),
                *_kernel_input(self.characters, self.character_weights),
                (CAPITALISED, SMALL),
            )
            if KERNEL_KNOWS_THEM:
                steps = new_steps(
                    self.counts,
                    self.context,
                    self.speech,
                    own=OWN_INDICES,
                    page=PAGE_INDICES,
                    unmarked=UNMARKED,
                    after_stop=AFTER_STOP,
                )
        object.__setattr__(self, "kernel", kernel)
        object.__setattr__(self, "steps", steps)

    def for_answers(self) -> Labeller:
        """Return the same labeller without what only training and plain Python read.

        That is six megabytes of arrays which the kernel has taken over. Without a
        kernel it is returned as it is.
        """
        if self.kernel is None:
            return self
        nothing = Vocabulary([], np.zeros(0, np.float32))
        no_weights = np.zeros((0, len(self.counts.intercept)), np.float32)
        lean = replace(
            self,
            words=nothing,
            word_weights=no_weights,
            characters=nothing,
            character_weights=no_weights,
            compiled=False,  # so that no kernel is built of nothing
        )
        object.__setattr__(lean, "compiled", True)
        object.__setattr__(lean, "kernel", self.kernel)
        object.__setattr__(lean, "steps", self.steps)
        return lean

    def score(
        self,
        sentences: Sequence[Sentence],
        speech: FloatArray | None = None,
        n_grams: bytes | None = None,
    ) -> FloatArray:
        """Return the chance of each label for the n sentences of one page.

        Args:
            sentences: the sentences.
            speech: what the tagger makes of each, shape ``(n, k)``; None where speed
                counts for more than the last two points of accuracy.
            n_grams: what they add to the log-odds, where the kernel has said so
                already: doubles, shape ``(n, 4)``.

        Returns:
            Shape ``(n, 4)``, columns as in ``LABELS``; rows sum to 1. No sentence
            gives no row.
        """
        if self.steps is not None:
            found = self._compiled_score(self.steps, sentences, speech, n_grams)
            if found is not None:
                return found
        counts = count_all(sentences, compiled=self.compiled)
        first = self.first_scores(sentences, counts)
        columns = context_of(sentences, first, counts, compiled=self.compiled)
        step = self.context
        if speech is not None:
            columns, step = np.hstack([columns, speech]), self.speech
        return softmax(columns @ step.weights + step.intercept)

    def _compiled_score(
        self,
        steps: Steps,
        sentences: Sequence[Sentence],
        speech: FloatArray | None,
        n_grams: bytes | None,
    ) -> FloatArray | None:
        texts = [one.text for one in sentences]
        quoted = [one.quoted for one in sentences]
        spans = [one.spans for one in quoted]
        counts = compiled_counts(sentences, texts, quoted, spans)
        if counts is None or self.kernel is None:
            return None
        if n_grams is None:
            n_grams = b"".join(
                self.kernel.score(texts[low : low + PART], spans[low : low + PART])
                for low in range(0, len(texts), PART)
            )
        found = steps.chances(
            texts,
            [one.block for one in sentences],
            speaks,
            n_grams,
            counts,
            None if speech is None else np.ascontiguousarray(speech, np.float64),
        )
        return np.frombuffer(found).reshape(-1, len(self.counts.intercept))

    def first_scores(
        self, sentences: Sequence[Sentence], counts: FloatArray
    ) -> FloatArray:
        """Return the log-odds of each label after step one, shape ``(n, 4)``.

        Args:
            sentences: the n sentences of a page.
            counts: their counts, shape ``(n, len(COUNT_NAMES))``.
        """
        parts = [np.zeros((0, len(self.counts.intercept)))]
        parts += map(self._term_scores, in_parts(sentences))
        return np.vstack(parts) + counts @ self.counts.weights + self.counts.intercept

    def _term_scores(self, part: Sequence[Sentence]) -> FloatArray:
        """Return what the n-grams add to the log-odds of each label."""
        if self.kernel is not None:
            scores = self.kernel.score(
                [sentence.text for sentence in part],
                [sentence.quoted.spans for sentence in part],
            )
            return np.frombuffer(scores).reshape(len(part), -1)
        words, characters = self.terms(part)
        return project(words, self.word_weights, len(part)) + project(
            characters, self.character_weights, len(part)
        )

    def terms(self, sentences: Sequence[Sentence]) -> tuple[Terms, Terms]:
        """Return the weighted word and character n-grams of ``sentences``."""
        words = [self.words.words(word_view(s.text, s.quoted.spans)) for s in sentences]
        characters = [
            self.characters.characters(character_view(s.text)) for s in sentences
        ]
        return self.words.weigh(words), self.characters.weigh(characters)


def _kernel_input(
    vocabulary: Vocabulary, weights: Weights
) -> tuple[bytes, npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    return (
        vocabulary.lines(),
        # A model's file holds them in single precision.
        np.ascontiguousarray(vocabulary.given_idf, dtype=np.float32),
        np.ascontiguousarray(weights, dtype=np.float32),
    )


def in_parts(sentences: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    """Cut a long page into runs of sentences, so that memory stays bounded."""
    part: list[Sentence] = []
    units = 0
    for sentence in sentences:
        part.append(sentence)
        units += len(sentence.text)
        if units >= _PART_CHARACTERS or len(part) == PART:
            yield part
            part, units = [], 0
    if part:
        yield part


def softmax(scores: FloatArray) -> FloatArray:
    """Turn scores, shape ``(n, k)``, into chances that sum to 1 in each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
