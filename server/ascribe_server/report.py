"""Write an analysis as one HTML file that needs nothing else: no script, no network.

Text of the page reaches the file through ``html.escape`` only, and the file forbids
the browser to load or run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from ascribe.results import Analysis, Block, BlockKind, Label, PageScore
from ascribe_server import wording
from ascribe_server.marking import MarkedBlock, MarkedSentence, marked_blocks

Document = tuple[str, Sequence[Block], Analysis]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
_TAGS: dict[BlockKind, str] = {"quote": "blockquote", "preformatted": "pre"}
# What HTML may not hold, or what would turn the text around.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BAR_UNITS = 1000
# Keeps a sentence's mark on the line of its first word.
_JOINER = "&#8288;"


def html_report(documents: Sequence[Document]) -> str:
    """Write one report about documents, each a name, its blocks and its analysis."""
    title = _text(documents[0][0]) if len(documents) == 1 else "Several documents"
    style = files("ascribe_server").joinpath("report.css").read_text("utf-8")
    articles = "\n".join(
        "".join(_article(number, *document))
        for number, document in enumerate(documents)
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title} \u2013 who is speaking</title>
<style>
{style}{_choices(documents)}</style>
</head>
<body>
<main>
{articles}
</main>
</body>
</html>
"""


def _text(text: str) -> str:
    return escape(_NOT_TEXT.sub("\ufffd", text))


def _choices(documents: Sequence[Document]) -> str:
    """Write the rules by which a chosen source marks its sentences; no script."""
    return "".join(
        f"main:has(#{mark}:checked) .{mark} {{ background: var(--chosen); }}\n"
        for number, (_, _, analysis) in enumerate(documents)
        for mark in _marks(number, analysis).values()
    )


def _marks(number: int, analysis: Analysis) -> dict[str, str]:
    """Return for each source of a document the class that its sentences bear."""
    return {
        source.name: f"by-{number}-{at}" for at, source in enumerate(analysis.sources)
    }


def _article(
    number: int, name: str, blocks: Sequence[Block], analysis: Analysis
) -> Iterator[str]:
    marks = _marks(number, analysis)
    yield f"<article>\n<h1>{_text(name)}</h1>\n<div class=panel>\n"
    silence = wording.abstention(analysis)
    if silence:
        yield f"<p class=silence>{_text(silence)}</p>\n"
    else:
        yield from _shares(analysis.page)
    yield f"<p>{_text(wording.coverage(analysis.page))}</p>\n</div>\n"
    if analysis.sources:
        yield from _sources(analysis, marks)
    if analysis.sentences:
        yield "<h2>The text</h2>\n"
        yield from _legend()
        yield "<div class=text>\n"
        for marked in marked_blocks(blocks, analysis):
            yield from _block(marked, marks)
        yield "</div>\n"
    model = analysis.model
    yield (
        f"<footer>Model {_text(model.name)} {_text(model.version)}, SHA-256 "
        f"{_text(model.sha256)}. An estimate by a program; it can be wrong, most of "
        f"all where a sentence is marked unsure.</footer>\n</article>\n"
    )


def _shares(page: PageScore) -> Iterator[str]:
    yield "<table class=shares>\n"
    for label, share, bounds in wording.shares_of(page):
        yield (
            f"<tr><th scope=row>{label}</th>"
            f"<td class=number>{_text(wording.percent(share))}</td>"
            f"<td class=interval>{wording.interval(bounds) if bounds else ''}</td>"
            f"<td>{_bar(label, share, bounds)}</td></tr>\n"
        )
    yield "</table>\n"


def _bar(label: Label, share: float, bounds: tuple[float, float] | None) -> str:
    """Draw a share with its interval as a whisker; the numbers stand beside it."""
    full = round(share * _BAR_UNITS)
    whisker = ""
    if bounds:
        low, high = (round(bound * _BAR_UNITS) for bound in bounds)
        whisker = (
            f'<path class=whisker vector-effect=non-scaling-stroke d="M{low} 6H{high}'
            f'M{low} 2V10M{high} 2V10"/>'
        )
    return (
        f'<svg class=bar viewBox="0 0 {_BAR_UNITS} 12" preserveAspectRatio=none '
        f"aria-hidden=true>"
        f"<rect class=track width={_BAR_UNITS} height=12 rx=2 />"
        f"<rect class={label} width={full} height=12 rx=2 />{whisker}</svg>"
    )


def _sources(analysis: Analysis, marks: dict[str, str]) -> Iterator[str]:
    yield f"<h2>Who is speaking</h2>\n<p>{_text(wording.sources_line(analysis))}. "
    yield "Choose a source to see its sentences.</p>\n"
    yield "<table class=sources>\n<thead><tr>"
    yield "<th scope=col>Source<th scope=col>Kind<th scope=col>Sentences"
    yield "<th scope=col>Words</tr></thead>\n<tbody>\n"
    for source in analysis.sources:
        yield (
            f"<tr><th scope=row><label><input type=checkbox id={marks[source.name]}> "
            f"{_text(source.name)}</label></th><td>{source.kind}</td>"
            f"<td>{source.sentences:,}</td><td>{source.words:,}</td></tr>\n"
        )
    yield "</tbody></table>\n"


def _legend() -> Iterator[str]:
    yield "<ul class=legend>\n"
    for label, meaning in wording.MEANINGS.items():
        yield (
            f'<li><span class="s {label}">'
            f"<span class=mark>{wording.MARKS[label]}</span>{label}</span>: "
            f"{_text(meaning)}</li>\n"
        )
    yield (
        "<li>A ? means unsure, an = repeated. <b class=source>Sources</b> are bold, "
        "<i class=cue>cues</i> are italic. Point at a sentence to see why.</li>\n"
        "</ul>\n"
    )


def _block(marked: MarkedBlock, marks: dict[str, str]) -> Iterator[str]:
    kind = marked.block.kind
    tag = _TAGS.get(kind, "p")
    yield f"<{tag} class={kind} dir=auto>"
    for part in marked.parts:
        yield _text(part) if isinstance(part, str) else _sentence(part, marks)
    yield f"</{tag}>\n"


def _sentence(part: MarkedSentence, marks: dict[str, str]) -> str:
    sentence = part.sentence
    classes = f"s {sentence.label}" + (" repeated" if sentence.repeated else "")
    if sentence.label == "attributed":
        mark = marks.get(wording.speaker(sentence) or "")
        classes += f" {mark}" if mark else ""
    pieces = "".join(
        _text(piece.text)
        if piece.role == "plain"
        else f"<span class={piece.role}>{_text(piece.text)}</span>"
        for piece in part.pieces
    )
    return (
        f'<span class="{classes}" title="{_text(_why(part))}">'
        f"<span class=mark>{wording.mark(sentence)}{_JOINER}</span>{pieces}</span>"
    )


def _why(part: MarkedSentence) -> str:
    said = wording.verdict(part.sentence)
    name = wording.speaker(part.sentence)
    if name:
        said += f"\nSource: {name}"
    because = wording.evidence(part.sentence)
    if because:
        said += f"\nBecause of {because}"
    return said
