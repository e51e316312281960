"""The API's switch of the diary, for the extension's options page."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from ascribe_server.bodies import json_answer, read_body
from ascribe_server.guard import require_token
from ascribe_server.schemas import DiaryRequest, DiaryState
from ascribe_server.service import service

bp = Blueprint("diary_api", __name__, url_prefix="/v1")

MAX_BYTES = 4096


@bp.post("/diary")
def diary() -> Response:
    """Tell whether the diary is on, or switch it.

    Request:  ``{}`` to ask, ``{"on": true}`` to switch
    Answer:   ``{"on": true}``
    Errors:   not-paired (401), store-unusable (500)
    """
    require_token()
    body = read_body(DiaryRequest, max_bytes=MAX_BYTES)
    if body.on is not None:
        service().diary.switch(on=body.on)
    return json_answer(msgspec.to_builtins(DiaryState(on=service().diary.is_on)))
