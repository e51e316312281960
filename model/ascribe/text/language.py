"""Tell English from other languages by its commonest words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ascribe.kernel import compiled_languages, know_english

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
if know_english is not None:
    know_english(tuple(_ENGLISH))
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


# Words, common English words, letters, and letters of a to z.
_Counts = tuple[int, int, int, int]


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
    (counts,) = _counted([text[:_READ]])
    least = _LEAST_SHARE_OF_PAGE if whole_page else _LEAST_SHARE_OF_BLOCK
    return _judged(counts, least)


def are_english(
    paragraphs: Sequence[str], of_page: Sequence[bool]
) -> tuple[bool | None, list[bool | None]]:
    """Say of a page, and of each of its paragraphs, what ``is_english`` says.

    Args:
        paragraphs: the page; each is read once.
        of_page: for each whether the page is judged by it.
    """
    counts = _counted([text[:_READ] for text in paragraphs])
    beginning: list[_Counts] = [(0, 0, 0, 0)]
    room = _READ
    for text, counted, belongs in zip(paragraphs, counts, of_page, strict=True):
        if not belongs:
            continue
        if len(text) > room:
            beginning += _counted([text[: max(room, 0)]])
            break
        beginning.append(counted)
        # Between two paragraphs stands a line break.
        room -= len(text) + 1
    words, english, letters, latin = map(sum, zip(*beginning, strict=True))
    return (
        _judged((words, english, letters, latin), _LEAST_SHARE_OF_PAGE),
        [_judged(one, _LEAST_SHARE_OF_BLOCK) for one in counts],
    )


def _judged(counts: _Counts, least: float) -> bool | None:
    words, english, letters, latin = counts
    mostly_latin = latin >= 0.7 * max(letters, 1)
    if words < _LEAST_WORDS:
        # Scripts without spaces give few words and many letters.
        return False if letters >= 60 and not mostly_latin else None
    return mostly_latin and english / words >= least


def _counted(texts: list[str]) -> list[_Counts]:
    if compiled_languages is None:
        return [_counts_of(text) for text in texts]
    found = compiled_languages(texts)
    return [
        _counts_of(text) if one is None else one
        for text, one in zip(texts, found, strict=True)
    ]


def _counts_of(text: str) -> _Counts:
    lower = text.lower()
    said = _WORD.findall(lower)
    letters = _ascii_letters(text) + sum(map(str.isalpha, _ASCII.sub("", text)))
    return (
        len(said),
        sum(word.replace("’", "'") in _ENGLISH for word in said),
        letters,
        _ascii_letters(lower),
    )


def _ascii_letters(text: str) -> int:
    return len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
