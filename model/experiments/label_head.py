"""Teach the tagger's network labels: marked articles and labelled pages, turn by turn.

The network of ``ascribe train-tagger`` gets one more head. Its layers go on learning
attributions from people's marks, and learn beside that the labels of sentences, and
what the teachers say of those that nobody has labelled. It is trained three times: once
on everything, which ships, and twice kept from some folds of outlets, as the teachers
are, so that training the model can read each page with a network that never saw it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import (
    BLOCK_BREAK_SHAPE,
    FIRST_UNKNOWN,
    FIRST_WORD,
    UNKNOWN_WORDS,
    Rows,
)
from ascribe.attribution.files import FILE_NAME, save_tagger
from ascribe.attribution.network import HEADS, REACHES, TABLES, Weights
from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.text.passages import cut
from ascribe.training.attribution_data import MarkedArticle
from ascribe.training.attribution_gradients import HEAD_WEIGHTS
from ascribe.training.attribution_targets import NOT_ASKED, Lesson, lesson
from ascribe.training.dataset import Document, digest_of
from ascribe.training.folds import FOLDS, outlet_folds, outlet_key
from ascribe.training.kept_taggers import write_card
from ascribe.training.teaching import Teaching

# As the teachers are: what a fold's tagger learns, its teacher was kept from too.
KEPT_FROM = ((0, 3), (1, 2, 4))

ROUNDS = 8
_RATE = 2e-3
_DROP = 0.3
_WORDS_UNKNOWN = 0.2 * _DROP
# Labelled pages for each marked article.
_PAGES = 3
# About as many sentences as these pages have: the labels weigh as much as the marks.
_SENTENCES = 90
# A part of the pages is read a second time as an excerpt of one to three sentences,
# whose labels count double; readers score selections too.
_EXCERPTS = 0.3
_EXCERPT_WEIGHT = 2
_SEED = 0
_LABEL = slice(-len(LABELS), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to learn labels from.

    Attributes:
        rows: what the network sees.
        targets: the chances of its n sentences' labels, shape ``(n, 4)``.
    """

    rows: Rows
    targets: torch.Tensor


class Network(nn.Module):
    """The network of ``ascribe.attribution.network``, as torch can train it."""

    def __init__(self, start: Weights) -> None:
        super().__init__()
        layers, biases = dict(start.layers), dict(start.biases)
        # The new head starts small; an older one is learned anew.
        attributions = sum(HEADS.values()) - len(LABELS)
        output = layers["output"][:, :attributions]
        chance = np.random.default_rng(_SEED)
        fresh = chance.standard_normal((len(output), len(LABELS)))
        fresh *= 0.3 / layers["pool"].shape[1] ** 0.5
        layers["output"] = np.hstack([output, fresh])
        biases["output"] = np.append(biases["output"][:attributions], [0] * len(LABELS))
        self.tables, self.layers, self.biases = (
            nn.ParameterDict(
                {
                    name: nn.Parameter(torch.tensor(array, dtype=torch.float32))
                    for name, array in arrays.items()
                }
            )
            for arrays in (start.tables, layers, biases)
        )

    def forward(self, rows: Rows) -> torch.Tensor:
        """Return the scores of all heads, shape ``(rows, sum of HEADS)``."""
        drop = _DROP if self.training else 0.0
        places = {name: torch.tensor(getattr(rows, name)).long() for name in TABLES}
        if self.training:
            word = places["word"]
            hidden = (word >= FIRST_WORD) & (torch.rand(len(word)) < _WORDS_UNKNOWN)
            unknown = FIRST_UNKNOWN + torch.randint(0, UNKNOWN_WORDS, word.shape)
            places["word"] = torch.where(hidden, unknown, word)
        values = torch.cat(
            [functional.embedding(places[name], self.tables[name]) for name in TABLES],
            dim=1,
        )
        values = functional.dropout(values, drop)
        values = functional.relu(self._over_three("input", values, 1))
        for number, reach in enumerate(REACHES):
            found = functional.relu(self._over_three(f"layer{number}", values, reach))
            values = values + functional.dropout(found, drop)
        sentence = torch.tensor(rows.sentence).long()
        values = values + self._pooled(values, sentence)[sentence]
        return self._over_three("output", values, 1)

    def _over_three(self, name: str, values: torch.Tensor, reach: int) -> torch.Tensor:
        around = functional.pad(values, (0, 0, reach, reach))
        beside = torch.cat([around[: -2 * reach], values, around[2 * reach :]], dim=1)
        return beside @ self.layers[name] + self.biases[name]

    def _pooled(self, values: torch.Tensor, sentence: torch.Tensor) -> torch.Tensor:
        """Return what each sentence says: from the mean and largest of its rows."""
        empty = torch.zeros(int(sentence[-1]) + 1, values.shape[1])
        where = sentence[:, None].expand_as(values)
        both = [
            empty.scatter_reduce(0, where, values, how, include_self=False)
            for how in ("mean", "amax")
        ]
        pooled = torch.cat(both, dim=1) @ self.layers["pool"] + self.biases["pool"]
        return functional.relu(pooled)

    def weights(self) -> Weights:
        """Return the arrays as the engine wants them."""
        tables, layers, biases = (
            {name: value.detach().numpy().copy() for name, value in values.items()}
            for values in (self.tables, self.layers, self.biases)
        )
        return Weights(tables, layers, biases)


def fit(
    start: Weights,
    marked: Sequence[Lesson],
    pages: Sequence[Page],
    *,
    rounds: int,
    say: Callable[[str], None],
) -> Weights:
    """Train on marked articles and labelled pages; return the last round's average."""
    torch.manual_seed(_SEED)
    chance = np.random.default_rng(_SEED)
    network = Network(start).train()
    optimiser = torch.optim.Adam(network.parameters(), lr=_RATE, betas=(0.9, 0.99))
    steps = rounds * -(-len(pages) // _PAGES)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / 50) * max(0.02, 1 - step / steps)
    )
    average = torch.optim.swa_utils.AveragedModel(network)
    left: list[int] = []
    for number in range(rounds):
        started, losses = time.perf_counter(), []
        order = chance.permutation(len(pages))
        for low in range(0, len(order), _PAGES):
            left = left or list(chance.permutation(len(marked)))
            labels = sum(
                _label_loss(network, pages[at], chance)
                for at in order[low : low + _PAGES]
            )
            loss = _mark_loss(network, marked[left.pop()]) + labels / _SENTENCES
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            pace.step()
            losses.append(loss.item())
            if number == rounds - 1:
                average.update_parameters(network)
        seconds = time.perf_counter() - started
        say(f"round {number + 1}/{rounds}: loss {np.mean(losses):.3f}, {seconds:.0f} s")
    return average.module.weights()


def _mark_loss(network: Network, one: Lesson) -> torch.Tensor:
    scores = network(one.rows)
    total, at = torch.zeros(()), 0
    for head, size in HEADS.items():
        answers = torch.tensor(one.answers[head]).long()
        asked = answers != NOT_ASKED
        if asked.any():
            found = scores[asked, at : at + size]
            total = total + HEAD_WEIGHTS[head] * functional.cross_entropy(
                found, answers[asked]
            )
        at += size
    return total


def _label_loss(
    network: Network, page: Page, chance: np.random.Generator
) -> torch.Tensor:
    total = _missed(network, page.rows, page.targets)
    if chance.random() < _EXCERPTS:
        first = int(chance.integers(len(page.targets)))
        last = min(len(page.targets), first + int(chance.integers(1, 4)))
        part = _excerpt(page.rows, first, last)
        total = total + _EXCERPT_WEIGHT * _missed(
            network, part, page.targets[first:last]
        )
    return total


def _missed(network: Network, rows: Rows, targets: torch.Tensor) -> torch.Tensor:
    """Return the cross-entropy summed over the sentences."""
    found = network(rows)[torch.tensor(rows.start < 0)][:, _LABEL]
    return -(targets * functional.log_softmax(found, dim=1)).sum()


def _excerpt(rows: Rows, first: int, last: int) -> Rows:
    kept = (rows.sentence >= first) & (rows.sentence < last)
    shape = rows.shape[kept].copy()
    shape[0] = BLOCK_BREAK_SHAPE
    return Rows(
        rows.word[kept],
        rows.beginning[kept],
        rows.ending[kept],
        shape,
        rows.quote[kept],
        rows.sentence[kept] - first,
        rows.start[kept],
        rows.end[kept],
    )


def train_label_heads(
    tagger: AttributionTagger,
    marked: Sequence[MarkedArticle],
    documents: Sequence[Document],
    teaching: Teaching,
    *,
    model: Path,
    kept: Path,
    rounds: int = ROUNDS,
    say: Callable[[str], None],
) -> str:
    """Train the tagger that ships and those that are kept from folds.

    Args:
        tagger: what ``ascribe train-tagger`` has made; its words are kept.
        marked: what it has learned from.
        documents: labelled pages.
        teaching: what the teachers say of others.
        model: the folder of the model, where the tagger that ships goes.
        kept: the folder for the others.
        rounds: how often each page is read.
        say: is told how far it is.

    Returns:
        The SHA-256 of the tagger that ships.
    """
    lessons = [lesson(one, tagger.tables) for one in marked]
    own = outlet_folds(documents)
    known = {
        outlet_key(doc.outlet): int(f) for doc, f in zip(documents, own, strict=True)
    }
    fold = np.concatenate([own, teaching.folds(known)])
    texts = [cut(doc.blocks, doc.spans) for doc in documents]
    texts += [one.page for one in teaching.documents]
    rows = [
        tagger.tables.rows_of([SpeechSentence.of(each) for each in page])
        for page in texts
    ]
    labels: list[FloatArray] = [
        np.eye(len(LABELS))[[LABELS.index(each) for each in doc.labels]]
        for doc in documents
    ]
    ends = np.cumsum([len(one.page) for one in teaching.documents])[:-1]

    def weights_without(folds: Sequence[int]) -> Weights:
        taught = np.split(teaching.targets(folds[0] if folds else None), ends)
        pages = [
            Page(one, torch.tensor(wanted, dtype=torch.float32))
            for one, wanted, at in zip(rows, [*labels, *taught], fold, strict=True)
            if at not in folds and len(wanted)
        ]
        return fit(tagger.weights, lessons, pages, rounds=rounds, say=say)

    digests, of_fold = {}, [""] * FOLDS
    for folds in KEPT_FROM:
        say(f"a tagger that does not see the folds {folds}")
        name = f"kept-from-{'-'.join(map(str, folds))}.npz"
        digests[name] = save_tagger(kept / name, tagger.tables, weights_without(folds))
        for one in folds:
            of_fold[one] = name
    write_card(kept, digests, of_fold, labelled=digest_of(documents))
    say("the tagger that ships")
    return save_tagger(model / FILE_NAME, tagger.tables, weights_without(()))
