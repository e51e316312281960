"""Write an analysis as one HTML file that needs nothing else: no script, no network.

Text of the page reaches the file through ``html.escape`` only, and the file forbids
the browser to load or run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    title = documents[0][0] if len(documents) == 1 else "Several documents"
    marks = [_marks(number, said) for number, (_, _, said) in enumerate(documents)]
    articles = "\n".join(
        "".join(_article(*document, its))
        for document, its in zip(documents, marks, strict=True)
    )
    rules = chosen_rules(mark for its in marks for mark in its.values())
    return html_file(f"{title} \u2013 who is speaking", rules, articles)


def html_file(title: str, rules: str, body: str) -> str:
    """Put a report together: one file, no script, and nothing that is loaded.

    Args:
        title: what the browser calls it.
        rules: style besides that of all reports.
        body: what stands in it; text in it has been through ``html_text``.
    """
    style = files("ascribe_server").joinpath("report.css").read_text("utf-8")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{html_text(title)}</title>
<style>
{style}{rules}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def html_text(text: str) -> str:
    """Write text so that it is nothing but text in HTML."""
    return escape(_NOT_TEXT.sub("\ufffd", text))


def chosen_rules(marks: Iterable[str]) -> str:
    """Write the rules by which a chosen source marks its sentences; no script.

    Args:
        marks: ids of the boxes, which are the classes of the sentences as well.
    """
    return "".join(
        f"main:has(#{mark}:checked) .{mark} {{ background: var(--chosen); }}\n"
        for mark in marks
    )


def _marks(number: int, analysis: Analysis) -> dict[str, str]:
    """Return for each source of a document the class that its sentences bear."""
    return {
        source.name: f"by-{number}-{at}" for at, source in enumerate(analysis.sources)
    }


def _article(
    name: str, blocks: Sequence[Block], analysis: Analysis, marks: Mapping[str, str]
) -> Iterator[str]:
    yield f"<article>\n<h1>{html_text(name)}</h1>\n<div class=panel>\n"
    silence = wording.abstention(analysis)
    if silence:
        yield f"<p class=silence>{html_text(silence)}</p>\n"
    else:
        yield from _shares(analysis.page)
    yield f"<p>{html_text(wording.coverage(analysis.page))}</p>\n</div>\n"
    if analysis.sources:
        yield from _sources(analysis, marks)
    if analysis.sentences:
        yield "<h2>The text</h2>\n"
        yield from legend()
        yield from marked_text(blocks, analysis, marks)
    yield from model_footer(analysis)
    yield "</article>\n"


def model_footer(analysis: Analysis) -> Iterator[str]:
    """Write which model has said this."""
    model = analysis.model
    yield (
        f"<footer>Model {html_text(model.name)} {html_text(model.version)}, SHA-256 "
        f"{html_text(model.sha256)}. An estimate by a program; it can be wrong, most "
        f"of all where a sentence is marked unsure.</footer>\n"
    )


def marked_text(
    blocks: Sequence[Block], analysis: Analysis, marks: Mapping[str, str]
) -> Iterator[str]:
    """Write the text of a page with a mark at each sentence.

    Args:
        blocks: the page's blocks.
        analysis: what the engine says of them.
        marks: the class of the sentences of each source, by its name.
    """
    yield "<div class=text>\n"
    for marked in marked_blocks(blocks, analysis):
        yield from _block(marked, marks)
    yield "</div>\n"


def _shares(page: PageScore) -> Iterator[str]:
    yield "<table class=shares>\n"
    for label, share, bounds in wording.shares_of(page):
        yield (
            f"<tr><th scope=row>{label}</th>"
            f"<td class=number>{html_text(wording.percent(share))}</td>"
            f"<td class=interval>{wording.interval(bounds) if bounds else ''}</td>"
            f"<td>{bar(label, share, bounds)}</td></tr>\n"
        )
    yield "</table>\n"


def bar(label: Label, share: float, bounds: tuple[float, float] | None) -> str:
    """Draw a share with its interval as a whisker; the numbers stand beside it.

    Args:
        label: gives the colour.
        share: in [0, 1].
        bounds: the interval's ends, each in [0, 1].
    """
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


def _sources(analysis: Analysis, marks: Mapping[str, str]) -> Iterator[str]:
    yield f"<h2>Who is speaking</h2>\n<p>{html_text(wording.sources_line(analysis))}. "
    yield "Choose a source to see its sentences.</p>\n"
    yield "<table class=sources>\n<thead><tr>"
    yield "<th scope=col>Source<th scope=col>Kind<th scope=col>Sentences"
    yield "<th scope=col>Words</tr></thead>\n<tbody>\n"
    for source in analysis.sources:
        yield (
            f"<tr><th scope=row><label><input type=checkbox id={marks[source.name]}> "
            f"{html_text(source.name)}</label></th><td>{source.kind}</td>"
            f"<td>{source.sentences:,}</td><td>{source.words:,}</td></tr>\n"
        )
    yield "</tbody></table>\n"


def legend() -> Iterator[str]:
    """Write what the marks mean."""
    yield "<ul class=legend>\n"
    for label, meaning in wording.MEANINGS.items():
        yield (
            f'<li><span class="s {label}">'
            f"<span class=mark>{wording.MARKS[label]}</span>{label}</span>: "
            f"{html_text(meaning)}</li>\n"
        )
    yield (
        "<li>A ? means unsure, an = repeated. <b class=source>Sources</b> are bold, "
        "<i class=cue>cues</i> are italic. Point at a sentence to see why.</li>\n"
        "</ul>\n"
    )


def _block(marked: MarkedBlock, marks: Mapping[str, str]) -> Iterator[str]:
    kind = marked.block.kind
    tag = _TAGS.get(kind, "p")
    yield f"<{tag} class={kind} dir=auto>"
    for part in marked.parts:
        yield html_text(part) if isinstance(part, str) else _sentence(part, marks)
    yield f"</{tag}>\n"


def _sentence(part: MarkedSentence, marks: Mapping[str, str]) -> str:
    sentence = part.sentence
    classes = f"s {sentence.label}" + (" repeated" if sentence.repeated else "")
    if sentence.label == "attributed":
        mark = marks.get(wording.speaker(sentence) or "")
        classes += f" {mark}" if mark else ""
    pieces = "".join(
        html_text(piece.text)
        if piece.role == "plain"
        else f"<span class={piece.role}>{html_text(piece.text)}</span>"
        for piece in part.pieces
    )
    return (
        f'<span class="{classes}" title="{html_text(_why(part))}">'
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
