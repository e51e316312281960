"""What is asked for, and what is looked at."""

from __future__ import annotations

from typing import Any

import psutil

from ascribe.corpus import corpus_folder
from ascribe.reading.html_reader import blocks_of_html

from ..browser.ascribe_process import AscribeProcess

Figures = dict[str, Any]
EMPTY: dict[str, Any] = {"blocks": []}


def article(words: int) -> dict[str, Any]:
    """A page of about so many words, put together from articles of our corpus."""
    blocks: list[dict[str, Any]] = []
    count = 0
    for path in sorted((corpus_folder() / "pages").glob("*.html")):
        for block in blocks_of_html(path.read_bytes()):
            if count >= words:
                return {"blocks": blocks}
            blocks.append(
                {"id": str(len(blocks)), "kind": block.kind, "text": block.text}
            )
            count += len(block.text.split())
    return {"blocks": blocks}


def megabytes(server: AscribeProcess) -> float:
    """The server's resident memory, in MB."""
    return float(psutil.Process(server.pid).memory_info().rss) / 1e6
