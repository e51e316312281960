"""The server's page for labelling: what to label next, by keys; two people compared."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response

from ascribe.results import LABELS
from ascribe_server import problems
from ascribe_server.bodies import json_answer, read_body
from ascribe_server.guard import require_page_token
from ascribe_server.label_file import LabelFile
from ascribe_server.label_schemas import LabelPair, LabelPeople, LabelPut, LabelQueue
from ascribe_server.labelling import next_to_label
from ascribe_server.labelling_guide import LABELS_IN_GUIDE, RULES
from ascribe_server.own_pages import blocks_given, page_answer
from ascribe_server.private_files import delete_private
from ascribe_server.problems import Problem
from ascribe_server.service import service

bp = Blueprint("label_pages", __name__)

MAX_BYTES = 4096


@bp.get("/label")
def label() -> Response:
    """Label the sentences that would teach the model most."""
    return page_answer(
        "label.html",
        page_token=service().page_token,
        max_body_bytes=service().settings.max_body_bytes,
        samples=service().samples.all(),
        labels=LABELS_IN_GUIDE,
    )


@bp.get("/label/guide")
def guide() -> Response:
    """Say what each label means."""
    return page_answer("guide.html", labels=LABELS_IN_GUIDE, rules=RULES)


@bp.post("/page/label/queue")
def queue() -> Response:
    """Add texts to a person's labels, and say which sentences to label next.

    Request:  ``{"person": "ann", "pages": [{"name": "…", "text": "…"}], "count": 25}``
    Answer:   ``{"queue": [{"doc", "sentence", "text", "before", …}], "done": 3, …}``
    Errors:   stale-page (403), wrong-shape (422), store-unusable (500)
    """
    require_page_token()
    body = read_body(LabelQueue, max_bytes=service().settings.max_body_bytes)
    desk = service().labels
    if body.pages:
        with desk.changing(body.person) as file:
            for number, one in enumerate(body.pages, start=1):
                blocks = blocks_given(text=one.text, html=one.html, sample=one.sample)
                name = one.name or one.sample or f"text {len(file.documents) + number}"
                file.add(name, blocks)
    file = desk.read(body.person)
    with service().slots.slot():
        asked = next_to_label(file, service().engine, count=body.count)
    return json_answer(
        {
            "queue": [
                {**asdict(one), "chances": dict(zip(LABELS, one.chances, strict=True))}
                for one in asked
            ],
            **_state(file),
        }
    )


@bp.post("/page/label/put")
def put() -> Response:
    """Keep one label, or take it away.

    Request:  ``{"person": "ann", "doc": 0, "sentence": 7, "label": "opinion"}``
    Answer:   ``{"done": 4, "open": 120, "file": "…"}``
    Errors:   stale-page (403), invalid-input (422), store-unusable (500)
    """
    require_page_token()
    body = read_body(LabelPut, max_bytes=MAX_BYTES)
    with service().labels.changing(body.person) as file:
        file.put(body.doc, body.sentence, body.label)
    return json_answer(_state(file))


@bp.post("/page/label/people")
def people() -> Response:
    """Tell whose labels there are; save or delete one person's.

    Request:  ``{}``, or ``{"person": "ann", "do": "export"}`` or ``"delete"``
    Answer:   ``{"people": [{"name": "ann", "done": 4, "open": 120}]}``, or the file
    Errors:   stale-page (403), not-found (404), store-unusable (500)
    """
    require_page_token()
    body = read_body(LabelPeople, max_bytes=MAX_BYTES)
    desk = service().labels
    if body.do != "list":
        if body.person is None or body.person not in desk.people():
            raise Problem(problems.NOT_FOUND, "Nobody of this name has labels here.")
        if body.do == "export":
            return Response(
                desk.path(body.person).read_bytes(),
                content_type="application/jsonl; charset=utf-8",
                headers={
                    "Content-Disposition": f'attachment; filename="{body.person}.jsonl"'
                },
            )
        delete_private(desk.path(body.person))
    return json_answer(
        {
            "people": [
                {"name": name, **_state(desk.read(name))} for name in desk.people()
            ]
        }
    )


@bp.post("/page/label/compare")
def compare() -> Response:
    """Compare the labels of two people.

    Request:  ``{"first": "ann", "second": "ben"}``
    Answer:   ``ascribe.training.agreement.Agreement``, and ``labels``; or
              ``{"sentences": 0, "why": "…"}``
    Errors:   stale-page (403), not-found (404), store-unusable (500)
    """
    require_page_token()
    body = read_body(LabelPair, max_bytes=MAX_BYTES)
    from ascribe.training.agreement import NothingInCommonError, agreement
    from ascribe.training.formats.reading import read_labelled

    desk = service().labels
    for name in (body.first, body.second):
        if name not in desk.people():
            raise Problem(problems.NOT_FOUND, f"There are no labels of {name} here.")
    try:
        found = agreement(
            *(
                read_labelled([desk.path(name)], keep_repeats=True).documents
                for name in (body.first, body.second)
            )
        )
    except NothingInCommonError as exc:
        return json_answer({"sentences": 0, "why": str(exc)})
    return json_answer({**asdict(found), "labels": list(LABELS)})


def _state(file: LabelFile) -> dict[str, Any]:
    return {"done": file.done, "open": file.open, "file": str(file.path)}
