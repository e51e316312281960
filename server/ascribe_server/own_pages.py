"""What the server's own pages share: an HTML answer, and the text handed in."""

from __future__ import annotations

from flask import Response, render_template

from ascribe.reading.html_reader import blocks_of_html
from ascribe.reading.text_reader import blocks_of_text
from ascribe.results import Block
from ascribe_server import problems
from ascribe_server.guard import CSP_OF_PAGES
from ascribe_server.problems import Problem
from ascribe_server.samples import Sample
from ascribe_server.service import service


def page_answer(template: str, **values: object) -> Response:
    """A page made from a template, under the CSP of the server's own pages."""
    response = Response(
        render_template(template, **values), content_type="text/html; charset=utf-8"
    )
    response.headers["Content-Security-Policy"] = CSP_OF_PAGES
    return response


def blocks_given(
    *, text: str | None, html: str | None, sample: str | None
) -> list[Block]:
    """The blocks of a pasted text, of a web page's HTML or of a sample.

    Raises:
        Problem: ``wrong-shape`` unless exactly one is given; ``not-found`` where
            there is no such sample.
    """
    if sum(one is not None for one in (text, html, sample)) != 1:
        raise Problem(
            problems.WRONG_SHAPE, "Send exactly one of `text`, `html` and `sample`."
        )
    if text is not None:
        return blocks_of_text(text)
    if html is not None:
        return blocks_of_html(html)
    return sample_named(sample or "").read_blocks()


def sample_named(slug: str) -> Sample:
    """One sample article.

    Raises:
        Problem: ``not-found``.
    """
    found = service().samples.get(slug)
    if found is None:
        raise nothing_here()
    return found


def nothing_here() -> Problem:
    """Say that an address leads nowhere."""
    return Problem(problems.NOT_FOUND, "Nothing is here.")
