"""The compiled hot loops, where there are any; plain Python defines what they answer.

The kernel is built when the package is installed and a C compiler is there; see
``model/kernel``. ``ASCRIBE_KERNEL=off`` leaves it aside.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ascribe import _kernel
    from ascribe._kernel import (
        Counter,
        Kernel,
        NameFinder,
        RowReader,
        Steps,
        WordReader,
        _Network,
    )
else:
    try:
        from ascribe import _kernel
    except ImportError:
        _kernel = None

# Whether the hot loops run compiled.
COMPILED: bool = _kernel is not None and os.environ.get("ASCRIBE_KERNEL") != "off"
# ``text.sentences.words_in``, compiled.
compiled_words_in: Callable[[str], int] | None = _kernel.words_in if COMPILED else None
# ``text.sentences.utf16_length``, compiled.
compiled_utf16_length: Callable[[str], int] | None = (
    _kernel.utf16_length if COMPILED else None
)
# ``page.repeats.same_passages``, compiled; takes the least words of a passage as well.
compiled_same: (
    Callable[[list[str], int, bytes], tuple[list[int | None], list[int]]] | None
) = _kernel.same_passages if COMPILED else None
# The quotations of a block and whether the last is open, as ``text.quotations`` finds
# them; None where there is none.
compiled_quotations: (
    Callable[[str], tuple[list[tuple[int, int]], bool] | None] | None
) = _kernel.quoted_spans if COMPILED else None
# Whether a text says one of a few short words, whatever their case; None where Python
# has to be asked.
compiled_says: Callable[[str, tuple[str, ...]], bool | None] | None = (
    _kernel.says_any if COMPILED else None
)
# Counts words and letters of texts for ``text.language``, once it has been told the
# commonest words; None for a text where Python has to be asked.
compiled_languages: (
    Callable[[list[str]], list[tuple[int, int, int, int] | None]] | None
) = _kernel.languages_of if COMPILED else None
know_english: Callable[[tuple[str, ...]], None] | None = (
    _kernel.know_english if COMPILED else None
)
# The columns of ``labels.context.context_of``, as bytes; takes contiguous arrays.
compiled_context: Callable[..., bytes] | None = _kernel.context_of if COMPILED else None
# CRC-32 of the names of those columns that are no counts, separated by spaces.
compiled_context_crc: int = _kernel.CONTEXT_CRC if COMPILED else 0
# The columns of ``attribution.speech_columns``, as bytes: takes where rows start, then
# the chances of its heads.
compiled_speech: Callable[..., bytes] | None = (
    _kernel.speech_columns if COMPILED else None
)
# The links of ``attribution.links.find_links``: takes three columns of the rows, the
# chances of six heads, a byte for each sentence, and the classes of runs and links.
compiled_links: Callable[..., list[Any]] | None = (
    _kernel.find_links if COMPILED else None
)


# What this processor has for ``attribution.quantised``, the fastest first.
ARITHMETIC: tuple[str, ...] = _kernel.ARITHMETIC if COMPILED else ()


def new_kernel(
    words: bytes,
    word_idf: npt.NDArray[np.float32],
    word_weights: npt.NDArray[np.float32],
    characters: bytes,
    character_idf: npt.NDArray[np.float32],
    character_weights: npt.NDArray[np.float32],
    names: tuple[frozenset[str], frozenset[str]],
) -> Kernel | None:
    """Build the kernel of a model; None where there is none or labels are not four.

    Args:
        words: the v word n-grams as UTF-8, one a line.
        word_idf: shape ``(v,)``.
        word_weights: shape ``(v, 4)``.
        characters: the character n-grams; the rest likewise.
        character_idf: see above.
        character_weights: see above.
        names: words that are names where they have a capital, and where they are
            written small.
    """
    if not COMPILED or word_weights.shape[1:] != (4,):
        return None
    return _kernel.Kernel(
        words,
        word_idf,
        word_weights,
        characters,
        character_idf,
        character_weights,
        *map(tuple, names),
    )


def new_counter(
    lists: Mapping[str, str],
    others: Sequence[str],
    *,
    inside: Sequence[int],
    markers: Sequence[int],
    places: tuple[int, int, int, int],
    counted: Sequence[str],
    kinds: Sequence[str],
) -> Counter | None:
    """Build what counts in sentences; see ``labels.counts``, which defines the counts.

    Args:
        lists: patterns by name, whose matches are counted.
        others: the other patterns, in the kernel's order.
        inside: which lists are counted inside quotation marks as well.
        markers: which lists say that somebody else speaks.
        places: which list is ``charged``, ``judgement``, the list that is only
            searched for where a word of another one stands, and that other one.
        counted: the names of the counts that are no lists.
        kinds: the kinds of blocks that are told apart.

    Returns:
        None where there is no kernel, where it counts something else, or where a
        pattern is written in a way that it does not know.
    """
    if not COMPILED or _kernel.COUNTED.split() != list(counted):
        return None
    try:
        return _kernel.Counter(
            tuple(lists.values()),
            tuple(others),
            tuple(inside),
            sum(1 << at for at in markers),
            *places,
            tuple(kinds),
        )
    except ValueError:
        return None


class LogisticStep(Protocol):
    """What the kernel needs to know of a step; see ``labels.labeller.Step``."""

    @property
    def weights(self) -> npt.NDArray[np.floating]:
        """Shape ``(k, 4)``."""

    @property
    def intercept(self) -> npt.NDArray[np.floating]:
        """Shape ``(4,)``."""


def new_steps(
    counts: LogisticStep,
    context: LogisticStep,
    speech: LogisticStep,
    *,
    own: npt.NDArray[np.int64],
    page: npt.NDArray[np.int64],
    unmarked: int,
    after_stop: str,
) -> Steps | None:
    """Build what takes a page through both steps; None where there is no kernel.

    Args:
        counts: step one over the counts.
        context: step two over the columns of ``labels.context``.
        speech: step two over these and the tagger's.
        own: which counts the second step sees of a sentence.
        page: which it sees of the page.
        unmarked: which count says that nobody but the author speaks.
        after_stop: marks that may stand behind the one that ends a block.
    """
    if not COMPILED or counts.weights.shape[1:] != (4,):
        return None
    return _kernel.Steps(
        _doubles(counts.weights),
        _doubles(counts.intercept),
        _doubles(context.weights),
        _doubles(context.intercept),
        _doubles(speech.weights),
        _doubles(speech.intercept),
        own,
        page,
        unmarked,
        after_stop,
    )


class TokenCut(NamedTuple):
    """How texts are cut into tokens, and which the kernel need not try the pattern on.

    Attributes:
        pattern: what a token is. A word but ``opens``, and a mark, are one where white
            space or the end comes behind them.
        ends: marks (of ASCII, or quotation marks and dashes); before them a run of word
            characters where a token can begin is one.
        marks: such marks that are a token wherever one can begin.
        least_before: ASCII marks, before which a run of at least so many word
            characters is a token if no digit follows the mark: any run, and one that
            begins with a small letter of ASCII.
        opens: a word that is not a token for sure, as it may go on behind white space;
            empty for none.
    """

    pattern: str
    ends: str
    marks: str
    least_before: dict[str, tuple[int, int]]
    opens: str


def new_row_reader(
    cut: TokenCut,
    row_of: Callable[[str], tuple[int, int, int, int, bool]],
    tables: tuple[tuple[str, ...], ...] | None = None,
) -> RowReader | None:
    """Build what reads rows for the tagger; None where there is no kernel.

    Args:
        cut: what a token is.
        row_of: the numbers of a token; asked where the tables do not give them.
        tables: known words, beginnings and endings in the order of their rows; names
            where they have a capital, in small letters, and names where they are small.
    """
    if not COMPILED:
        return None
    try:
        return _kernel.RowReader(*cut, tables, row_of)
    except ValueError:
        # The pattern is written in a way that the kernel does not know.
        return None


def new_word_reader(cut: TokenCut) -> WordReader | None:
    """Build what cuts texts into words; None as for ``new_row_reader``."""
    if not COMPILED:
        return None
    try:
        return _kernel.WordReader(*cut)
    except ValueError:
        return None


_Facts = TypeVar("_Facts")


def new_name_finder(
    lists: dict[str, frozenset[str]], facts: Callable[..., _Facts]
) -> NameFinder[_Facts] | None:
    """Build what finds the names of a page; None where there is no kernel.

    Args:
        lists: word lists, as ``attribution.name_words`` calls them.
        facts: makes what is said of a name out of the attributes of ``NameFacts``.
    """
    return _kernel.NameFinder(lists, facts) if COMPILED else None


class NetworkLayer(Protocol):
    """What the kernel needs to know of a layer; see ``attribution.quantised.Layer``."""

    @property
    def weights(self) -> npt.NDArray[np.float32]:
        """Whole numbers in [-127, 127]."""

    @property
    def scale(self) -> npt.NDArray[np.float32]:
        """What one step of each column is worth."""

    @property
    def bias(self) -> npt.NDArray[np.float32]:
        """Added to each column."""

    @property
    def steps(self) -> npt.NDArray[np.float32]:
        """How many steps 1 is of each input; empty where inputs can be below 0."""

    @property
    def reach(self) -> int:
        """How far apart the rows are that it looks at."""


def new_network(
    tables: Sequence[npt.NDArray[np.float32]],
    layers: Sequence[NetworkLayer],
    heads: Sequence[int],
    *,
    arithmetic: str = "",
) -> _Network | None:
    """Build the kernel of a network; None where there is none for this processor.

    Args:
        tables: the vectors that a row is looked up in.
        layers: in the order in which they are applied.
        heads: how many answers each head has.
        arithmetic: one of ``ARITHMETIC``; empty for the fastest that is there.
    """
    if not COMPILED or _kernel.Network is None or not ARITHMETIC:
        return None
    return _kernel.Network(
        tuple((_singles(table), table.shape[1]) for table in tables),
        tuple(
            (
                layer.weights.astype("int8"),
                _singles(layer.scale),
                _singles(layer.bias),
                _singles(layer.steps),
                layer.reach,
            )
            for layer in layers
        ),
        tuple(heads),
        arithmetic or ARITHMETIC[0],
    )


def _singles(array: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return array.astype("float32", order="C", copy=False)


def _doubles(array: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    return array.astype("float64", order="C", copy=False)
