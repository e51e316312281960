"""Say which words moved a label: exact contributions to the first step's log-odds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ascribe.labels.labeller import PART, Labeller, Weights, in_parts
from ascribe.labels.ngrams import Terms, Vocabulary
from ascribe.text.passages import Sentence
from ascribe.text.views import character_view, tokens_of

# A reader takes in a handful of reasons.
MAX_EVIDENCE = 5
# Less than this moves the chance of a label by no more than about one point.
_LEAST_WEIGHT = 0.05


class Found(NamedTuple):
    """What the kernel finds when it looks the n-grams of sentences up.

    Attributes:
        scores: what they add to the log-odds of the labels; see ``Labeller.score``.
        places: what each place of a sentence adds, for ``Kernel.strongest``: about a
            kilobyte for each sentence.
    """

    scores: bytes
    places: bytes


def look_up(labeller: Labeller, sentences: Sequence[Sentence]) -> Found | None:
    """Look the n-grams of a page up once, for both its score and its evidence.

    None in plain Python, and for a long page: not all of it is to be kept at once.
    """
    if labeller.kernel is None or len(sentences) > PART:
        return None
    texts = [sentence.text for sentence in sentences]
    spans = [sentence.quoted.spans for sentence in sentences]
    return Found(*labeller.kernel.look_up(texts, spans, _LEAST_WEIGHT))


def evidence_of(
    labeller: Labeller,
    sentences: Sequence[Sentence],
    labels: Sequence[int],
    found: Found | None = None,
) -> list[list[tuple[int, int, float]]]:
    """Return what spoke most for the label of each sentence.

    A word gathers what its own n-gram and the character n-grams inside it add to the
    log-odds of the label against the rest, in nats; a pair of words stands for
    itself. Spans that overlap a stronger one are left out.

    Args:
        labeller: the model.
        sentences: the sentences of one page.
        labels: for each sentence the column of its label.
        found: what ``look_up`` has found, where it was called.

    Returns:
        For each sentence at most ``MAX_EVIDENCE`` of (start, end, weight), code-point
        offsets into the sentence, strongest first.
    """
    kernel = labeller.kernel
    if kernel is not None and found is not None:
        return kernel.strongest(found.places, list(labels), MAX_EVIDENCE, _LEAST_WEIGHT)
    result: list[list[tuple[int, int, float]]] = []
    for part in in_parts(sentences):
        columns = labels[len(result) : len(result) + len(part)]
        once = look_up(labeller, part)
        result += (
            _evidence_of_part(labeller, part, columns)
            if once is None
            else evidence_of(labeller, part, columns, once)
        )
    return result


def _evidence_of_part(
    labeller: Labeller, sentences: Sequence[Sentence], labels: Sequence[int]
) -> list[list[tuple[int, int, float]]]:
    word_terms, character_terms = labeller.terms(sentences)
    words = _by_row(word_terms, labeller.word_weights, labels)
    characters = _by_row(character_terms, labeller.character_weights, labels)
    return [
        _strongest(
            _added(
                _of_words(labeller.words, sentence, words[row]),
                _of_characters(labeller.characters, sentence, characters[row]),
            )
        )
        for row, sentence in enumerate(sentences)
    ]


_Spans = dict[tuple[int, int], float]


def _added(one: _Spans, other: _Spans) -> _Spans:
    """Return what both give to each place together."""
    return {place: one.get(place, 0.0) + other.get(place, 0.0) for place in one | other}


def _by_row(
    terms: Terms, weights: Weights, labels: Sequence[int]
) -> list[dict[int, float]]:
    """Return for each sentence what each of its n-grams adds to its label."""
    column = np.asarray(labels, dtype=np.int64)[terms.row]
    added = terms.value * weights[terms.term, column]
    result: list[dict[int, float]] = [{} for _ in labels]
    for row, term, value in zip(
        terms.row.tolist(), terms.term.tolist(), added.tolist(), strict=True
    ):
        result[row][term] = value
    return result


def _of_words(
    vocabulary: Vocabulary, sentence: Sentence, added: dict[int, float]
) -> _Spans:
    tokens = tokens_of(sentence.text, sentence.quoted.spans)
    places: dict[int, list[tuple[int, int]]] = {}
    for size in (1, 2):
        for first in range(len(tokens) - size + 1):
            part = tokens[first : first + size]
            column = vocabulary.column(" ".join(token for token, _, _ in part))
            if column is not None:
                places.setdefault(column, []).append((part[0][1], part[-1][2]))
    spans: _Spans = {}
    for column, where in places.items():
        for place in where:
            if place[0] < place[1]:
                share = added.get(column, 0.0) / len(where)
                spans[place] = spans.get(place, 0.0) + share
    return spans


def _of_characters(
    vocabulary: Vocabulary, sentence: Sentence, added: dict[int, float]
) -> _Spans:
    runs = _runs(sentence.text)
    found = [
        vocabulary.characters_of_word(run)
        for run in character_view(sentence.text).split()
    ]
    times: dict[int, int] = {}
    for columns in found:
        for column in columns:
            times[column] = times.get(column, 0) + 1
    return {
        place: sum(added.get(column, 0.0) / times[column] for column in columns)
        for place, columns in zip(runs, found, strict=True)
    }


def _runs(text: str) -> list[tuple[int, int]]:
    """Return the offsets of the runs without white space, as ``str.split`` cuts."""
    runs = []
    start = 0
    for run in text.split():
        start = text.index(run, start)
        runs.append((start, start + len(run)))
        start += len(run)
    return runs


def _strongest(spans: _Spans) -> list[tuple[int, int, float]]:
    chosen: list[tuple[int, int, float]] = []
    for (start, end), weight in sorted(spans.items(), key=lambda item: -item[1]):
        if weight < _LEAST_WEIGHT or len(chosen) == MAX_EVIDENCE:
            break
        if all(end <= left or right <= start for left, right, _ in chosen):
            chosen.append((start, end, weight))
    return chosen
