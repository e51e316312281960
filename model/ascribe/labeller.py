"""Label the sentences of a page in two logistic steps. Plain arrays, no scikit-learn.

Step one scores each sentence by its own words and counts. Step two scores it again
by what step one says of it, its neighbours, its paragraph and the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ascribe.context import context_of
from ascribe.counts import COUNT_NAMES, counts_of
from ascribe.ngrams import FloatArray, Terms, Vocabulary, project
from ascribe.passages import Sentence
from ascribe.views import character_view, word_view

Weights = npt.NDArray[np.floating]


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
class Scored:
    """The scores of a page's n sentences, with what they were made from.

    Attributes:
        probabilities: chance of each label, shape ``(n, 4)``; rows sum to 1.
        first: log-odds of each label after step one, shape ``(n, 4)``.
        words: the word n-grams.
        characters: the character n-grams.
        counts: shape ``(n, len(COUNT_NAMES))``.
    """

    probabilities: FloatArray
    first: FloatArray
    words: Terms
    characters: Terms
    counts: FloatArray


@dataclass(frozen=True, slots=True)
class Labeller:
    """The frozen model.

    Attributes:
        words: vocabulary of word n-grams.
        word_weights: shape ``(len(words), 4)``.
        characters: vocabulary of character n-grams.
        character_weights: shape ``(len(characters), 4)``.
        counts: step-one weights of the counts, and the step's intercept.
        context: step two.
    """

    words: Vocabulary
    word_weights: Weights
    characters: Vocabulary
    character_weights: Weights
    counts: Step
    context: Step

    def score(self, sentences: Sequence[Sentence]) -> Scored:
        """Score the sentences of one page, in reading order; none give none."""
        n = len(sentences)
        counts = np.array(
            [counts_of(s.text, s.quoted, s.kind) for s in sentences]
        ).reshape(n, len(COUNT_NAMES))
        words = self.words.weigh(
            [self.words.words(word_view(s.text, s.quoted.spans)) for s in sentences]
        )
        characters = self.characters.weigh(
            [self.characters.characters(character_view(s.text)) for s in sentences]
        )
        first = (
            project(words, self.word_weights, n)
            + project(characters, self.character_weights, n)
            + counts @ self.counts.weights
            + self.counts.intercept
        )
        second = context_of(sentences, first) @ self.context.weights
        return Scored(
            softmax(second + self.context.intercept), first, words, characters, counts
        )


def softmax(scores: FloatArray) -> FloatArray:
    """Turn scores, shape ``(n, k)``, into chances that sum to 1 in each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
