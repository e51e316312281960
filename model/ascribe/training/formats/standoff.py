r"""Standoff annotation as brat writes it: PolNeAR's, and any with the same types.

A text ``NAME.txt`` has its marks in ``NAME.ann`` beside it, or in a folder beside its
own (``text/`` and ``attributions/`` in PolNeAR, where the annotator's code is added to
the name). A mark is ``T1\tSource 0 12;15 20\tthe words``, an attribution
``E1\tAttribution:T4 Source:T3 Cue:T2 Content:T1``; offsets count code points.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ascribe.training.attribution_data import (
    MarkedArticle,
    MarkedAttribution,
    sentences_of,
)
from ascribe.training.formats.decoding import text_lines
from ascribe.training.formats.found import LabelledText, Row
from ascribe.training.formats.label_words import allowed_labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ascribe.training.attribution_data import Offsets
    from ascribe.training.formats.found import Found

SUFFIX = ".ann"
_PARTS = ("source", "cue", "content")
_MARK = re.compile(r"(?P<id>T\d+)\t(?P<type>\S+) (?P<spans>[\d ;]+)\t(?P<text>.*)")
_EVENT = re.compile(r"E\d+\t(?P<arguments>\S+:T\d+(?: \S+:\S+)*) ?")
_ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")
_COUNTER = re.compile(r"\d+$")
_TEXT_FOLDERS = ("text", "texts", "txt")


def read_standoff(path: Path, found: Found) -> None:
    """Read one ``.ann`` file: which sentences of its text are attributed.

    A sentence is attributed where the contents of attributions cover at least half of
    it, as in ``attribution_evaluation``; else it may be any of the other labels.

    Raises:
        DataError: if a file cannot be read.
    """
    article = marked_article(path, found)
    if article is None:
        return
    rows = []
    covered = _covered(article)
    for placed in sentences_of(article.text):
        start = placed.start
        end = start + len(placed.sentence.text)
        mostly = 2 * sum(covered[start:end]) >= end - start
        own = "attributed" if mostly else "not attributed"
        rows.append(
            Row(
                f"{path.with_suffix('')}, character {start:,}",
                placed.sentence.text,
                own,
                allowed_labels(own),
                placed.sentence.block,
            )
        )
    if not rows:
        found.fault(str(path), "its text has no sentence")
        return
    found.texts.append(
        LabelledText(str(path), article.doc, tuple(rows), outlet=article.outlet)
    )


def marked_article(path: Path, found: Found) -> MarkedArticle | None:
    """Read an ``.ann`` file and its text; None where that is not possible.

    What is wrong is noted in ``found``: a text that is not there, a line that is no
    mark, marks that do not stand in the text as the file says.

    Raises:
        DataError: if a file cannot be read.
    """
    source = _text_of(path)
    if source is None:
        found.fault(
            str(path),
            f"its text is not there: no {path.stem}.txt beside it or in "
            f"{path.parent.parent / _TEXT_FOLDERS[0]}",
        )
        return None
    faults = len(found.faults)
    text = "\n".join(text_lines(source, found))
    spans: dict[str, tuple[str, tuple[Offsets, ...]]] = {}
    attributions = []
    events = []
    for number, line in enumerate(text_lines(path, found), start=1):
        place = f"{path}:{number}"
        if line.startswith("T"):
            mark = _mark(line, text, place, found)
            if mark is not None:
                spans[mark[0]] = mark[1:]
        elif line.startswith("E"):
            events.append((place, line))
    for place, line in events:
        attribution = _attribution(line, spans, place, found)
        if attribution is not None:
            attributions.append(attribution)
    if len(found.faults) > faults:
        return None
    outlet = source.stem.partition("_")[0] if "_" in source.stem else ""
    return MarkedArticle(source.stem, outlet, text, tuple(attributions))


def one_annotator_each(paths: Sequence[Path], found: Found) -> list[Path]:
    """Keep the first annotator's file of a text that several have marked."""
    kept: dict[Path, Path] = {}
    for path in paths:
        source = _text_of(path) or path
        if source in kept:
            found.warn(str(path), f"left out: {kept[source].name} marks the same text")
        else:
            kept[source] = path
    return list(kept.values())


def _text_of(path: Path) -> Path | None:
    names = [path.stem, _ANNOTATOR.sub("", path.stem)]
    folders = [path.parent, *(path.parent.parent / name for name in _TEXT_FOLDERS)]
    for folder in folders:
        for name in names:
            source = folder / f"{name}.txt"
            if source.is_file():
                return source
    return None


def _mark(
    line: str, text: str, place: str, found: Found
) -> tuple[str, str, tuple[Offsets, ...]] | None:
    parts = _MARK.fullmatch(line)
    if parts is None:
        found.fault(place, "not a mark such as 'T1<tab>Source 0 12<tab>the words'")
        return None
    spans = []
    for pair in parts["spans"].split(";"):
        numbers = [int(number) for number in pair.split()]
        if len(numbers) != 2 or not 0 <= numbers[0] < numbers[1] <= len(text):
            found.fault(
                place, f"the span {pair.strip()!r} is outside a text of {len(text):,}"
            )
            return None
        spans.append((numbers[0], numbers[1]))
    said = " ".join(text[start:end] for start, end in spans)
    if _letters(said) != _letters(parts["text"]):
        found.fault(
            place,
            "the text at the span is not the mark's: do both files belong together, "
            "and do offsets count characters?",
        )
        return None
    return parts["id"], parts["type"], tuple(sorted(spans))


def _letters(text: str) -> str:
    """Return only what cannot differ by line ends and spaces."""
    return "".join(text.split())


def _attribution(
    line: str,
    spans: dict[str, tuple[str, tuple[Offsets, ...]]],
    place: str,
    found: Found,
) -> MarkedAttribution | None:
    parts = _EVENT.fullmatch(line)
    if parts is None:
        found.fault(place, "not an event such as 'E1<tab>Attribution:T4 Cue:T2'")
        return None
    of: dict[str, list[Offsets]] = {part: [] for part in _PARTS}
    for argument in parts["arguments"].split()[1:]:
        role, _, mark = argument.partition(":")
        role = _COUNTER.sub("", role).casefold()
        if role not in of:
            continue
        if mark not in spans:
            found.fault(place, f"{mark} is not marked in this file")
            return None
        of[role] += spans[mark][1]
    return MarkedAttribution(*(tuple(sorted(of[part])) for part in _PARTS))


def _covered(article: MarkedArticle) -> list[bool]:
    covered = [False] * len(article.text)
    for attribution in article.attributions:
        for start, end in attribution.content:
            covered[start:end] = [True] * (end - start)
    return covered
