"""The kernel cuts sentences into tokens and rows as plain Python does."""

from __future__ import annotations

import gc
import threading
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe import _kernel
from ascribe.attribution import speech_tokens
from ascribe.attribution.acts import SpeechSentence, speech_of
from ascribe.attribution.features import Rows, WordTables
from ascribe.attribution.speech_tokens import (
    CUT,
    Token,
    page_words,
    tokens_of,
)
from ascribe.attribution.tagger import AttributionTagger
from ascribe.kernel import TokenCut, new_row_reader, new_word_reader
from ascribe.text.passages import cut
from ascribe.training.dataset import Document

PIECES = (
    "said didn't Rao's U.S. Mr. J. St. o'clock she'd n't 'em R&D 1,250 3.5 well-known "
    "'' `` ... -- “ ” \" ' ’ s’ x’s can’t -a a- & ÉCOLE ß İ ² 中文 \ud800 😀 _a_ a_b "
    "Biden MacRae democrats Republican-led anti-Trump iPhone COVID-19 2,500th 1234567 "
    "Le Pen Pens Lee Le\u00a0Pen "
    "Sen. Senate. Prof. Profs. Washington. a.b.c. x.5 word,5 word,x ends.5 $5m 50% "
    "was. mr. do.5 i. é. Le. Le - . : ' A"
).split()
texts = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(PIECES),
            st.text(max_size=4),
            # What is written in ASCII is looked up without Python.
            st.text(st.characters(codec="ascii"), max_size=9),
            st.text(st.sampled_from("abCD9.-'"), max_size=9),
            st.text(st.sampled_from("abD9.&-“”‘’„–—…"), max_size=9),
        ),
        st.sampled_from([" ", " ", "", "\n", "\u00a0", ".", ","]),
    ),
    max_size=20,
).map(lambda parts: "".join(map("".join, parts)))


@settings(max_examples=500, deadline=None)
@given(texts)
def test_any_text_is_cut_alike(text: str) -> None:
    found = tokens_of(text)
    with mock.patch.object(speech_tokens, "_READER", None):
        assert found == tokens_of(text)
    assert all(type(one) is Token for one in found)


@settings(max_examples=200, deadline=None)
@given(st.lists(texts, max_size=3))
def test_the_words_of_any_page_are_found_alike(page: list[str]) -> None:
    found = page_words(page)
    with mock.patch.object(speech_tokens, "_READER", None):
        assert found == page_words(page)


@given(st.lists(texts, max_size=3))
def test_the_words_of_a_page_that_has_been_cut_are_the_same(page: list[str]) -> None:
    found = page_words(page)
    rows = WordTables([], [], []).rows_of(
        [SpeechSentence(0, "paragraph", text) for text in page]
    )
    assert page_words(page, (rows.start, rows.end)) == found


def assert_read_alike(
    compiled: WordTables, plain: WordTables, page: list[SpeechSentence]
) -> None:
    found, expected = compiled.rows_of(page), plain.rows_of(page)
    for name in Rows.__struct_fields__:
        np.testing.assert_array_equal(
            getattr(found, name), getattr(expected, name), name
        )


@pytest.fixture(scope="module")
def plain(tagger: AttributionTagger) -> WordTables:
    known = tagger.tables
    return WordTables(known.words, known.beginnings, known.endings, compiled=False)


def test_the_whole_corpus_is_read_alike(
    tagger: AttributionTagger, plain: WordTables, corpus: list[Document]
) -> None:
    for document in corpus:
        page = speech_of(cut(document.blocks, document.spans))
        assert_read_alike(tagger.tables, plain, page)


@settings(max_examples=200, deadline=None)
@given(st.lists(texts, max_size=4), st.data())
def test_any_page_is_read_alike(
    tagger: AttributionTagger, plain: WordTables, given: list[str], data: st.DataObject
) -> None:
    page = []
    for text in given:
        places = data.draw(st.lists(st.integers(0, len(text)), max_size=4).map(sorted))
        quoted = tuple(zip(places[::2], places[1::2], strict=False))
        block = data.draw(st.integers(0, 2))
        page.append(SpeechSentence(block, "paragraph", text, quoted))
    assert_read_alike(tagger.tables, plain, page)


def test_what_is_written_in_ascii_is_looked_up_without_python(
    tagger: AttributionTagger, plain: WordTables
) -> None:
    asked: list[str] = []

    def look_up(tables: WordTables, token: str) -> tuple[int, int, int, int, bool]:
        asked.append(token)
        return 1, 1, 1, 1, False

    known = tagger.tables
    with mock.patch.object(WordTables, "_look_up", look_up):
        fresh = WordTables(known.words, known.beginnings, known.endings)
    words = [
        f"{beginning}{middle}{end}"
        for beginning in ("Biden", "said", "Zq", "u")
        for middle in "xY9"
        for end in ("ing", "ED", "'s", "-led", ".", "1")
    ]
    page = [SpeechSentence(0, "paragraph", " ".join(words))]
    assert_read_alike(fresh, plain, page)
    assert not asked
    fresh.rows_of([SpeechSentence(0, "paragraph", "Café")])
    assert asked == ["Café"]


def test_more_tokens_than_are_remembered(
    tagger: AttributionTagger, plain: WordTables
) -> None:
    text = " ".join(f"x{number}" for number in range(40_000))
    page = [SpeechSentence(0, "paragraph", text)] * 2
    assert_read_alike(tagger.tables, plain, page)


def test_a_reader_that_is_busy_says_so() -> None:
    """Python may be asked about a token while another thread wants rows."""
    inside = []

    def row_of(token: str) -> tuple[int, int, int, int, bool]:
        def elsewhere() -> None:
            inside.append(reader.rows(["b"], [()], [0]))

        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        return 1, 2, 3, 4, token == "b"

    reader = new_row_reader(CUT, row_of)
    assert reader is not None
    found = reader.rows(["a"], [()], [0])
    assert found is not None
    assert len(found) == 2 * 8 * 4
    assert inside == [None]
    # Free again, and after an error too.
    with pytest.raises(TypeError, match="str"):
        reader.rows([b"a"], [()], [0])  # type: ignore[list-item]
    assert reader.rows(["a"], [()], [0]) == found


@pytest.mark.parametrize(
    "row",
    [
        (2**27 - 1, 2**16 - 1, 2**16 - 1, 15, True),
        (2**27, 1, 1, 1, False),
        (1, 2**16, 1, 1, False),
        (1, 1, 2**16, 1, False),
        (1, 1, 1, 16, False),
        (-1, -1, -1, -1, True),
    ],
)
def test_numbers_that_are_too_large_to_remember_are_asked_for_again(
    row: tuple[int, int, int, int, bool],
) -> None:
    reader = new_row_reader(CUT, lambda _: row)
    assert reader is not None
    read = reader.rows(["a a"], [()], [0])
    assert read is not None
    found = np.frombuffer(read, np.int32).reshape(8, -1)
    assert found[:5, 1:].T.tolist() == [[*row[:4], 3 if row[4] else 1]] * 2


def test_what_is_no_row_is_refused() -> None:
    for answer in (None, (1, 2), ("a", 1, 2, 3, True)):
        reader = new_row_reader(CUT, lambda _, answer=answer: answer)  # type: ignore[misc]
        assert reader is not None
        with pytest.raises(TypeError):
            reader.rows(["a"], [()], [0])

    def fails(token: str) -> tuple[int, int, int, int, bool]:
        raise LookupError(token)

    reader = new_row_reader(CUT, fails)
    assert reader is not None
    with pytest.raises(LookupError):
        reader.rows(["a"], [()], [0])
    with pytest.raises(ValueError, match="quoted"):
        reader.rows(["a"], [], [0])
    assert new_row_reader(TokenCut("(a)", "", "", {}, ""), fails) is None
    for least in ({".,": (1, 1)}, {"–": (1, 1)}, {".": (1, 0)}, {".": (1000, 1)}):
        assert new_row_reader(CUT._replace(least_before=least), fails) is None
    for no_pair in ({".": 1}, {".": (1,)}):
        with pytest.raises(TypeError, match="any run"):
            new_row_reader(CUT._replace(least_before=no_pair), fails)  # type: ignore[arg-type]
    assert new_row_reader(CUT._replace(opens="a" * 99), fails) is None
    for tables in ((), (("a",),) * 4, (["a"],) * 5, ((1,),) * 5):
        with pytest.raises(TypeError, match=r"five|tuple|str"):
            _kernel.RowReader(*CUT, tables, fails)  # type: ignore[arg-type]
    del reader
    gc.collect()


def test_words_are_the_same_the_second_time_and_beyond_what_is_remembered() -> None:
    reader = new_word_reader(CUT)
    assert reader is not None
    few = ["Ana said ÉCOLE, İ and iPhone.", ""]
    found = reader.words(few)
    assert reader.words(few) == found
    reader.words([" ".join(f"x{number}" for number in range(40_000))])
    assert reader.words(few) == found == page_words(few)
    # Longer words are not remembered.
    assert reader.words(["Ab" * 5000]) == page_words(["Ab" * 5000])


def test_what_is_no_text_has_no_words() -> None:
    reader = new_word_reader(CUT)
    assert reader is not None
    with pytest.raises(TypeError, match="str"):
        reader.words([b"a"])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="str"):
        reader.tokens(b"a", Token)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="tuple"):
        reader.tokens("a", str)  # type: ignore[type-var]
    for starts, ends in (
        ([-1, 0], [-1, 4]),
        ([-1, 2], [-1, 1]),
        ([0], [1]),
        ([-1, -1], [-1, -1]),
        ([], []),
        ([-1, 0], [-1]),
    ):
        with pytest.raises(ValueError, match=r"sentence|ends"):
            reader.words(["a b"], np.array(starts, np.int32), np.array(ends, np.int32))
    # Free again after an error.
    assert reader.tokens("a b", Token) == [Token("a", 0, 1), Token("b", 2, 3)]
    assert new_word_reader(TokenCut("(a)", "", "", {}, "")) is None
    with mock.patch("ascribe.kernel.COMPILED", new=False):
        assert new_word_reader(CUT) is None
