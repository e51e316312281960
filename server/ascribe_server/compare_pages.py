"""The server's page that sets several pages about one event side by side."""

from __future__ import annotations

from flask import Blueprint, Response

from ascribe_server.analysis import analyze
from ascribe_server.bodies import json_answer, read_body
from ascribe_server.comparing import Comparison, as_object, compared
from ascribe_server.comparison_report import comparison_report
from ascribe_server.guard import require_page_token
from ascribe_server.own_pages import blocks_given, page_answer
from ascribe_server.schemas import MAX_COMPARED_PAGES, CompareRequest
from ascribe_server.service import service

bp = Blueprint("compare_pages", __name__)


@bp.get("/compare")
def compare() -> Response:
    """Set pages about one event side by side."""
    return page_answer(
        "compare.html",
        page_token=service().page_token,
        max_body_bytes=service().settings.max_body_bytes,
        samples=service().samples.all(),
        most_pages=MAX_COMPARED_PAGES,
    )


@bp.post("/page/compare")
def compare_given() -> Response:
    """Compare pasted texts, web pages or samples, for the server's own page.

    Request:  ``{"pages": [{"name": "…", "text": "…"}, {"html": "<p>…"}]}``
    Answer:   ``{"pages": [analysis with name and blocks], "sources": […],
              "shared_parts": […]}``
    Errors:   stale-page (403), and as for ``/v1/analyze``
    """
    return json_answer(as_object(_comparison()))


@bp.post("/page/compare/report")
def report() -> Response:
    """Compare as ``/page/compare`` does, and answer with the report to keep."""
    written = comparison_report(_comparison())
    return Response(
        written.encode("utf-8", "replace"),
        content_type="text/html; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="comparison.html"'},
    )


def _comparison() -> Comparison:
    require_page_token()
    body = read_body(CompareRequest, max_bytes=service().settings.max_body_bytes)
    pages = []
    for one in body.pages:
        blocks = blocks_given(text=one.text, html=one.html, sample=one.sample)
        pages.append((one.name, blocks, analyze(service(), blocks)))
    return compared(pages)
