"""An engine that follows the model in use, with no restart and no failed page."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from ascribe.engine import Engine, load_engine
from ascribe.errors import AscribeError
from ascribe.labels.ngrams import FloatArray
from ascribe.results import Analysis, Block, ModelName
from ascribe_server.model_shelf import SHIPPED, ModelShelf
from ascribe_server.private_files import StoreError
from ascribe_server.store.database import State

log = logging.getLogger(__name__)


class LiveEngine:
    """Uses the model that was promoted last; one may serve many threads.

    A model that cannot be read is named in the log, and the one before stays in use.

    Args:
        shipped: the model that ships, loaded.
        shelf: says which model is in use.
    """

    def __init__(self, shipped: Engine, shelf: ModelShelf) -> None:
        self._shipped = shipped
        self._shelf = shelf
        self._engine = shipped
        self._name = SHIPPED
        self._state: State | None = None
        self._lock = threading.Lock()

    @property
    def model(self) -> ModelName:
        """Which weights are in use."""
        return self._current().model

    def analyze(self, blocks: Sequence[Block]) -> Analysis:
        """Label the sentences of one page, with one and the same model throughout.

        Raises:
            InputError: as ``Engine.analyze``.
        """
        return self._current().analyze(blocks)

    def probabilities(
        self,
        blocks: Sequence[Block],
        spans: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> FloatArray:
        """Return the chance of each label, as ``Engine.probabilities``."""
        return self._current().probabilities(blocks, spans)

    def _current(self) -> Engine:
        # While one thread loads a new model the others go on with the old one.
        if self._lock.acquire(blocking=self._state is None):
            try:
                self._follow()
            finally:
                self._lock.release()
        return self._engine

    def _follow(self) -> None:
        try:
            state = self._shelf.promotions.database.state()
            if state != self._state:
                # Even where it fails: the log says it once, not with each page.
                self._state = state
                self._take(self._shelf.active())
        except (AscribeError, StoreError) as exc:
            log.error(
                "%s stays in use, for the model that was promoted cannot be read: %s. "
                "Run: ascribe models rollback",
                self._name,
                exc,
            )

    def _take(self, name: str) -> None:
        if name == self._name:
            return
        folder = self._shelf.folder_of(name)
        self._engine = (
            load_engine(folder, for_answers=True) if folder else self._shipped
        )
        self._name = name
