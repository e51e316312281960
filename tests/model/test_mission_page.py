"""The mission's page and our own of the same make, as web page and as plain text."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from ascribe.corpus import corpus_folder
from ascribe.engine import Engine
from ascribe.reading.html_reader import blocks_of_html
from ascribe.reading.text_reader import blocks_of_text
from ascribe.results import Analysis, Block, ScoredSentence
from ascribe.training.dataset import LABEL_OF_CODE

ARTICLE = range(3, 15)
TWIN = corpus_folder() / "relayed-report.jsonl"
# Issue 2, "End to end": the bar for the mission's page.
OPINION, OPINION_TOLERANCE = 0.13, 0.05
ATTRIBUTED, ATTRIBUTED_TOLERANCE = 0.82, 0.08


@dataclass(frozen=True, slots=True)
class Page:
    """A page, the right label of each of its sentences, and the engine's answer."""

    lines: list[tuple[int, str, str]]
    blocks: dict[str, Block]
    analysis: Analysis
    plain: bool

    def shown(self, sentence: ScoredSentence) -> str:
        units = self.blocks[sentence.block].text.encode("utf-16-le", "surrogatepass")
        raw = units[2 * sentence.start : 2 * sentence.end]
        return folded(raw.decode("utf-16-le", "surrogatepass"))

    def once(self, label: str) -> Counter[str]:
        """Return the sentences that got ``label`` and are no repeats."""
        return Counter(
            self.shown(sentence)
            for sentence in self.analysis.sentences
            if sentence.label == label and not sentence.repeated
        )

    def right(self, label: str, lines: range | None = None) -> Counter[str]:
        """Return the sentences whose right label is ``label``, on some lines."""
        return Counter(
            folded(text)
            for line, text, truth in self.lines
            if truth == label and (lines is None or line in lines)
        )

    def unmarked(self) -> Counter[str]:
        """Return what is quoted, but not so that plain text shows it.

        The first paragraph of a block quotation is known by its lead-in; where the
        quotation ends, plain text does not say.
        """
        return self.right("attributed", range(6, 7)) if self.plain else Counter()


def folded(text: str) -> str:
    """Fold white space, and drop the bar that ends a line of the mission's text."""
    return " ".join(text.split()).removesuffix(" |")


def mission_lines(shared: Path | None) -> list[tuple[int, str, str]]:
    if shared is None:
        pytest.skip("needs the shared data")
    told = json.loads((shared / "data/pages/mission-page.labels.json").read_text())
    return [(one["line"], one["text"], one["label"]) for one in told["sentences"]]


def twin_lines() -> list[tuple[int, str, str]]:
    told = json.loads(TWIN.read_text("utf-8"))
    return [
        (one["paragraph"], one["text"], LABEL_OF_CODE[one["label"]])
        for one in told["sentences"]
    ]


def twin_text() -> str:
    """Return our page without any markup: the article three times, as the page has."""
    paragraphs: dict[int, list[str]] = {}
    for line, text, _ in twin_lines():
        paragraphs.setdefault(line, []).append(text)
    lines = [" ".join(each) for each in paragraphs.values()]
    article = [lines[line] for line in ARTICLE]
    return "\n".join(lines + article + article)


@pytest.fixture(scope="module", params=["mission html", "mission text", "html", "text"])
def page(request: pytest.FixtureRequest, engine: Engine, shared: Path | None) -> Page:
    if request.param.startswith("mission"):
        lines = mission_lines(shared)
        assert shared is not None
        folder = shared / "data/pages"
        blocks = (
            blocks_of_html((folder / "mission-page.html").read_bytes())
            if request.param == "mission html"
            else blocks_of_text((folder / "mission-page.txt").read_text("utf-8"))
        )
    else:
        lines = twin_lines()
        blocks = (
            blocks_of_html((TWIN.parent / "pages/relayed-report.html").read_bytes())
            if request.param == "html"
            else blocks_of_text(twin_text())
        )
    return Page(
        lines,
        {block.id: block for block in blocks},
        engine.analyze(blocks),
        plain=request.param.endswith("text"),
    )


def test_the_page_is_scored(page: Page) -> None:
    assert page.analysis.status == "scored"


def test_at_most_one_attributed_sentence_is_missed(page: Page) -> None:
    wanted = page.right("attributed")
    assert wanted.total() == 14
    wanted -= page.unmarked()
    assert (wanted & page.once("attributed")).total() >= wanted.total() - 1


def test_the_opinion_sentence_and_no_other_is_opinion(page: Page) -> None:
    assert page.right("opinion").total() == 1
    assert page.once("opinion") == page.right("opinion")


def test_no_sentence_of_the_appeal_is_prose(page: Page) -> None:
    appeal = page.right("other", range(15, 17))
    assert appeal.total() >= 18
    assert page.once("other") >= appeal
    left_out = page.analysis.page.coverage.skipped
    assert left_out.get("appeal", 0) + left_out.get("aside", 0) == 2


def test_an_article_that_stands_there_three_times_is_counted_once(page: Page) -> None:
    article = sum((page.right(each, ARTICLE) for each in ("attributed",)), Counter())
    article += page.right("statement", ARTICLE) + page.right("opinion", ARTICLE)
    repeated = Counter(
        page.shown(sentence)
        for sentence in page.analysis.sentences
        if sentence.repeated
    )
    assert repeated == article + article
    assert page.analysis.page.coverage.skipped["repeated"] == 2 * len(ARTICLE)
    words = sum(len(text.split()) for _, text, label in page.lines if label != "other")
    # Dashes between spaces are no words; a caption that text cannot tell has some 25.
    assert words - 5 <= page.analysis.page.words <= words + 30


def test_a_repeated_sentence_answers_as_its_first(page: Page) -> None:
    labels: dict[str, str] = {}
    for sentence in page.analysis.sentences:
        first = labels.setdefault(page.shown(sentence), sentence.label)
        assert sentence.label == first


def test_a_block_quotation_is_attributed_though_it_names_no_source(page: Page) -> None:
    quotation = page.right("attributed", range(5, 7))
    assert quotation.total() == 3
    assert page.once("attributed") >= quotation - page.unmarked()


def test_the_shares_are_near_those_of_the_right_labels(page: Page) -> None:
    words = Counter[str]()
    for _, text, label in page.lines:
        # What plain text does not show to be quoted may count as either.
        either = folded(text) in page.unmarked() - page.once("attributed")
        words["statement" if either else label] += len(text.split())
    del words["other"]
    # The bar was taken from the mission's page; the twin has its own shares.
    mission = abs(words["opinion"] / words.total() - OPINION) < 0.005
    opinion = OPINION if mission else words["opinion"] / words.total()
    attributed = ATTRIBUTED if mission else words["attributed"] / words.total()
    shares = page.analysis.page.shares
    assert shares is not None
    assert shares.opinion == pytest.approx(opinion, abs=OPINION_TOLERANCE)
    assert shares.attributed == pytest.approx(attributed, abs=ATTRIBUTED_TOLERANCE)
