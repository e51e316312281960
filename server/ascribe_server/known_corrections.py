"""The reader's corrections, ready to be found on the pages that are scored."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from ascribe.results import Block, ScoredSentence
from ascribe_server.correction_match import CorrectionMatch, ShownCorrection
from ascribe_server.private_files import StoreError
from ascribe_server.store.corrections import Corrections
from ascribe_server.store.database import State

log = logging.getLogger(__name__)


class KnownCorrections:
    """Reads the store only when it has changed, by whatever program."""

    def __init__(self, corrections: Corrections) -> None:
        self._corrections = corrections
        self._match = CorrectionMatch(())
        self._state: State | None = None
        self._lock = threading.Lock()

    def on(
        self, blocks: Sequence[Block], sentences: Sequence[ScoredSentence]
    ) -> tuple[ShownCorrection, ...]:
        """Return the corrected sentences of a page.

        A store that cannot be read keeps no page from being scored: then what was
        read before is used, and the log says why.
        """
        try:
            match = self._current()
        except StoreError as exc:
            log.error("corrections are not shown: %s", exc)
            match = self._match
        return match(blocks, sentences)

    def _current(self) -> CorrectionMatch:
        database = self._corrections.database
        with self._lock:
            state = database.state()
            if state != self._state and database.path.exists():
                self._match = CorrectionMatch(self._corrections.all())
                # As it was before it was read: what changed meanwhile is read again.
                self._state = state
            return self._match
