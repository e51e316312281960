"""The quick way to read a body takes nothing that the standard library refuses."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ascribe_server import bodies
from ascribe_server.problems import Problem
from ascribe_server.schemas import AnalyzeRequest

texts = st.one_of(
    st.text(max_size=4),
    st.sampled_from(
        ["paragraph", "quote", "\ud83d", "a\udc00", "\x00", "\ud83d\ude00"]
    ),
)
numbers = st.one_of(
    st.integers(), st.floats(), st.sampled_from([0, 1.0, 0.5, 1e400, 2**70])
)
blocks = st.fixed_dictionaries(
    {"id": texts, "kind": texts, "text": texts},
    optional={"link_density": numbers, "more": numbers},
)
pages = st.fixed_dictionaries(
    {"blocks": st.lists(blocks, max_size=2)},
    optional={"page": st.none() | st.fixed_dictionaries({"url": texts | numbers})},
)


def read(raw: bytes) -> Any:
    try:
        return bodies.read_json(AnalyzeRequest, raw)
    except Problem as problem:
        return problem.kind.slug, problem.detail


@given(
    pages.flatmap(
        lambda page: st.sampled_from(
            [
                json.dumps(page).encode(),
                json.dumps(page, ensure_ascii=False).encode("utf-8", "surrogatepass"),
                json.dumps(page)[:-1].encode(),
                json.dumps(page).replace("e", "\t", 1).encode(),
                json.dumps(page).replace("1", "01").encode(),
            ]
        )
    )
)
def test_a_body_is_read_as_the_standard_library_reads_it(raw: bytes) -> None:
    found = read(raw)
    plain = msgspec.json.decode
    try:
        msgspec.json.decode = lambda *_, **__: int("refused")  # type: ignore[assignment]
        assert read(raw) == found
    finally:
        msgspec.json.decode = plain


def test_half_a_surrogate_pair_is_no_kind_of_block() -> None:
    page = {"blocks": [{"id": "1", "kind": "\ud83d", "text": ""}]}
    assert read(json.dumps(page).encode())[0] == "wrong-shape"


def test_a_page_is_read_the_quick_way() -> None:
    page = {"blocks": [{"id": "1", "kind": "paragraph", "text": "é"}]}
    raw = json.dumps(page).encode()
    assert read(raw) == msgspec.json.decode(raw, type=AnalyzeRequest)
