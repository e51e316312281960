"""The tagger with the weights that ship: clear cases, bad input, speed, the bars."""

import time
from importlib.resources import files
from pathlib import Path

import pytest

from ascribe.attribution.acts import SpeechSentence
from ascribe.attribution.files import FILE_NAME, load_tagger
from ascribe.attribution.ledger import ledger
from ascribe.engine import load_engine
from ascribe.results import Block
from ascribe.training.attribution_data import read_marked_articles, sentences_of
from ascribe.training.attribution_evaluation import evaluate_attribution

SHARED = Path(__file__).parents[4] / "shared" / "data" / "attribution"


@pytest.fixture(scope="module")
def tagger():
    return load_tagger(Path(str(files("ascribe") / "models" / "default" / FILE_NAME)))


def page(text: str, attributed: float | None = None) -> list[SpeechSentence]:
    return [
        SpeechSentence(
            one.sentence.block,
            one.sentence.kind,
            one.sentence.text,
            one.sentence.quoted,
            attributed,
        )
        for one in sentences_of(text)
    ]


def found(tagger, text: str) -> list[tuple[str, str, str]]:
    """The outermost attribution of each sentence that has one."""
    sentences = page(text)
    result = []
    for acts in tagger.tag(sentences):
        for act in acts[:1]:
            parts = [part.text(sentences) for part in act.content]
            result.append(
                (
                    act.source.text(sentences) if act.source else "",
                    act.cue.text(sentences) if act.cue else "",
                    " … ".join(parts),
                )
            )
    return result


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        pytest.param(
            "“The wall leaks,” said Mara Vela.",
            "Mara Vela",
            "said",
            "The wall leaks",
            id="cue after the quotation",
        ),
        pytest.param(
            "Mara Vela said: “The wall leaks.”",
            "Mara Vela",
            "said",
            "The wall leaks",
            id="cue before the quotation",
        ),
        pytest.param(
            "Mara Vela told reporters that the wall was leaking.",
            "Mara Vela",
            "told",
            "that the wall was leaking",
            id="told reporters",
        ),
        pytest.param(
            "The wall is leaking, according to the ministry.",
            "the ministry",
            "according to",
            "The wall is leaking",
            id="according to",
        ),
        pytest.param(
            "A report by the auditor found that the wall was leaking.",
            "A report by the auditor",
            "found",
            "that the wall was leaking",
            id="a report found",
        ),
        pytest.param(
            "''The wall leaks,'' Mr. Vela said.",
            "Mr. Vela",
            "said",
            "The wall leaks",
            id="doubled single marks",
        ),
        pytest.param(
            "«The wall leaks,» Vela said.",
            "Vela",
            "said",
            "The wall leaks",
            id="guillemets",
        ),
        pytest.param(
            "„The wall leaks,“ Vela said.",
            "Vela",
            "said",
            "The wall leaks",
            id="German marks",
        ),
    ],
)
def test_clear_cases(tagger, text, source, cue, content) -> None:
    ((who, how, what),) = found(tagger, text)
    assert source in who
    assert cue.lower() in how.lower()
    assert content in what


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('The shelf is 6\'2" high and 24" wide.', id="feet and inches"),
        pytest.param("The trail is 12'30\" long on the map.", id="minutes, seconds"),
        pytest.param(
            "It was built in the '90s, and 'tis still there.", id="apostrophes"
        ),
        pytest.param("The dogs' bowls and the cats' beds are clean.", id="genitives"),
        pytest.param("The dam was built in 1931 and holds two lakes.", id="plain"),
    ],
)
def test_no_source_is_found_where_nobody_speaks(tagger, text: str) -> None:
    assert [who for who, _, _ in found(tagger, text) if who] == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        pytest.param(
            "SEN. MARA VELA SAID THE WALL WAS LEAKING.",
            "MARA VELA",
            "person",
            id="all capitals",
        ),
        pytest.param(
            "“It leaks,” said J. D. van der Vela.",
            "J. D. van der Vela",
            "person",
            id="initials and particles",
        ),
        pytest.param(
            "Dr Otto de la Cruz said the wall was leaking.",
            "Otto de la Cruz",
            "person",
            id="title and particles",
        ),
        pytest.param(
            "Sen. Ana Vela, R-Maine, said the wall was leaking.",
            "Ana Vela",
            "person",
            id="senator and party",
        ),
        pytest.param(
            "— The wall leaks, said Ana Vela. — It always did.",
            "Ana Vela",
            "person",
            id="dashes",
        ),
        pytest.param(
            "»The wall leaks,« said Ana Vela.",
            "Ana Vela",
            "person",
            id="marks turned inward",
        ),
        pytest.param(
            "‘It was built in the '90s and ’tis leaking,’ said Ana Vela.",
            "Ana Vela",
            "person",
            id="apostrophes inside single marks",
        ),
        pytest.param(
            "The gap is 24\" wide and 6' deep, said Ana Vela.",
            "Ana Vela",
            "person",
            id="inches and feet",
        ),
        pytest.param(
            "“She told me ‘he said “it leaks”’ twice,” said Ana Vela.",
            "Ana Vela",
            "person",
            id="nested marks",
        ),
    ],
)
def test_the_ledger_of_odd_text_has_its_source(tagger, text, name, kind) -> None:
    sentences = page(text, 1.0)
    found = ledger(sentences, tagger.tag(sentences)).sources
    assert [(one.name, one.kind) for one in found] == [(name, kind)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("“", id="one mark"),
        pytest.param("“““ ””” '' `` \" «»", id="only marks"),
        pytest.param("“It “leaks ‘and “always” did, Vela said.", id="unbalanced"),
        pytest.param(
            "“She said ‘he said “it leaks” twice’ again,” he said.", id="nested"
        ),
        pytest.param("— It leaks, she said. — It does not, said he.", id="dashes"),
        pytest.param("\ud83d said \udc4d that \x00 it leaks.", id="broken characters"),
        pytest.param("قال المسؤول: «السد يسرب».", id="right to left"),
        pytest.param("👩‍🚒 said: “🔥!”", id="emoji"),
        pytest.param("SEN. MARA VELA SAID THE WALL LEAKS.", id="all capitals"),
        pytest.param("said said said said said said", id="only cues"),
        pytest.param("a" * 50_000, id="one long word"),
    ],
)
def test_strange_pages_give_parts_inside_their_sentences(tagger, text: str) -> None:
    for attributed in (None, 1.0):
        sentences = page(text, attributed)
        acts = tagger.tag(sentences)
        assert len(acts) == len(sentences)
        for act in (act for one in acts for act in one):
            for part in (act.source, act.cue, *act.content):
                if part is not None:
                    length = len(sentences[part.sentence].text)
                    assert 0 <= part.start < part.end <= length
        ledger(sentences, acts)


def test_a_page_that_is_one_long_quotation_has_one_source(tagger) -> None:
    text = "“The wall leaks,” Mara Vela said. “" + "It always did. " * 60 + "It will.”"
    sentences = page(text, 1.0)
    assert [one.name for one in ledger(sentences, tagger.tag(sentences)).sources] == [
        "Mara Vela"
    ]


def test_ten_thousand_quotations_are_read(tagger) -> None:
    sentences = page("\n".join(["“It leaks,” Mara Vela said."] * 10_000))
    acts = tagger.tag(sentences)
    assert len(acts) == 10_000
    assert [one.name for one in ledger(sentences, acts).sources] == ["Mara Vela"]


def seconds(tagger, sentences: list[SpeechSentence]) -> float:
    started = time.process_time()
    ledger(sentences, tagger.tag(sentences))
    return time.process_time() - started


def test_time_grows_in_step_with_the_page(tagger) -> None:
    line = "“It leaks,” Mara Vela said, and the ministry denied that it ever did. "
    short = [SpeechSentence(0, "paragraph", line)] * 500
    long = [SpeechSentence(0, "paragraph", line)] * 5000
    seconds(tagger, short)
    # Ten times the page; a quadratic step would take a hundred times as long.
    assert seconds(tagger, long) < 30 * seconds(tagger, short) + 0.5


def word(number: int) -> str:
    """Return one of many made-up words."""
    return "".join(chr(97 + number // 26**place % 26) for place in range(4))


def lines(pattern: str, count: int) -> list[SpeechSentence]:
    return [
        SpeechSentence(at, "paragraph", pattern.format(word(at)), (), 1.0)
        for at in range(count)
    ]


def in_one_sentence(phrase: str, count: int) -> list[SpeechSentence]:
    return [SpeechSentence(0, "paragraph", phrase * count, (), 1.0)]


@pytest.mark.parametrize(
    ("make", "phrase"),
    [
        pytest.param(lines, "The {} official said it leaks.", id="roles"),
        pytest.param(lines, "Who{}s said it leaks.", id="odd sources"),
        pytest.param(lines, "B{} Vela said, Vela said.", id="one family name"),
        pytest.param(lines, "They said the {} group told them so.", id="pronouns"),
        pytest.param(
            in_one_sentence, "Vela said, citing the clerk, that ", id="citing"
        ),
        pytest.param(in_one_sentence, "described by the clerk as so, ", id="passive"),
        pytest.param(in_one_sentence, "the Board of Trade and she said ", id="she"),
        pytest.param(in_one_sentence, "Ana Vela sang, the singer said, ", id="singer"),
        pytest.param(in_one_sentence, "“It leaks and leaks,” Vela said, ", id="quotes"),
        pytest.param(in_one_sentence, "SEN. MARA VELA SAID ", id="all capitals"),
        pytest.param(in_one_sentence, "of the matter told of ", id="chains"),
        pytest.param(lines, "“It leaks and leaks,” a {} official said.", id="alike"),
        pytest.param(lines, "I mended the {} horn.", id="first person"),
        pytest.param(lines, "The {0} report and the {0} team said so.", id="studies"),
    ],
)
def test_no_make_of_page_takes_time_out_of_step(tagger, make, phrase: str) -> None:
    # Eight times the page; each of these once took some sixty times as long.
    short, long = make(phrase, 500), make(phrase, 4000)
    assert seconds(tagger, long) < 20 * seconds(tagger, short) + 0.5


def test_a_block_of_two_hundred_thousand_words_takes_time_in_step() -> None:
    engine = load_engine()

    def seconds_of(words: int) -> float:
        text = " ".join(
            f"“The {word(at)} wall leaks,” said Mara Vela on Monday. The clerk denied "
            f"it. The town of {word(7 * at)} built it in 1931."
            for at in range(words // 20)
        )
        started = time.process_time()
        found = engine.analyze([Block("1", "paragraph", text)])
        spent = time.process_time() - started
        assert {one.name for one in found.sources} == {"Mara Vela", "The clerk"}
        return spent

    # Ten times the page; a quadratic step would take a hundred times as long.
    assert seconds_of(200_000) < 30 * seconds_of(20_000) + 1


def test_a_sentence_of_two_hundred_thousand_words_is_read(tagger) -> None:
    text = "said Vela that it “leaks” and " * 33_000
    assert seconds(tagger, [SpeechSentence(0, "paragraph", text)]) < 60


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared data")
def test_the_figures_on_other_articles_do_not_fall(tagger) -> None:
    articles = read_marked_articles(SHARED / "polnear_dev.jsonl")
    scores = evaluate_attribution(tagger, articles)
    measured = {
        "any": scores.any_macro_f1,
        "mostly": scores.mostly_macro_f1,
        **{name: score.f1 for name, score in scores.spans.items()},
    }
    fallen = {
        name: (round(measured[name], 3), floor)
        for name, floor in FLOORS.items()
        if measured[name] < floor
    }
    assert fallen == {}


# What the shipped weights reach on PolNeAR's development articles, less 0.005.
FLOORS = {
    "any": 0.854,
    "mostly": 0.868,
    "cue_overlap": 0.802,
    "source_overlap": 0.804,
    "content_tokens": 0.877,
}
