"""The OpenAPI document says what the running server does."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from ascribe.results import (
    Attribution,
    Coverage,
    Evidence,
    Intervals,
    ModelName,
    PageScore,
    Probabilities,
    ScoredSentence,
    Shares,
    Source,
    SourceSpan,
    Span,
    as_json,
)
from ascribe_server.correction_match import ShownCorrection
from ascribe_server.correction_schemas import CorrectedAnalysis
from ascribe_server.openapi import OPERATIONS

PAGE = {"blocks": [{"id": "1", "kind": "paragraph", "text": "Rain fell."}]}

CORRECTION = {
    "label": "opinion",
    "quote": "Rain fell.",
    "block": {"sha256": "0" * 64},
    "model": {"name": "small", "version": "1", "sha256": "0" * 64},
}


@pytest.fixture
def document(caller: Any) -> Any:
    return caller.get("/v1/openapi.json").json


def validator(document: Any, schema: Any) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": document["components"]})


def schema_of(document: Any, operation: Any, status: int) -> Any:
    answer = document["paths"][operation.path][operation.method]["responses"]
    (content,) = answer[str(status)]["content"].values()
    return content["schema"]


def test_it_is_valid_openapi_3_1(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_it_describes_exactly_the_routes_there_are(caller: Any, document: Any) -> None:
    routes = {
        (rule.rule, method.lower())
        for rule in caller.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/v1/")
    }
    described = {
        (path, method) for path, item in document["paths"].items() for method in item
    }
    assert described == routes
    assert len(OPERATIONS) == len(routes)


def test_answers_have_the_shape_that_is_described(paired: Any, document: Any) -> None:
    code = paired.service.code.renew()
    asked = {
        "health": paired.get("/v1/health"),
        "openapi": paired.get("/v1/openapi.json"),
        "analyze": paired.post("/v1/analyze", PAGE),
        "pair": paired.post("/v1/pair", {"code": code}),
        "diary": paired.post("/v1/diary", {}),
        "prove": paired.post(
            "/v1/prove",
            {"client": paired.service.pairings.all()[0].client, "nonce": "0" * 64},
        ),
        "correct": paired.post("/v1/corrections", CORRECTION),
        "list_corrections": paired.post("/v1/corrections/list", {}),
        "undo_correction": paired.post("/v1/corrections/undo", {"id": 1}),
        "import_corrections": paired.post(
            "/v1/corrections/import", {"corrections": [CORRECTION]}
        ),
    }
    for operation in OPERATIONS:
        answer = asked[operation.name]
        assert answer.status_code == 200
        validator(document, schema_of(document, operation, 200)).validate(answer.json)


def test_an_answer_with_every_part_has_the_shape_that_is_described(
    document: Any,
) -> None:
    span = {"start": 0, "end": 1, "text": "x"}
    sentence = ScoredSentence(
        block="1",
        start=0,
        end=1,
        label="attributed",
        probabilities=Probabilities(0.1, 0.7, 0.1, 0.1),
        certain=False,
        attribution=Attribution(
            source=SourceSpan(**span, block="0", name="Reuters"),
            cue=Span(**span),
            content=(Span(**span),),
        ),
        evidence=(Evidence(**span, weight=-1.5),),
        repeated=True,
    )
    whole = CorrectedAnalysis(
        model=ModelName("default", "1", "0" * 64),
        status="scored",
        page=PageScore(
            words=1,
            shares=Shares(0.1, 0.8, 0.1),
            intervals=Intervals((0.0, 0.2), (0.7, 0.9), (0.0, 0.2)),
            coverage=Coverage(2, 1, {"caption": 1}),
        ),
        sources=(Source("Reuters", "organisation", 1, 1),),
        sentences=(sentence,),
        corrections=(ShownCorrection(1, "1", 0, 1, "opinion", ("reader-1",)),),
    )
    (analyze,) = [one for one in OPERATIONS if one.name == "analyze"]
    schema = validator(document, schema_of(document, analyze, 200))
    schema.validate(as_json(whole))
    empty = msgspec.structs.replace(
        whole,
        status="too_short",
        page=msgspec.structs.replace(whole.page, shares=None, intervals=None),
        sentences=(),
        sources=(),
    )
    schema.validate(as_json(empty))
    assert not schema.is_valid({**as_json(whole), "status": "odd"})


@pytest.mark.parametrize(
    ("body", "good"),
    [
        (PAGE, True),
        ({**PAGE, "page": {"url": "", "title": "", "language": "en"}}, True),
        ({"blocks": []}, True),
        ({"blocks": [{"id": "1", "kind": "poem", "text": "x"}]}, False),
        ({"blocks": [{"id": "", "kind": "quote", "text": "x"}]}, False),
        ({"blocks": [{"id": "1", "kind": "quote"}]}, False),
        ({**PAGE, "more": 1}, False),
        (
            {"blocks": [{"id": "1", "kind": "quote", "text": "x", "link_density": 2}]},
            False,
        ),
        (
            {
                "blocks": [
                    {"id": "1", "kind": "quote", "text": "x", "link_density": 1.0}
                ]
            },
            True,
        ),
        ([], False),
    ],
)
def test_what_validates_is_what_the_server_takes(
    paired: Any, document: Any, body: Any, good: bool
) -> None:
    operation = document["paths"]["/v1/analyze"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert validator(document, schema).is_valid(body) == good
    assert (paired.post("/v1/analyze", body).status_code == 200) == good


@pytest.mark.parametrize(
    ("name", "status", "ask"),
    [
        ("analyze", 400, lambda c: c.post("/v1/analyze", "{")),
        ("analyze", 401, lambda c: replace(c, token=None).post("/v1/analyze", PAGE)),
        ("analyze", 403, lambda c: c.post("/v1/analyze", PAGE, Origin="null")),
        ("analyze", 415, lambda c: c.post("/v1/analyze", PAGE, Content_Type="x/y")),
        ("analyze", 422, lambda c: c.post("/v1/analyze", {})),
        ("health", 403, lambda c: c.get("/v1/health", Host="evil.example")),
        ("pair", 403, lambda c: c.post("/v1/pair", {"code": "x"}, Origin="null")),
        ("pair", 410, lambda c: c.post("/v1/pair", {"code": "x"})),
    ],
)
def test_problems_have_the_shape_and_type_that_are_described(
    paired: Any, document: Any, name: str, status: int, ask: Any
) -> None:
    answer = ask(paired)
    assert answer.status_code == status
    (operation,) = [one for one in OPERATIONS if one.name == name]
    validator(document, schema_of(document, operation, status)).validate(answer.json)
    described = document["paths"][operation.path][operation.method]["responses"]
    assert f"`{answer.json['type']}`" in described[str(status)]["description"]


def test_the_limits_are_told(document: Any, caller: Any) -> None:
    told = document["info"]["description"]
    for number in ("max_body_bytes", "max_blocks", "max_page_units"):
        assert f"{asdict(caller.settings)[number]:,}" in told


def test_every_field_of_the_answer_is_described(document: Any) -> None:
    schemas = document["components"]["schemas"]
    for cls in (
        CorrectedAnalysis,
        ShownCorrection,
        PageScore,
        ScoredSentence,
        Source,
        Attribution,
        Evidence,
    ):
        fields = {one.encode_name for one in msgspec.inspect.type_info(cls).fields}
        assert set(schemas[cls.__name__]["properties"]) == fields


def test_a_whole_number_may_be_written_with_a_point(paired: Any) -> None:
    answer = paired.post("/v1/corrections/undo", '{"id": 7.0}')
    assert answer.json["type"] == "/problems/unknown-correction"
    assert paired.post("/v1/corrections/undo", '{"id": 7.5}').status_code == 422
    assert paired.post("/v1/corrections/undo", '{"id": 1e999}').status_code == 422
