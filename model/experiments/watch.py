"""Watch how labels carry over to sentences that other people labelled.

CheckThat! 2023, English: single news sentences, subjective or objective. Nothing is
trained on it. A sentence counts as subjective where its label is opinion.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ascribe.errors import DataError
from ascribe.results import LABELS, Block

if TYPE_CHECKING:
    from ascribe.engine import Engine


def subjectivity(engine: Engine, path: Path) -> dict[str, Any]:
    """Return the macro-F1 over both labels, by part of the collection and in all.

    Args:
        engine: what to watch.
        path: JSON Lines of ``{"split", "text", "label": "SUBJ" or "OBJ"}``.

    Raises:
        DataError: if the file cannot be read.
    """
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        texts = [row["text"] for row in rows]
        truth = np.array([row["label"] == "SUBJ" for row in rows])
        parts = np.array([row["split"] for row in rows])
    except (OSError, ValueError, KeyError) as exc:
        raise DataError(f"cannot read {path}: {exc!r}") from exc
    found = np.array([_is_opinion(engine, text) for text in texts])
    return {
        "sentences": len(rows),
        "macro_f1": round(_macro_f1(truth, found), 4),
        **{
            part: round(_macro_f1(truth[parts == part], found[parts == part]), 4)
            for part in sorted(set(parts.tolist()))
        },
    }


def _is_opinion(engine: Engine, text: str) -> bool:
    block = Block("0", "paragraph", text)
    chances = engine.probabilities([block], [[(0, len(text))]])
    return bool(chances[0].argmax() == LABELS.index("opinion"))


def _macro_f1(
    truth: np.ndarray[Any, np.dtype[np.bool_]],
    found: np.ndarray[Any, np.dtype[np.bool_]],
) -> float:
    scores = []
    for each in (True, False):
        hits = ((truth == each) & (found == each)).sum()
        scores.append(2 * hits / max((truth == each).sum() + (found == each).sum(), 1))
    return float(np.mean(scores))
