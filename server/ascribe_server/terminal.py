"""Show an analysis as text for a terminal: a bar, the sources, the marked text."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Literal

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from ascribe.results import Analysis, Block, Label, ScoredSentence
from ascribe_server import wording
from ascribe_server.marking import MarkedBlock, MarkedSentence, marked_blocks

ColorChoice = Literal["auto", "always", "never"]

# Told apart by people who see red and green alike, on dark and on light; each label
# has a letter as well.
_STYLES: dict[Label, Style] = {
    "opinion": Style(color="dark_orange3", bold=True),
    "attributed": Style(color="dodger_blue1"),
    "statement": Style(),
    "other": Style(dim=True),
}
_SOURCE = Style(bold=True, underline=True)
_CUE = Style(italic=True)
_DIM = Style(dim=True)
_BAR_CELLS = 24
# Where the output is no terminal. Long enough to read, short enough for mail.
_WIDTH_OF_FILES = 88
_MIN_WIDTH = 30


def text_report(
    name: str, blocks: Sequence[Block], analysis: Analysis, *, color: ColorChoice
) -> str:
    """Show one document.

    Args:
        name: what to call it.
        blocks: its blocks.
        analysis: what the engine says of them.
        color: ``auto`` colours on a terminal, unless ``NO_COLOR`` is set.
    """
    on_terminal = sys.stdout.isatty()
    columns = shutil.get_terminal_size((_WIDTH_OF_FILES, 24)).columns
    written = StringIO()
    console = Console(
        file=written,
        width=max(_MIN_WIDTH, columns if on_terminal else _WIDTH_OF_FILES),
        force_terminal=color == "always" or (color == "auto" and on_terminal),
        no_color=True if color == "never" else False if color == "always" else None,
        color_system="256" if color == "always" else "auto",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(_document(name, blocks, analysis))
    return "\n".join(line.rstrip(" ") for line in written.getvalue().split("\n"))


def _document(name: str, blocks: Sequence[Block], analysis: Analysis) -> Group:
    parts: list[RenderableType] = [_plain(name, "bold"), ""]
    silence = wording.abstention(analysis)
    parts.append(_plain(silence, "bold") if silence else _shares(analysis))
    parts += [_plain(wording.coverage(analysis.page)), ""]
    if analysis.sources:
        parts += [_plain("Who is speaking", "bold"), _sources(analysis)]
        parts += [_plain(f"  {wording.sources_line(analysis)}", _DIM), ""]
    if analysis.sentences:
        parts += [_legend(), "", *_marked_text(blocks, analysis)]
    return Group(*parts)


def _plain(text: str, style: str | Style = "") -> Text:
    return Text(wording.harmless(text), style=style)


def _shares(analysis: Analysis) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    for label, share, bounds in wording.shares_of(analysis.page):
        full = round(share * _BAR_CELLS)
        bar = Text("\u2588" * full, style=_STYLES[label])
        bar.append("\u2591" * (_BAR_CELLS - full), style=_DIM)
        table.add_row(
            Text(f"{wording.MARKS[label]}  {label}", style=_STYLES[label]),
            bar,
            Text(wording.percent(share), style="bold"),
            Text(f"({wording.interval(bounds)})" if bounds else "", style=_DIM),
        )
    return table


def _sources(analysis: Analysis) -> Padding:
    table = Table.grid(padding=(0, 2))
    for source in analysis.sources:
        table.add_row(_plain(source.name), _plain(wording.source_line(source), _DIM))
    return Padding(table, (0, 0, 0, 2))


def _legend() -> Text:
    parts = [f"{wording.MARKS[label]} {label}" for label in _STYLES]
    return Text(", ".join([*parts, "? unsure, = repeated"]), style=_DIM)


def _marked_text(
    blocks: Sequence[Block], analysis: Analysis
) -> Iterator[RenderableType]:
    for marked in marked_blocks(blocks, analysis):
        rows = _rows(marked)
        if rows.row_count:
            yield rows
            yield ""


def _rows(marked: MarkedBlock) -> Table:
    """Lay out one block: a letter in the margin, then the sentence."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=2, no_wrap=True)
    table.add_column(width=1, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    edge = {"quote": "\u2502", "list_item": "\u2022", "heading": "#"}
    sign = edge.get(marked.block.kind, "")
    for part in marked.parts:
        if isinstance(part, MarkedSentence):
            style = _style(part.sentence, heading=marked.block.kind == "heading")
            table.add_row(
                Text(wording.mark(part.sentence), style=style),
                sign,
                _sentence(part, style),
            )
        elif part.strip():
            table.add_row("", sign, _plain(part.strip(), _DIM))
        else:
            continue
        # A bullet stands before the first line of an item only.
        sign = sign if marked.block.kind == "quote" else ""
    return table


def _style(sentence: ScoredSentence, *, heading: bool) -> Style:
    style = _STYLES["other" if sentence.repeated else sentence.label]
    return style + Style(bold=True) if heading else style


def _sentence(part: MarkedSentence, style: Style) -> Text:
    text = Text(style=style)
    roles = {"plain": Style(), "source": _SOURCE, "cue": _CUE}
    for piece in part.pieces:
        text.append(wording.harmless(piece.text), style=roles[piece.role])
    name = wording.speaker(part.sentence)
    if name and part.sentence.label == "attributed" and not part.sentence.repeated:
        text.append(f"  [{wording.harmless(name)}]", style=_DIM)
    return text
