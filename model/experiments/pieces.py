"""Pages as an encoder reads them: word pieces in windows, each piece with its row.

Arrays only; knows no encoder and no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ascribe.attribution.features import Rows

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A page of n rows and m word pieces.

    Attributes:
        piece: the word pieces, shape ``(m,)``; every row has at least one.
        first: for each row its first piece, and at the end m, shape ``(n + 1,)``.
        row: for each piece its row, shape ``(m,)``.
        rows: the page's rows.
    """

    piece: Numbers
    first: Numbers
    row: Numbers
    rows: Rows

    @classmethod
    def of(cls, by_row: Sequence[Sequence[int]], rows: Rows) -> Pieces:
        """Put together the pieces of each row."""
        sizes = [len(one) for one in by_row]
        return cls(
            np.array([piece for one in by_row for piece in one], np.int64),
            np.cumsum([0, *sizes]),
            np.repeat(np.arange(len(rows)), sizes),
            rows,
        )


@dataclass(frozen=True, slots=True)
class Window:
    """Some rows of a page.

    Attributes:
        page: the page's number.
        first: the first row that is read.
        last: one past the last row that is read.
        begin: the first row that is answered for.
        end: one past the last row that is answered for.
    """

    page: int
    first: int
    last: int
    begin: int
    end: int


def windows_of(
    page: int, pieces: Pieces, *, size: int, edge: int = 0, first: int | None = None
) -> list[Window]:
    """Cut a page into windows; each row is answered for in one of them.

    Args:
        page: the page's number.
        pieces: the page.
        size: how many pieces a window has at most, beside the rest of words at seams.
        edge: how many of them, at either end, are read for the sake of the others.
        first: how many pieces the first window answers for; as many as the others
            where None.
    """
    total = int(pieces.first[-1])
    step = size - 2 * edge
    seams = [0, *range(step if first is None else first, total, step), total]
    rows = np.searchsorted(pieces.first, seams)
    windows = []
    for begin, end in pairwise(rows.tolist()):
        if begin == end:
            continue
        low = max(0, int(pieces.first[begin]) - edge)
        high = min(total, int(pieces.first[end]) + edge)
        reads = np.searchsorted(pieces.first, [low, high]).tolist()
        windows.append(Window(page, *reads, begin, end))
    return windows


@dataclass(frozen=True, slots=True)
class Batch:
    """Some windows; the rows that they read are numbered through.

    Attributes:
        piece: word pieces, shape ``(windows, length)``, 0 for none.
        shape: the shape of each piece's row.
        quote: its quotation state.
        mask: 1 where there is a piece.
        place: for each row where its first piece is in the flattened windows.
        sentence: for each row the number of its sentence, ascending.
    """

    piece: Numbers
    shape: Numbers
    quote: Numbers
    mask: Numbers
    place: Numbers
    sentence: Numbers


def batch_of(
    windows: Sequence[Window], pages: Sequence[Pieces], *, ends: tuple[int, int]
) -> Batch:
    """Put windows together.

    Args:
        windows: at least one.
        pages: what they are windows of.
        ends: the pieces that begin and end a window.
    """
    spans = [pages[one.page].first[[one.first, one.last]].tolist() for one in windows]
    length = max(high - low for low, high in spans) + 2
    length = -(-length // 8) * 8
    piece, shape, quote, mask = (
        np.zeros((len(windows), length), np.int64) for _ in range(4)
    )
    places, sentences = [], []
    count = 0
    for at, (window, (low, high)) in enumerate(zip(windows, spans, strict=True)):
        page = pages[window.page]
        inner = slice(1, high - low + 1)
        piece[at, inner] = page.piece[low:high]
        piece[at, [0, inner.stop]] = ends
        rows = page.row[low:high]
        shape[at, inner] = page.rows.shape[rows]
        quote[at, inner] = page.rows.quote[rows]
        mask[at, : inner.stop + 1] = 1
        places.append(at * length + 1 + page.first[window.first : window.last] - low)
        own = page.rows.sentence[window.first : window.last].astype(np.int64)
        sentences.append(count + own - own[0])
        count = int(sentences[-1][-1]) + 1
    return Batch(
        piece, shape, quote, mask, np.concatenate(places), np.concatenate(sentences)
    )
