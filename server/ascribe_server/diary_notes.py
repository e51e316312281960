"""Enter a page in the diary, where the reader wants one. Never in a page's way."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from ascribe.results import Analysis, Block
from ascribe_server.private_files import StoreError
from ascribe_server.schemas import PageIn
from ascribe_server.service import Service

log = logging.getLogger(__name__)


def note_in_diary(
    service: Service, page: PageIn | None, blocks: Sequence[Block], analysis: Analysis
) -> None:
    """Enter what was scored; a diary that cannot be written is said in the log only.

    Args:
        service: the running server.
        page: where it stands and what it is called; None is never entered.
        blocks: what was scored; tells a part that is scored again from a new one.
        analysis: the answer.
    """
    # A shared server has many readers, and none may find what another read.
    if page is None or service.settings.shared:
        return
    try:
        if service.diary.is_on:
            service.diary.note(page.url, page.title, blocks, analysis)
    except StoreError as exc:
        # The reader's marks do not wait for a diary. The message names a file only.
        log.warning("a page was not entered in the diary: %s", exc)
