"""Cut a sentence into words and marks, with their offsets. Linear in its length."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from ascribe.kernel import TokenCut, new_row_reader

# A clitic is cut off, so that a source can end before it ("Rao's office", "she's").
_CLITIC = r"(?<=\w)(?:n['’]t|['’](?:s|S|re|ve|ll|d|m))\b"
_WORD = (
    r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof|Rev|Lt|Col|Sgt|Capt|St|Jr|Sr)\."
    r"|[A-Z]\.(?=\s[A-Z])"
    r"|\w+?(?=n['’]t\b)|\w+(?:-\w+|&\w+|[.,]\d+|['’](?!(?:s|S|re|ve|ll|d|m|t)\b)\w+)*"
)
TOKEN = re.compile(rf"{_CLITIC}|{_WORD}|''|``|\.\.\.|--|\S")

QUOTE_MARKS = frozenset('"“”„‟«»') | {"''", "``"}
CUT = TokenCut(
    TOKEN.pattern,
    # No alternative above asks for one of these behind a word, nor takes it into one.
    ends=';:!?)"',
    # None begins with one of these but the last.
    marks='!"#$%&()*+,/:;<=>?@[]^{|}~',
    # They are only taken in where a digit follows; a stop as well behind initials and
    # titles, which have four letters at most.
    least_before={",": 1, ".": 5},
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


def words_of(
    texts: list[str],
) -> tuple[list[list[Token]], list[list[int]], set[str]]:
    """Cut the sentences of a page into words and marks.

    Returns:
        The tokens of each sentence; which of them begin with a capital; and all words
        of the page that begin with a small letter.

    >>> words_of(["I met Ana."])[1:]
    ([[0, 2]], {'met'})
    """
    found = _READER.words(texts, Token) if _READER is not None else None
    if found is not None:
        return found
    tokens = [tokens_of(text) for text in texts]
    capitals = [
        [at for at, (text, _, _) in enumerate(cut) if text[0].isupper()]
        for cut in tokens
    ]
    small = {text for cut in tokens for text, _, _ in cut if text[0].islower()}
    return tokens, capitals, small


def _no_row(token: str) -> NoReturn:
    raise NotImplementedError(token)


_READER = new_row_reader(CUT, _no_row)
