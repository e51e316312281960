"""Equal arrays give equal bytes, and come back as they were."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.arrays import as_lines, as_terms, packed

TERMS = st.lists(st.text(st.characters(exclude_characters="\n")), min_size=1)


def test_arrays_come_back_with_their_shapes_and_types() -> None:
    arrays = {
        "half": np.array([[1.5, -2.0]], dtype=np.float16),
        "none": np.zeros((0, 4)),
        "turned": np.arange(6).reshape(2, 3).T,
        "one": np.array(7),
    }
    with np.load(io.BytesIO(packed(arrays)), allow_pickle=False) as found:
        assert set(found.files) == set(arrays)
        for name in ("half", "none", "turned"):
            assert found[name].dtype == arrays[name].dtype
            np.testing.assert_array_equal(found[name], arrays[name])
        assert found["one"].item() == 7


def test_the_bytes_do_not_depend_on_when_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = packed({"a": np.ones(3)})
    later = time.localtime(2_000_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert packed({"a": np.ones(3)}) == before


def test_the_bytes_do_not_depend_on_how_an_array_lies_in_memory() -> None:
    array = np.arange(12.0).reshape(3, 4)
    assert packed({"a": array}) == packed({"a": np.asfortranarray(array)})
    assert packed({"a": array}) == packed({"a": np.repeat(array, 2, axis=1)[:, ::2]})


def test_other_values_give_other_bytes() -> None:
    assert packed({"a": np.zeros(3)}) != packed({"a": np.zeros(4)})
    assert packed({"a": np.zeros(3)}) != packed({"b": np.zeros(3)})


@given(TERMS)
def test_terms_come_back_in_their_order(terms: list[str]) -> None:
    assert as_terms(as_lines(terms)) == terms


def test_a_term_with_half_a_surrogate_pair_comes_back() -> None:
    assert as_terms(as_lines(["\ud83d", "😀", ""])) == ["\ud83d", "😀", ""]
