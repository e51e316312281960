"""A teacher of attributions: a small pretrained encoder, fitted to people's marks.

It answers for each row of a page what the tagger's network answers, and is far too slow
to ship. What it says of pages that nobody has marked is what the network learns from
besides the marks.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.features import QUOTE_STATES, SHAPES, IntArray, Rows
from ascribe.attribution.network import HEADS, FloatArray, Head, split_heads
from ascribe.training.attribution_gradients import HEAD_WEIGHTS
from ascribe.training.attribution_targets import NOT_ASKED, Lesson
from experiments.attribution_teaching import STEPS, TAUGHT, Chances
from experiments.encoder import (
    FIRST_WORD_PIECE,
    MASKED,
    MODEL,
    PARAGRAPH,
    SENTENCE,
    Descent,
)
from experiments.pieces import Batch, Pieces, Window, batch_of, windows_of

EPOCHS = 4

# So many word pieces are read at once, besides one at either end.
_WINDOW = 318
_EDGE = 40
_BATCH = 8
_RATE = 1.5e-4
# What is new learns faster than the encoder.
_NEW_RATE = 1e-3
_DROP = 0.1
_ANSWERS = sum(TAUGHT.values())


class Reader:
    """Turn pages into word pieces."""

    def __init__(self) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(MODEL)
        self.mask = int(self._tokenizer.mask_token_id)
        self.ends = (
            int(self._tokenizer.cls_token_id),
            int(self._tokenizer.sep_token_id),
        )

    def pieces(self, sentences: Sequence[SpeechSentence], rows: Rows) -> Pieces:
        """Return the word pieces of a page.

        Args:
            sentences: the page.
            rows: its rows.
        """
        places = list(
            zip(
                rows.sentence.tolist(),
                rows.start.tolist(),
                rows.end.tolist(),
                strict=True,
            )
        )
        words = [
            sentences[at].text[start:end] for at, start, end in places if start >= 0
        ]
        # One word after the other: a page is longer than the encoder's longest text.
        found = self._tokenizer(words, add_special_tokens=False)["input_ids"]
        following = iter(found)
        by_row, block = [], None
        for at, start, _ in places:
            if start >= 0:
                by_row.append(next(following) or [self._tokenizer.unk_token_id])
            else:
                same = sentences[at].block == block
                by_row.append([SENTENCE if same else PARAGRAPH])
                block = sentences[at].block
        return Pieces.of(by_row, rows)


class Teacher(nn.Module):
    """The encoder, and for each row the network's heads.

    A row is answered for by its first piece and by the mean of its sentence. The
    encoder knows no capitals, and a window does not show where a quotation was opened:
    each piece brings its row's shape and quotation state.
    """

    def __init__(self) -> None:
        super().__init__()
        # Dropout of attention would take longer than all else together.
        self.encoder = AutoModel.from_pretrained(
            MODEL, add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        # It has seen more words than these articles have.
        self.encoder.embeddings.word_embeddings.requires_grad_(requires_grad=False)
        width = self.encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width)
        self.quote = nn.Embedding(QUOTE_STATES, width)
        for table in (self.shape, self.quote):
            nn.init.normal_(table.weight, std=0.02)
        self.drop = nn.Dropout(_DROP)
        self.hidden = nn.Linear(2 * width, width)
        self.answer = nn.Linear(width, _ANSWERS)

    def forward(self, batch: Batch) -> torch.Tensor:
        """Return the scores of the heads, shape ``(rows, _ANSWERS)``."""
        piece, shape, quote, mask, place, sentence = (
            torch.from_numpy(getattr(batch, name)) for name in Batch.__slots__
        )
        words = self.encoder.embeddings.word_embeddings(piece)
        words = words + self.shape(shape) + self.quote(quote)
        found = self.encoder(inputs_embeds=words, attention_mask=mask)
        flat = found.last_hidden_state.flatten(0, 1)
        own = flat[place]
        count = int(sentence[-1]) + 1
        mean = torch.zeros(count, flat.shape[1], dtype=flat.dtype)
        mean = mean.index_add_(0, sentence, own)
        mean = mean / torch.bincount(sentence, minlength=count)[:, None]
        both = self.drop(torch.cat([own, mean.to(own.dtype)[sentence]], dim=1))
        return self.answer(self.drop(functional.gelu(self.hidden(both))))

    def new_parts(self) -> list[nn.Parameter]:
        """Return what the encoder does not bring."""
        parts = (self.shape, self.quote, self.hidden, self.answer)
        return [one for part in parts for one in part.parameters()]


def fit(
    pages: Sequence[Pieces],
    lessons: Sequence[Lesson],
    reader: Reader,
    *,
    seed: int,
    epochs: int = EPOCHS,
    say: Callable[[str], None],
) -> Teacher:
    """Train a teacher on marked articles.

    Args:
        pages: the articles as the encoder reads them.
        lessons: the same articles, with the right answers.
        reader: what has made ``pages``.
        seed: fixes what is new, the order, and what is left out.
        epochs: how often each is read.
        say: is told how far it is.
    """
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    teacher = Teacher().train()
    encoder = [one for one in teacher.encoder.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": encoder, "lr": _RATE},
            {"params": teacher.new_parts(), "lr": _NEW_RATE},
        ]
    )
    # An article's first window and its last are half as long, on average.
    windows = sum(len(page.piece) / _WINDOW + 0.5 for page in pages)
    steps = epochs * math.ceil(windows / _BATCH)
    descent = Descent(optimiser, steps, least=0.01)
    for epoch in range(epochs):
        started, losses = time.perf_counter(), []
        for part in _shuffled(pages, chance):
            batch = batch_of(part, pages, ends=reader.ends)
            hidden = chance.random(batch.piece.shape) < MASKED
            batch.piece[hidden & (batch.piece > FIRST_WORD_PIECE)] = reader.mask
            with torch.autocast("cpu", torch.bfloat16):
                found = teacher(batch)
            loss = _missed(found.float(), part, lessons)
            losses.append(descent.step(loss))
        seconds = time.perf_counter() - started
        say(f"epoch {epoch + 1}/{epochs}: loss {np.mean(losses):.3f}, {seconds:.0f} s")
    return teacher


def _shuffled(
    pages: Sequence[Pieces], chance: np.random.Generator
) -> list[list[Window]]:
    """Return batches of windows in random order, cut where chance wants it."""
    windows = [
        window
        for at, page in enumerate(pages)
        for window in windows_of(
            at, page, size=_WINDOW, first=int(chance.integers(60, _WINDOW))
        )
    ]
    order = chance.permutation(len(windows)).tolist()
    return [
        [windows[at] for at in order[low : low + _BATCH]]
        for low in range(0, len(order), _BATCH)
    ]


def _missed(
    scores: torch.Tensor, windows: Sequence[Window], lessons: Sequence[Lesson]
) -> torch.Tensor:
    """Return the network's own loss."""
    total = torch.zeros(())
    for head, found in zip(
        TAUGHT, scores.split(list(TAUGHT.values()), dim=1), strict=True
    ):
        answers: list[IntArray] = [
            lessons[one.page].answers[head][one.first : one.last] for one in windows
        ]
        wanted = torch.from_numpy(np.concatenate(answers)).long()
        if (wanted != NOT_ASKED).any():
            total = total + HEAD_WEIGHTS[head] * functional.cross_entropy(
                found, wanted, ignore_index=NOT_ASKED
            )
    return total


def scores_of(
    teacher: Teacher, reader: Reader, pages: Sequence[Pieces]
) -> list[FloatArray]:
    """Return the scores of the heads page by page, shape ``(rows, _ANSWERS)`` each."""
    teacher.eval()
    result = [np.zeros((len(page.rows), _ANSWERS), np.float32) for page in pages]
    windows = [
        window
        for at, page in enumerate(pages)
        for window in windows_of(at, page, size=_WINDOW, edge=_EDGE)
    ]
    windows.sort(key=lambda one: one.last - one.first)
    for start in range(0, len(windows), _BATCH):
        part = windows[start : start + _BATCH]
        batch = batch_of(part, pages, ends=reader.ends)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            found = teacher(batch).float().numpy()
        low = 0
        for one in part:
            own = found[low + one.begin - one.first : low + one.end - one.first]
            result[one.page][one.begin : one.end] = own
            low += one.last - one.first
    return result


def answers_of(scores: Sequence[FloatArray]) -> dict[Head, FloatArray]:
    """Return the chances of each head's answers; of labels, which are not asked, none.

    Args:
        scores: of one page, as ``scores_of`` gives them, by one or more teachers: the
            answer is the mean of theirs.
    """
    unlabelled = np.zeros((len(scores[0]), HEADS["label"]), np.float32)
    by_teacher = [split_heads(np.hstack([one, unlabelled])) for one in scores]
    return {
        head: np.mean([one[head] for one in by_teacher], axis=0)
        for head in by_teacher[0]
    }


def chances_of(scores: Sequence[FloatArray]) -> Chances:
    """Return the chances of all answers that are taught, in steps of 1 / ``STEPS``.

    Args:
        scores: as of ``answers_of``.
    """
    answers = answers_of(scores)
    found = np.hstack([answers[head] for head in TAUGHT])
    return np.rint(found * STEPS).astype(np.uint8)
