"""The server's own pages: paste a text, pair a browser, try a sample.

No page holds a script of its own; everything comes from ``pages/static``.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response

from ascribe.results import as_json
from ascribe_server.analysis import analyze
from ascribe_server.bodies import json_answer, read_body
from ascribe_server.guard import CSP_OF_SAMPLES, require_page_token
from ascribe_server.own_pages import (
    blocks_given,
    nothing_here,
    page_answer,
    sample_named,
)
from ascribe_server.problems import KINDS
from ascribe_server.schemas import OwnPageRequest
from ascribe_server.service import service

bp = Blueprint("pages", __name__)

STATIC = Path(__file__).parent / "pages" / "static"
# Written out: the system's own table of types can be wrong.
STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@bp.get("/")
def home() -> Response:
    """Paste a text or drop an HTML file, and see who is speaking."""
    return page_answer(
        "home.html",
        page_token=service().page_token,
        max_body_bytes=service().settings.max_body_bytes,
        samples=service().samples.all(),
    )


@bp.get("/pair")
def pair() -> Response:
    """Pair a browser. Static: the code stands in the fragment, which stays there."""
    return page_answer("pair.html")


@bp.get("/problems/<slug>")
def problem(slug: str) -> Response:
    """Say what a problem's ``type`` means."""
    for kind in KINDS:
        if kind.slug == slug:
            return page_answer("problem.html", kind=kind)
    raise nothing_here()


@bp.get("/samples/<slug>")
def sample(slug: str) -> Response:
    """An article of the corpus as a web page, to try the extension on."""
    found = sample_named(slug)
    if found.page is not None:
        response = Response(found.page.read_bytes(), content_type="text/html")
    else:
        response = page_answer("sample.html", sample=found)
    response.headers["Content-Security-Policy"] = CSP_OF_SAMPLES
    return response


@bp.get("/static/<name>")
def static(name: str) -> Response:
    """A style sheet, script or picture of the pages."""
    # Looked up, never used as a path.
    for path in STATIC.iterdir():
        if path.name == name and path.suffix in STATIC_TYPES:
            return Response(path.read_bytes(), content_type=STATIC_TYPES[path.suffix])
    raise nothing_here()


@bp.post("/page/analyze")
def analyze_page() -> Response:
    """Label a pasted text, a web page or a sample, for the server's own page.

    Request:  ``{"text": "…"}``, ``{"html": "<p>…"}`` or ``{"sample": "slug"}``
    Answer:   ``ascribe.results.Analysis`` and the ``blocks`` it was made from
    Errors:   stale-page (403), and as for ``/v1/analyze``
    """
    require_page_token()
    body = read_body(OwnPageRequest, max_bytes=service().settings.max_body_bytes)
    blocks = blocks_given(text=body.text, html=body.html, sample=body.sample)
    result = analyze(service(), blocks)
    return json_answer({**as_json(result), "blocks": as_json(blocks)})
