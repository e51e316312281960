"""What is written is the same value, in UTF-8, with the halves of pairs escaped."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ascribe.results import Block, as_json
from ascribe_server.json_output import compact_json

texts = st.text(st.characters() | st.sampled_from('\ud83d\ude00"\\é'))


@given(texts)
def test_any_text_comes_back(text: str) -> None:
    written = compact_json({"text": text})
    # A high half before a low one is one character to whoever reads it.
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    assert json.loads(written)["text"] in (text, joined)
    assert b"\n" not in written


def test_a_half_pair_beside_letters_that_are_not_english() -> None:
    written = compact_json(["é", "\ud83d"])
    assert written == b'["\xc3\xa9","\\ud83d"]'


def test_results_of_the_engine_are_written_too() -> None:
    block = Block("0", "paragraph", "\udc00")
    assert json.loads(compact_json([block])) == [as_json(block)]
