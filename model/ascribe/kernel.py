"""The compiled hot loops, where there are any; plain Python defines what they answer.

The kernel is built when the package is installed and a C compiler is there; see
``model/kernel``. ``ASCRIBE_KERNEL=off`` leaves it aside.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ascribe import _kernel
    from ascribe._kernel import Kernel
else:
    try:
        from ascribe import _kernel
    except ImportError:
        _kernel = None

# Whether the hot loops run compiled.
COMPILED: bool = _kernel is not None and os.environ.get("ASCRIBE_KERNEL") != "off"
# ``text.sentences.words_in``, compiled.
compiled_words_in: Callable[[str], int] | None = _kernel.words_in if COMPILED else None
# ``attribution.runs._cheapest_cut``, compiled; takes contiguous arrays and returns a
# byte for each row.
compiled_cut: (
    Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], bytes] | None
) = _kernel.cheapest_cut if COMPILED else None


def new_kernel(
    words: bytes,
    word_idf: npt.NDArray[np.float64],
    word_weights: npt.NDArray[np.float32],
    characters: bytes,
    character_idf: npt.NDArray[np.float64],
    character_weights: npt.NDArray[np.float32],
) -> Kernel | None:
    """Build the kernel of a model; None where there is none or labels are not four.

    Args:
        words: the v word n-grams as UTF-8, one a line.
        word_idf: shape ``(v,)``.
        word_weights: shape ``(v, 4)``.
        characters: the character n-grams; the rest likewise.
        character_idf: see above.
        character_weights: see above.
    """
    if not COMPILED or word_weights.shape[1:] != (4,):
        return None
    return _kernel.Kernel(
        words, word_idf, word_weights, characters, character_idf, character_weights
    )
