"""The server's own pages over HTTP; tests/browser looks at them in a browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ascribe.results import Analysis, as_json
from ascribe_server.pages import STATIC, STATIC_TYPES

TEMPLATES = STATIC.parent
PAGES = (
    "/",
    "/compare",
    "/diary",
    "/label",
    "/label/guide",
    "/pair",
    "/problems/busy",
)


def test_a_text_is_marked_paragraph_by_paragraph(caller: Any, engine: Any) -> None:
    answer = caller.post_page({"text": "Rain fell.\n\nI hate it."})
    assert answer.status_code == 200
    assert [block["text"] for block in answer.json["blocks"]] == [
        "Rain fell.",
        "I hate it.",
    ]
    result = dict(answer.json)
    blocks = result.pop("blocks")
    assert result == as_json(engine.analyze(engine.pages[0]))
    assert blocks == as_json(engine.pages[0])
    assert set(result) == set(Analysis.__struct_fields__)


def test_html_is_read_as_a_page(caller: Any) -> None:
    html = "<nav>Menu</nav><h1>Title</h1><p>" + "Rain fell on the town. " * 10 + "</p>"
    answer = caller.post_page({"html": html})
    kinds = [block["kind"] for block in answer.json["blocks"]]
    assert kinds == ["heading", "paragraph"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": "a", "html": "b"},
        {"text": None},
        {"text": 1},
        {"url": "https://example.org"},
        [],
    ],
)
def test_anything_but_one_text_is_refused(caller: Any, engine: Any, body: Any) -> None:
    answer = caller.post_page(body)
    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/wrong-shape"
    assert engine.pages == []


@pytest.mark.parametrize("text", ["", "\n\n", "\x00", "\ud83d", "שלום", "a" * 100_000])
@pytest.mark.parametrize("field", ["text", "html"])
def test_odd_texts_are_answered(caller: Any, field: str, text: str) -> None:
    assert caller.post_page({field: text}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/compare",
        "/diary",
        "/label",
        "/label/guide",
        "/pair",
        "/problems/busy",
        "/samples/relayed-report",
    ],
)
def test_pages_are_html_and_need_no_other_host(caller: Any, path: str) -> None:
    answer = caller.get(path)
    assert answer.content_type.startswith("text/html")
    links = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
    assert all(link.startswith(("/", "#")) for link in links), links


@pytest.mark.parametrize(
    "path",
    ["/", "/compare", "/diary", "/label", "/label/guide", "/pair", "/problems/busy"],
)
def test_what_a_page_refers_to_is_there(caller: Any, path: str) -> None:
    for link in re.findall(r'(?:src|href)="(/static/[^"]*)"', caller.get(path).text):
        assert caller.get(link).status_code == 200, link


def test_static_files_have_their_types_and_nothing_else_is_served(caller: Any) -> None:
    for path in STATIC.iterdir():
        answer = caller.get(f"/static/{path.name}")
        assert answer.content_type == STATIC_TYPES[path.suffix]
        assert answer.data == path.read_bytes()
    for name in ("", "nothing.js", "home.html", "..", "%2e%2e%2fhome.html"):
        assert caller.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name
)
def test_no_template_holds_a_script_or_handler_of_its_own(path: Path) -> None:
    source = path.read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)", source) == []
    assert re.findall(r"\son[a-z]+\s*=", source) == []
    assert "|safe" not in source.replace(" ", "")


@pytest.mark.parametrize(
    "path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name
)
def test_no_script_puts_text_in_as_html(path: Path) -> None:
    source = path.read_text("utf-8")
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
        assert word not in source
    assert re.findall(r"""from "(?!\./)""", source) == []
    assert len(source.splitlines()) < 300


def test_the_pages_keep_nothing(caller: Any, settings: Any) -> None:
    caller.post_page({"text": "Marmalade-4711 fell."})
    assert not settings.data_dir.exists()
