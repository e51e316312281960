"""The server's page that shows the diary: charts, export, deleting, the switch."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response

from ascribe_server import problems
from ascribe_server.bodies import json_answer, read_body
from ascribe_server.diary_export import diary_csv, diary_json
from ascribe_server.guard import require_page_token
from ascribe_server.own_pages import page_answer
from ascribe_server.problems import Problem
from ascribe_server.schemas import DiaryDeletion, DiaryExport, DiaryRequest
from ascribe_server.service import service

bp = Blueprint("diary_pages", __name__)

MAX_BYTES = 4096


@bp.get("/diary")
def diary() -> Response:
    """See what you have had scored: by day, by site, and who was heard most."""
    return page_answer("diary.html", page_token=service().page_token)


@bp.post("/page/diary")
def entries() -> Response:
    """Tell what stands in the diary, and switch it, for the server's own page.

    Request:  ``{}``, or ``{"on": true}`` to switch it
    Answer:   ``{"on": true, "pages": [{"day", "site", "title", "opinion", …}]}``
    Errors:   stale-page (403), store-unusable (500)
    """
    require_page_token()
    body = read_body(DiaryRequest, max_bytes=MAX_BYTES)
    if body.on is not None:
        service().diary.switch(on=body.on)
    return _all()


@bp.post("/page/diary/delete")
def delete() -> Response:
    """Delete a day, one page or all of the diary.

    Request:  ``{"day": "2026-11-25"}``, ``{"page": 7}`` or ``{"all": true}``
    Answer:   as ``/page/diary``
    Errors:   stale-page (403), wrong-shape (422), store-unusable (500)
    """
    require_page_token()
    body = read_body(DiaryDeletion, max_bytes=MAX_BYTES)
    if sum(one is not None for one in (body.day, body.page, body.all)) != 1:
        raise Problem(
            problems.WRONG_SHAPE, "Send exactly one of `day`, `page` and `all`."
        )
    if body.day is not None:
        service().diary.delete_day(body.day)
    elif body.page is not None:
        service().diary.delete_page(body.page)
    elif body.all:
        service().diary.delete_all()
    return _all()


@bp.post("/page/diary/export")
def export() -> Response:
    """Write the diary as a file to keep.

    Request:  ``{"format": "csv"}`` or ``{"format": "json"}``
    Answer:   the file
    Errors:   stale-page (403), store-unusable (500)
    """
    require_page_token()
    body = read_body(DiaryExport, max_bytes=MAX_BYTES)
    pages = service().diary.pages()
    written, kind = (
        (diary_csv(pages), "text/csv")
        if body.format == "csv"
        else (diary_json(pages), "application/json")
    )
    return Response(
        written.encode("utf-8", "replace"),
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="diary.{body.format}"'},
    )


def _all() -> Response:
    diary = service().diary
    return json_answer(
        {"on": diary.is_on, "pages": [asdict(page) for page in diary.pages()]}
    )
