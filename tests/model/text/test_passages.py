"""Blocks are cut into sentences that know their block and their quotations."""

from __future__ import annotations

import pytest

from ascribe.results import Block
from ascribe.text.passages import cut
from ascribe.text.quotations import Quoted
from ascribe.training.dataset import Document


def test_sentences_are_those_of_the_blocks_in_order() -> None:
    blocks = [
        Block("a", "heading", "Rain falls"),
        Block("b", "paragraph", ""),
        Block("c", "paragraph", 'It rained. "Badly," she said.'),
    ]
    found = [(s.block, s.kind, s.start, s.end, s.text) for s in cut(blocks)]
    assert found == [
        (0, "heading", 0, 10, "Rain falls"),
        (2, "paragraph", 0, 10, "It rained."),
        (2, "paragraph", 11, 29, '"Badly," she said.'),
    ]
    assert cut(blocks)[2].quoted == Quoted(((1, 7),))


def test_a_block_quotation_without_marks_is_quoted_whole() -> None:
    sentences = cut([Block("a", "quote", "It rained. We ran.")])
    assert [s.quoted for s in sentences] == [
        Quoted(((0, 10),), opens_inside=True, ends_inside=True),
        Quoted(((0, 7),), opens_inside=True, ends_inside=True),
    ]


def test_a_block_quotation_with_marks_keeps_its_own() -> None:
    [sentence] = cut([Block("a", "quote", "“It rained,” he said.")])
    assert sentence.quoted == Quoted(((1, 11),))


def test_known_spans_are_kept() -> None:
    blocks = [Block("a", "paragraph", "One. Two. Three.")]
    sentences = cut(blocks, [[(0, 9), (10, 16)]])
    assert [s.text for s in sentences] == ["One. Two.", "Three."]


def test_spans_of_too_few_blocks_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        cut([Block("a", "paragraph", "One."), Block("b", "paragraph", "Two.")], [[]])


def test_no_block_gives_no_sentence() -> None:
    assert cut([]) == []


def test_the_sentences_of_the_corpus_are_cut_as_they_were_labelled(
    corpus: list[Document],
) -> None:
    for document in corpus:
        found: list[list[tuple[int, int]]] = [[] for _ in document.blocks]
        for sentence in cut(document.blocks):
            found[sentence.block].append((sentence.start, sentence.end))
        assert found == [list(spans) for spans in document.spans], document.name
