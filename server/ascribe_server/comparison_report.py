"""Write a comparison of pages as one HTML file, like the report of one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ascribe.attribution.shared_sources import Heard, SharedSource
from ascribe.results import PROSE_LABELS, Label
from ascribe_server import wording
from ascribe_server.comparing import ComparedPage, Comparison, groups
from ascribe_server.report import (
    bar,
    chosen_rules,
    html_file,
    html_text,
    legend,
    marked_text,
    model_footer,
)


def comparison_report(comparison: Comparison) -> str:
    """Write the shares, the sources and the texts of some pages side by side."""
    marks = {source: f"of-{at}" for at, source in enumerate(comparison.sources)}
    body = "".join(_body(comparison, marks))
    title = f"{wording.count(len(comparison.pages), 'page')} side by side"
    return html_file(title, chosen_rules(marks.values()), body)


def _body(comparison: Comparison, marks: Mapping[SharedSource, str]) -> Iterator[str]:
    pages = comparison.pages
    yield "<div class=wide>\n"
    yield f"<h1>{wording.count(len(pages), 'page')} side by side</h1>\n"
    yield "<div class=scrolls><table class=compared>\n<thead><tr><td></td>"
    for page in pages:
        yield f"<th scope=col>{_heading(page)}</th>"
    yield "</tr></thead>\n<tbody>\n"
    for label in PROSE_LABELS:
        cells = [_share(page, label) for page in pages]
        yield _row(label, cells)
    yield from _facts(comparison)
    yield "</tbody></table></div>\n"
    yield from _silences(pages)
    yield from _sources(comparison, marks)
    yield "<h2>The texts</h2>\n"
    yield from legend()
    yield "<div class=texts>\n"
    for at, page in enumerate(pages):
        by_name = {
            name: mark
            for source, mark in marks.items()
            for name in _names(source.heard[at])
        }
        yield f"<section>\n<h3>{_heading(page)}</h3>\n"
        yield from marked_text(page.blocks, page.analysis, by_name)
        yield "</section>\n"
    yield "</div>\n"
    if pages:
        yield from model_footer(pages[0].analysis)
    yield "</div>\n"


def _heading(page: ComparedPage) -> str:
    return (
        f"<span class=letter>{page.letter}</span> {html_text(page.headline)}"
        f"<br><small>{html_text(page.name)}</small>"
    )


def _row(name: str, cells: list[str]) -> str:
    inside = "".join(f"<td>{cell}</td>" for cell in cells)
    return f"<tr><th scope=row>{name}</th>{inside}</tr>\n"


def _share(page: ComparedPage, label: Label) -> str:
    for found, share, bounds in wording.shares_of(page.analysis.page):
        if found == label:
            likely = f" <small>{wording.interval(bounds)}</small>" if bounds else ""
            said = html_text(wording.percent(share))
            return f"<b>{said}</b>{likely}{bar(label, share, bounds)}"
    return "\u2013"


def _facts(comparison: Comparison) -> Iterator[str]:
    pages = comparison.pages
    yield _row("words of prose", [f"{page.analysis.page.words:,}" for page in pages])
    yield _row("named sources", [f"{page.analysis.named_sources:,}" for page in pages])
    yield _row(
        "unnamed sources speak",
        [
            html_text(wording.percent(page.analysis.unnamed_share))
            if page.analysis.sources
            else "\u2013"
            for page in pages
        ],
    )
    yield _row(
        "shared sources speak",
        [
            "\u2013" if part is None else html_text(wording.percent(part))
            for part in comparison.shared_parts
        ],
    )


def _silences(pages: tuple[ComparedPage, ...]) -> Iterator[str]:
    for page in pages:
        silence = wording.abstention(page.analysis)
        if silence:
            yield f"<p class=silence>{page.letter}: {html_text(silence)}</p>\n"


def _sources(
    comparison: Comparison, marks: Mapping[SharedSource, str]
) -> Iterator[str]:
    yield "<h2>Who is speaking</h2>\n"
    if not comparison.sources:
        yield "<p>Nobody but the authors speaks.</p>\n"
        return
    yield (
        "<p>Per cents are of all that the sources of a page say. Sources without a "
        "name are never taken for the same. Choose a source to see its sentences.</p>\n"
        "<div class=scrolls><table class=compared>\n<thead><tr>"
        "<th scope=col>Source</th>"
    )
    for page in comparison.pages:
        yield f"<th scope=col><span class=letter>{page.letter}</span></th>"
    yield "</tr></thead>\n"
    for title, sources in groups(comparison):
        width = len(comparison.pages) + 1
        yield f"<tbody>\n<tr><th scope=rowgroup colspan={width}>{title}</th></tr>\n"
        for source in sources:
            box = f"<input type=checkbox id={marks[source]}>"
            yield _row(
                f"<label>{box} {html_text(source.name)} "
                f"<small>{source.kind}</small></label>",
                [_heard(one, source.name) for one in source.heard],
            )
        yield "</tbody>\n"
    yield "</table></div>\n"


def _heard(one: Heard | None, name: str) -> str:
    if one is None:
        return "\u2013"
    also = "".join(
        f"<br><small>as {html_text(other)}</small>"
        for other in one.names
        if other != name
    )
    said = (
        f"<b>{html_text(wording.percent(one.part))}</b> "
        f"<small>{wording.count(one.words, 'word')}, "
        f"{wording.count(one.sentences, 'sentence')}</small>"
    )
    return said + also


def _names(one: Heard | None) -> tuple[str, ...]:
    return () if one is None else one.names
