"""Pages of every odd form: what must hold on each, and what was seen by eye."""

from __future__ import annotations

from collections import Counter

import pytest

from ascribe.corpus import corpus_folder
from ascribe.engine import Engine
from ascribe.results import LABELS, Analysis, Block, BlockKind
from ascribe.training.dataset import read_documents


def page(*texts: str, kind: BlockKind = "paragraph") -> list[Block]:
    return [Block(str(at), kind, text) for at, text in enumerate(texts)]


def labels(analysis: Analysis) -> list[str]:
    return [sentence.label for sentence in analysis.sentences]


def sound(analysis: Analysis, blocks: list[Block]) -> None:
    """Every sentence lies in its block, in order, and has one label of four."""
    texts = {block.id: block.text for block in blocks}
    last: dict[str, int] = {}
    for one in analysis.sentences:
        units = len(texts[one.block].encode("utf-16-le", "surrogatepass")) // 2
        assert last.get(one.block, 0) <= one.start < one.end <= units
        assert one.label in LABELS
        last[one.block] = one.end
    if analysis.page.shares is not None:
        shares = analysis.page.shares
        assert shares.opinion + shares.attributed + shares.statement == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The harbour will close at noon, the port authority said.", "attributed"),
        ("This is a shameful and stupid plan, and it must be stopped.", "opinion"),
        ("The ferry has two decks and carries 40 cars.", "statement"),
    ],
)
def test_one_sentence_has_a_label_but_no_share(
    engine: Engine, text: str, label: str
) -> None:
    found = engine.analyze(page(text))
    assert found.status == "too_short"
    assert found.page.shares is None
    assert labels(found) == [label]


def test_50_000_sentences_are_all_labelled(engine: Engine) -> None:
    blocks = page(*["The ferry leaves at ten. Nobody was hurt, police said."] * 25_000)
    found = engine.analyze(blocks)
    assert len(found.sentences) == 50_000
    # The same passage again and again counts once.
    assert found.page.words < 100


@pytest.mark.parametrize("mark", ['"', "“", "”", "'", "«", "''", "„"])
def test_nothing_but_quotation_marks_is_no_prose(engine: Engine, mark: str) -> None:
    blocks = page(*[f"{mark * 40} {mark * 3}"] * 60)
    found = engine.analyze(blocks)
    assert found.page.shares is None
    sound(found, blocks)


def test_a_mark_that_is_never_closed_does_not_swallow_the_page(engine: Engine) -> None:
    plain = [
        "The ferry leaves at ten and comes back at four.",
        "The island has one school and two shops.",
        "In winter the boat sails three times a week.",
        "The quay was rebuilt in 1987 after a storm.",
        "Most of the four hundred islanders fish for a living.",
    ]
    opened = page("“We will not sell the boat, said the skipper.", *plain * 3)
    found = engine.analyze(opened)
    sound(found, opened)
    # What follows in paragraphs of its own is the author's again.
    counted = Counter(labels(found)[6:])
    assert counted["attributed"] < 0.3 * counted.total()


def test_capitals_do_not_change_who_speaks(engine: Engine) -> None:
    texts = [
        "The bridge will close on Friday, the council said in a statement.",
        "The bridge was built in 1931 and carries two lanes.",
        "According to the police, nobody was hurt in the accident.",
        "The works will last for six weeks.",
        "“We are sorry for the delay,” a spokesman told reporters.",
    ] * 3
    blocks = page(*(text.upper() for text in texts))
    found = engine.analyze(blocks)
    sound(found, blocks)
    usual = labels(engine.analyze(page(*texts)))
    loud = labels(found)
    same = sum(one == other for one, other in zip(usual, loud, strict=True))
    assert same >= 0.6 * len(texts)


def test_no_punctuation_is_read_as_it_stands(engine: Engine) -> None:
    text = (
        "so the ferry was late again and nobody knew why and we all stood there in "
        "the rain until the man came out and said it would not sail today and then "
    )
    blocks = page(text * 6)
    found = engine.analyze(blocks)
    sound(found, blocks)
    assert len(found.sentences) == 1


def test_tables_and_code_are_left_out(engine: Engine) -> None:
    article = ["The ferry sails at ten. The trip takes forty minutes."] * 1
    cells = page(*["10:00 11:30 13:00", "Adult 4.20", "Child 2.10"], kind="cell")
    code = [Block("c", "preformatted", "for i in range(10):\n    print(i)")]
    text = [Block("t", "paragraph", article[0])]
    found = engine.analyze([*text, *cells, *code])
    assert found.page.coverage.skipped["table"] == 3
    assert found.page.coverage.skipped["code"] == 1
    assert {one.label for one in found.sentences if one.block != "t"} <= {"other"}


def test_a_poem_gets_an_answer(engine: Engine) -> None:
    lines = [
        "The gulls have left the harbour wall",
        "and took the noise with them;",
        "a rope knocks at an empty mast,",
        "the tide lets go the stem.",
    ]
    blocks = page("\n".join(lines), "\n".join(reversed(lines)))
    sound(engine.analyze(blocks), blocks)


def test_answers_of_a_transcript_belong_to_the_interviewed(engine: Engine) -> None:
    turns = [
        "Q: When did you first see the island?",
        "A: I came here in 1974 to mend the lamp. I stayed because I liked the quiet.",
        "Q: What did the keepers do all day?",
        "A: We cleaned the lenses, and we wrote down every ship that passed.",
        "Q: Do you miss it?",
        "A: I do. There is nothing like a night up there when it blows.",
        "Q: What happened when the light was switched off?",
        "A: They sent a letter. Nobody came to say thank you.",
    ]
    blocks = page(*turns)
    found = engine.analyze(blocks)
    answers = [
        one.label
        for one in found.sentences
        if blocks[int(one.block)].text.startswith("A:")
    ]
    assert answers.count("attributed") >= 0.6 * len(answers)


@pytest.mark.parametrize(
    ("slug", "least"),
    [
        ("letter-hedgehogs", 0.6),
        ("live-blog-storm", 0.7),
        ("first-person-night-train", 0.8),
        ("speech-new-citizens", 0.6),
        ("press-release-fleet", 0.7),
        ("interview-lighthouse-composer", 0.5),
        ("other-languages-poet", 0.6),
        ("captions-flower-market", 0.6),
    ],
)
def test_most_sentences_of_other_forms_are_right(
    engine: Engine, slug: str, least: float
) -> None:
    (document,) = read_documents([corpus_folder() / f"{slug}.jsonl"])
    chances = engine.probabilities(document.blocks, document.spans)
    found = [LABELS[column] for column in chances.argmax(axis=1)]
    right = sum(one == other for one, other in zip(found, document.labels, strict=True))
    assert right >= least * len(found)
    sound(engine.analyze(document.blocks), list(document.blocks))


def test_what_is_quoted_in_another_language_stays_a_quotation(engine: Engine) -> None:
    blocks = page(
        "“Il n'y a plus de bateau,” the harbour master said, and shut the window.",
        "The ferry had sailed at six.",
        "“Morgen vielleicht,” his assistant told the people on the quay.",
        "The next boat leaves on Monday, according to the timetable.",
        "Forty people slept in the waiting room.",
        "The town sent tea and blankets, a spokeswoman said.",
    )
    found = engine.analyze(blocks)
    sound(found, blocks)
    by_block = {one.block: one.label for one in found.sentences}
    assert by_block["0"] == by_block["2"] == "attributed"
