"""What model/kernel defines."""

from collections.abc import Callable
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

_Run = TypeVar("_Run")
_Link = TypeVar("_Link")

def words_in(text: str, /) -> int: ...
def utf16_length(text: str, /) -> int: ...
def same_passages(
    texts: list[str], least: int, always: bytes, /
) -> tuple[list[int | None], list[int]]: ...
def quoted_spans(text: str, /) -> tuple[list[tuple[int, int]], bool] | None: ...
def says_any(text: str, words: tuple[str, ...], /) -> bool | None: ...
def find_links(
    start: npt.NDArray[np.int32],
    shape: npt.NDArray[np.int32],
    quote: npt.NDArray[np.int32],
    cue: npt.NDArray[np.float32],
    source: npt.NDArray[np.float32],
    content: npt.NDArray[np.float32],
    carries: npt.NDArray[np.float32],
    source_side: npt.NDArray[np.float32],
    content_side: npt.NDArray[np.float32],
    attributed: bytearray,
    run: Callable[[int, int, int, bool], _Run],
    link: Callable[[_Run | None, _Run | None, list[_Run], int], _Link],
    /,
) -> list[_Link]: ...
def know_english(words: tuple[str, ...], /) -> None: ...
def languages_of(texts: list[str], /) -> list[tuple[int, int, int, int] | None]: ...

CONTEXT_CRC: int

def context_of(
    scores: npt.NDArray[np.float64],
    counts: npt.NDArray[np.float64],
    firsts: npt.NDArray[np.int64],
    question: npt.NDArray[np.float64],
    lead_in: npt.NDArray[np.float64],
    speaker: npt.NDArray[np.float64],
    own: npt.NDArray[np.int64],
    page: npt.NDArray[np.int64],
    unmarked: int,
    /,
) -> bytes: ...
def speech_columns(
    start: npt.NDArray[np.int32],
    content: npt.NDArray[np.float32],
    depth: npt.NDArray[np.float32],
    cue: npt.NDArray[np.float32],
    source: npt.NDArray[np.float32],
    carries: npt.NDArray[np.float32],
    mostly: npt.NDArray[np.float32],
    label: npt.NDArray[np.float32],
    /,
) -> bytes: ...

class Kernel:
    def __new__(
        cls,
        words: bytes,
        word_idf: npt.NDArray[np.float32],
        word_weights: npt.NDArray[np.float32],
        characters: bytes,
        character_idf: npt.NDArray[np.float32],
        character_weights: npt.NDArray[np.float32],
        capitalised: tuple[str, ...],
        small: tuple[str, ...],
        /,
    ) -> Kernel: ...
    def score(
        self,
        texts: list[str],
        quoted: list[tuple[tuple[int, int], ...]],
        /,
    ) -> bytes: ...
    def look_up(
        self,
        texts: list[str],
        quoted: list[tuple[tuple[int, int], ...]],
        least: float,
        /,
    ) -> tuple[bytes, bytes]: ...
    def strongest(
        self,
        places: bytes,
        labels: list[int],
        most: int,
        least: float,
        /,
    ) -> list[list[tuple[int, int, float]]]: ...

class Steps:
    def __new__(
        cls,
        counts: npt.NDArray[np.float64],
        counts_intercept: npt.NDArray[np.float64],
        context: npt.NDArray[np.float64],
        context_intercept: npt.NDArray[np.float64],
        speech: npt.NDArray[np.float64],
        speech_intercept: npt.NDArray[np.float64],
        own: npt.NDArray[np.int64],
        page: npt.NDArray[np.int64],
        unmarked: int,
        after_stop: str,
        /,
    ) -> Steps: ...
    def chances(
        self,
        texts: list[str],
        blocks: list[int],
        speaks: Callable[[str], object],
        terms: bytes,
        counts: bytes,
        speech: npt.NDArray[np.float64] | None = None,
        /,
    ) -> bytes: ...

# Names of the counts that are no lists, separated by spaces.
COUNTED: str

def spans_of(pattern: str, text: str, /) -> list[tuple[int, int]]: ...
def ends_of(
    patterns: tuple[str, ...], text: str, /
) -> tuple[int | None, ...] | None: ...

_Token = TypeVar("_Token", bound=tuple[str, int, int])

class RowReader:
    def __new__(
        cls,
        pattern: str,
        plain_ends: str,
        plain_marks: str,
        least_before: dict[str, tuple[int, int]],
        opens: str,
        tables: tuple[tuple[str, ...], ...] | None,
        row_of: Callable[[str], tuple[int, int, int, int, bool]],
        /,
    ) -> RowReader: ...
    def rows(
        self,
        texts: list[str],
        quoted: list[tuple[tuple[int, int], ...]],
        blocks: list[int],
        /,
    ) -> bytes | None: ...

class WordReader:
    def __new__(
        cls,
        pattern: str,
        plain_ends: str,
        plain_marks: str,
        least_before: dict[str, tuple[int, int]],
        opens: str,
        /,
    ) -> WordReader: ...
    def tokens(self, text: str, kind: type[_Token], /) -> list[_Token] | None: ...
    def words(
        self,
        texts: list[str],
        starts: npt.NDArray[np.int32] = ...,
        ends: npt.NDArray[np.int32] = ...,
        /,
    ) -> (
        tuple[
            list[str],
            list[str],
            list[int],
            list[int],
            list[int],
            list[int],
            set[str],
        ]
        | None
    ): ...

_Facts = TypeVar("_Facts")

class NameFinder(Generic[_Facts]):
    def __new__(
        cls,
        lists: dict[str, frozenset[str]],
        facts: Callable[..., _Facts],
        /,
    ) -> NameFinder[_Facts]: ...
    def names(
        self,
        written: list[str],
        lower: list[str],
        starts: list[int],
        ends: list[int],
        breaks: list[int],
        capitals: list[int],
        small: set[str],
        /,
    ) -> tuple[
        dict[tuple[str, ...], _Facts],
        dict[str, list[tuple[str, ...]]],
        dict[str, list[tuple[str, ...]]],
        list[list[tuple[int, tuple[str, ...]]]],
        set[str],
        set[tuple[int, int]],
    ]: ...

class Counter:
    def __new__(
        cls,
        lists: tuple[str, ...],
        others: tuple[str, ...],
        inside: tuple[int, ...],
        markers: int,
        charged: int,
        judgement: int,
        early: int,
        early_like: int,
        kinds: tuple[str, ...],
        /,
    ) -> Counter: ...
    def counts(
        self,
        texts: list[str],
        spans: list[tuple[tuple[int, int], ...]],
        flags: list[int],
        kinds: list[str],
        /,
    ) -> bytes: ...

class _Network:
    def __new__(
        cls,
        tables: tuple[tuple[npt.NDArray[np.float32], int], ...],
        layers: tuple[
            tuple[
                npt.NDArray[np.int8],
                npt.NDArray[np.float32],
                npt.NDArray[np.float32],
                npt.NDArray[np.float32],
                int,
            ],
            ...,
        ],
        heads: tuple[int, ...],
        arithmetic: str,
        /,
    ) -> _Network: ...
    def chances(self, *columns: npt.NDArray[np.int32]) -> bytes: ...

# None where the processor is not of this sort.
Network: type[_Network] | None
# What the processor has for it, the fastest first.
ARITHMETIC: tuple[str, ...]
