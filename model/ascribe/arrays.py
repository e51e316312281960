"""Pack arrays into bytes that depend on nothing but the arrays, and lists of terms."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def packed(arrays: Mapping[str, Array]) -> bytes:
    """Return an npz archive without dates, so that equal arrays give equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(array))
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, buffer.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def as_lines(terms: Sequence[str]) -> Array:
    """Turn terms without line breaks into bytes, one term a line."""
    raw = "\n".join(terms).encode("utf-8", "surrogatepass")
    return np.frombuffer(raw, dtype=np.uint8)


def as_terms(lines: Array) -> list[str]:
    """Turn what ``as_lines`` made back into terms.

    >>> as_terms(as_lines(["he said", "é"]))
    ['he said', 'é']
    """
    return lines.tobytes().decode("utf-8", "surrogatepass").split("\n")
