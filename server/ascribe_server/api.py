"""The API, version 1: parse, call, answer."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from ascribe_server.analysis import analyze as analyze_blocks
from ascribe_server.bodies import json_answer, read_body
from ascribe_server.correction_schemas import CorrectedAnalysis
from ascribe_server.diary_notes import note_in_diary
from ascribe_server.guard import caller_origin, not_paired, require_token
from ascribe_server.openapi import openapi_document
from ascribe_server.problems import Problem
from ascribe_server.schemas import (
    AnalyzeRequest,
    Paired,
    PairRequest,
    Proved,
    ProveRequest,
)
from ascribe_server.service import service

bp = Blueprint("api", __name__, url_prefix="/v1")

# A pairing code or a nonce in JSON; whoever sends more is not pairing.
MAX_PAIR_BYTES = 4096


@bp.get("/health")
def health() -> Response:
    """Tell which program answers here.

    Answer:  ``{"name": "ascribe", "version": "0.1.0", "api_version": 1, "model": …}``
    """
    return json_answer(msgspec.to_builtins(service().health()))


@bp.post("/pair")
def pair() -> Response:
    """Pair the browser whose extension asks.

    Request:  ``{"code": "ABCD-EFGH-JKMN-PQRS"}``
    Answer:   ``{"token": "…", "server": {"name": "ascribe", …}}``
    Errors:   wrong-code (403), code-spent (410), too-many-failures (429)
    """
    body = read_body(PairRequest, max_bytes=MAX_PAIR_BYTES)
    try:
        user = service().code.spend(body.code)
    except Problem as problem:
        raise service().failures.failed(problem) from None
    token = service().pairings.add(caller_origin(), user=user)
    return json_answer(
        msgspec.to_builtins(Paired(token=token, server=service().health()))
    )


@bp.post("/prove")
def prove() -> Response:
    """Prove to a paired browser that this server knows its token.

    Request:  ``{"client": "16 digits", "nonce": "64 digits"}``
    Answer:   ``{"proof": "64 digits"}``
    Errors:   not-paired (401), too-many-failures (429)
    """
    body = read_body(ProveRequest, max_bytes=MAX_PAIR_BYTES)
    proof = service().pairings.proof(
        body.client,
        body.nonce,
        origin=caller_origin(),
        address=service().settings.address,
    )
    if proof is None:
        raise not_paired()
    return json_answer(msgspec.to_builtins(Proved(proof=proof)))


@bp.post("/analyze")
def analyze() -> Response:
    """Label the sentences of one page.

    Request:  ``{"blocks": [{"id": "17", "kind": "paragraph", "text": "…"}]}``
    Answer:   ``ascribe_server.correction_schemas.CorrectedAnalysis``
    Errors:   not-paired (401), not-json (400), wrong-shape (422),
              page-too-large (413), invalid-input (422), busy (503)
    """
    require_token()
    body = read_body(AnalyzeRequest, max_bytes=service().settings.max_body_bytes)
    blocks = [block.to_block() for block in body.blocks]
    analysis = analyze_blocks(service(), blocks)
    note_in_diary(service(), body.page, blocks, analysis)
    corrections = service().known.on(blocks, analysis.sentences)
    return json_answer(CorrectedAnalysis.of(analysis, corrections))


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe this API as OpenAPI 3.1."""
    return json_answer(openapi_document(service().settings))
