"""Tell English from other languages by its commonest words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# The commonest English words, without those that a neighbour language uses as often
# ("at", "for", "so", "die", "me").
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "that",
        "with",
        "his",
        "her",
        "this",
        "have",
        "from",
        "they",
        "which",
        "you",
        "were",
        "their",
        "been",
        "has",
        "had",
        "not",
        "but",
        "are",
        "who",
        "will",
        "would",
        "its",
        "it's",
        "about",
        "what",
        "there",
        "he",
        "she",
        "we",
        "by",
        "as",
        "be",
        "or",
        "on",
        "if",
        "all",
        "more",
        "than",
        "out",
        "up",
        "into",
        "can",
        "could",
        "after",
        "other",
        "your",
        "my",
        "our",
        "how",
        "because",
        "don't",
        "didn't",
        "i'm",
        "isn't",
        "any",
        "should",
        "over",
        "only",
        "while",
        "a",
        "in",
        "is",
        "was",
    ]
)
_ASCII = re.compile(r"[\x00-\x7f]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
# Of English pages the worst (names, scores, prices) have 10 to 15 such words in a
# hundred, most 30 to 50; pages in other European languages stay below 8.
_LEAST_SHARE_OF_PAGE = 0.1
# A single paragraph of English can do almost without them.
_LEAST_SHARE_OF_BLOCK = 0.05
# Fewer words say nothing about the language.
_LEAST_WORDS = 25
# A longer text is judged by its beginning: the language does not change with length.
_READ = 20_000


def is_english(text: str, *, whole_page: bool = False) -> bool | None:
    """Say whether ``text`` is English; None where it is too short to tell.

    Args:
        text: a paragraph, or all of a page.
        whole_page: the text is a page: it is held to a higher share of English
            words than a paragraph, and any text long enough for letters counts.

    >>> is_english("The council said that it would not pay for the road. " * 3)
    True
    >>> is_english("Der Rat sagte, dass er die Straße nicht bezahlen werde. " * 3)
    False
    """
    text = text[:_READ]
    words = _WORD.findall(text.lower())
    letters = _ascii_letters(text) + sum(map(str.isalpha, _ASCII.sub("", text)))
    if len(words) < _LEAST_WORDS:
        # Scripts without spaces give few words and many letters.
        return False if letters >= 60 and not _mostly_latin(text, letters) else None
    if not _mostly_latin(text, letters):
        return False
    known = sum(word.replace("’", "'") in _ENGLISH for word in words)
    least = _LEAST_SHARE_OF_PAGE if whole_page else _LEAST_SHARE_OF_BLOCK
    return known / len(words) >= least


def _mostly_latin(text: str, letters: int) -> bool:
    return _ascii_letters(text.lower()) >= 0.7 * max(letters, 1)


def _ascii_letters(text: str) -> int:
    return len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
