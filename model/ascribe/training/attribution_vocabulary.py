"""Choose the words the tagger knows, and give each a first vector from raw text.

A word's first vector sums up which words stand directly around it (positive
pointwise mutual information, cut down by a singular value decomposition), so that
"claimed" and "asserted" start close together before any label is seen.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from ascribe.attribution.features import (
    BREAK_WORD,
    FIRST_WORD,
    WordTables,
    beginning_of,
    ending_of,
    normal_form,
)
from ascribe.attribution.speech_tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ascribe.attribution.network import FloatArray

# A word that labelled text holds this often, or all text this often, is known.
_MIN_LABELLED = 3
_MIN_ANYWHERE = 12
_MAX_BEGINNINGS = 6000
_MAX_ENDINGS = 3000
# The most frequent words describe the others; offsets to the left and right, with
# their weights.
_CONTEXT_WORDS = 2500
_OFFSETS = {-2: 0.6, -1: 1.0, 1: 1.0, 2: 0.6}
# Standard deviation of a first vector's items; larger ones slow the training down.
_SCALE = 0.3


def choose_words(labelled: Iterable[str], raw: Iterable[str]) -> WordTables:
    """Choose the known words and endings, the most frequent first."""
    in_labelled: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for counter, texts in ((in_labelled, labelled), (anywhere, raw)):
        for text in texts:
            counter.update(normal_form(token.text) for token in tokens_of(text))
    anywhere.update(in_labelled)
    words = [
        word
        for word, count in sorted(
            anywhere.items(), key=lambda item: (-item[1], item[0])
        )
        if in_labelled[word] >= _MIN_LABELLED or count >= _MIN_ANYWHERE
    ]
    beginnings = _most_frequent(map(beginning_of, anywhere), _MAX_BEGINNINGS)
    endings = _most_frequent(map(ending_of, anywhere), _MAX_ENDINGS)
    return WordTables(words, beginnings, endings)


def _most_frequent(affixes: Iterable[str], count: int) -> list[str]:
    """The affixes of most distinct words."""
    found = sorted(Counter(affixes).items(), key=lambda item: (-item[1], item[0]))
    return [affix for affix, _ in found[:count]]


def first_vectors(
    tables: WordTables, sentences: Sequence[Sequence[int]], *, width: int, seed: int
) -> FloatArray:
    """Return one vector for each row of the word table.

    Args:
        tables: the known words.
        sentences: raw text as rows of the word table.
        width: items of a vector.
        seed: fixes the decomposition.
    """
    count = FIRST_WORD + len(tables.words)
    stream = np.array(
        [row for one in sentences for row in (BREAK_WORD, *one, BREAK_WORD)], np.int32
    )
    around = np.where(stream < FIRST_WORD + _CONTEXT_WORDS, stream, 0)
    size = FIRST_WORD + _CONTEXT_WORDS
    parts = []
    for offset, weight in _OFFSETS.items():
        left = slice(max(0, -offset), len(stream) - max(0, offset))
        right = slice(max(0, offset), len(stream) - max(0, -offset))
        pairs = sparse.coo_matrix(
            (np.ones(len(stream[left]), np.float32), (stream[left], around[right])),
            shape=(count, size),
        ).tocsr()
        parts.append(_information(pairs) * weight)
    left_vectors, strengths, _ = randomized_svd(
        sparse.hstack(parts).tocsr(), width, n_iter=4, random_state=seed
    )
    vectors = left_vectors * np.sqrt(strengths)
    return np.asarray(vectors / vectors.std() * _SCALE, np.float32)


def _information(pairs: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the positive pointwise mutual information of counted pairs, in nats."""
    of_word = np.asarray(pairs.sum(axis=1)).ravel()
    # The power takes weight from rare contexts, as in Levy and Goldberg (2015).
    of_context = np.asarray(pairs.sum(axis=0)).ravel() ** 0.75
    cells = pairs.tocoo()
    expected = of_word[cells.row] * of_context[cells.col] / of_context.sum()
    value = np.log(cells.data / expected)
    kept = value > 0
    return sparse.coo_matrix(
        (value[kept], (cells.row[kept], cells.col[kept])), shape=pairs.shape
    ).tocsr()
