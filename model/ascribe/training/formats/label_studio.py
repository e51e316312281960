"""The export of Label Studio: JSON and JSON-MIN, labels as choices or as spans."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ascribe.results import LABELS
from ascribe.text.sentences import split_sentences
from ascribe.training.formats.decoding import text_lines
from ascribe.training.formats.found import LabelledText, Row
from ascribe.training.formats.label_words import LabelError, allowed_labels
from ascribe.training.formats.tables import Cells, texts_of_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ascribe.training.formats.found import Found

_CHOICES = "choices"
_SPANS = "labels"


@dataclass(frozen=True, slots=True)
class _Marked:
    """A span with a label, in code points of the task's text."""

    start: int
    end: int
    label: str


def read_label_studio(path: Path, found: Found) -> None:
    """Read a list of tasks.

    With choices each task is one sentence, and tasks of one ``doc`` are a text. With
    spans each task is a whole text: a sentence gets the label that covers most of it,
    and one without a mark is left open. Where annotators differ the majority decides;
    a tie is a fault. Cancelled annotations do not count.

    Raises:
        DataError: if the file cannot be read.
    """
    try:
        tasks = json.loads("\n".join(text_lines(path, found)))
    except (ValueError, RecursionError) as exc:
        where = (
            f"{path}:{exc.lineno}" if isinstance(exc, json.JSONDecodeError) else path
        )
        found.fault(str(where), "not JSON")
        return
    if not isinstance(tasks, list):
        found.fault(str(path), "not an export of Label Studio: it is no list of tasks")
        return
    cells: list[Cells] = []
    for at, task in enumerate(tasks, start=1):
        if not isinstance(task, dict):
            found.fault(f"{path}, task {at}", "not a task")
            continue
        place = f"{path}, task {task.get('id', at)}"
        _task(task, place, cells, found)
    texts_of_rows(cells, found)


def _task(task: dict[str, Any], place: str, cells: list[Cells], found: Found) -> None:
    # In JSON-MIN the data stand in the task itself.
    data = task.get("data", task)
    results = list(_results(task))
    if not results:
        found.fault(place, "no label; finish the task or leave it out of the export")
        return
    spans = [one for one in results if one and isinstance(one[0], _Marked)]
    if spans:
        _whole_text(data, spans, place, found)
        return
    votes = Counter(str(label) for one in results for label in one[:1])
    best = votes.most_common(2)
    if len(best) == 2 and best[0][1] == best[1][1]:
        found.fault(
            place,
            "the annotators disagree: "
            + ", ".join(f"{label} {number}" for label, number in votes.most_common())
            + "; settle it in Label Studio",
        )
        return
    plain = {
        name: str(value)
        for name, value in data.items()
        if isinstance(value, (str, int, float))
    }
    cells.append(Cells(place, {**plain, "label": best[0][0]}))


def _results(task: dict[str, Any]) -> Iterator[list[Any]]:
    """Give what each annotator said: one choice, or spans."""
    if "annotations" not in task:
        yield from _minimal(task)
        return
    for annotation in task["annotations"] or ():
        if annotation.get("was_cancelled"):
            continue
        choices = []
        spans = []
        for one in annotation.get("result") or ():
            value = one.get("value") or {}
            if one.get("type") == _CHOICES:
                choices += value.get(_CHOICES, [])
            elif one.get("type") == _SPANS:
                spans += _span(value)
        if choices or spans:
            yield spans or choices


def _minimal(task: dict[str, Any]) -> Iterator[list[Any]]:
    for name in ("label", "labels", "choice", "sentiment"):
        value = task.get(name)
        if isinstance(value, str) and value:
            yield [value]
        elif isinstance(value, dict) and value.get(_CHOICES):
            yield list(value[_CHOICES])
        elif isinstance(value, list) and value:
            yield [mark for one in value for mark in _span(one)]


def _span(value: dict[str, Any]) -> list[_Marked]:
    try:
        return [
            _Marked(int(value["start"]), int(value["end"]), str(label))
            for label in value[_SPANS][:1]
        ]
    except (KeyError, TypeError, ValueError):
        return []


def _whole_text(
    data: dict[str, Any], marked: Sequence[list[_Marked]], place: str, found: Found
) -> None:
    text = data.get("text")
    if not isinstance(text, str) or not text.strip():
        found.fault(place, "the task has no 'text'")
        return
    rows = []
    at = 0
    for paragraph, line in enumerate(text.split("\n")):
        for start, end in split_sentences(line):
            row = _sentence(
                (at + start, at + end), line[start:end], paragraph, marked, place, found
            )
            if row is not None:
                rows.append(row)
        at += len(line) + 1
    if not rows:
        return
    told = Cells(place, {name: str(value) for name, value in data.items()})
    found.texts.append(
        LabelledText(
            place,
            told.get("doc") or place,
            tuple(rows),
            outlet=told.get("outlet"),
            source=told.get("source"),
            genre=told.get("genre"),
            title=told.get("title"),
        )
    )


def _sentence(
    span: tuple[int, int],
    text: str,
    paragraph: int,
    marked: Sequence[list[_Marked]],
    place: str,
    found: Found,
) -> Row | None:
    start, end = span
    where = f"{place}, character {start:,}"
    votes = Counter[str]()
    for annotator in marked:
        covered = Counter[str]()
        for mark in annotator:
            covered[mark.label] += max(0, min(end, mark.end) - max(start, mark.start))
        best = covered.most_common(1)
        if best and 2 * best[0][1] >= end - start:
            votes[best[0][0]] += 1
    if not votes:
        return Row(where, text, "", LABELS, paragraph)
    best = votes.most_common(2)
    if len(best) == 2 and best[0][1] == best[1][1]:
        found.fault(where, f"the annotators disagree: {best[0][0]}, {best[1][0]}")
        return None
    try:
        return Row(where, text, best[0][0], allowed_labels(best[0][0]), paragraph)
    except LabelError as exc:
        found.fault(where, str(exc))
        return None
