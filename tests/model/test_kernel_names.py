"""The kernel finds the names of a page that plain Python finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe import _kernel
from ascribe.attribution.found_names import FoundNames
from ascribe.attribution.name_facts import NameFacts
from ascribe.attribution.name_words import LISTS
from ascribe.attribution.speech_tokens import PageWords, page_words
from ascribe.training.dataset import Document

OTHERS = (
    "Vela Oram Okello McVela ÉLAN ǅungla ßen X J. J.D. U.N. 44 ² Oscar-winning "
    "Serra-Martins co-agency co- Anglers' ing Inging leaks ; ( “ Harbour Trust’s"
).split()
words = st.one_of(
    st.sampled_from(OTHERS),
    *(st.sampled_from(sorted(words - {""})) for words in LISTS.values()),
)
written = st.builds(
    lambda word, change: change(word),
    words,
    st.sampled_from([str, str.title, str.title, str.capitalize, str.upper]),
)
texts = st.lists(written, max_size=14).map(" ".join)


def assert_alike(page: PageWords) -> None:
    assert vars(FoundNames(page)) == vars(FoundNames(page, compiled=False))


@settings(max_examples=1000, deadline=None)
@given(st.lists(texts, max_size=6))
def test_any_words_have_the_same_names(page: list[str]) -> None:
    assert_alike(page_words(page))


def test_the_whole_corpus_has_the_same_names(corpus: list[Document]) -> None:
    for document in corpus:
        page = page_words([block.text for block in document.blocks])
        assert FoundNames(page).facts
        assert_alike(page)


def test_a_list_that_is_missing_is_named() -> None:
    some = {name: words for name, words in LISTS.items() if name != "TITLES"}
    with pytest.raises(ValueError, match="TITLES"):
        _kernel.NameFinder(some, NameFacts)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"lower": [""]}, id="too few rows"),
        pytest.param({"starts": []}, id="too few starts"),
        pytest.param({"breaks": []}, id="no breaks"),
        pytest.param({"breaks": [0]}, id="no break at the end"),
        pytest.param({"breaks": [0, 2, 1, 4]}, id="breaks out of order"),
        pytest.param({"breaks": [1, 4]}, id="no break at the beginning"),
        pytest.param({"capitals": [4]}, id="a capital in a break"),
        pytest.param({"capitals": [9]}, id="a capital beyond the page"),
        pytest.param({"capitals": [2, 1]}, id="capitals out of order"),
        pytest.param({"capitals": [-1]}, id="a capital before the page"),
        pytest.param({"written": ["", "Ana", 3, "left", ""]}, id="a number for a word"),
    ],
)
def test_what_is_no_page_is_refused(change: dict[str, list[object]]) -> None:
    page = page_words(["Ana Vela left"])
    finder = _kernel.NameFinder(LISTS, NameFacts)
    assert finder.names(*page)[0]
    with pytest.raises(ValueError, match="no page"):
        finder.names(*page._replace(**change))
