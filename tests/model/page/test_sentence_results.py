"""What was found in code points comes out in UTF-16 offsets, repeats as their first."""

from __future__ import annotations

import numpy as np

from ascribe.attribution.acts import Part, SpeechAct
from ascribe.attribution.ledger import Ledger
from ascribe.page.sentence_results import Answer, sentence_results
from ascribe.page.summary import PageReading, read_page
from ascribe.results import LABELS, Block, Label, ScoredSentence

SAID = "😀 The old bridge will close in May, Vela said."
WENT_ON = "😀 It will not open again for a year."


def answer_to(
    reading: PageReading,
    labels: list[Label],
    acts: dict[int, SpeechAct] | None = None,
    evidence: dict[int, list[tuple[int, int, float]]] | None = None,
) -> Answer:
    """Return an answer that is sure of ``labels``."""
    n = len(reading.sentences)
    found = acts or {}
    return Answer(
        chances=np.eye(4)[[LABELS.index(label) for label in labels]].reshape(n, 4),
        labels=labels,
        certain=[True] * n,
        evidence=[(evidence or {}).get(index, []) for index in range(n)],
        acts=[[found[index]] if index in found else [] for index in range(n)],
        ledger=Ledger(
            (), tuple(("Vela",) if i in found else () for i in range(n)), 0.0, 1
        ),
    )


def part(reading: PageReading, sentence: int, text: str) -> Part:
    start = reading.sentences[sentence].text.index(text)
    return Part(sentence, start, start + len(text))


def shown(blocks: list[Block], span: object, block: str) -> str:
    """Cut a span as a browser does."""
    texts = {each.id: each.text for each in blocks}
    start, end = span.start, span.end  # type: ignore[attr-defined]
    return texts[block].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def page(*texts: str) -> list[Block]:
    return [Block(f"b{i}", "paragraph", text) for i, text in enumerate(texts)]


def said_and_went_on(blocks: list[Block]) -> tuple[ScoredSentence, ...]:
    """Read a page whose second sentence has its source in the first."""
    reading = read_page(blocks)
    n = len(reading.sentences)
    source, cue = part(reading, 0, "Vela"), part(reading, 0, "said")
    acts = {
        0: SpeechAct(source, cue, (part(reading, 0, SAID[2:35]),)),
        1: SpeechAct(source, cue, (part(reading, 1, WENT_ON[2:]),)),
    }
    evidence = {0: [(part(reading, 0, "said").start, len(SAID) - 1, 0.7)]}
    labels: list[Label] = ["attributed", "attributed", *["statement"] * (n - 2)]
    return sentence_results(reading, answer_to(reading, labels, acts, evidence))


def test_offsets_after_an_emoji_count_it_twice() -> None:
    blocks = page(SAID, WENT_ON)
    first, _ = said_and_went_on(blocks)
    assert (first.start, first.end) == (0, len(SAID) + 1)
    assert first.attribution is not None
    assert first.attribution.source is not None
    assert first.attribution.cue is not None
    for span, text in (
        (first.attribution.source, "Vela"),
        (first.attribution.cue, "said"),
        (first.attribution.content[0], SAID[2:35]),
        (first.evidence[0], "said"),
    ):
        assert span.text == text
        assert span.block is None
        assert shown(blocks, span, "b0") == text
    assert first.attribution.source.name == "Vela"
    assert first.evidence[0].weight == 0.7


def test_a_source_in_another_block_names_that_block() -> None:
    blocks = page(SAID, WENT_ON)
    _, second = said_and_went_on(blocks)
    assert second.attribution is not None
    source, cue = second.attribution.source, second.attribution.cue
    assert source is not None
    assert cue is not None
    assert (source.block, cue.block) == ("b0", "b0")
    assert shown(blocks, source, "b0") == "Vela"
    assert [each.block for each in second.attribution.content] == [None]


def test_a_source_in_the_same_block_names_no_block() -> None:
    blocks = page(f"{SAID} {WENT_ON}")
    _, second = said_and_went_on(blocks)
    assert second.attribution is not None
    assert second.attribution.source is not None
    assert second.attribution.source.block is None
    assert shown(blocks, second.attribution.source, "b0") == "Vela"
    assert shown(blocks, second.attribution.content[0], "b0") == WENT_ON[2:]


def test_a_repeated_block_answers_as_its_first_under_its_own_id() -> None:
    blocks = page(SAID, WENT_ON, SAID)
    first, _, again = said_and_went_on(blocks)
    assert again.block == "b2"
    assert again.repeated
    assert not first.repeated
    assert (again.label, again.start, again.end) == ("attributed", 0, first.end)
    assert again.attribution == first.attribution
    assert again.evidence == first.evidence


def test_a_block_repeated_in_other_letters_is_cut_by_its_own_text() -> None:
    louder = SAID.upper().replace(" ", "   ")
    blocks = page(SAID, WENT_ON, louder)
    *_, again = said_and_went_on(blocks)
    assert (again.block, again.repeated) == ("b2", True)
    assert shown(blocks, again, "b2") == louder
    assert again.evidence == ()
    assert again.attribution is None


def test_a_repeated_sentence_shows_its_parts_where_it_stands() -> None:
    blocks = page(SAID, WENT_ON, f"Earlier in May: nothing. {SAID}")
    results = said_and_went_on(blocks)
    again = results[-1]
    assert (again.block, again.repeated, again.label) == ("b2", True, "attributed")
    assert shown(blocks, again, "b2") == SAID
    assert again.attribution is not None
    assert again.attribution.source is not None
    assert again.attribution.source.block is None
    assert shown(blocks, again.attribution.source, "b2") == "Vela"
    assert shown(blocks, again.evidence[0], "b2") == "said"


def test_a_block_left_out_is_other_for_sure() -> None:
    blocks = [*page(SAID, WENT_ON), Block("c", "caption", "😀 Vela. The bridge.")]
    left_out = said_and_went_on(blocks)[2:]
    assert [shown(blocks, each, "c") for each in left_out] == [
        "😀 Vela.",
        "The bridge.",
    ]
    for each in left_out:
        assert (each.label, each.certain, each.repeated) == ("other", True, False)
        assert each.probabilities.other == 1.0
        assert each.attribution is None


def test_only_an_attributed_sentence_has_an_attribution() -> None:
    reading = read_page(page(SAID))
    act = SpeechAct(part(reading, 0, "Vela"), None, ())
    (found,) = sentence_results(reading, answer_to(reading, ["opinion"], {0: act}))
    assert found.attribution is None
    (found,) = sentence_results(reading, answer_to(reading, ["attributed"]))
    assert found.attribution is None


def test_a_page_without_a_sentence_gives_none() -> None:
    reading = read_page(page("", " "))
    assert sentence_results(reading, answer_to(reading, [])) == ()
