"""Cut a sentence into words and marks, with their offsets. Linear in its length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ascribe.kernel import TokenCut, new_word_reader

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A clitic is cut off, so that a source can end before it ("Rao's office", "she's").
_CLITIC = r"(?<=\w)(?:n['’]t|['’](?:s|S|re|ve|ll|d|m))\b"
# A listed name is one and the same, whoever it is: this one has two words.
_NAME_OF_TWO = r"Le\sPen\b"
_WORD = (
    r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof|Rev|Lt|Col|Sgt|Capt|St|Jr|Sr)\."
    r"|[A-Z]\.(?=\s[A-Z])"
    r"|\w+?(?=n['’]t\b)|\w+(?:-\w+|&\w+|[.,]\d+|['’](?!(?:s|S|re|ve|ll|d|m|t)\b)\w+)*"
)
TOKEN = re.compile(rf"{_CLITIC}|{_NAME_OF_TWO}|{_WORD}|''|``|\.\.\.|--|\S")

QUOTE_MARKS = frozenset('"“”„‟«»') | {"''", "``"}
CUT = TokenCut(
    TOKEN.pattern,
    # No alternative above asks for one of these behind a word, nor takes it into one.
    ends=';:!?)"“”„‘–—…',
    # None begins with one of these but the last.
    marks='!"#$%&()*+,/:;<=>?@[]^{|}~“”„‘–—…',
    # They are only taken in where a digit follows; a stop as well behind initials, of
    # one letter, and titles, which have a capital and four letters at most.
    least_before={",": (1, 1), ".": (5, 2)},
    opens="Le",
)


class Token(NamedTuple):
    """A word or mark and where it stands, in code points."""

    text: str
    start: int
    end: int


def token_offsets(text: str) -> list[tuple[int, int]]:
    """Return only the offsets of the words and marks of ``text``."""
    return [found.span() for found in TOKEN.finditer(text)]


def tokens_of(text: str) -> list[Token]:
    """Cut ``text`` into words and marks.

    >>> [t.text for t in tokens_of("“Sen. Rao didn't,” she's told the U.S.")]
    ['“', 'Sen.', 'Rao', 'did', "n't", ',', '”', 'she', "'s", 'told', 'the', 'U.S.']
    """
    found = _READER.tokens(text, Token) if _READER is not None else None
    # None where another thread is at it.
    if found is not None:
        return found
    return [Token(one[0], *one.span()) for one in TOKEN.finditer(text)]


class SentenceWords(NamedTuple):
    """The words and marks of one sentence, column by column.

    Attributes:
        written: as they stand.
        lower: in lower case.
        starts: where each starts in the sentence, in code points.
        ends: where each ends; likewise.
    """

    written: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from one to another lie, both taken in."""
        return self.starts[first], self.ends[last]


class PageWords(NamedTuple):
    """The words and marks of a page, with a break before and behind each sentence.

    Rows are counted over the whole page, as in ``features.Rows``; those of a break are
    empty, so that what looks at the words around needs no other end.

    Attributes:
        written: of each row, as it stands.
        lower: of each row, in lower case.
        starts: where it starts in its sentence, in code points; -1 for a break.
        ends: where it ends; likewise.
        breaks: the row before each sentence, and the one behind the last.
        capitals: the rows that begin with a capital.
        small: the words that begin with a small letter.
    """

    written: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    breaks: list[int]
    capitals: list[int]
    small: set[str]

    def of_sentence(self, index: int) -> list[str]:
        """Return the words of a sentence, as they stand."""
        return self.written[self.breaks[index] + 1 : self.breaks[index + 1]]

    def sentence(self, index: int, *, most: int) -> SentenceWords:
        """Return the first words of a sentence."""
        first = self.breaks[index] + 1
        part = slice(first, min(first + most, self.breaks[index + 1]))
        return SentenceWords(
            self.written[part], self.lower[part], self.starts[part], self.ends[part]
        )

    def lower_from(self, row: int, *, most: int) -> list[str]:
        """Return the words from a row on, up to the end of its sentence at most."""
        found = self.lower[row : row + most]
        return found[: found.index("")] if "" in found else found


def page_words(
    texts: list[str],
    offsets: tuple[NDArray[np.int32], NDArray[np.int32]] | None = None,
) -> PageWords:
    """Cut the sentences of a page into words and marks.

    Args:
        texts: the sentences.
        offsets: where the words of the page start and end, as ``Rows`` has them, if
            it has been cut already; that saves time.

    >>> page = page_words(["I met Ana.", "So?"])
    >>> page.written
    ['', 'I', 'met', 'Ana', '.', '', 'So', '?', '']
    >>> page.breaks, page.capitals, page.small
    ([0, 5, 8], [1, 3, 6], {'met'})
    """
    found = _READER.words(texts, *(offsets or ())) if _READER is not None else None
    if found is not None:
        return PageWords(*found)
    page = PageWords([], [], [], [], [], [], set())
    nothing = Token("", -1, -1)
    # The last break has no sentence behind it.
    for tokens in (*map(tokens_of, texts), []):
        page.breaks.append(len(page.written))
        for token in (nothing, *tokens):
            if token.text[:1].isupper():
                page.capitals.append(len(page.written))
            elif token.text[:1].islower():
                page.small.add(token.text)
            page.written.append(token.text)
            page.lower.append(token.text.lower())
            page.starts.append(token.start)
            page.ends.append(token.end)
    return page


_READER = new_word_reader(CUT)
