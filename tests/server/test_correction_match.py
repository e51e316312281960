"""A corrected sentence is found again where it stands, and nowhere else."""

from __future__ import annotations

import pytest

from ascribe.results import Block, ModelName, Probabilities, ScoredSentence
from ascribe_server.correction_match import CorrectionMatch
from ascribe_server.store.corrections import Correction, sha256_of_text

SCANDAL = "The plan to sell the quay is a scandal from start to end."
PAGE = [
    "Rain fell on the quay all morning and the ferries stayed in port.",
    SCANDAL,
    "The harbour master left his office at noon without a word.",
    "He said no.",
    "A second meeting is planned for the spring.",
]


def correction(at: int = 1, *, id_: int = 1, page: list[str] = PAGE) -> Correction:
    return Correction(
        id=id_,
        label="opinion",
        quote=page[at],
        prefix=page[at - 1] + "\n" if at else "",
        suffix="\n" + page[at + 1] if at + 1 < len(page) else "",
        block_sha256=sha256_of_text(page[at]),
        block_kind="paragraph",
        model=ModelName("default", "1", "0" * 64),
        chances=None,
        made_at=0,
    )


def found(corrections: list[Correction], page: list[str]) -> list[tuple[int, str]]:
    blocks = [Block(str(at), "paragraph", text) for at, text in enumerate(page)]
    sentences = [
        ScoredSentence(
            block=block.id,
            start=0,
            end=len(block.text.encode("utf-16-le")) // 2,
            label="statement",
            probabilities=Probabilities(0.0, 0.0, 1.0, 0.0),
            certain=True,
        )
        for block in blocks
    ]
    shown = CorrectionMatch(corrections)(blocks, sentences)
    return [(one.id, one.block) for one in shown]


@pytest.mark.parametrize(
    ("page", "places"),
    [
        pytest.param(PAGE, ["1"], id="as it was"),
        pytest.param(PAGE[1:], ["0"], id="its neighbour is gone"),
        pytest.param(["New.", *PAGE], ["2"], id="something new above"),
        pytest.param(
            [
                PAGE[0],
                "The new plan to sell the quay is a scandal to the end.",
                PAGE[2],
            ],
            ["1"],
            id="a small edit",
        ),
        pytest.param(
            [PAGE[0].upper(), SCANDAL.replace(" ", "  "), PAGE[2]], ["1"], id="spaces"
        ),
        pytest.param([PAGE[0], PAGE[2], PAGE[3]], [], id="taken off the page"),
        pytest.param(
            [PAGE[0], "The plan to sell tickets is popular.", PAGE[2]],
            [],
            id="another sentence in its place",
        ),
        pytest.param(
            ["Elsewhere.", "The plan to sell a quay was a scandal at the end.", "So."],
            [],
            id="nearly the same, on another page",
        ),
        pytest.param([], [], id="an empty page"),
    ],
)
def test_a_sentence_is_found_by_its_words_and_what_stands_around(
    page: list[str], places: list[str]
) -> None:
    assert found([correction()], page) == [(1, place) for place in places]


def test_a_short_sentence_needs_its_context() -> None:
    short = correction(3)
    assert found([short], PAGE) == [(1, "3")]
    assert found([short], ["The mayor was asked.", "He said no!", "So it went."]) == []


def test_of_two_like_sentences_each_gets_its_own() -> None:
    page = [PAGE[0], PAGE[3], PAGE[2], PAGE[3], PAGE[4]]
    both = [correction(1, page=page), correction(3, id_=2, page=page)]
    assert found(both, page) == [(1, "1"), (2, "3")]


def test_a_sentence_without_a_word_is_found_by_its_block() -> None:
    page = [PAGE[0], "…!", PAGE[2]]
    assert found([correction(page=page)], page) == [(1, "1")]
    assert found([correction(page=page)], [PAGE[0], "?!", PAGE[2]]) == []
