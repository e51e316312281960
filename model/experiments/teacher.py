"""Teachers: a small pretrained encoder that reads whole pages, fitted to the labels.

It is far too slow to ship. It shows what the labels allow, and labels the sentences
that nobody has labelled, for the light model to learn from.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from ascribe.labels.labeller import softmax
from ascribe.labels.ngrams import FloatArray
from ascribe.results import LABELS
from ascribe.text.passages import Sentence, cut
from ascribe.training.dataset import Document, digest_of
from ascribe.training.folds import FOLDS, outlet_folds
from ascribe.training.raw_documents import RawDocument
from ascribe.training.teaching import Teaching, save_teaching
from experiments.bench import measures_of
from experiments.encoder import (
    FIRST_WORD_PIECE,
    MASKED,
    MODEL,
    PARAGRAPH,
    SENTENCE,
    Descent,
)

# Each teacher is kept from these folds of outlets. Two are the fewest with which every
# fold has a teacher that never saw it.
KEPT_FROM = ((0, 3), (1, 2, 4))

# A page is read in windows of this many word pieces, with some of what stood before.
_WINDOW = 320
_BEFORE = 96
_LONGEST_SENTENCE = 120
_BATCH = 12
_RATE = 1e-4
_SMOOTHING = 0.05
_SEED = 0

Window = tuple[list[int], list[tuple[int, int, int, bool]]]


class Teacher(nn.Module):
    """The encoder, and a label for each sentence from its mark and its mean."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(MODEL, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.hidden = nn.Linear(2 * width, width)
        self.label = nn.Linear(width, len(LABELS))

    def forward(
        self, pieces: Any, mask: Any, sentence: Any, marks: Any
    ) -> torch.Tensor:
        """Return log-odds for the sentences whose marks are named.

        Args:
            pieces: word pieces, shape ``(windows, length)``.
            mask: 1 where there is one.
            sentence: for each piece the number of its sentence among n, n for none.
            marks: for each sentence where its mark is, in the flattened windows.
        """
        found = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        flat, numbers = found.reshape(-1, found.shape[-1]), sentence.reshape(-1)
        n = len(marks)
        total = torch.zeros(n + 1, flat.shape[1], dtype=flat.dtype)
        total = total.index_add_(0, numbers, flat)[:n]
        size = torch.zeros(n + 1).index_add_(0, numbers, torch.ones(len(flat)))[:n]
        both = torch.cat([flat[marks], total / size[:, None]], dim=1)
        return self.label(self.drop(torch.tanh(self.hidden(self.drop(both)))))


class Reader:
    """Turn pages into windows of word pieces."""

    def __init__(self) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(MODEL)
        self.mask = int(self._tokenizer.mask_token_id)

    def encoded(self, page: Sequence[Sentence]) -> list[list[int]]:
        """Return each sentence's mark and word pieces."""
        found = self._tokenizer(
            [sentence.text for sentence in page],
            add_special_tokens=False,
            truncation=True,
            max_length=_LONGEST_SENTENCE,
        )["input_ids"]
        result, block = [], None
        for pieces, sentence in zip(found, page, strict=True):
            mark = SENTENCE if sentence.block == block else PARAGRAPH
            result.append([mark, *(pieces or [self._tokenizer.unk_token_id])])
            block = sentence.block
        return result

    def windows(self, page: list[list[int]], first: int = _WINDOW - 2) -> list[Window]:
        """Cut a page into windows; each sentence is answered for in one of them.

        Args:
            page: as ``encoded`` gives it.
            first: length of the first window; chance moves the seams in training.
        """
        windows: list[Window] = []
        at, room = 0, first
        while at < len(page):
            end, length = at, 0
            while end < len(page) and (end == at or length + len(page[end]) <= room):
                length += len(page[end])
                end += 1
            start, before = at, 0
            while start and before + len(page[start - 1]) < min(
                _BEFORE, _WINDOW - 1 - length
            ):
                start -= 1
                before += len(page[start])
            pieces, places = [self._tokenizer.cls_token_id], []
            for number in range(start, end):
                own = page[number]
                places.append((len(pieces), len(own), number, number >= at))
                pieces += own
            windows.append(([*pieces, self._tokenizer.sep_token_id], places))
            at, room = end, _WINDOW - 2
        return windows


def _batch(windows: Sequence[Window]) -> tuple[torch.Tensor, ...]:
    length = -(-max(len(pieces) for pieces, _ in windows) // 8) * 8
    n = sum(len(places) for _, places in windows)
    pieces = torch.zeros(len(windows), length, dtype=torch.long)
    mask, sentence = torch.zeros_like(pieces), torch.full_like(pieces, n)
    marks: list[int] = []
    for row, (own, places) in enumerate(windows):
        pieces[row, : len(own)] = torch.tensor(own)
        mask[row, : len(own)] = 1
        for start, size, _, _ in places:
            sentence[row, start : start + size] = len(marks)
            marks.append(row * length + start)
    return pieces, mask, sentence, torch.tensor(marks)


def fit(
    pages: Sequence[Sequence[Sentence]],
    labels: Sequence[Sequence[int]],
    *,
    epochs: int,
    say: Callable[[str], None],
) -> tuple[Teacher, Reader]:
    """Train a teacher on labelled pages."""
    random.seed(_SEED)
    torch.manual_seed(_SEED)
    reader, teacher = Reader(), Teacher()
    encoded = [reader.encoded(page) for page in pages]
    steps = math.ceil(sum(len(reader.windows(one)) for one in encoded) * 1.08 / _BATCH)
    steps *= epochs
    optimiser = torch.optim.AdamW(teacher.parameters(), lr=_RATE)
    descent = Descent(optimiser, steps, least=0.02)
    loss_of = nn.CrossEntropyLoss(label_smoothing=_SMOOTHING)
    for epoch in range(epochs):
        teacher.train()
        started, losses = time.perf_counter(), []
        for part in _shuffled(reader, encoded):
            pieces, mask, sentence, marks = _batch([window for _, window in part])
            hidden = torch.rand(pieces.shape) < MASKED
            pieces[hidden & (pieces > FIRST_WORD_PIECE)] = reader.mask
            wanted = [labels[at][n] for at, (_, own) in part for _, _, n, _ in own]
            with torch.autocast("cpu", torch.bfloat16):
                found = teacher(pieces, mask, sentence, marks)
            loss = loss_of(found.float(), torch.tensor(wanted))
            losses.append(descent.step(loss))
        seconds = time.perf_counter() - started
        say(f"epoch {epoch + 1}/{epochs}: loss {np.mean(losses):.3f}, {seconds:.0f} s")
    return teacher, reader


def _shuffled(
    reader: Reader, encoded: Sequence[list[list[int]]]
) -> list[list[tuple[int, Window]]]:
    """Return batches of windows of like lengths, in random order."""
    windows = [
        (at, window)
        for at, page in enumerate(encoded)
        for window in reader.windows(page, random.randint(60, _WINDOW - 2))  # noqa: S311
    ]
    random.shuffle(windows)
    batches = []
    for low in range(0, len(windows), 20 * _BATCH):
        near = sorted(windows[low : low + 20 * _BATCH], key=lambda one: len(one[1][0]))
        batches += [near[at : at + _BATCH] for at in range(0, len(near), _BATCH)]
    random.shuffle(batches)
    return batches


def chances_of(
    teacher: Teacher, reader: Reader, pages: Sequence[Sequence[Sentence]]
) -> FloatArray:
    """Return the chance of each label for all sentences of some pages."""
    teacher.eval()
    ends = np.cumsum([0, *map(len, pages)])
    scores = np.zeros((ends[-1], len(LABELS)))
    windows = [
        (at, window)
        for at, page in enumerate(pages)
        for window in reader.windows(reader.encoded(page))
    ]
    windows.sort(key=lambda one: len(one[1][0]))
    for low in range(0, len(windows), _BATCH):
        part = windows[low : low + _BATCH]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            found = teacher(*_batch([window for _, window in part])).float().numpy()
        places = [
            (ends[at] + n, own) for at, (_, all_) in part for _, _, n, own in all_
        ]
        for (row, own), one in zip(places, found, strict=True):
            if own:
                scores[row] = one
    return softmax(scores)


def teachers(
    documents: Sequence[Document],
    raw: Sequence[RawDocument],
    path: Path,
    *,
    epochs: int,
    say: Callable[[str], None],
    note: Callable[[dict[str, Any]], None],
) -> None:
    """Train the teachers, measure each on its folds, and keep what they say.

    Args:
        documents: labelled documents.
        raw: what to label.
        path: where to write.
        epochs: how often each page is read.
        say: is told how far it is.
        note: is given the measures.
    """
    started = time.perf_counter()
    pages = [cut(doc.blocks, doc.spans) for doc in documents]
    labels = [[LABELS.index(label) for label in doc.labels] for doc in documents]
    fold = outlet_folds(documents)
    ends = np.cumsum([0, *map(len, pages)])
    unseen = np.zeros((ends[-1], len(LABELS)))
    said = []
    for kept_from in KEPT_FROM:
        say(f"a teacher that does not see the folds {kept_from}")
        known = [at for at, one in enumerate(fold) if one not in kept_from]
        teacher, reader = fit(
            [pages[at] for at in known],
            [labels[at] for at in known],
            epochs=epochs,
            say=say,
        )
        others = [at for at, one in enumerate(fold) if one in kept_from]
        rows = np.concatenate([np.arange(ends[at], ends[at + 1]) for at in others])
        unseen[rows] = chances_of(teacher, reader, [pages[at] for at in others])
        said.append(chances_of(teacher, reader, [one.page for one in raw]))
    kept = np.array([[f in each for f in range(FOLDS)] for each in KEPT_FROM])
    save_teaching(
        path, Teaching(raw, np.stack(said), kept), labelled=digest_of(documents)
    )
    note(
        {
            "name": "teachers",
            "group": "teachers",
            "shows": "pretrained encoders alone; too slow to ship",
            "changes": {},
            "seed": _SEED,
            "documents": digest_of(documents),
            "seconds": round(time.perf_counter() - started),
            "measures": measures_of(documents, unseen),
        }
    )
