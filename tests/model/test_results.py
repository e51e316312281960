"""Results as JSON: what is written out for speed is what the fields say."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ascribe import results
from ascribe.results import (
    Attribution,
    Evidence,
    Probabilities,
    ScoredSentence,
    SourceSpan,
    Span,
    as_json,
)

CHANCES = Probabilities(0.1, 0.2, 0.3, 0.4)
numbers = st.integers(0, 99)
blocks = st.none() | st.text(max_size=2)
spans = st.builds(Span, numbers, numbers, st.text(max_size=3), blocks)
sources = st.builds(SourceSpan, numbers, numbers, st.text(max_size=3), blocks)
evidence = st.builds(
    Evidence, numbers, numbers, st.text(max_size=3), blocks, st.floats()
)
attributions = st.builds(
    Attribution,
    st.none() | sources,
    st.none() | spans,
    st.lists(spans, max_size=2).map(tuple),
)
sentences = st.builds(
    ScoredSentence,
    st.text(max_size=2),
    numbers,
    numbers,
    st.sampled_from(results.LABELS),
    st.just(CHANCES),
    st.booleans(),
    st.none() | attributions,
    st.lists(evidence, max_size=2).map(tuple),
    st.booleans(),
)


@given(st.one_of(spans, sources, evidence, attributions, sentences, st.just(CHANCES)))
def test_msgspec_writes_the_same_json(value) -> None:
    written = msgspec.json.encode(value)
    assert written == msgspec.json.encode(as_json(value))
    assert list(msgspec.json.decode(written)) == list(as_json(value))


@given(st.one_of(spans, evidence, sentences, st.just(CHANCES)))
def test_what_is_written_out_is_what_the_fields_say(value) -> None:
    written_out = dict(results._WRITTEN_OUT)
    found = repr(as_json(value))
    try:
        results._WRITTEN_OUT.clear()
        assert found == repr(as_json(value))
    finally:
        results._WRITTEN_OUT.update(written_out)
