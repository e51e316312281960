"""The engine on pages of every kind, and on what is no page at all."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ascribe.corpus import corpus_folder
from ascribe.engine import MAX_BLOCKS, MAX_PAGE_UNITS, Engine, load_engine
from ascribe.errors import InputError
from ascribe.reading.html_reader import blocks_of_html
from ascribe.reading.text_reader import blocks_of_text
from ascribe.results import BLOCK_KINDS, LABELS, Analysis, Block, Status
from ascribe.training.dataset import Document

NEWS = (
    "The mayor said on Monday that the bridge will close for a year. "
    "“It is not safe, and I will not pretend it is,” she told reporters. "
    "The bridge was built in 1931 and carries about 9,000 cars a day. "
    "According to the county, repairs will cost $12 million. "
)


def page(*texts: str) -> list[Block]:
    return [Block(str(i), "paragraph", text) for i, text in enumerate(texts)]


def in_units(text: str, start: int, end: int) -> str:
    """Cut a text as a browser does, by UTF-16 code units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


def check(blocks: list[Block], answer: Analysis) -> None:
    """Hold an answer to what holds for every page."""
    texts = {block.id: block.text for block in blocks}
    order = [block.id for block in blocks]
    places = [(order.index(s.block), s.start) for s in answer.sentences]
    assert places == sorted(places)
    coverage = answer.page.coverage
    assert coverage.scored + sum(coverage.skipped.values()) == len(blocks)
    for sentence in answer.sentences:
        text = texts[sentence.block]
        assert in_units(text, sentence.start, sentence.end).strip()
        chances = [getattr(sentence.probabilities, label) for label in LABELS]
        assert sum(chances) == pytest.approx(1.0)
        for span in sentence.evidence:
            assert sentence.start <= span.start < span.end <= sentence.end
            assert in_units(text, span.start, span.end) == span.text
        found = sentence.attribution
        spans = [found.source, found.cue, *found.content] if found else []
        for part in spans:
            if part is not None:
                there = texts[part.block or sentence.block]
                assert in_units(there, part.start, part.end) == part.text
    shares, intervals = answer.page.shares, answer.page.intervals
    assert (shares is None) == (answer.status != "scored") == (intervals is None)
    if shares is not None and intervals is not None:
        values = {name: getattr(shares, name) for name in LABELS[:3]}
        assert sum(values.values()) == pytest.approx(1.0)
        for name, value in values.items():
            low, high = getattr(intervals, name)
            assert 0.0 <= low <= value <= high <= 1.0


def test_a_report_is_mostly_attributed(engine: Engine) -> None:
    blocks = page(NEWS, NEWS.replace("bridge", "tunnel").replace("mayor", "minister"))
    answer = engine.analyze(blocks)
    check(blocks, answer)
    assert answer.status == "scored"
    assert [s.label for s in answer.sentences[:2]] == ["attributed", "attributed"]
    assert answer.page.shares is not None
    assert answer.page.shares.attributed > 0.5
    assert "county" in {source.name.lower() for source in answer.sources}


def test_every_article_of_the_corpus_gets_a_sound_answer(
    engine: Engine, corpus: list[Document]
) -> None:
    for document in corpus:
        check(list(document.blocks), engine.analyze(document.blocks))


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([], id="no block"),
        pytest.param(page(""), id="empty"),
        pytest.param(page(" \n\t "), id="white space"),
        pytest.param(page("\x00\x00"), id="NUL"),
        pytest.param(page("Two lines.", "No more."), id="two lines"),
    ],
)
def test_too_little_text_gets_no_number(engine: Engine, blocks: list[Block]) -> None:
    answer = engine.analyze(blocks)
    check(blocks, answer)
    assert answer.status == "too_short"


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat der Stadt sagte am Montag, dass die Brücke ein Jahr gesperrt wird. ",
        "Le conseil municipal a annoncé lundi que le pont serait fermé pendant un an. ",
        "市议会周一表示，这座桥将关闭一年，居民可以在下个月的会议上发表意见。",
        "قال المجلس البلدي يوم الاثنين إن الجسر سيغلق لمدة عام كامل وسيتم إصلاحه. ",
    ],
)
def test_another_language_gets_no_number(engine: Engine, text: str) -> None:
    blocks = page(*[text * 4] * 3)
    answer = engine.analyze(blocks)
    check(blocks, answer)
    assert answer.status == "not_english"
    assert answer.page.coverage.skipped == {"foreign": 3}
    assert answer.sentences == ()


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param("\ud83d half a pair", id="lone surrogate"),
        pytest.param("👨🏻‍🚒 𝒞 e\u0301 \u202eabc", id="astral and combining"),
        pytest.param("\x00NUL\x00", id="NUL"),
        pytest.param("אמר ראש העיר", id="right to left"),
        pytest.param('"""""“““”””‘‘‘’’’', id="only quotation marks"),
        pytest.param("A" * 5_000, id="one long word"),
    ],
)
def test_odd_characters_keep_offsets(engine: Engine, odd: str) -> None:
    blocks = page(odd + " " + NEWS, NEWS + odd, odd)
    check(blocks, engine.analyze(blocks))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(BLOCK_KINDS),
            st.text(max_size=60).map(lambda text: text + ' he said. "No.'),
        ),
        max_size=8,
    )
)
def test_any_blocks_get_a_sound_answer(
    engine: Engine, parts: list[tuple[str, str]]
) -> None:
    blocks = [Block(str(i), kind, text) for i, (kind, text) in enumerate(parts)]  # type: ignore[arg-type]
    check(blocks, engine.analyze(blocks))


def test_a_paragraph_of_many_words_is_scored(engine: Engine) -> None:
    blocks = page(NEWS * 700)
    answer = engine.analyze(blocks)
    assert len(answer.sentences) == 2_800
    assert sum(not sentence.repeated for sentence in answer.sentences) == 4


def test_200_000_words_without_a_stop_are_one_sentence(engine: Engine) -> None:
    answer = engine.analyze(page("he said that the word " * 40_000))
    assert len(answer.sentences) == 1
    assert answer.page.shares is None


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ([Block("1", "paragraph", "a"), Block("1", "paragraph", "b")], "two blocks"),
        ([Block("1", "poem", "a")], "kinds are heading"),  # type: ignore[arg-type]
        ([Block("1", "paragraph", "a" * (MAX_PAGE_UNITS + 1))], "the limit is 8,000"),
        ([Block(str(i), "cell", "") for i in range(MAX_BLOCKS + 1)], "the limit is 50"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_with_the_reason(
    engine: Engine, blocks: list[Block], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        engine.analyze(blocks)


def test_a_five_megabyte_page_is_scored(engine: Engine) -> None:
    # The same paragraphs again and again: what costs is told by the bench.
    blocks = blocks_of_text("\n\n".join([NEWS.strip()] * (5_000_000 // len(NEWS))))
    answer = engine.analyze(blocks)
    assert answer.page.coverage.skipped["repeated"] == len(blocks) - 1


def test_without_details_labels_and_shares_are_the_same(engine: Engine) -> None:
    page = corpus_folder() / "pages" / "report-headline-chip-plant.html"
    blocks = blocks_of_html(page.read_bytes())
    full, short = engine.analyze(blocks), engine.analyze(blocks, details=False)
    assert short.page == full.page
    assert short.sources == ()
    bare = [replace(one, attribution=None, evidence=()) for one in full.sentences]
    assert list(short.sentences) == bare


@pytest.mark.parametrize("details", [True, False])
def test_pages_together_are_answered_as_each_alone(
    engine: Engine, corpus: list[Document], *, details: bool
) -> None:
    pages = [
        *(document.blocks for document in corpus[:3]),
        [],
        page(
            "Der Rat der Stadt hat am Montag beschlossen, die Brücke zu sperren. " * 4
        ),
        page("Too short."),
        # What stands there again counts once.
        page(NEWS * 3),
    ]
    alone = [engine.analyze(blocks, details=details) for blocks in pages]
    assert engine.analyze_all(pages, details=details) == alone
    assert {one.status for one in alone} == set(get_args(Status))
    with pytest.raises(InputError):
        engine.analyze_all([pages[0], page("Rain.") * 2], details=details)
    assert engine.analyze_all([]) == []


def test_an_engine_for_answers_only_answers_the_same(corpus: list[Document]) -> None:
    whole, lean = load_engine(), load_engine(for_answers=True)
    for document in corpus[:3]:
        assert lean.analyze(document.blocks) == whole.analyze(document.blocks)
    if lean._labeller.kernel is not None:
        assert len(lean._labeller.words) == 0
