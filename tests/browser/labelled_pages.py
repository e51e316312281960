"""Pages whose right labels are known: the project's own, and the mission's."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "model" / "corpus"
# The mission's page belongs to its publisher and is no part of the project.
SHARED = Path(os.environ.get("ASCRIBE_SHARED", ROOT.parent / "shared"))

_LABELS = {
    "O": "opinion",
    "A": "attributed",
    "B": "attributed",
    "S": "statement",
    "X": "other",
}


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A web page and what each of its sentences is.

    Attributes:
        html: the page as a browser gets it.
        labels: label of each distinct sentence, white space folded.
    """

    name: str
    html: bytes
    labels: dict[str, str]

    def of(self, label: str) -> set[str]:
        """Return the sentences that have this label."""
        return {text for text, found in self.labels.items() if found == label}


def own_page(slug: str = "relayed-report") -> LabelledPage:
    """Return a page of the project's corpus."""
    document = json.loads((CORPUS / f"{slug}.jsonl").read_text("utf-8"))
    return LabelledPage(
        slug,
        (CORPUS / "pages" / f"{slug}.html").read_bytes(),
        {
            _folded(sentence["text"]): _LABELS[sentence["label"][0]]
            for sentence in document["sentences"]
        },
    )


def pages_of_the_mission_s_make() -> list[LabelledPage]:
    """Return our own page of that make and, where it is at hand, the original."""
    pages = [own_page()]
    folder = SHARED / "data" / "pages"
    if (folder / "mission-page.labels.json").exists():
        told = json.loads((folder / "mission-page.labels.json").read_text("utf-8"))
        pages.append(
            LabelledPage(
                "mission-page",
                (folder / "mission-page.html").read_bytes(),
                {_folded(one["text"]): one["label"] for one in told["sentences"]},
            )
        )
    return pages


def _folded(text: str) -> str:
    return " ".join(text.split())
