"""Turn sentences into rows of small integers, which the network looks up.

One row for each word or mark, and one break row before each sentence. A row says
which word, which ending, which shape, and where it stands towards quotation marks.
No name of an outlet and no address reaches it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec
import numpy as np
from msgspec.structs import astuple, replace
from numpy.typing import NDArray

from ascribe.attribution.idioms import Idioms
from ascribe.attribution.speech_tokens import (
    CUT,
    QUOTE_MARKS,
    token_offsets,
)
from ascribe.kernel import new_row_reader
from ascribe.text.names import CAPITALISED, SMALL, name_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ascribe.attribution.acts import SpeechSentence

IntArray = NDArray[np.int32]

# Word rows: 0 is nothing, 1 a break; then unknown words by shape and ending.
BREAK_WORD = 1
FIRST_UNKNOWN = 2
UNKNOWN_WORDS = 64
FIRST_WORD = FIRST_UNKNOWN + UNKNOWN_WORDS
# Rows of beginnings and endings: 0 nothing, 1 one that is not known.
FIRST_AFFIX = 2
# "endors" is the same for "endorsed" and "endorsement"; "ing" tells a participle.
_BEGINNING_LETTERS = 5
_ENDING_LETTERS = 3
# Shapes 1-9 are those of ``_shape``; the break rows have shapes of their own.
MARK_SHAPE = 2
# A capital and small letters; with another capital among these.
CAPITAL_SHAPE, _MIXED_SHAPE = 6, 7
SENTENCE_BREAK_SHAPE = 10
BLOCK_BREAK_SHAPE = 11
SHAPES = 12
# Outside a quotation, inside one, or a quotation mark; 0 for a break.
QUOTE_STATES = 4
_OUTSIDE, INSIDE, _MARK = 1, 2, 3
# A token costs some 250 bytes: this is 16 MB, where the kernel is not there.
_MAX_REMEMBERED = 65_536

_DIGIT = re.compile(r"\d")
_SOMEBODY = "¤"


class Rows(msgspec.Struct, frozen=True, gc=False):
    """The rows of a page; all arrays have one item per row.

    Attributes:
        word: row of the word table.
        beginning: row of the table of beginnings.
        ending: row of the table of endings.
        shape: row of the table of shapes.
        quote: row of the table of quotation states.
        sentence: index of the sentence.
        start: offset of the word in its sentence, in code points; -1 for a break.
        end: offset one past the word; -1 for a break.
    """

    word: IntArray
    beginning: IntArray
    ending: IntArray
    shape: IntArray
    quote: IntArray
    sentence: IntArray
    start: IntArray
    end: IntArray

    def __len__(self) -> int:
        return len(self.word)

    def part(self, first: int, last: int) -> Rows:
        """Return the rows from one to before another."""
        return Rows(*[column[first:last] for column in astuple(self)])


class WordTables:
    """Look up words and endings that training has seen.

    Args:
        words: known words as ``normal_form`` gives them; their order is their row.
        beginnings: known first letters, as ``beginning_of`` gives them; likewise.
        endings: known last letters, as ``ending_of`` gives them; likewise.
        compiled: use the kernel where it is there; the rows are the same.
    """

    def __init__(
        self,
        words: Sequence[str],
        beginnings: Sequence[str],
        endings: Sequence[str],
        *,
        compiled: bool = True,
    ) -> None:
        self.words = tuple(words)
        self.beginnings = tuple(beginnings)
        self.endings = tuple(endings)
        self._word_rows = {word: FIRST_WORD + at for at, word in enumerate(words)}
        self._beginning_rows = _affix_rows(beginnings)
        self._ending_rows = _affix_rows(endings)
        self._idioms = Idioms(
            self._word_rows.get,
            frozenset(row for word, row in self._word_rows.items() if word[0] == "0"),
            BREAK_WORD,
        )
        self._remembered: dict[str, tuple[int, int, int, int, bool]] = {}
        self._reader = (
            new_row_reader(
                CUT,
                self._look_up,
                (
                    self.words,
                    self.beginnings,
                    self.endings,
                    tuple(CAPITALISED),
                    tuple(SMALL),
                ),
            )
            if compiled
            else None
        )

    def rows_of(self, sentences: Sequence[SpeechSentence]) -> Rows:
        """Return the rows of a page's sentences, in order."""
        rows = self._rows_of(sentences)
        silent = self._idioms.find(rows.word)
        if not silent:
            return rows
        word, beginning, ending = (
            array.copy() for array in (rows.word, rows.beginning, rows.ending)
        )
        for at, plain in silent:
            word[at], beginning[at], ending[at], *_ = self._row(plain)
        return replace(rows, word=word, beginning=beginning, ending=ending)

    def _rows_of(self, sentences: Sequence[SpeechSentence]) -> Rows:
        if self._reader is not None:
            read = self._reader.rows(
                [one.text for one in sentences],
                [one.quoted for one in sentences],
                [one.block for one in sentences],
            )
            # None where another thread is at it.
            if read is not None:
                return Rows(*np.frombuffer(read, np.int32).reshape(8, -1))
        found: list[tuple[int, int, int, int, bool]] = []
        quote: list[int] = []
        sentence_of: list[int] = []
        offsets: list[tuple[int, int]] = []
        block = None
        for index, sentence in enumerate(sentences):
            shape = SENTENCE_BREAK_SHAPE
            if sentence.block != block:
                shape = BLOCK_BREAK_SHAPE
            block = sentence.block
            found.append((BREAK_WORD, 0, 0, shape, False))
            offsets.append((-1, -1))
            quote.append(0)
            spans = token_offsets(sentence.text)
            text = sentence.text
            found.extend([self._row(text[start:end]) for start, end in spans])
            offsets.extend(spans)
            if sentence.quoted:
                quote.extend(_quote_states(spans, sentence.quoted))
            else:
                quote.extend([_OUTSIDE] * len(spans))
            sentence_of.extend([index] * (len(spans) + 1))
        table = np.array(found, np.int32).reshape(-1, 5)
        states = np.array(quote, np.int32)
        states[table[:, 4] == 1] = _MARK
        places = np.array(offsets, np.int32).reshape(-1, 2)
        return Rows(
            word=table[:, 0].copy(),
            beginning=table[:, 1].copy(),
            ending=table[:, 2].copy(),
            shape=table[:, 3].copy(),
            quote=states,
            sentence=np.array(sentence_of, np.int32),
            start=places[:, 0].copy(),
            end=places[:, 1].copy(),
        )

    def _row(self, token: str) -> tuple[int, int, int, int, bool]:
        row = self._remembered.get(token)
        if row is None:
            if len(self._remembered) >= _MAX_REMEMBERED:
                self._remembered.clear()
            row = self._remembered[token] = self._look_up(token)
        return row

    def _look_up(self, token: str) -> tuple[int, int, int, int, bool]:
        shape, word = _shape(token), normal_form(token)
        if holds_name(token):
            # Whoever it is, a politician, a party or a group is one and the same;
            # "McConnell" is written as "Pelosi" is.
            word = _SOMEBODY
            shape = CAPITAL_SHAPE if shape == _MIXED_SHAPE else shape
        known = self._word_rows.get(word)
        if known is None:
            kind = f"{shape}{word[-2:]}".encode("utf-8", "surrogatepass")
            known = FIRST_UNKNOWN + crc32(kind) % UNKNOWN_WORDS
        beginning = self._beginning_rows.get(beginning_of(word), 1)
        ending = self._ending_rows.get(ending_of(word), 1)
        return known, beginning, ending, shape, word == '"'


def holds_name(token: str) -> bool:
    """Say whether a token is a name, or holds one, wherever it stands."""
    if token.isalpha():
        # Most tokens: what ``name_spans`` says of a single word.
        return token.lower() in CAPITALISED if token[0].isupper() else token in SMALL
    return bool(name_spans(token))


def _quote_states(
    spans: Sequence[tuple[int, int]], quoted: Sequence[tuple[int, int]]
) -> list[int]:
    states = []
    at = 0
    for start, _ in spans:
        while at < len(quoted) and start >= quoted[at][1]:
            at += 1
        inside = at < len(quoted) and start >= quoted[at][0]
        states.append(_OUTSIDE + inside)
    return states


def normal_form(token: str) -> str:
    """Return the form under which a word is known.

    Every quotation mark is the same, digits are 0, letters in lower case.

    >>> normal_form("“"), normal_form("1,250"), normal_form("SAID")
    ('"', '0,000', 'said')
    """
    if token in QUOTE_MARKS:
        return '"'
    if token.isalpha():
        return token.lower()
    word = token.lower().replace("’", "'")
    return _DIGIT.sub("0", word)[:6] if _DIGIT.search(word) else word


def beginning_of(word: str) -> str:
    """Return the first letters of a word in normal form."""
    return word[:_BEGINNING_LETTERS]


def ending_of(word: str) -> str:
    """Return the last letters of a word in normal form."""
    return word[-_ENDING_LETTERS:]


def _affix_rows(affixes: Sequence[str]) -> dict[str, int]:
    return {affix: FIRST_AFFIX + at for at, affix in enumerate(affixes)}


def _shape(token: str) -> int:
    if not token.isalpha():
        if token.isdigit():
            return 1
        if not any(map(str.isalnum, token)):
            return MARK_SHAPE
        if any(map(str.isdigit, token)):
            return 3
    if token.isupper():
        return 4 if len(token) > 1 else 5
    if token[0].isupper():
        return CAPITAL_SHAPE if token[1:].islower() else _MIXED_SHAPE
    return 8 if token.islower() else 9
