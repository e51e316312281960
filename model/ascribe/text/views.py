"""Turn a sentence into the two strings that the n-grams are taken from.

The strings are made so that scikit-learn's own vectorizers, with no code of ours
inside, give the n-grams: words are split at spaces, characters inside words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ascribe.text.names import name_spans

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|_")
_DIGIT = re.compile(r"\d")
_QUOTE_GLYPHS = re.compile(r"''|``|’’|‘‘|[\"“”„‟«»＂]")
_SINGLE_GLYPHS = re.compile("[‘’‚‹›]")
# A token inside quotation marks is another feature than the same word outside.
_INSIDE = '"'
# What stands for a name, whoever bears it.
NAME = "¤"
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
    tokens too, so that 2-grams know what it begins and ends with. All names are one.

    Args:
        text: one sentence.
        spans: its quoted parts, code-point offsets, in order.

    >>> word_view('"Go," said Ann.', [(1, 4)])
    '<s> " "go ", " said ¤ . </s>'
    """
    return " ".join(token for token, _, _ in tokens_of(text, spans))


def tokens_of(
    text: str, spans: Sequence[tuple[int, int]]
) -> list[tuple[str, int, int]]:
    """Return the tokens of ``word_view`` with their code-point offsets."""
    tokens = [(_START, 0, 0)]
    span = name = 0
    names = name_spans(text)
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while span < len(spans) and spans[span][1] <= start:
            span += 1
        token = normalise(match[0]).lower()
        while name < len(names) and names[name][1] <= start:
            name += 1
        if name < len(names) and names[name][0] < end:
            token = NAME + "'s" * token.endswith("'s")
        if span < len(spans) and spans[span][0] <= start:
            token = _INSIDE + token
        tokens.append((token, start, end))
    tokens.append((_END, len(text), len(text)))
    return tokens


def character_view(text: str) -> str:
    """Return what the character n-grams see: one case, one digit, one name.

    White space stands where it stands in ``text``.

    >>> character_view("In 2021 Ann's house burnt.")
    "in 0000 ¤'s house burnt."
    """
    parts = []
    at = 0
    for start, end in name_spans(text):
        parts += [text[at:start], NAME]
        at = end
    return normalise("".join([*parts, text[at:]])).lower()
