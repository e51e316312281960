"""The API's routes, asked as a paired extension asks."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from ascribe.results import as_json
from ascribe_server.correction_schemas import CorrectedAnalysis

PAGE = {"blocks": [{"id": "1", "kind": "paragraph", "text": "Rain fell."}]}


def test_health_names_the_program_and_the_model_without_a_token(caller: Any) -> None:
    answer = caller.get("/v1/health")
    assert answer.status_code == 200
    assert answer.json == {
        "name": "ascribe",
        "version": answer.json["version"],
        "api_version": 1,
        "model": {"name": "small", "version": "1", "sha256": "0" * 64},
    }


def test_analyze_answers_the_engines_object_field_by_field(
    paired: Any, engine: Any
) -> None:
    answer = paired.post("/v1/analyze", PAGE)
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    expected = as_json(engine.analyze(engine.pages[0]))
    assert answer.json == {**expected, "corrections": []}
    msgspec.convert(answer.json, CorrectedAnalysis, strict=True)


def test_analyze_hands_every_field_of_a_block_to_the_engine(
    paired: Any, engine: Any
) -> None:
    block = {"id": "a", "kind": "list_item", "text": "One", "link_density": 0.5}
    assert paired.post("/v1/analyze", {"blocks": [block]}).status_code == 200
    assert as_json(engine.pages[0]) == [block]


def test_what_is_said_about_the_page_reaches_no_model(paired: Any, engine: Any) -> None:
    page = {"url": "https://example.org/x", "title": "T", "language": "de"}
    assert paired.post("/v1/analyze", {**PAGE, "page": page}).status_code == 200
    assert [block.text for block in engine.pages[0]] == ["Rain fell."]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("half \ud83d pair", id="lone high surrogate"),
        pytest.param("\udc00", id="lone low surrogate"),
        pytest.param("a\x00b", id="NUL"),
        pytest.param("👩🏽‍🚒 e\u0301", id="emoji and combining mark"),
        pytest.param("שלום עולם", id="right to left"),
        pytest.param("", id="empty"),
        pytest.param("word " * 200_000, id="200,000 words"),
    ],
)
def test_any_text_goes_through_unchanged(paired: Any, engine: Any, text: str) -> None:
    page = {"blocks": [{"id": "1", "kind": "paragraph", "text": text}]}
    answer = paired.post("/v1/analyze", page)
    assert answer.status_code == 200
    assert engine.pages[0][0].text == text
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert answer.json["sentences"][0]["end"] == units


def test_a_block_id_with_half_a_surrogate_pair_comes_back(paired: Any) -> None:
    page = {"blocks": [{"id": "\ud83d", "kind": "other", "text": "x"}]}
    answer = paired.post("/v1/analyze", page)
    answer.data.decode("ascii")
    assert answer.json["sentences"][0]["block"] == "\ud83d"


def test_no_blocks_is_an_abstention_not_an_error(paired: Any) -> None:
    answer = paired.post("/v1/analyze", {"blocks": []})
    assert answer.status_code == 200
    assert answer.json["status"] == "too_short"
    assert answer.json["page"]["shares"] is None


@pytest.mark.parametrize(
    ("body", "status", "slug", "path"),
    [
        pytest.param("", 400, "not-json", None, id="empty body"),
        pytest.param('{"blocks"', 400, "not-json", None, id="cut off"),
        pytest.param(b'{"blocks":"\xff"}', 400, "not-json", None, id="not UTF-8"),
        pytest.param("[" * 200_000, 400, "not-json", None, id="nested deeply"),
        pytest.param('{"blocks":NaN}', 400, "not-json", None, id="NaN"),
        pytest.param("9" * 10_000, 400, "not-json", None, id="endless number"),
        pytest.param("[]", 422, "wrong-shape", "$", id="a list"),
        pytest.param("null", 422, "wrong-shape", "$", id="null"),
        pytest.param("{}", 422, "wrong-shape", "$", id="no blocks"),
        pytest.param({"blocks": {}}, 422, "wrong-shape", "$.blocks", id="object"),
        pytest.param(
            {"blocks": [], "token": "x"}, 422, "wrong-shape", "$", id="unknown field"
        ),
        pytest.param(
            {"blocks": [{"id": "1", "kind": "poem", "text": "x"}]},
            422,
            "wrong-shape",
            "$.blocks[0].kind",
            id="unknown kind",
        ),
        pytest.param(
            {"blocks": [PAGE["blocks"][0], {"id": "2", "kind": "quote"}]},
            422,
            "wrong-shape",
            "$.blocks[1]",
            id="no text",
        ),
        pytest.param(
            {"blocks": [{"id": 7, "kind": "quote", "text": "x"}]},
            422,
            "wrong-shape",
            "$.blocks[0].id",
            id="a number as id",
        ),
        pytest.param(
            {"blocks": [{"id": "", "kind": "quote", "text": "x"}]},
            422,
            "wrong-shape",
            "$.blocks[0].id",
            id="an empty id",
        ),
        pytest.param(
            {"blocks": PAGE["blocks"] * 2},
            422,
            "wrong-shape",
            "$.blocks[1].id",
            id="an id twice",
        ),
        pytest.param(
            {"blocks": [], "page": {"url": 1}},
            422,
            "wrong-shape",
            "$.page.url",
            id="an address that is a number",
        ),
    ],
)
def test_a_wrong_body_gets_a_problem_that_names_the_place(
    paired: Any, engine: Any, body: Any, status: int, slug: str, path: str | None
) -> None:
    answer = paired.post("/v1/analyze", body)
    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{slug}")
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == status
    assert [one["path"] for one in answer.json.get("errors", [])] == (
        [path] if path else []
    )
    assert engine.pages == []


def test_an_unknown_kind_is_told_the_kinds_there_are(paired: Any) -> None:
    page = {"blocks": [{"id": "1", "kind": "poem", "text": "x"}]}
    message = paired.post("/v1/analyze", page).json["errors"][0]["message"]
    assert "paragraph" in message
    assert "poem" not in message


@pytest.mark.parametrize(
    ("changes", "slug"),
    [
        pytest.param({"max_blocks": 2}, "page-too-large", id="blocks"),
        pytest.param({"max_page_units": 5}, "page-too-large", id="text"),
        pytest.param({"max_body_bytes": 100}, "body-too-large", id="body"),
    ],
)
def test_a_page_over_a_limit_gets_413_with_both_numbers(
    paired: Any, engine: Any, settings: Any, changes: dict[str, int], slug: str
) -> None:
    from dataclasses import replace

    from ascribe_server.app import create_app

    small = replace(paired, app=create_app(engine, replace(settings, **changes)))
    page = {"blocks": [{"id": str(n), "kind": "quote", "text": "😀"} for n in range(3)]}
    answer = small.post("/v1/analyze", page)
    assert answer.status_code == 413
    assert answer.json["type"] == f"/problems/{slug}"
    assert str(next(iter(changes.values()))) in answer.json["detail"]
    assert engine.pages == []


def test_an_error_of_the_engine_is_translated(paired: Any, engine: Any) -> None:
    from ascribe.errors import InputError

    def refuse() -> None:
        raise InputError("the page has 3 blocks; the limit is 2")

    engine.before = refuse
    answer = paired.post("/v1/analyze", PAGE)
    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/invalid-input"
    assert answer.json["detail"] == "the page has 3 blocks; the limit is 2"


def test_pairing_answers_a_token_and_the_server(caller: Any) -> None:
    answer = caller.post("/v1/pair", {"code": caller.service.code.renew()})
    assert answer.json["server"] == caller.get("/v1/health").json
    assert len(answer.json["token"]) >= 43


def test_a_large_pairing_request_is_refused(caller: Any) -> None:
    answer = caller.post("/v1/pair", json.dumps({"code": "x" * 5000}))
    assert answer.status_code == 413
