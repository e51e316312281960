"""Find which passages of a page say what an earlier one says, and count their words."""

from __future__ import annotations

from collections.abc import Sequence

from ascribe.kernel import compiled_same
from ascribe.text.sentences import words_in

# A block or sentence of fewer words can stand on a page twice without being the same
# passage ("He declined to comment.").
_MIN_REPEATED_WORDS = 6


def same_passages(
    texts: list[str], always: Sequence[bool] = ()
) -> tuple[list[int | None], list[int]]:
    """Return for each text the index of the first that says the same, and its words.

    White space and case make no difference. A text is not compared, and has None as
    the first of its kind has, where it is short.

    Args:
        texts: blocks or sentences in reading order.
        always: for each whether it is compared however short it is; none by default.

    >>> same_passages(["So it goes on and on.", "No.", "No.", "SO it goes on  and on."])
    ([None, None, None, 0], [6, 1, 1, 6])
    """
    if compiled_same is not None:
        return compiled_same(texts, _MIN_REPEATED_WORDS, bytes(always))
    seen: dict[str, int] = {}
    firsts: list[int | None] = []
    for index, text in enumerate(texts):
        said = folded(text)
        if words_in(said) >= _MIN_REPEATED_WORDS or (always and always[index]):
            first = seen.setdefault(said, index)
            firsts.append(first if first < index else None)
        else:
            firsts.append(None)
    return firsts, [words_in(text) for text in texts]


def folded(text: str) -> str:
    """Return a text in small letters, with one space between its words."""
    return " ".join(text.split()).casefold()
