"""Wait until something is so. The only place of the browser tests that pauses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# A scored page takes well under a second; a cold browser on a busy machine of
# two cores has been seen to need ten.
PATIENCE_S = 30.0
_PAUSE_S = 0.04


def wait_for(
    condition: Callable[[], T | None],
    what: str,
    *,
    patience_s: float = PATIENCE_S,
    state: Callable[[], object] | None = None,
) -> T:
    """Ask ``condition`` until it answers something true, and return that.

    Args:
        condition: asked again and again; must be cheap.
        what: what is waited for; stands in the error.
        patience_s: seconds until this gives up.
        state: asked once for the error: what there is instead.

    Raises:
        AssertionError: when the time is over.
    """
    end = time.monotonic() + patience_s
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            seen = f"; there is {state()!r}" if state else ""
            raise AssertionError(f"after {patience_s:g} s still no {what}{seen}")
        time.sleep(_PAUSE_S)
