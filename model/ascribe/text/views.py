"""Turn a sentence into the two strings that the n-grams are taken from.

The strings are made so that scikit-learn's own vectorizers, with no code of ours
inside, give the n-grams: words are split at spaces, characters inside words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|_")
_DIGIT = re.compile(r"\d")
_QUOTE_GLYPHS = re.compile(r"''|``|’’|‘‘|[\"“”„‟«»＂]")
_SINGLE_GLYPHS = re.compile("[‘’‚‹›]")
# A token inside quotation marks is another feature than the same word outside.
_INSIDE = '"'
_START = "<s>"
_END = "</s>"


def normalise(text: str) -> str:
    r"""Give every quotation glyph one form and every digit one value.

    >>> normalise("“It’s 1,250,” she said")
    '"It\'s 0,000," she said'
    """
    text = _QUOTE_GLYPHS.sub('"', text)
    return _DIGIT.sub("0", _SINGLE_GLYPHS.sub("'", text))


def word_view(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the tokens of a sentence, separated by spaces.

    Tokens inside quotation marks carry the mark; the ends of the sentence are
    tokens too, so that 2-grams know what it begins and ends with.

    Args:
        text: one sentence.
        spans: its quoted parts, code-point offsets, in order.

    >>> word_view('"Go," he said.', [(1, 4)])
    '<s> " "go ", " he said . </s>'
    """
    return " ".join(token for token, _, _ in tokens_of(text, spans))


def tokens_of(
    text: str, spans: Sequence[tuple[int, int]]
) -> list[tuple[str, int, int]]:
    """Return the tokens of ``word_view`` with their code-point offsets."""
    tokens = [(_START, 0, 0)]
    span = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while span < len(spans) and spans[span][1] <= start:
            span += 1
        token = normalise(match[0]).lower()
        if span < len(spans) and spans[span][0] <= start:
            token = _INSIDE + token
        tokens.append((token, start, end))
    tokens.append((_END, len(text), len(text)))
    return tokens


def character_view(text: str) -> str:
    """Return the sentence as the character n-grams see it: one case, one digit.

    It has as many characters as ``text`` where lower case keeps the length.
    """
    return normalise(text).lower()
