"""What one running server holds, and how a request finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Protocol, cast

from flask import current_app

from ascribe.results import Analysis, Block, ModelName
from ascribe_server.known_corrections import KnownCorrections
from ascribe_server.label_desk import LabelDesk
from ascribe_server.limits import FailureBrake, ScoringSlots
from ascribe_server.pairing_code import PairingCode
from ascribe_server.pairings import Pairings
from ascribe_server.samples import Samples
from ascribe_server.schemas import Health
from ascribe_server.settings import Settings
from ascribe_server.store.corrections import Corrections
from ascribe_server.store.diary import Diary

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

NAME = "ascribe"
API_VERSION = 1
EXTENSION_KEY = "ascribe"


class Analyzer(Protocol):
    """What the server needs of an engine; ``ascribe.engine.Engine`` has it."""

    @property
    def model(self) -> ModelName:
        """Which weights it uses."""

    def analyze(self, blocks: Sequence[Block]) -> Analysis:
        """Label the sentences of one page.

        Raises:
            InputError: if the page is over the engine's limits.
        """

    def probabilities(
        self,
        blocks: Sequence[Block],
        spans: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> npt.NDArray[np.float64]:
        """Return the chance of each label for every sentence, shape ``(n, 4)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The parts of one server.

    Attributes:
        corrections: what the reader has corrected.
        known: the same, ready to be found on a page.
        page_token: proves that a request comes from the server's own page; made
            anew at each start.
    """

    engine: Analyzer
    settings: Settings
    pairings: Pairings
    code: PairingCode
    slots: ScoringSlots
    failures: FailureBrake
    samples: Samples
    corrections: Corrections
    known: KnownCorrections
    diary: Diary
    labels: LabelDesk
    page_token: str

    def health(self) -> Health:
        """Which program this is."""
        return Health(
            name=NAME,
            version=version("ascribe"),
            api_version=API_VERSION,
            model=self.engine.model,
        )


def service() -> Service:
    """The service of the application that answers the current request."""
    return cast("Service", current_app.extensions[EXTENSION_KEY])
