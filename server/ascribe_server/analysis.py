"""From blocks to an answer: the server's limits, a scoring slot, one log line."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from ascribe.results import Analysis, Block
from ascribe.text.sentences import utf16_length
from ascribe_server import problems
from ascribe_server.problems import FieldError, Problem
from ascribe_server.service import Service

log = logging.getLogger(__name__)


def analyze(service: Service, blocks: Sequence[Block]) -> Analysis:
    """Score one page.

    Raises:
        Problem: ``page-too-large``, ``wrong-shape`` for ids that stand twice, or
            ``busy``.
        InputError: if the page is over the engine's own limits.
    """
    units = check_limits(service, blocks)
    started = time.perf_counter()
    with service.slots.slot():
        result = service.engine.analyze(blocks)
    # Counts and durations only: a log must not tell what was read.
    log.info(
        "analyzed %d blocks, %d units: %s, %d sentences, %d ms",
        len(blocks),
        units,
        result.status,
        len(result.sentences),
        (time.perf_counter() - started) * 1000,
    )
    return result


def check_limits(service: Service, blocks: Sequence[Block]) -> int:
    """Hold a page against the server's limits.

    Returns:
        The length of all texts together, in UTF-16 code units.
    """
    settings = service.settings
    if len(blocks) > settings.max_blocks:
        raise Problem(
            problems.PAGE_TOO_LARGE,
            f"The page has {len(blocks):,} blocks; the limit is "
            f"{settings.max_blocks:,}.",
        )
    units = sum(utf16_length(block.text) for block in blocks)
    if units > settings.max_page_units:
        raise Problem(
            problems.PAGE_TOO_LARGE,
            f"The page has {units:,} characters; the limit is "
            f"{settings.max_page_units:,}.",
        )
    seen: set[str] = set()
    for at, block in enumerate(blocks):
        if block.id in seen:
            error = FieldError(f"$.blocks[{at}].id", "Stands on an earlier block too")
            raise Problem(
                problems.WRONG_SHAPE, f"{error.path}: {error.message}.", errors=[error]
            )
        seen.add(block.id)
    return units
