"""How many labels does choosing save? Replay labelling on pages that have labels.

Labels are handed out in rounds, as a person would give them: at random, by doubt
alone, by clusters of the doubtful, or by drawing as ``ascribe label`` does. After each
round the plain first step (TF-IDF of words and characters, logistic regression) is
fitted on what is labelled so far and measured on outlets that are never labelled. The
whole recipe would take minutes for each of a hundred fits; the order of the ways is
what is asked here, not the level.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from ascribe.results import LABELS
from ascribe.training.choosing import choose, uncertainty
from ascribe.training.dataset import Document
from ascribe.training.folds import outlet_folds

# Labels in all after each round; the first round is random for everyone.
ROUNDS = (500, 1_000, 1_500, 2_000, 3_000, 4_500, 6_500)
SEEDS = (0, 1, 2, 3, 4)
_HELD_OUT = 0
_Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Sentences that can be labelled, and those to measure on.

    Attributes:
        texts: the sentences that can be labelled, length n.
        matrix: their features, shape ``(n, m)``.
        labels: index in ``LABELS`` of each, shape ``(n,)``.
        test_matrix: features of the sentences of held-out outlets.
        test_labels: their labels.
    """

    texts: list[str]
    matrix: sparse.csr_matrix
    labels: _Places
    test_matrix: sparse.csr_matrix
    test_labels: _Places


def pool_of(documents: Sequence[Document]) -> Pool:
    """Part documents by outlet; a fifth is measured on and never labelled."""
    held_out = outlet_folds(documents) == _HELD_OUT
    texts: tuple[list[str], list[str]] = ([], [])
    labels: tuple[list[int], list[int]] = ([], [])
    for document, is_test in zip(documents, held_out.tolist(), strict=True):
        for block, spans in zip(document.blocks, document.spans, strict=True):
            texts[is_test].extend(block.text[start:end] for start, end in spans)
        labels[is_test].extend(map(LABELS.index, document.labels))
    # Which words there are needs no label: all texts are at hand from the start.
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), min_df=5, sublinear_tf=True
    )
    matrices = [
        sparse.hstack([words.fit_transform(texts[0]), letters.fit_transform(texts[0])]),
        sparse.hstack([words.transform(texts[1]), letters.transform(texts[1])]),
    ]
    return Pool(
        texts[0],
        matrices[0].tocsr(),
        np.array(labels[0]),
        matrices[1].tocsr(),
        np.array(labels[1]),
    )


def at_random(
    pool: Pool, open_: _Places, chances: Any, count: int, seed: int
) -> _Places:
    """Take any sentences."""
    del pool, chances
    return np.random.default_rng(seed).choice(open_, count, replace=False)


def by_clusters(
    pool: Pool, open_: _Places, chances: Any, count: int, seed: int
) -> _Places:
    """Take one of each cluster of the doubtful (F. Zhdanov, 2019)."""
    doubt = uncertainty(chances)
    most = np.argsort(-doubt, kind="stable")[: 3 * count]
    svd = TruncatedSVD(50, random_state=seed)
    places = normalize(svd.fit_transform(pool.matrix[open_[most]]))
    clusters = MiniBatchKMeans(count, random_state=seed, n_init=1, max_iter=20)
    clusters.fit(places, sample_weight=doubt[most])
    distances = np.linalg.norm(
        places - clusters.cluster_centers_[clusters.labels_], axis=1
    )
    first: dict[int, int] = {}
    for at in np.argsort(distances, kind="stable"):
        first.setdefault(int(clusters.labels_[at]), int(at))
    # A cluster can end up empty; the most doubtful of the others fill its place.
    rest = [at for at in range(len(most)) if at not in set(first.values())]
    chosen = ([*first.values(), *rest])[:count]
    return np.asarray(open_[most[chosen]])


def by_doubt(
    pool: Pool, open_: _Places, chances: Any, count: int, seed: int
) -> _Places:
    """Take the most doubtful in turn, however much alike they are."""
    del pool, seed
    return np.asarray(open_[np.argsort(-uncertainty(chances), kind="stable")[:count]])


def by_doubt_with_diversity(
    pool: Pool, open_: _Places, chances: Any, count: int, seed: int
) -> _Places:
    """Take what ``ascribe label`` asks about."""
    texts = [pool.texts[at] for at in open_]
    return np.asarray(open_[choose(texts, chances, count, seed=seed)])


STRATEGIES: dict[str, Callable[..., _Places]] = {
    "random": at_random,
    "uncertainty": by_doubt,
    "clusters of the doubtful": by_clusters,
    "doubtful ones drawn (`ascribe label`)": by_doubt_with_diversity,
}


def replay(pool: Pool, strategy: Callable[..., _Places], *, seed: int) -> list[float]:
    """Return the macro-F1 on held-out outlets after each of ``ROUNDS``, in [0, 1]."""
    # On a busy machine threads wait for each other longer than they work.
    with threadpool_limits(1):
        return _replay(pool, strategy, seed)


def _replay(pool: Pool, strategy: Callable[..., _Places], seed: int) -> list[float]:
    everything = np.arange(len(pool.texts))
    rng = np.random.default_rng(1_000 + seed)
    labelled = rng.choice(everything, ROUNDS[0], replace=False)
    scores = []
    for at, wanted in enumerate(ROUNDS):
        if at:
            open_ = np.setdiff1d(everything, labelled)
            chances = _fitted(pool, labelled).predict_proba(pool.matrix[open_])
            count = wanted - len(labelled)
            more = strategy(pool, open_, chances, count, 10 * seed + at)
            labelled = np.concatenate([labelled, more])
        guess = _fitted(pool, labelled).predict(pool.test_matrix)
        scores.append(float(f1_score(pool.test_labels, guess, average="macro")))
    return scores


@lru_cache(maxsize=1)
def _fit(pool: Pool, labelled: tuple[int, ...]) -> LogisticRegression:
    places = np.array(labelled)
    # As few as these need a firmer hand than the default of 1.
    model = LogisticRegression(C=10, max_iter=200, class_weight="balanced")
    return model.fit(pool.matrix[places], pool.labels[places])


def _fitted(pool: Pool, labelled: _Places) -> LogisticRegression:
    """Fit what is labelled so far, once."""
    return _fit(pool, tuple(labelled.tolist()))


def labels_needed(scores: Sequence[float], goal: float) -> float | None:
    """Return with how many labels a curve first reaches a macro-F1.

    Straight lines join the rounds; None where the curve stays below.

    >>> labels_needed([0.5] + [0.6] * 6, 0.55)
    750.0
    """
    if scores[0] >= goal:
        return float(ROUNDS[0])
    for at in range(1, len(scores)):
        if scores[at] >= goal:
            low, high = scores[at - 1], scores[at]
            part = (goal - low) / (high - low)
            return ROUNDS[at - 1] + part * (ROUNDS[at] - ROUNDS[at - 1])
    return None


def labelling_heading(sentences: int, seeds: int) -> str:
    """Write what the tables of ``report`` show."""
    return (
        "# How many labels choosing saves\n\n"
        "Made by `PYTHONPATH=model python -m experiments labels VOICES`.\n"
        f"Labels are handed out in rounds from {sentences:,} sentences of four fifths "
        "of the outlets; the numbers are the macro-F1 of the plain first step on the "
        f"other fifth, the mean of {seeds} draws.\n"
        "The whole recipe is better at every size and was not replayed: a fit takes "
        "minutes.\n\n"
    )


def _saved(needed: float, labels: int) -> str:
    part = 1 - needed / labels
    return f"{abs(part):.0%} {'fewer' if part >= 0 else 'more'}"


def report(curves: dict[str, list[float]]) -> str:
    """Write the curves, and what choosing saves, as Markdown."""
    lines = [
        "| labels | " + " | ".join(curves) + " |",
        "|---" * (len(curves) + 1) + "|",
    ]
    for at, labels in enumerate(ROUNDS):
        cells = " | ".join(f"{scores[at]:.3f}" for scores in curves.values())
        lines.append(f"| {labels:,} | {cells} |")
    lines += [
        "",
        "| to be as good as random with | " + " | ".join(list(curves)[1:]) + " |",
        "|---" * len(curves) + "|",
    ]
    for at, labels in enumerate(ROUNDS):
        if at < 1:
            continue
        cells = []
        for scores in list(curves.values())[1:]:
            needed = labels_needed(scores, curves["random"][at])
            cells.append(
                "never"
                if needed is None
                else f"{needed:,.0f} ({_saved(needed, labels)})"
            )
        lines.append(f"| {labels:,} labels | " + " | ".join(cells) + " |")
    return "\n".join(lines) + f"\n\n{_conclusion(curves)}\n"


def _conclusion(curves: dict[str, list[float]]) -> str:
    """Say what the way that ships saves, at worst and at best."""
    *_, shipped = curves
    saved = []
    for at, labels in enumerate(ROUNDS[1:], start=1):
        needed = labels_needed(curves[shipped], curves["random"][at])
        if needed is None:
            return "What ships does not save labels at every size."
        saved.append(1 - needed / labels)
    return (
        f"Drawing the doubtful ones saves between {min(saved):.0%} and "
        f"{max(saved):.0%} of the labels that random order needs for the same quality."
    )
