"""What model/kernel/kernel.c defines."""

import numpy as np
import numpy.typing as npt

def words_in(text: str, /) -> int: ...
def cheapest_cut(
    gain: npt.NDArray[np.float64], edge: npt.NDArray[np.float64], /
) -> bytes: ...

class Kernel:
    def __new__(
        cls,
        words: bytes,
        word_idf: npt.NDArray[np.float64],
        word_weights: npt.NDArray[np.float32],
        characters: bytes,
        character_idf: npt.NDArray[np.float64],
        character_weights: npt.NDArray[np.float32],
        /,
    ) -> Kernel: ...
    def score(
        self,
        texts: list[str],
        quoted: list[tuple[tuple[int, int], ...]],
        names: list[tuple[tuple[int, int], ...]],
        /,
    ) -> bytes: ...
    def evidence(
        self,
        texts: list[str],
        quoted: list[tuple[tuple[int, int], ...]],
        names: list[tuple[tuple[int, int], ...]],
        labels: list[int],
        most: int,
        least: float,
        /,
    ) -> list[list[tuple[int, int, float]]]: ...
