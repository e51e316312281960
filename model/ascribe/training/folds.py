"""Split documents so that an outlet is never on both sides."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ascribe.errors import DataError
from ascribe.training.dataset import Document

FOLDS = 5
_SUFFIX = re.compile(
    r"\.(?:com|org|net|news|info|gov|edu|io|tv|us|ca|in|ie|au|nz|uk|co)(?=\.|$)"
)
# Collections shorten the names of some outlets beyond what a rule can see.
_ALIASES = {
    "ap": "apnews",
    "guardian": "theguardian",
    "guardiannews": "theguardian",
    "huffingtonpost": "huffpost",
    "nyt": "nytimes",
    "wapo": "washingtonpost",
    "washpost": "washingtonpost",
    "westjournal": "westernjournal",
    "westernjournalism": "westernjournal",
}


def outlet_key(name: str) -> str:
    """Return one key for the forms of an outlet's name and address.

    >>> outlet_key("www.huffpost.com") == outlet_key("huff-post")
    True
    >>> outlet_key("NYT"), outlet_key("nytimes.com")
    ('nytimes', 'nytimes')
    """
    bare = _SUFFIX.sub("", name.lower().removeprefix("www."))
    # Collections number the pages that they took from one outlet.
    key = re.sub(r"[\W_]+|\d+$", "", bare) or name
    return _ALIASES.get(key, key)


def outlet_folds(documents: Sequence[Document]) -> npt.NDArray[np.int64]:
    """Return a fold number for each document; an outlet is never in two folds.

    Large outlets are dealt out first, each to the smallest fold so far.

    Raises:
        DataError: if there are fewer than two outlets.
    """
    sizes = Counter[str]()
    for document in documents:
        sizes[outlet_key(document.outlet)] += len(document.labels)
    if len(sizes) < 2:
        raise DataError(
            "training needs documents of at least two outlets, to measure on one "
            f"it has not seen; these are all of {next(iter(sizes), 'none')!r}"
        )
    count = min(FOLDS, len(sizes))
    loads = [0] * count
    chosen: dict[str, int] = {}
    for outlet, size in sorted(
        sizes.items(), key=lambda pair: (-pair[1], zlib.crc32(pair[0].encode()))
    ):
        chosen[outlet] = int(np.argmin(loads))
        loads[chosen[outlet]] += size
    return np.array([chosen[outlet_key(document.outlet)] for document in documents])
