"""Read a web page: HTML in, blocks in reading order out.

The rules, shared with the extension's walker over a live page:

**Text.** Runs of space, tab, line feed, form feed and return become one space and
are trimmed at both ends of a block; a no-break space stays. Preformatted text keeps
its white space. No text is made up: quotation marks that a browser draws around
``<q>``, list numbers and ``alt`` texts are not part of it.

**A block ends** before and after every element of ``html_rules.BLOCK_TAGS`` (or with
an inline style of ``display: block, flex, grid, table, list-item``), and at two
``<br>`` with only white space between. Text that stands directly in a ``<div>`` is a
block of its own. One ``<br>`` is white space.

**Left out:** ``html_rules.SKIPPED_TAGS`` (scripts, styles, drawings, form controls,
navigation, menus, dialogs, frames), ``SKIPPED_ROLES``, everything hidden (``hidden``,
``aria-hidden=true``, ``display: none``, ``visibility: hidden``, classes for screen
readers only), and footnote marks (``<sup>`` around one link). While a consent box is
open, a site often sets ``aria-hidden`` on all the rest: where leaving it out leaves
out most of the running text, it is read.

**Kind**, by the nearest of these around the text, up to ``article``, ``main`` or
``body``: ``blockquote`` makes everything in it a ``quote``, ``figure`` and
``figcaption`` (or a class that says caption or credit) a ``caption``; h1 to h6 and
role heading ``heading``; li, dt, dd ``list_item``; td, th ``cell``, but a ``p`` or
``div`` in a cell is a ``paragraph``; pre ``preformatted``; all else ``paragraph``.

**Beside the article** (kind ``other``): in an ``aside``, a page's ``footer``, role
complementary, banner or contentinfo, or in an element whose class, id or test name
says related, newsletter, share, comments, advert, sidebar, tags and the like
(``html_rules.is_aside``), as long as it holds at most 40 % of the page's running
text; and a block of which four fifths or more is link, unless it is the headline.

**The article** is the element under which the running text is densest, widened
towards the page as long as that brings in mostly running text, and the headline and
standfirst before it. Running text that stands outside is handed on as ``other``, so
that it is counted as left out; labels and link lists outside are dropped.
A passage that stands on the page twice is handed on twice.
"""

from __future__ import annotations

from ascribe.results import Block


def blocks_of_html(html: str | bytes) -> list[Block]:
    """Read the blocks of a page.

    Args:
        html: the page; bytes are decoded by byte order mark, declaration, or guess.

    Returns:
        The blocks in reading order, with ids "0", "1", "2" and so on. Broken markup
        is read as well as it goes; a page without text gives none.
    """
    # Only whoever reads HTML loads lxml: it is four megabytes, and a part of the time
    # in which the server starts.
    from ascribe.reading.html_blocks import blocks_of

    return blocks_of(html)
