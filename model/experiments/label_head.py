"""Teach the tagger's network labels: marked articles and labelled pages, turn by turn.

The network of ``ascribe train-tagger`` gets one more head. Its layers go on learning
attributions from people's marks, and learn beside that the labels of sentences, what
the teachers say of those that nobody has labelled, and what another one says of who
speaks on all these pages. It is trained three times: once on everything, which ships,
and twice kept from some folds of outlets, as the teachers are, so that training the
model can read each page with a network that never saw it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from ascribe.attribution.features import Rows
from ascribe.attribution.files import FILE_NAME, save_tagger
from ascribe.attribution.network import HEADS, Weights, with_tops
from ascribe.attribution.tagger import AttributionTagger
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.training.attribution_data import MarkedArticle
from ascribe.training.attribution_gradients import HEAD_WEIGHTS
from ascribe.training.attribution_targets import NOT_ASKED, Lesson, lesson
from ascribe.training.dataset import Document, digest_of
from ascribe.training.folds import FOLDS, outlet_folds, outlet_key
from ascribe.training.kept_taggers import write_card
from ascribe.training.teaching import Teaching
from experiments.attribution_teaching import STEPS, TAUGHT, Chances, pages_of
from experiments.lesson_pages import Name, Page, excerpt, renamed
from experiments.network_in_torch import Network

# As the teachers are: what a fold's tagger learns, its teacher was kept from too.
KEPT_FROM = ((0, 3), (1, 2, 4))

_RATE = 2e-3
# How often each page is read, and which share of values is left out at random.
_ROUNDS = 24
_DROP = 0.1
_SEED = 0
# Labelled pages for each marked article.
_PAGES = 3
# So many labels weigh as much as an article's marks. Three pages have about as many:
# where they weighed less, what the teachers of attributions say crowded them out.
_SENTENCES = 90
SETTINGS = {"rounds": _ROUNDS, "drop": _DROP, "sentences": _SENTENCES, "seed": _SEED}
# A part of the pages is read a second time as an excerpt of one to three sentences,
# whose labels count double; readers score selections too.
_EXCERPTS = 0.3
_EXCERPT_WEIGHT = 2
# So many pages are read with other names.
_RENAMED = 0.5
_LABEL = slice(-len(LABELS), None)


def fit(
    start: Weights,
    marked: Sequence[Lesson],
    pages: Sequence[Page],
    hidden: Name,
    *,
    say: Callable[[str], None],
) -> Weights:
    """Train on marked articles and labelled pages; return the last round's average.

    Args:
        start: where to start from.
        marked: marked articles.
        pages: labelled pages.
        hidden: how a row shows a name that nobody may know.
        say: is told how far it is.
    """
    # One thread adds up in one order, so that the same seed gives the same weights;
    # and for matrices this small a second thread waits more than it works.
    torch.set_num_threads(1)
    torch.manual_seed(_SEED)
    chance = np.random.default_rng(_SEED)
    network = Network(start, seed=_SEED, drop=_DROP).train()
    optimiser = torch.optim.Adam(network.parameters(), lr=_RATE, betas=(0.9, 0.99))
    steps = _ROUNDS * -(-len(pages) // _PAGES)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1, (step + 1) / 50) * max(0.02, 1 - step / steps)
    )
    average = torch.optim.swa_utils.AveragedModel(network)
    left: list[int] = []
    for number in range(_ROUNDS):
        started, losses = time.perf_counter(), []
        order = chance.permutation(len(pages))
        for low in range(0, len(order), _PAGES):
            left = left or list(chance.permutation(len(marked)))
            loss = _mark_loss(network, marked[left.pop()]) + sum(
                _page_loss(network, pages[at], hidden, chance)
                for at in order[low : low + _PAGES]
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            pace.step()
            losses.append(loss.item())
            if number == _ROUNDS - 1:
                average.update_parameters(network)
        seconds = time.perf_counter() - started
        done = f"round {number + 1}/{_ROUNDS}"
        say(f"{done}: loss {np.mean(losses):.3f}, {seconds:.0f} s")
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


def _page_loss(
    network: Network,
    page: Page,
    hidden: Name,
    chance: np.random.Generator,
) -> torch.Tensor:
    if chance.random() < _RENAMED:
        page = renamed(page, hidden, chance)
    scores = network(page.rows)
    targets = torch.from_numpy(page.targets)
    total = _unlabelled(scores, page.rows, targets)
    if chance.random() < _EXCERPTS:
        first = int(chance.integers(len(page.targets)))
        last = min(len(page.targets), first + int(chance.integers(1, 4)))
        part = excerpt(page.rows, first, last)
        total = total + _EXCERPT_WEIGHT * _unlabelled(
            network(part), part, targets[first:last]
        )
    # A page that the teacher has read weighs as much as an article that people have
    # marked; with a third of that the network learned less.
    taught = _untaught(scores, page.rows, torch.from_numpy(page.said))
    return total / _SENTENCES + taught


def _unlabelled(
    scores: torch.Tensor, rows: Rows, targets: torch.Tensor
) -> torch.Tensor:
    """Return the labels' cross-entropy summed over the sentences."""
    found = scores[torch.from_numpy(rows.start < 0)][:, _LABEL]
    return _cross_entropy(found, targets).sum()


def _untaught(scores: torch.Tensor, rows: Rows, said: torch.Tensor) -> torch.Tensor:
    """Return the loss of ``_mark_loss`` towards what the teacher says of a page."""
    sizes = list(TAUGHT.values())
    taught = dict(zip(TAUGHT, (said / STEPS).split(sizes, dim=1), strict=True))
    is_word = torch.from_numpy(rows.start >= 0).float()
    # Only the words of cues have sides: a word counts as far as it is one.
    is_cue = is_word * (1 - taught["cue"][:, 0])
    asked = {"carries": 1 - is_word, "mostly": 1 - is_word}
    asked |= {"source_side": is_cue, "content_side": is_cue}
    total = torch.zeros(())
    for (head, wanted), found in zip(
        taught.items(), scores[:, : sum(sizes)].split(sizes, dim=1), strict=True
    ):
        weight = asked.get(head, is_word)
        missed = weight @ _cross_entropy(found, wanted) / weight.sum().clamp(min=1)
        total = total + HEAD_WEIGHTS[head] * missed
    return total


def _cross_entropy(found: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    return -(wanted * functional.log_softmax(found, dim=1)).sum(dim=1)


def train_label_heads(
    tagger: AttributionTagger,
    marked: Sequence[MarkedArticle],
    documents: Sequence[Document],
    teaching: Teaching,
    said: Sequence[Chances],
    *,
    model: Path,
    kept: Path,
    say: Callable[[str], None],
) -> str:
    """Train the tagger that ships and those that are kept from folds.

    Args:
        tagger: what ``ascribe train-tagger`` has made; its words are kept.
        marked: what it has learned from.
        documents: labelled pages.
        teaching: what the teachers say of others.
        said: what the teacher of attributions says of both, page by page.
        model: the folder of the model, where the tagger that ships goes.
        kept: the folder for the others.
        say: is told how far it is; other processes call it.

    Returns:
        The SHA-256 of the tagger that ships.
    """
    lessons = [lesson(one, tagger.tables) for one in marked]
    own = outlet_folds(documents)
    known = {
        outlet_key(doc.outlet): int(f) for doc, f in zip(documents, own, strict=True)
    }
    fold = np.concatenate([own, teaching.folds(known)])
    rows = [
        tagger.tables.rows_of(page) for page in pages_of(documents, teaching.documents)
    ]
    labels: list[FloatArray] = [
        np.eye(len(LABELS))[[LABELS.index(each) for each in doc.labels]]
        for doc in documents
    ]
    ends = np.cumsum([len(one.page) for one in teaching.documents])[:-1]

    def pages_without(folds: Sequence[int]) -> list[Page]:
        taught = np.split(teaching.targets(folds[0] if folds else None), ends)
        return [
            Page(one, wanted.astype(np.float32), chances)
            for one, wanted, chances, at in zip(
                rows, [*labels, *taught], said, fold, strict=True
            )
            if at not in folds and len(wanted)
        ]

    names = {f"kept-from-{'-'.join(map(str, one))}.npz": one for one in KEPT_FROM}
    wanted = {**names, FILE_NAME: ()}
    # Each has one thread; spawned, because torch does not like to be forked.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        running = {
            name: pool.submit(
                fit,
                tagger.weights,
                lessons,
                pages_without(folds),
                Name.hidden(tagger.tables),
                say=partial(_say, say, name),
            )
            for name, folds in wanted.items()
        }
        trained = {name: one.result() for name, one in running.items()}

    def save(folder: Path, name: str) -> str:
        weights = with_tops(trained[name], rows)
        return save_tagger(folder / name, tagger.tables, weights)

    digests = {name: save(kept, name) for name in names}
    of_fold = [name for f in range(FOLDS) for name in names if f in names[name]]
    write_card(kept, digests, of_fold, labelled=digest_of(documents))
    return save(model, FILE_NAME)


def _say(say: Callable[[str], None], name: str, line: str) -> None:
    say(f"{name}, {line}")
