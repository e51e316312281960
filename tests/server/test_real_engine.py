"""The server around the engine and the model that ship, on our own corpus."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ascribe.engine import Engine, load_engine
from ascribe.results import Analysis, as_json
from ascribe_server.app import create_app
from ascribe_server.samples import Samples

SLUGS = [sample.slug for sample in Samples().all()]


@pytest.fixture(scope="module")
def real_engine() -> Engine:
    return load_engine()


@pytest.fixture
def real(paired: Any, real_engine: Engine) -> Any:
    """A paired browser that asks a server with the real engine."""
    from dataclasses import replace

    return replace(paired, app=create_app(real_engine, paired.settings))


def blocks_of(slug: str) -> list[Any]:
    sample = Samples().get(slug)
    assert sample is not None
    return [as_json(block) for block in sample.read_blocks()]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sample_gets_the_apis_object(real: Any, slug: str) -> None:
    answer = real.post("/v1/analyze", {"blocks": blocks_of(slug)})
    assert answer.status_code == 200
    result = msgspec.convert(answer.json, Analysis, strict=True)
    # The API adds the reader's own labels; there are none.
    assert {**as_json(result), "corrections": []} == answer.json
    if result.page.shares:
        assert sum(as_json(result.page.shares).values()) == pytest.approx(1)


@pytest.mark.parametrize("slug", SLUGS[:3])
def test_the_own_page_and_the_extension_get_the_same(real: Any, slug: str) -> None:
    own = dict(real.post_page({"sample": slug}).json)
    blocks = own.pop("blocks")
    extension = real.post("/v1/analyze", {"blocks": blocks}).json
    assert {**own, "corrections": []} == extension


def test_offsets_lead_to_the_words_they_name(real: Any) -> None:
    blocks = blocks_of("relayed-report")
    blocks.insert(0, {"id": "x", "kind": "paragraph", "text": "😀 I think it rains."})
    texts = {block["id"]: block["text"].encode("utf-16-le") for block in blocks}
    answer = real.post("/v1/analyze", {"blocks": blocks}).json
    checked = 0
    for sentence in answer["sentences"]:
        attribution = sentence.get("attribution", {})
        spans = [
            *sentence.get("evidence", []),
            *attribution.get("content", []),
            *(attribution[part] for part in ("source", "cue") if part in attribution),
        ]
        for span in spans:
            text = texts[span.get("block", sentence["block"])]
            found = text[span["start"] * 2 : span["end"] * 2].decode("utf-16-le")
            assert found == span["text"]
            checked += 1
    assert checked > 50


def test_the_mission_like_page_is_mostly_attributed(real: Any) -> None:
    answer = real.post("/v1/analyze", {"blocks": blocks_of("relayed-report")}).json
    assert answer["status"] == "scored"
    assert answer["page"]["shares"]["attributed"] > 0.5
    assert answer["sources"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("", "too_short", id="empty"),
        pytest.param("Ferry at six.", "too_short", id="a note"),
        pytest.param(
            "Der Fluss ist gestern über die Ufer getreten. Die Stadt hat die Brücke "
            "gesperrt, und niemand weiß, wann sie wieder öffnet. " * 10,
            "not_english",
            id="German",
        ),
    ],
)
def test_the_engine_abstains_through_the_api(real: Any, text: str, status: str) -> None:
    page = {"blocks": [{"id": "1", "kind": "paragraph", "text": text}]}
    answer = real.post("/v1/analyze", page).json
    assert (answer["status"], answer["page"]["shares"]) == (status, None)


@pytest.mark.parametrize(
    "text",
    [
        "\ud83d",
        "a\x00b " * 50,
        "👩🏽‍🚒 e\u0301 " * 50,
        "שלום עולם. " * 50,
        "\u202e" * 100,
    ],
    ids=["surrogate", "NUL", "emoji", "right to left", "override"],
)
def test_odd_texts_break_nothing(real: Any, text: str) -> None:
    page = {"blocks": [{"id": "1", "kind": "paragraph", "text": text}]}
    assert real.post("/v1/analyze", page).status_code == 200
    assert real.post_page({"text": text}).status_code == 200
    assert real.post_page({"html": f"<p>{text}</p>"}).status_code == 200


def test_five_megabytes_get_a_clear_error_at_once(real: Any) -> None:
    text = "The river rose over its banks yesterday evening. " * 103_000
    page = {"blocks": [{"id": "1", "kind": "paragraph", "text": text}]}
    for answer in (real.post("/v1/analyze", page), real.post_page({"text": text})):
        assert answer.status_code == 413
        assert answer.json["type"] == "/problems/page-too-large"
        assert "2,000,000" in answer.json["detail"]


def test_200_000_words_in_one_paragraph_are_answered(real: Any) -> None:
    text = "Der Fluss ist gestern über die Ufer getreten. " * 25_000
    page = {"blocks": [{"id": "1", "kind": "paragraph", "text": text}]}
    answer = real.post("/v1/analyze", page)
    assert (answer.status_code, answer.json["status"]) == (200, "not_english")
